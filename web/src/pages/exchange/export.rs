//! A list as a file. What cannot be made is told on a page, with the way back to the list.

use crate::{
    components::{
        bits::{icon, page_head},
        frame::Frame,
        messages::notice,
    },
    pages::address::{asked, day_text, parsed},
    visit::{PageResult, Visit},
};
use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, Response, StatusCode, header},
};
use leptos::prelude::*;
use shared::{
    Call, ClientError, Problem,
    endpoint::DOWNLOAD,
    exchange::{ExportKind, GetExport, SheetFormat},
    identity::OrganisationKind,
};

pub(crate) async fn export(visit: Visit, Path(kind): Path<String>) -> PageResult {
    visit.member(&[])?;
    let kind: ExportKind = parsed(&visit, &kind)?;
    let mut call = Call::<GetExport>::new((kind,)).into_request();
    if !visit.query.is_empty() {
        call.target = format!("{}?{}", call.target, visit.query);
    }
    match visit.file::<GetExport>(call).await {
        Ok(bytes) => Ok(file(&visit, kind, bytes)),
        Err(ClientError::Problem(problem)) if problem.status == 422 => Ok(refusal(&visit, kind, &problem)),
        Err(error) => Err(visit.error(error)),
    }
}

fn file(visit: &Visit, kind: ExportKind, bytes: Vec<u8>) -> Response<Body> {
    let format = asked(visit, "format").and_then(|word| word.parse().ok());
    let format = format.unwrap_or(SheetFormat::Xlsx);
    let name = format!(
        "attachment; filename=\"{kind}-{}.{format}\"",
        day_text(visit.today())
    );
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(DOWNLOAD));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    response
}

/// Why there is no table, and what to narrow.
fn refusal(visit: &Visit, kind: ExportKind, problem: &Problem) -> Response<Body> {
    let title = tr!(visit, "exchange.not_taken");
    let too_many = problem.fields.iter().any(|field| field.field == "rows");
    let text = if too_many {
        let by_day = matches!(kind, ExportKind::Audit | ExportKind::Orders);
        let key = if by_day {
            "exchange.narrow_days"
        } else {
            "exchange.narrow"
        };
        tr!(visit, key)
    } else {
        let told: Vec<&str> = problem
            .fields
            .iter()
            .map(|field| field.message.as_str())
            .collect();
        told.join(" ")
    };
    let back = visit.to(&list(visit, kind));
    visit.html(StatusCode::UNPROCESSABLE_ENTITY, Frame::desk(title.clone()), || {
        view! {
            {page_head(tr!(visit, format!("exchange.take_{kind}")), None, ().into_any())}
            {notice(visit, "warning", title, Some(text))}
            <p><a class="button" href=back>{icon(visit, "arrow-left")}<span>{tr!(visit, "exchange.to_list")}</span></a></p>
        }
        .into_any()
    })
}

/// The list that the table is made of, under the same choices.
fn list(visit: &Visit, kind: ExportKind) -> String {
    let path = match kind {
        ExportKind::Products | ExportKind::Packs if visit.kind() == Some(OrganisationKind::Producer) => {
            "/desk/products"
        }
        ExportKind::Products | ExportKind::Packs | ExportKind::Organisations => "/desk/organisations",
        ExportKind::Lots => "/desk/stock",
        ExportKind::Orders => "/desk/orders",
        ExportKind::Listings => "/desk/listings",
        ExportKind::Certificates => "/desk/certificates",
        ExportKind::Coverage => "/coverage",
        ExportKind::Gaps => "/desk/coverage",
        ExportKind::Audit => "/desk/audit",
        ExportKind::Shelves => "/desk/shelves",
        ExportKind::Offers | ExportKind::AgreedPrices => "/products",
    };
    let kept: Vec<_> = form_urlencoded::parse(visit.query.as_bytes())
        .filter(|(name, value)| name != "format" && name != "lang" && !value.is_empty())
        .collect();
    let table = matches!(kind, ExportKind::Offers | ExportKind::AgreedPrices);
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .extend_pairs(table.then_some(("view", "table")))
        .finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}
