//! A transaction: business rows, audit row, jobs and idempotency key together, or none of them.

use super::{
    Claim, Stored, audit, changes,
    idempotency::{keep, take},
    later::Later,
};
use crate::{
    app::App,
    http::{Reply, Result},
    jobs,
};
use sea_orm::{
    ActiveValue::Set, DatabaseTransaction, EntityTrait, QueryTrait, TransactionTrait,
    sea_query::SubQueryStatement,
};
use shared::{AuditId, Endpoint, JobId, OrganisationId, ProductId, Timestamp, UserId};
use std::collections::BTreeSet;

/// Who writes, for the audit trail.
#[derive(Clone, Debug)]
pub struct Author {
    /// The operationId, or the name of a job.
    pub operation: &'static str,
    pub user_id: Option<UserId>,
    pub organisation_id: Option<OrganisationId>,
    /// The caller's network address with its last part hidden.
    pub address: Option<String>,
    pub request_id: Option<String>,
}

impl Author {
    /// The market itself.
    pub const fn market(operation: &'static str) -> Self {
        Self {
            operation,
            user_id: None,
            organisation_id: None,
            address: None,
            request_id: None,
        }
    }
}

/// An open transaction. Dropped without [`Tx::finish`] or [`Tx::commit`], it never happened.
#[derive(Debug)]
pub struct Tx {
    app: App,
    inner: DatabaseTransaction,
    later: Later,
    author: Author,
    claim: Option<Claim>,
    changed: BTreeSet<ProductId>,
    restocked: BTreeSet<ProductId>,
    /// Further lines of the audit trail.
    notes: Vec<audit::ActiveModel>,
    private: bool,
    /// The view before, where the operation showed it.
    before: Option<serde_json::Value>,
    /// What changed, where the operation compared it by itself.
    compared: Option<String>,
    /// Why, in the words of who does it.
    reason: Option<String>,
    at: Timestamp,
}

impl Tx {
    /// Begins, and takes the caller's idempotency key where there is one.
    pub async fn begin(app: &App, author: Author, claim: Option<Claim>) -> Result<Self> {
        let inner = app.db.writer().begin().await?;
        let at = app.now();
        if let Some(claim) = &claim {
            take(&inner, &app.settings.vault, claim, at).await?;
        }
        Ok(Self {
            app: app.clone(),
            inner,
            later: Later::default(),
            author,
            claim,
            changed: BTreeSet::new(),
            restocked: BTreeSet::new(),
            notes: Vec::new(),
            private: false,
            before: None,
            compared: None,
            reason: None,
            at,
        })
    }

