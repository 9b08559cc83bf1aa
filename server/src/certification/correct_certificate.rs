//! Corrects what was typed wrongly. The audit trail keeps what stood there before.

use super::{
    entity::certificates::{ActiveModel, Column, Entity, Model},
    policy::{self, Record},
    rules, view,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Code,
    certification::{CertificateCorrect, CorrectCertificate, last_valid_day},
};

pub(super) async fn correct_certificate(
    cx: Cx,
    received: Received<CorrectCertificate>,
) -> Result<Reply<CorrectCertificate>> {
    let (id,) = received.path;
    let body = &received.body;
    let allowed = policy::may_record(cx.member()?)?;
    if body.revoked_in_error == Some(true) {
        policy::may_revoke(cx.member()?)?;
    }
    let decision = rules::Decision {
        issued_on: body.issued_on,
        level: body.level,
        stars: body.stars,
        criteria: body.criteria_version,
    };
    rules::possible(cx.today(), decision).map_err(|(field, code)| Error::field(field, code))?;
    let mut tx = cx.begin(&received).await?;
    let row = Entity::find_by_id(id)
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    received.expect_version(row.version)?;
    tx.before(&view::one(&*tx, row.clone(), cx.today()).await?);
    let row = correct(&tx, allowed, row, body).await?;
    tx.changed(row.product_id);
    let view = view::one(&*tx, row, cx.today()).await?;
    tx.finish("certificate", id, &view, Some(view.version)).await
}

async fn correct(tx: &Tx, _: Allowed<Record>, mut row: Model, body: &CertificateCorrect) -> Result<Model> {
    if row.revoked_on.is_some() && body.revoked_in_error != Some(true) {
        return Err(Error::refuse(Code::WrongState).told(
            "Giấy chứng nhận này đã bị thu hồi.",
            "The certificate was revoked.",
        ));
    }
    let seen = row.version;
    row.stars = i16::from(body.stars);
    row.score_hundredths = body.score.map(rules::hundredths);
    body.decision_no.trim().clone_into(&mut row.decision_no);
    body.issuer.trim().clone_into(&mut row.issuer);
    row.level = body.level;
    row.issued_on = body.issued_on;
    row.expires_on = last_valid_day(body.issued_on);
    row.criteria_version = body.criteria_version;
    (row.revoked_on, row.revoke_reason) = (None, None);
    row.version += 1;
    let change = ActiveModel {
        revoked_on: Set(None),
        revoke_reason: Set(None),
        stars: Set(row.stars),
        score_hundredths: Set(row.score_hundredths),
        decision_no: Set(row.decision_no.clone()),
        issuer: Set(row.issuer.clone()),
        level: Set(row.level),
        issued_on: Set(row.issued_on),
        expires_on: Set(row.expires_on),
        criteria_version: Set(row.criteria_version),
        version: Set(row.version),
        ..Default::default()
    };
    write(tx, row, seen, change).await
}

/// Writes a change of a certificate that nobody else has changed meanwhile.
pub(super) async fn write(tx: &Tx, row: Model, seen: i64, change: ActiveModel) -> Result<Model> {
    let changed = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(seen))
        .exec(&**tx)
        .await
        .on_constraint("certificates_product_id_decision_no_key", || {
            Error::refuse(Code::Taken).told(
                "Quyết định này đã ghi cho sản phẩm rồi.",
                "This decision is recorded for the product already.",
            )
        })?;
    if changed.rows_affected == 0 {
        return Err(Error::refuse(Code::PreconditionFailed));
    }
    Ok(row)
}
