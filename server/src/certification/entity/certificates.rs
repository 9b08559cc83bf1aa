//! Table `certificates`.

use sea_orm::entity::prelude::*;
use shared::{
    CertificateId, Date, OrganisationId, ProductId, Timestamp, UserId,
    certification::{CriteriaVersion, IssuerLevel},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificates")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateId,
    pub product_id: ProductId,
    pub producer_id: OrganisationId,
    pub stars: i16,
    pub score_hundredths: Option<i32>,
    pub decision_no: String,
    pub issuer: String,
    pub level: IssuerLevel,
    pub issued_on: Date,
    /// The last valid day.
    pub expires_on: Date,
    pub criteria_version: CriteriaVersion,
    pub recorded_by: Option<UserId>,
    pub recorded_at: Timestamp,
    /// The first day on which it was no longer valid.
    pub revoked_on: Option<Date>,
    pub revoke_reason: Option<String>,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
