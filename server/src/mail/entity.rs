//! Table `mails`.

use sea_orm::entity::prelude::*;
use shared::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub(super) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it is about: `password_reset`.
    pub kind: String,
    /// One of [`super::queue::State`].
    pub state: String,
    /// None once it is delivered.
    pub address_sealed: Option<Vec<u8>>,
    pub letter_sealed: Option<Vec<u8>>,
    pub attempts: i32,
    /// What the mail server said, without addresses.
    pub last_error: Option<String>,
    pub created_at: Timestamp,
    /// Somebody is sending it until then.
    pub claimed_until: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
