//! The audit trail and the organisations.

use super::{
    Table,
    collect::{Asked, all, allowed, within},
};
use crate::{
    exchange::labels::Labelled,
    http::{Cx, Result},
    identity,
    province::province,
    reports,
};
use shared::{
    Lang,
    identity::{ListOrganisations, OrganisationFilter},
    reports::{AuditChange, AuditFilter, ListAudit},
};

pub(super) async fn audit(cx: &Cx, asked: &Asked) -> Result<Table> {
    let wanted: AuditFilter = asked.list()?;
    let page = |limit, cursor| AuditFilter {
        limit,
        cursor,
        ..wanted.clone()
    };
    allowed::<ListAudit>(cx)?;
    // Nobody waits for hundreds of pages to hear that they are too many.
    let count = reports::count_audit(cx.reader(), &wanted).await?;
    within(usize::try_from(count).unwrap_or(usize::MAX))?;
    let rows = all::<ListAudit, _, _>(cx, reports::list_audit, page, |_| true).await?;
    let market = asked.word("audit.market");
    let rows = rows.into_iter().map(|entry| {
        vec![
            entry.at.into(),
            told(asked, "audit_operation", &entry.operation).into(),
            changes(asked, &entry.changes).into(),
            told(asked, "audit_subject", &entry.subject).into(),
            in_language(asked, entry.subject_name, entry.subject_name_en).into(),
            entry.subject_id.into(),
            entry.user.or_else(|| market.clone()).into(),
            entry.organisation.into(),
            entry.address.into(),
            entry.operation.into(),
            entry.request_id.into(),
        ]
    });
    Ok(Table {
        name: asked.lang.pick("Nhật ký", "Audit trail").to_owned(),
        columns: vec![
            asked.column("Lúc", "At", 16),
            asked.column("Việc", "What was done", 30),
            asked.column("Nội dung thay đổi", "What changed", 60),
            asked.column("Đối tượng", "To what", 20),
            asked.column("Tên đối tượng", "Its name", 30),
            asked.column("Mã đối tượng", "Its id", 38),
            asked.column("Người làm", "Person", 26),
            asked.column("Đơn vị", "Organisation", 34),
            asked.column("Địa chỉ mạng", "Network address", 18),
            asked.column("Mã việc", "Operation", 26),
            asked.column("Mã yêu cầu", "Request", 38),
        ],
        rows: rows.collect(),
    })
}

/// The English name on English tables, where there is one.
fn in_language(asked: &Asked, name: Option<String>, english: Option<String>) -> Option<String> {
    match asked.lang {
        Lang::En => english.or(name),
        Lang::Vi => name,
    }
}

/// In people's words, as the page tells it; a word without a text stays as it is.
fn told(asked: &Asked, group: &str, word: &str) -> String {
    let text = asked.word(&format!("{group}.{word}"));
    text.unwrap_or_else(|| word.replace('_', " "))
}

/// `field: before → after`, one after the other.
fn changes(asked: &Asked, changes: &[AuditChange]) -> Option<String> {
    let nothing = asked.word("audit.nothing").unwrap_or_default();
    let personal = asked.word("audit.personal").unwrap_or_default();
    let lines: Vec<String> = changes
        .iter()
        .map(|change| {
            if change.personal {
                return format!("{}: {personal}", change.field);
            }
            let [before, after] =
                [&change.before, &change.after].map(|value| value.as_deref().unwrap_or(&nothing));
            format!("{}: {before} → {after}", change.field)
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("; "))
}

pub(super) async fn organisations(cx: &Cx, asked: &Asked) -> Result<Table> {
    let wanted: OrganisationFilter = asked.list()?;
    let page = |limit, cursor| OrganisationFilter {
        limit,
        cursor,
        ..wanted.clone()
    };
    let rows = all::<ListOrganisations, _, _>(cx, identity::list_organisations, page, |_| true).await?;
    let rows = rows.into_iter().map(|organisation| {
        let commune = organisation
            .commune_code
            .as_deref()
            .map(|code| province().commune_or_code(code).name);
        vec![
            organisation.name.into(),
            organisation.kind.label(asked.lang).into(),
            organisation.status.label(asked.lang).into(),
            organisation.tax_code.into(),
            organisation.commune_code.into(),
            commune.or(organisation.seat).into(),
            organisation.contact.name.into(),
            organisation.contact.phone.into(),
            organisation.contact.email.into(),
            organisation.registered_at.into(),
            organisation.status_reason.into(),
        ]
    });
    Ok(Table {
        name: asked.lang.pick("Đơn vị", "Organisations").to_owned(),
        columns: vec![
            asked.column("Tên", "Name", 36),
            asked.column("Loại", "Kind", 16),
            asked.column("Trạng thái", "State", 16),
            asked.column("Mã số thuế", "Tax code", 16),
            asked.column("Mã xã", "Commune code", 10),
            asked.column("Trụ sở", "Seat", 22),
            asked.column("Người liên hệ", "Contact", 24),
            asked.column("Điện thoại", "Phone", 16),
            asked.column("Thư điện tử", "E-mail", 28),
            asked.column("Đăng ký lúc", "Registered at", 16),
            asked.column("Lý do", "Reason", 30),
        ],
        rows: rows.collect(),
    })
}
