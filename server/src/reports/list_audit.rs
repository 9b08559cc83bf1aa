//! Lists the audit trail, newest first.

use super::subjects::Named;
use crate::{
    db::{
        audit::{Column, Entity, Model},
        changes,
    },
    http::{
        Cx, Received, Reply, Result,
        paging::{Limit, decode},
    },
    identity,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, sea_query::LikeExpr,
};
use shared::{
    AuditId, Page, Timestamp,
    reports::{AuditEntry, AuditFilter, ListAudit},
    time::plus_days,
};

pub(crate) async fn list_audit(cx: Cx, received: Received<ListAudit>) -> Result<Reply<ListAudit>> {
    let filter = &received.query;
    let limit = Limit::of(filter.limit)?;
    // UUIDv7: the order of ids is the order of writing.
    let before: Option<AuditId> = decode(filter.cursor.as_deref())?;
    let rows = found(cx.reader(), filter)
        .await?
        .apply_if(before, |query, before| query.filter(Column::Id.lt(before)))
        .order_by_desc(Column::Id)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    let Page { items, next_cursor } = limit.page(rows, |row| row.id.to_string(), |row| row);
    let named = Named::read(cx.reader(), &items).await?;
    let items = items.into_iter().map(|row| entry(&named, row)).collect();
    Reply::read(&Page { items, next_cursor })
}

fn entry(named: &Named, row: Model) -> AuditEntry {
    let subject = named.subject(&row);
    let (shown_by, shown_by_id) = subject.shown_by.unzip();
    AuditEntry {
        id: row.id,
        at: row.at,
        operation: row.operation,
        subject_name: subject.name,
        subject_name_en: subject.name_en,
        shown_by: shown_by.map(str::to_owned),
        shown_by_id,
        subject: row.subject,
        subject_id: row.subject_id,
        user: row.user_id.and_then(|id| named.users.get(&id).cloned()),
        user_id: row.user_id,
        organisation: row
            .organisation_id
            .and_then(|id| named.organisations.get(&id).cloned()),
        organisation_id: row.organisation_id,
        address: row.address,
        request_id: row.request_id,
        changes: changes::read(row.changes.as_deref()),
    }
}

/// How many lines a filter finds.
pub(crate) async fn count_audit(db: &impl ConnectionTrait, filter: &AuditFilter) -> Result<u64> {
    Ok(found(db, filter).await?.count(db).await?)
}

/// The lines that a filter finds.
async fn found(db: &impl ConnectionTrait, filter: &AuditFilter) -> Result<Select<Entity>> {
    let people = match filter
        .user
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        Some(name) => Some(identity::users_named(db, name).await?),
        None => None,
    };
    Ok(Entity::find()
        .apply_if(filter.operation.as_deref(), |query, operation| {
            query.filter(Column::Operation.eq(operation))
        })
        .apply_if(filter.subject.as_deref(), |query, subject| {
            query.filter(Column::Subject.eq(subject))
        })
        .apply_if(filter.subject_id.as_deref(), |query, id| {
            query.filter(Column::SubjectId.eq(id))
        })
        .apply_if(filter.organisation_id, |query, id| {
            query.filter(Column::OrganisationId.eq(id))
        })
        .apply_if(people, |query, people| query.filter(Column::UserId.is_in(people)))
        .apply_if(filter.from, |query, day| {
            query.filter(Column::At.gte(Timestamp::start_of(day)))
        })
        .apply_if(filter.until, |query, day| {
            query.filter(Column::At.lt(Timestamp::start_of(plus_days(day, 1))))
        })
        .apply_if(filter.q.as_deref(), |query, words| {
            query.filter(Column::Changes.like(holding(words)))
        }))
}

/// A pattern for text that holds these words as they are written; their own `%` and `_` are plain characters.
fn holding(words: &str) -> LikeExpr {
    let mut pattern = String::from("%");
    for letter in words.trim().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('\\')
}
