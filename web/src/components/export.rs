//! Ways to take a list along as a table, and to bring one in.

use super::bits::icon;
use crate::visit::Visit;
use leptos::prelude::*;
use shared::exchange::{ExportKind, ImportKind, SheetFormat};

/// The address of an export in the visit's language. `query`: parameters of the list that the export understands too.
fn address(visit: &Visit, kind: ExportKind, format: SheetFormat, query: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("format", format.as_str())
        .append_pair("lang", visit.lang.as_str())
        .extend_pairs(query.iter().filter(|(_, value)| !value.is_empty()))
        .finish();
    format!("/api/v1/exports/{kind}?{query}")
}

/// Links that bring a list as a spreadsheet, and as CSV for programs.
pub(crate) fn export_link(visit: &Visit, kind: ExportKind, query: &[(&str, &str)]) -> AnyView {
    view! {
        <span class="cluster no-print">
            <a class="button button--quiet" href=address(visit, kind, SheetFormat::Xlsx, query) download="">
                {icon(visit, "download")}<span>{tr!(visit, format!("exchange.take_{kind}"))}</span>
            </a>
            <a href=address(visit, kind, SheetFormat::Csv, query) download="">{tr!(visit, "exchange.as_csv")} <span class="visually-hidden">{tr!(visit, format!("exchange.take_{kind}"))}</span></a>
        </span>
    }
    .into_any()
}

/// The link to where tables of a kind are brought in.
pub(crate) fn import_link(visit: &Visit, kind: ImportKind) -> AnyView {
    view! {
        <a class="button button--quiet no-print" href=visit.to(&format!("/desk/import?kind={kind}"))>
            {icon(visit, "upload")}<span>{tr!(visit, "exchange.bring_in")}</span>
        </a>
    }
    .into_any()
}
