//! Table `organisations`.

use sea_orm::entity::prelude::*;
use shared::{
    OrganisationId, Timestamp,
    identity::{OrganisationKind, OrganisationStatus, ProducerKind},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub producer_kind: Option<ProducerKind>,
    pub name: String,
    pub name_folded: String,
    pub slug: String,
    pub tax_code: String,
    /// Empty where the seat is outside the province.
    pub commune_code: String,
    pub contact_name: String,
    pub contact_phone: String,
    pub contact_email: String,
    pub status: OrganisationStatus,
    pub status_reason: Option<String>,
    pub registered_at: Timestamp,
    pub decided_at: Option<Timestamp>,
    pub version: i64,
    /// A household's code; [`Self::tax_code`] then holds something else.
    pub tax_code_sealed: Option<Vec<u8>>,
    pub tax_code_blind: Option<String>,
    /// When somebody followed the link that was mailed to the contact.
    pub email_confirmed_at: Option<Timestamp>,
    /// Of the token in that link.
    pub email_token_hash: Option<String>,
    /// Outside the province.
    pub seat: Option<String>,
    /// Whom anybody may ask, where somebody was named.
    pub public_contact_name: Option<String>,
    pub public_contact_phone: Option<String>,
    pub public_contact_email: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
