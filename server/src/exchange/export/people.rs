//! The audit trail and the organisations.

use super::{
    Table,
    collect::{Asked, Take, all},
};
use crate::{
    exchange::labels::Labelled,
    http::{Cx, Result},
    identity,
    province::province,
    reports,
};
use shared::{
    identity::{ListOrganisations, OrganisationFilter},
    reports::{AuditEntry, AuditFilter, ListAudit},
};

pub(super) async fn audit(cx: &Cx, asked: &Asked) -> Result<Table> {
    let (from, until) = asked.span();
    let page = |limit, cursor| AuditFilter {
        limit,
        cursor,
        ..AuditFilter::default()
    };
    // Newest first.
    let take = |entry: &AuditEntry| {
        if from.is_some_and(|from| entry.at < from) {
            Take::Enough
        } else if until.is_some_and(|until| entry.at >= until) {
            Take::No
        } else {
            Take::Yes
        }
    };
    let rows = all::<ListAudit, _, _, _>(cx, reports::list_audit, page, take).await?;
    let rows = rows.into_iter().map(|entry| {
        vec![
            entry.at.into(),
            entry.operation.into(),
            entry.subject.into(),
            entry.subject_id.into(),
            entry.user.into(),
            entry.organisation.into(),
            entry.address.into(),
            entry.request_id.into(),
        ]
    });
    Ok(Table {
        name: asked.lang.pick("Nhật ký", "Audit trail").to_owned(),
        columns: vec![
            asked.column("Lúc", "At", 16),
            asked.column("Việc", "Operation", 26),
            asked.column("Đối tượng", "Subject", 16),
            asked.column("Mã đối tượng", "Subject's id", 38),
            asked.column("Người làm", "Person", 26),
            asked.column("Đơn vị", "Organisation", 34),
            asked.column("Địa chỉ mạng", "Network address", 18),
            asked.column("Mã yêu cầu", "Request", 38),
        ],
        rows: rows.collect(),
    })
}

pub(super) async fn organisations(cx: &Cx, asked: &Asked) -> Result<Table> {
    let status = asked.status()?;
    let page = |limit, cursor| OrganisationFilter {
        status,
        q: asked.filter.q.clone(),
        limit,
        cursor,
        ..OrganisationFilter::default()
    };
    let rows =
        all::<ListOrganisations, _, _, _>(cx, identity::list_organisations, page, |_| Take::Yes).await?;
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
