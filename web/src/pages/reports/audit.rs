//! The audit trail: who changed what, when, from where.

use crate::{
    components::{
        bits::{instant, page_head},
        export::export_link,
        frame::Frame,
        messages::empty,
    },
    pages::{
        address::asked,
        work::{changed, next_page},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    exchange::ExportKind,
    identity::OrganisationKind,
    reports::{AuditEntry, AuditFilter, ListAudit},
};

pub(crate) async fn audit(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let filter = AuditFilter {
        operation: asked(&visit, "operation"),
        subject: asked(&visit, "subject"),
        subject_id: asked(&visit, "subject_id"),
        limit: Some(50),
        cursor: asked(&visit, "cursor"),
    };
    let page = visit.read(Call::<ListAudit>::new(()).query(&filter)).await?;
    let title = tr!(visit, "audit.title");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let rows: Vec<AnyView> = page.items.iter().map(|entry| row(&visit, entry)).collect();
        let table = if rows.is_empty() {
            empty(
                &visit,
                tr!(visit, "audit.empty_title"),
                tr!(visit, "work.nothing_found"),
                None,
            )
        } else {
            view! {
                <div class="table-wrap" tabindex="0" role="region" aria-label=title.clone()>
                    <table class="table table--cards table--dense">
                        <caption class="visually-hidden">{title.clone()}</caption>
                        <thead><tr>
                            <th scope="col">{tr!(visit, "audit.at")}</th>
                            <th scope="col">{tr!(visit, "audit.operation")}</th>
                            <th scope="col">{tr!(visit, "audit.subject")}</th>
                            <th scope="col">{tr!(visit, "audit.who")}</th>
                            <th scope="col">{tr!(visit, "audit.address")}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! {
            {page_head(title.clone(), Some(tr!(visit, "audit.lede")), ().into_any())}
            {filters(&visit)}
            {table}
            {export_link(&visit, ExportKind::Audit, &[])}
            {next_page(&visit, page.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

fn filters(visit: &Visit) -> AnyView {
    let field = |name: &'static str| {
        let value = asked(visit, name).unwrap_or_default();
        let id = format!("filter-{name}");
        view! {
            <div class="field">
                <label class="field__label" for=id.clone()>{tr!(visit, format!("audit.{name}"))}</label>
                <input class="input" id=id name=name value=value autocapitalize="off" spellcheck="false"/>
            </div>
        }
    };
    view! {
        <form class="panel panel--quiet stack" action=visit.to("/desk/audit")>
            <div class="field-row">{field("operation")}{field("subject")}{field("subject_id")}</div>
            <div class="cluster">
                <button class="button button--quiet">{tr!(visit, "audit.filter")}</button>
                <a href=visit.to("/desk/audit")>{tr!(visit, "audit.clear")}</a>
            </div>
        </form>
    }
    .into_any()
}

fn row(visit: &Visit, entry: &AuditEntry) -> AnyView {
    let who = entry.user.clone().unwrap_or_else(|| tr!(visit, "audit.market"));
    let organisation = entry
        .organisation
        .clone()
        .map(|name| view! { <br/><small class="muted">{name}</small> });
    let request = entry
        .request_id
        .clone()
        .map(|id| view! { <br/><small class="muted"><code>{id}</code></small> });
    view! {
        <tr>
            <th scope="row" data-label=tr!(visit, "audit.at")>{instant(entry.at)}</th>
            <td data-label=tr!(visit, "audit.operation")><a href=changed(visit, "operation", &entry.operation)><code>{entry.operation.clone()}</code></a></td>
            <td data-label=tr!(visit, "audit.subject")>
                <span>{entry.subject.clone()}<br/>
                <small><a href=changed(visit, "subject_id", &entry.subject_id)><code>{entry.subject_id.clone()}</code></a></small></span>
            </td>
            <td data-label=tr!(visit, "audit.who")><span>{who}{organisation}</span></td>
            <td data-label=tr!(visit, "audit.address")><span>{entry.address.clone()}{request}</span></td>
        </tr>
    }
    .into_any()
}
