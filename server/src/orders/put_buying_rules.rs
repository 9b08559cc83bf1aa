//! A manager sets from which amount purchases have to be approved. What waits already goes on waiting.

use super::{
    entity::buying_rules::{ActiveModel, Column, Entity},
    policy,
    rules::{rules, view},
};
use crate::http::{Cx, Received, Reply, Result};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use shared::orders::PutBuyingRules;

pub(super) async fn put_buying_rules(
    cx: Cx,
    received: Received<PutBuyingRules>,
) -> Result<Reply<PutBuyingRules>> {
    let member = cx.member()?;
    policy::may_rule(member)?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let mut row = rules(&*tx, member.organisation_id).await?;
    tx.before(&view(&row));
    row.approval_from = received.body.approval_from;
    row.version += 1;
    let put = ActiveModel {
        organisation_id: Set(row.organisation_id),
        approval_from: Set(row.approval_from),
        version: Set(row.version),
    };
    Entity::insert(put)
        .on_conflict(
            OnConflict::column(Column::OrganisationId)
                .update_columns([Column::ApprovalFrom, Column::Version])
                .to_owned(),
        )
        .exec_without_returning(&*tx)
        .await?;
    tx.finish("buying_rules", member.organisation_id, &view(&row), None)
        .await
}
