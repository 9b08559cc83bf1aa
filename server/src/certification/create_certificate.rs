//! Records a certificate; it is valid for 36 months from its decision.

use super::{
    entity::certificates::{ActiveModel, Entity, Model},
    policy::{self, Record},
    rules, view,
};
use crate::{
    auth::{Allowed, Member},
    catalogue::{self, ProductRow},
    db::Tx,
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
};
use sea_orm::EntityTrait;
use shared::{
    CertificateId, Code, Date, FieldCode, UserId,
    certification::{CertificateCreate, CreateCertificate, last_valid_day},
};

pub(super) async fn create_certificate(
    cx: Cx,
    received: Received<CreateCertificate>,
) -> Result<Reply<CreateCertificate>> {
    let mut tx = cx.begin(&received).await?;
    let row = record_certificate(&mut tx, cx.member()?, cx.today(), &received.body).await?;
    let view = view::one(&*tx, row, cx.today()).await?;
    tx.finish("certificate", view.id, &view, Some(view.version)).await
}

/// `create_certificate`, within a transaction that may do more.
pub(crate) async fn record(
    tx: &mut Tx,
    member: &Member,
    today: Date,
    body: &CertificateCreate,
) -> Result<CertificateId> {
    Ok(record_certificate(tx, member, today, body).await?.id)
}

/// What the law says of a certificate to be recorded; the field that is wrong, where one is.
pub(crate) fn allowed(
    body: &CertificateCreate,
    today: Date,
) -> std::result::Result<(), (&'static str, FieldCode)> {
    let decision = rules::Decision {
        issued_on: body.issued_on,
        level: body.level,
        stars: body.stars,
        criteria: body.criteria_version,
    };
    rules::possible(today, decision)
}

async fn record_certificate(
    tx: &mut Tx,
    member: &Member,
    today: Date,
    body: &CertificateCreate,
) -> Result<Model> {
    let proof = policy::may_record(member)?;
    allowed(body, today).map_err(|(field, code)| Error::field(field, code))?;
    let product = catalogue::products(&**tx, [body.product_id])
        .await?
        .remove(&body.product_id)
        .ok_or_else(|| Error::field("product_id", FieldCode::Unknown))?;
    if !product.public {
        return Err(Error::field("product_id", FieldCode::NotPublic));
    }
    let row = insert(tx, proof, &product, body, member.user_id).await?;
    tx.changed(product.id);
    Ok(row)
}

async fn insert(
    tx: &Tx,
    _: Allowed<Record>,
    product: &ProductRow,
    body: &CertificateCreate,
    by: UserId,
) -> Result<Model> {
    let row = Model {
        id: CertificateId(tx.new_id()),
        product_id: product.id,
        producer_id: product.producer_id,
        stars: i16::from(body.stars),
        score_hundredths: body.score.map(rules::hundredths),
        decision_no: body.decision_no.trim().to_owned(),
        issuer: body.issuer.trim().to_owned(),
        level: body.level,
        issued_on: body.issued_on,
        expires_on: last_valid_day(body.issued_on),
        criteria_version: body.criteria_version,
        recorded_by: Some(by),
        recorded_at: tx.at(),
        revoked_on: None,
        revoke_reason: None,
        version: 1,
    };
    Entity::insert(ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await
        .on_constraint("certificates_product_id_decision_no_key", || {
            Error::refuse(Code::Taken).told(
                "Quyết định này đã được ghi cho sản phẩm.",
                "This decision is recorded for the product already.",
            )
        })?;
    Ok(row)
}
