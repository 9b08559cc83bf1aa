//! Table `buying_rules`: how retailers buy. One that has said nothing has no row.

use sea_orm::entity::prelude::*;
use shared::OrganisationId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "buying_rules")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// đồng with VAT; None: nothing has to be approved.
    pub approval_from: Option<i64>,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
