//! Ways to take a list along as a table, and to bring one in. A table is made under the filter of its list.

use super::bits::icon;
use crate::{pages::address::day_text, visit::Visit};
use leptos::prelude::*;
use shared::{
    Call,
    exchange::{CreateImport, ExportFilter, ExportKind, GetExport, ImportKind, SheetFormat},
};

/// A filter as the query of an address.
fn query(kind: ExportKind, filter: &ExportFilter) -> String {
    let target = Call::<GetExport>::new((kind,))
        .query(filter)
        .into_request()
        .target;
    target
        .split_once('?')
        .map(|(_, query)| query.to_owned())
        .unwrap_or_default()
}

/// The page that brings a table, or tells why it cannot. `query`: the list's own.
fn address(visit: &Visit, kind: ExportKind, format: SheetFormat, query: &str) -> String {
    let mark = if query.is_empty() { "" } else { "&" };
    visit.to(&format!("/desk/export/{kind}?format={format}{mark}{query}"))
}

/// Links that bring a list as a spreadsheet, and as CSV for programs.
pub(crate) fn export_link(visit: &Visit, kind: ExportKind, filter: &ExportFilter) -> AnyView {
    export_of(visit, kind, &query(kind, filter))
}

/// The same for a list whose page hands its own parameters on.
pub(crate) fn export_of(visit: &Visit, kind: ExportKind, query: &str) -> AnyView {
    view! {
        <span class="cluster no-print">
            <a class="button button--quiet" href=address(visit, kind, SheetFormat::Xlsx, query)>
                {icon(visit, "download")}<span>{tr!(visit, format!("exchange.take_{kind}"))}</span>
            </a>
            <a href=address(visit, kind, SheetFormat::Csv, query)>{tr!(visit, "exchange.as_csv")} <span class="visually-hidden">{tr!(visit, format!("exchange.take_{kind}"))}</span></a>
        </span>
    }
    .into_any()
}

/// A form that brings a list as it stands on a day: today, unless another is chosen.
pub(crate) fn export_as_of(visit: &Visit, kind: ExportKind, filter: &ExportFilter) -> AnyView {
    let query = query(kind, filter);
    let kept: Vec<AnyView> = form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| {
            view! { <input type="hidden" name=name.into_owned() value=value.into_owned()/> }.into_any()
        })
        .collect();
    let take = tr!(visit, format!("exchange.take_{kind}"));
    view! {
        <form class="filters no-print" action=visit.to(&format!("/desk/export/{kind}"))>
            {kept}
            <div class="field">
                <label class="field__label" for="export-on">{tr!(visit, "exchange.as_of")}</label>
                <input class="input" type="date" id="export-on" name="on" value=day_text(visit.today())/>
            </div>
            <button class="button button--quiet" name="format" value=SheetFormat::Xlsx.as_str()>
                {icon(visit, "download")}<span>{take.clone()}</span>
            </button>
            <button class="button button--link" name="format" value=SheetFormat::Csv.as_str()>
                {tr!(visit, "exchange.as_csv")} <span class="visually-hidden">{take}</span>
            </button>
        </form>
    }
    .into_any()
}

/// The link to where tables of a kind are brought in, for those who may.
pub(crate) fn import_link(visit: &Visit, kind: ImportKind) -> Option<AnyView> {
    visit.may::<CreateImport>().then(|| {
        view! {
            <a class="button button--quiet no-print" href=visit.to(&format!("/desk/import?kind={kind}"))>
                {icon(visit, "upload")}<span>{tr!(visit, "exchange.bring_in")}</span>
            </a>
        }
        .into_any()
    })
}
