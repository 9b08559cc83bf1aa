//! Table `purchases`.

use crate::province::province;
use sea_orm::entity::prelude::*;
use shared::{Currency, Date, OrganisationId, PurchaseId, Timestamp, UserId, producers::CommuneRef};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchases")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PurchaseId,
    pub buyer_id: OrganisationId,
    pub user_id: UserId,
    pub po_number: Option<String>,
    pub note: Option<String>,
    pub delivery_name: String,
    pub delivery_address: String,
    /// Empty outside the province.
    pub delivery_commune_code: String,
    /// Ward and province of a place outside this one.
    pub delivery_locality: Option<String>,
    pub delivery_contact_name: String,
    pub delivery_contact_phone: String,
    pub delivery_contact_email: String,
    pub wanted_on: Option<Date>,
    pub total: i64,
    pub currency: Currency,
    pub placed_at: Timestamp,
    /// None where nobody had to approve it, or has not yet.
    pub approved_by: Option<UserId>,
    pub approved_at: Option<Timestamp>,
}

impl Model {
    /// The commune where the goods go; None outside the province.
    pub(crate) fn commune(&self) -> Option<CommuneRef> {
        let code = &self.delivery_commune_code;
        (!code.is_empty()).then(|| province().commune_or_code(code))
    }

    /// The commune's name, or what takes its place outside the province.
    pub(crate) fn town(&self) -> String {
        let commune = self.commune().map(|commune| commune.name);
        commune
            .or_else(|| self.delivery_locality.clone())
            .unwrap_or_default()
    }
}

impl ActiveModelBehavior for ActiveModel {}
