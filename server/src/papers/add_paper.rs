//! Adds a paper; the centre compares it.

use super::{
    entity::papers::{ActiveModel, Column, Entity, Model},
    facts::checked,
    policy::{self, Add},
    view::view,
};
use crate::{
    auth::Allowed,
    catalogue,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use shared::{
    Code, FieldCode, OrganisationId, PaperId, ProductId,
    papers::{AddPaper, PaperKind, PaperStatus, PaperUpdate},
};

/// Papers of one producer; removed ones do not count.
const MAX_PAPERS: u64 = 1000;

pub(super) async fn add_paper(cx: Cx, received: Received<AddPaper>) -> Result<Reply<AddPaper>> {
    let member = cx.member()?;
    let body = &received.body;
    let facts = checked(body.kind, body.product_id, body.facts(), cx.today())?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let product = match body.product_id {
        Some(id) => {
            let found = catalogue::products(&*tx, [id]).await?.remove(&id);
            let own = found.filter(|product| product.producer_id == member.organisation_id);
            Some(own.ok_or_else(|| Error::field("product_id", FieldCode::Unknown))?)
        }
        None => None,
    };
    let allowed = policy::may_add(member, product.as_ref())?;
    let of = (member.organisation_id, body.product_id, body.kind);
    let row = add(&tx, allowed, of, facts).await?;
    let view = view(&*tx, row, cx.today()).await?;
    tx.finish("paper", view.id, &view, Some(view.version)).await
}

async fn add(
    tx: &Tx,
    _: Allowed<Add>,
    (producer_id, product_id, kind): (OrganisationId, Option<ProductId>, PaperKind),
    facts: PaperUpdate,
) -> Result<Model> {
    let there = Entity::find()
        .filter(Column::ProducerId.eq(producer_id))
        .filter(Column::RemovedAt.is_null())
        .count(&**tx)
        .await?;
    if there >= MAX_PAPERS {
        return Err(Error::refuse(Code::ValidationFailed).with_field(
            "kind",
            FieldCode::TooMany,
            i64::try_from(MAX_PAPERS).ok(),
        ));
    }
    let row = Model {
        id: PaperId(tx.new_id()),
        producer_id,
        product_id,
        kind,
        number: facts.number,
        issuer: facts.issuer,
        issued_on: facts.issued_on,
        expires_on: facts.expires_on,
        scope: facts.scope,
        exemption: facts.exemption,
        public: facts.public,
        shared_with_buyers: facts.shared_with_buyers,
        status: PaperStatus::Pending,
        reason: None,
        decided_by: None,
        decided_at: None,
        file: None,
        media_type: None,
        file_size: None,
        added_at: tx.at(),
        removed_at: None,
        version: 1,
    };
    Entity::insert(ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await?;
    Ok(row)
}
