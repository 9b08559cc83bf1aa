//! Lists the audit trail, newest first.

use crate::{
    db::audit::{Column, Entity},
    http::{
        Cx, Received, Reply, Result,
        paging::{Limit, decode},
    },
    identity,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use shared::{
    AuditId, Page,
    reports::{AuditEntry, ListAudit},
};

pub(crate) async fn list_audit(cx: Cx, received: Received<ListAudit>) -> Result<Reply<ListAudit>> {
    let filter = &received.query;
    let limit = Limit::of(filter.limit)?;
    // UUIDv7: the order of ids is the order of writing.
    let before: Option<AuditId> = decode(filter.cursor.as_deref())?;
    let rows = Entity::find()
        .apply_if(filter.operation.as_deref(), |query, operation| {
            query.filter(Column::Operation.eq(operation))
        })
        .apply_if(filter.subject.as_deref(), |query, subject| {
            query.filter(Column::Subject.eq(subject))
        })
        .apply_if(filter.subject_id.as_deref(), |query, id| {
            query.filter(Column::SubjectId.eq(id))
        })
        .apply_if(before, |query, before| query.filter(Column::Id.lt(before)))
        .order_by_desc(Column::Id)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    let Page { items, next_cursor } = limit.page(rows, |row| row.id.to_string(), |row| row);
    let users = identity::user_names(cx.reader(), items.iter().filter_map(|row| row.user_id)).await?;
    let organisations =
        identity::organisation_names(cx.reader(), items.iter().filter_map(|row| row.organisation_id)).await?;
    let items = items
        .into_iter()
        .map(|row| AuditEntry {
            id: row.id,
            at: row.at,
            operation: row.operation,
            subject: row.subject,
            subject_id: row.subject_id,
            user: row.user_id.and_then(|id| users.get(&id).cloned()),
            organisation: row.organisation_id.and_then(|id| organisations.get(&id).cloned()),
            address: row.address,
            request_id: row.request_id,
        })
        .collect();
    Reply::read(&Page { items, next_cursor })
}
