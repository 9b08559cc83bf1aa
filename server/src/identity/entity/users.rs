//! Table `users`.

use sea_orm::entity::prelude::*;
use shared::{Lang, Timestamp, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    pub name: String,
    pub login: String,
    pub password_hash: String,
    pub lang: Lang,
    pub created_at: Timestamp,
    /// Where mails go for who signs in by phone; a login that is an e-mail is its own address.
    pub email: Option<String>,
    /// Whether news of their work are mailed.
    pub news: bool,
    /// The person has closed the account: name, login and address are gone.
    pub closed_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
