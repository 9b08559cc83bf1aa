//! The circumstances of a request.

use super::{Error, Received, Result};
use crate::{
    app::App,
    auth::{Actor, Member},
    db::{Author, Tx},
    vault::Vault,
};
use sea_orm::DatabaseConnection;
use shared::{Code, Date, Endpoint, Lang};

/// Who calls what, from where, in which language.
#[derive(Clone, Debug)]
pub struct Cx {
    pub app: App,
    pub actor: Actor,
    pub lang: Lang,
    pub request_id: String,
    /// The caller's network address with its last part hidden.
    pub address: Option<String>,
    pub operation: &'static str,
    /// What the caller's program calls itself.
    pub user_agent: Option<String>,
}

/// Marks a request that the server's own pages make.
#[derive(Clone, Copy, Debug)]
pub struct InProcess;

impl Cx {
    /// The signed-in caller.
    pub fn member(&self) -> Result<&Member> {
        match &self.actor {
            Actor::Member(member) => Ok(member),
            Actor::Anonymous => Err(Error::refuse(Code::Unauthenticated)),
        }
    }

    /// For statements that only read.
    pub fn reader(&self) -> &DatabaseConnection {
        self.app.db.reader()
    }

    /// What personal data and secrets are sealed with.
    pub fn vault(&self) -> &Vault {
        &self.app.settings.vault
    }

    /// The business day.
    pub fn today(&self) -> Date {
        self.app.clock.today()
    }

    /// Begins the operation's one transaction.
    pub async fn begin<E: Endpoint>(&self, received: &Received<E>) -> Result<Tx> {
        Tx::begin(&self.app, self.author(), received.claim.clone()).await
    }

    /// Who writes, for the audit trail.
    pub fn author(&self) -> Author {
        let member = match &self.actor {
            Actor::Member(member) => Some(member),
            Actor::Anonymous => None,
        };
        Author {
            operation: self.operation,
            user_id: member.map(|member| member.user_id),
            organisation_id: member.map(|member| member.organisation_id),
            address: self.address.clone(),
            request_id: Some(self.request_id.clone()),
        }
    }
}