    /// The instant of everything written here.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    pub const fn app(&self) -> &App {
        &self.app
    }

    /// A new id of this transaction's instant.
    pub fn new_id(&self) -> uuid::Uuid {
        self.app.ids.new_id(self.at)
    }

    /// Names who writes, where the request came from somebody the market only knows by now: who signs in or joins.
    pub const fn on_behalf_of(&mut self, user_id: UserId, organisation_id: OrganisationId) {
        self.author.user_id = Some(user_id);
        self.author.organisation_id = Some(organisation_id);
    }

    /// Says that what visitors see of a product changes.
    pub fn changed(&mut self, product: ProductId) {
        self.changed.insert(product);
    }

    /// Says that of what visitors see of a product only the stock changes: that is all the index reads again.
    pub fn restocked(&mut self, product: ProductId) {
        self.restocked.insert(product);
    }

    /// Adds a line to the audit trail, for a transaction that does the work of many operations. What was compared
    /// since the line before belongs to it.
    pub fn note(&mut self, operation: &'static str, subject: &'static str, id: impl std::fmt::Display) {
        let mut line = self.audited(operation, subject, &id.to_string());
        line.changes = Set(self.compared.take());
        self.notes.push(line);
    }

    /// Says that nothing public changes, so that kept answers stay.
    pub const fn private(&mut self) {
        self.private = true;
    }

    /// Shows what is about to change, so that the audit trail says what did: [`Tx::finish`] compares it with the
    /// operation's view.
    pub fn before(&mut self, view: &impl serde::Serialize) {
        self.before = serde_json::to_value(view).ok();
    }

    /// Compares two states itself, so that the audit trail says what changed where the operation's view does not, or
    /// where reading a view before would cost more than the change.
    pub fn compare(&mut self, before: &impl serde::Serialize, after: &impl serde::Serialize) {
        let before = serde_json::to_value(before).unwrap_or_default();
        let after = serde_json::to_value(after).unwrap_or_default();
        self.compared = changes::difference(&before, &after);
    }

    /// Says why it is done, where the audit trail has nothing else to tell it by.
    pub fn because(&mut self, reason: &str) {
        self.reason = Some(reason.to_owned());
    }

    /// Writes something at the end of the transaction: what nothing in it reads.
    pub fn later(&self, write: impl QueryTrait<QueryStatement: Into<SubQueryStatement>>) {
        self.later.push(write.into_query());
    }

    /// Leaves work to be done at or after an instant.
    pub fn job(&self, kind: &'static str, run_at: Timestamp, payload: &impl serde::Serialize) -> Result<()> {
        self.later(jobs::insert(JobId(self.new_id()), kind, run_at, payload)?);
        Ok(())
    }

    /// Writes the audit row, keeps the answer under its key, commits, and then tells the index.
    pub async fn finish<E: Endpoint>(
        self,
        subject: &'static str,
        subject_id: impl std::fmt::Display,
        view: &E::Response,
        version: Option<i64>,
    ) -> Result<Reply<E>> {
        let reply = Reply::<E>::new(view, version)?;
        if let Some(claim) = &self.claim {
            let answer = Stored {
                status: E::STATUS,
                body: reply.body().to_vec(),
                version,
            };
            self.later(keep(&self.app.settings.vault, claim, &answer)?);
        }
        let shown = || {
            let after = serde_json::to_value(view).unwrap_or_default();
            changes::difference(self.before.as_ref()?, &after)
        };
        let reason = || {
            let reason = serde_json::json!({ "reason": self.reason.as_ref()? });
            changes::difference(&serde_json::Value::Null, &reason)
        };
        let compared = || self.compared.clone();
        let changes = shown().or_else(compared).or_else(reason);
        self.write(subject, subject_id, changes).await?;
        Ok(reply)
    }

    /// Writes the audit row and commits: for work that nobody waits for an answer of.
    pub async fn commit(self, subject: &'static str, subject_id: impl std::fmt::Display) -> Result<()> {
        let changes = self.compared.clone();
        self.write(subject, subject_id, changes).await
    }

    async fn write(
        self,
        subject: &'static str,
        subject_id: impl std::fmt::Display,
        changes: Option<String>,
    ) -> Result<()> {
        let subject_id = subject_id.to_string();
        let mut own = self.audited(self.author.operation, subject, &subject_id);
        own.changes = Set(changes);
        let Self {
            mut notes,
            app,
            inner,
            later,
            changed,
            restocked,
            private,
            at,
            ..
        } = self;
        notes.push(own);
        for some in notes.chunks(AT_ONCE) {
            later.push(audit::Entity::insert_many(some.to_vec()).into_query());
        }
        // A transaction of many rows is public as soon as one of them is.
        let told = !private || !changed.is_empty() || !restocked.is_empty();
        // Other replicas keep answers too, of products and of everything else that is public.
        if told && !app.db.is_sqlite() {
            let products: Vec<ProductId> = changed.union(&restocked).copied().collect();
            for note in crate::discovery::note_changes(&app, &products, at) {
                later.push(note.into_query());
            }
        }
        later.send(&inner).await?;
        inner.commit().await?;
        if told {
            app.committed(changed, restocked).await;
        }
        Ok(())
    }
}

/// Lines of the audit trail in one statement.
const AT_ONCE: usize = 500;

impl Tx {
    fn audited(&self, operation: &str, subject: &str, subject_id: &str) -> audit::ActiveModel {
        audit::ActiveModel {
            id: Set(AuditId(self.new_id())),
            at: Set(self.at),
            operation: Set(operation.to_owned()),
            subject: Set(subject.to_owned()),
            subject_id: Set(subject_id.to_owned()),
            user_id: Set(self.author.user_id),
            organisation_id: Set(self.author.organisation_id),
            address: Set(self.author.address.clone()),
            request_id: Set(self.author.request_id.clone()),
            changes: Set(None),
        }
    }
}

impl std::ops::Deref for Tx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}
