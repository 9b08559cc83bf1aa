//! Where tables are sent: choose what they bring, take the template, send the file. Below, what was sent before.

use crate::{
    components::{
        bits::{badge, icon, instant, page_head},
        fields::field_error,
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    format,
    islands::{FileUpload, UploadTexts},
    pages::{
        address::asked,
        work::{choice, next_page, refused, search, section, tabs},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::extract::Request;
use leptos::prelude::*;
use shared::{
    Call, OrganisationId, Page,
    exchange::{CreateImport, Import, ImportFilter, ImportKind, ImportStart, ImportStatus, ListImports},
    identity::{
        GetOrganisation, ListOrganisations, Organisation, OrganisationFilter,
        OrganisationKind::{self, Authority, Centre, Producer},
        OrganisationStatus,
    },
    page::MAX_LIMIT,
};

/// What the file chooser offers first; the server looks into the file itself.
const TABLES: &str = ".xlsx,.csv,.txt";

/// What an organisation of this kind brings in.
const fn kinds(kind: OrganisationKind) -> &'static [ImportKind] {
    match kind {
        Producer => &[ImportKind::Products, ImportKind::Packs, ImportKind::Lots],
        Centre => &[
            ImportKind::Certificates,
            ImportKind::Products,
            ImportKind::Packs,
            ImportKind::Lots,
        ],
        _ => &[ImportKind::Certificates],
    }
}

/// What the address asks for; the first that the visitor may bring in otherwise.
fn chosen(visit: &Visit) -> Result<ImportKind, PageError> {
    let kind = visit.member(&[Producer, Centre, Authority])?.organisation.kind;
    let asked = asked(visit, "kind").and_then(|kind| kind.parse().ok());
    let known = kinds(kind);
    let first = || known.first().copied().unwrap_or(ImportKind::Products);
    Ok(asked.filter(|kind| known.contains(kind)).unwrap_or_else(first))
}

/// Whether the visitor brings in what is somebody else's: then it has to be said whose.
fn needs_producer(visit: &Visit, kind: ImportKind) -> bool {
    visit.kind() == Some(Centre) && kind != ImportKind::Certificates
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.only_for::<CreateImport>()?;
    page(&visit, &Form::default()).await
}

/// Hands the file on to the API just as the plain form has sent it.
pub(crate) async fn send(visit: Visit, request: Request) -> PageResult {
    let kind = chosen(&visit)?;
    let start = ImportStart {
        kind: Some(kind),
        producer_id: choice(&visit, "producer_id").filter(|_| needs_producer(&visit, kind)),
        dry_run: Some(true),
    };
    let call = Call::<CreateImport>::new(()).query(&start);
    match visit.hand_on(call, request).await {
        Ok(import) => Ok(visit.go(&format!("/desk/import/{}", import.id))),
        Err(error) => page(&visit, &refused(&visit, Form::default(), error)?).await,
    }
}

async fn page(visit: &Visit, form: &Form) -> PageResult {
    let kind = chosen(visit)?;
    let filter = ImportFilter {
        kind: Some(kind),
        limit: None,
        cursor: asked(visit, "cursor"),
    };
    let producers = async {
        if needs_producer(visit, kind) {
            let filter = OrganisationFilter {
                kind: Some(Producer),
                status: Some(OrganisationStatus::Verified),
                limit: Some(MAX_LIMIT),
                q: asked(visit, "q"),
                ..OrganisationFilter::default()
            };
            visit
                .read(Call::<ListOrganisations>::new(()).query(&filter))
                .await
                .map(|page| page.items)
        } else {
            Ok(Vec::new())
        }
    };
    let history = Call::<ListImports>::new(()).query(&filter);
    let (history, producers) = futures_util::future::try_join(visit.read(history), producers).await?;
    let chosen = choice(visit, "producer_id").filter(|_| needs_producer(visit, kind));
    let chosen = producer(visit, &producers, chosen).await;
    let chosen = chosen.as_ref();
    let title = tr!(visit, "exchange.title");
    let own = visit.kind().map(kinds).unwrap_or_default();
    let choices = own
        .iter()
        .enumerate()
        .map(|(place, kind)| {
            // The first is what an address without a choice shows.
            let value = if place == 0 { "" } else { kind.as_str() };
            (value, tr!(visit, format!("exchange.kind_{kind}")))
        })
        .collect();
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        view! {
            {page_head(title.clone(), Some(tr!(visit, "exchange.lede")), ().into_any())}
            {problem_summary(visit, form)}
            {(own.len() > 1).then(|| tabs(visit, tr!(visit, "exchange.what"), "kind", choices))}
            {needs_producer(visit, kind).then(|| whose(visit, kind, &producers, chosen))}
            <div class="split">
                <section class="panel stack">
                    <h2>{tr!(visit, "exchange.step_template")}</h2>
                    <p>{tr!(visit, format!("exchange.about_{kind}"))}</p>
                    <p class="muted">{tr!(visit, "exchange.template_hint")}</p>
                    {template(visit, kind)}
                </section>
                <section class="panel stack">
                    <h2>{tr!(visit, "exchange.step_send")}</h2>
                    {if needs_producer(visit, kind) && chosen.is_none() {
                        view! { <p class="muted">{tr!(visit, "exchange.choose_first")}</p> }.into_any()
                    } else {
                        upload(visit, kind, chosen, form)
                    }}
                </section>
            </div>
            {past(visit, &history)}
        }
        .into_any()
    }))
}

fn template(visit: &Visit, kind: ImportKind) -> AnyView {
    let address = format!("/api/v1/templates/{kind}?lang={}", visit.lang);
    view! {
        <p><a class="button button--quiet" href=address download="">
            {icon(visit, "download")}<span>{tr!(visit, "exchange.template")}</span>
        </a></p>
    }
    .into_any()
}

/// The producer that was chosen: one of those shown, or another that a link names.
async fn producer(
    visit: &Visit,
    shown: &[Organisation],
    chosen: Option<OrganisationId>,
) -> Option<Organisation> {
    let id = chosen?;
    if let Some(producer) = shown.iter().find(|producer| producer.id == id) {
        return Some(producer.clone());
    }
    let other = visit.send(Call::<GetOrganisation>::new((id,))).await.ok();
    other.filter(|other| other.kind == Producer && other.status == OrganisationStatus::Verified)
}

/// For whom: a search, and the choice of what it finds.
fn whose(
    visit: &Visit,
    kind: ImportKind,
    producers: &[Organisation],
    chosen: Option<&Organisation>,
) -> AnyView {
    let options: Vec<AnyView> = producers
        .iter()
        .map(|producer| {
            let selected = chosen.is_some_and(|chosen| chosen.id == producer.id);
            view! { <option value=producer.id.to_string() selected=selected>{producer.name.clone()}</option> }
                .into_any()
        })
        .collect();
    // One that the search does not find stays chosen.
    let other = chosen
        .filter(|chosen| !producers.iter().any(|producer| producer.id == chosen.id))
        .map(|chosen| view! { <option value=chosen.id.to_string() selected=true>{chosen.name.clone()}</option> });
    let for_whom = chosen.map(|chosen| {
        let title = tr!(visit, "exchange.for_whom", name = chosen.name);
        notice(visit, "info", title, Some(tr!(visit, "exchange.for_whom_text")))
    });
    view! {
        <section class="stack">
            {search(visit, tr!(visit, "exchange.find_producer"))}
            <form class="filters" action=visit.to("/desk/import")>
                <input type="hidden" name="kind" value=kind.as_str()/>
                {asked(visit, "q").map(|words| view! { <input type="hidden" name="q" value=words/> })}
                <div class="field">
                    <label class="field__label" for="producer-id">{tr!(visit, "exchange.producer")}</label>
                    <select class="input" id="producer-id" name="producer_id">
                        <option value="">{tr!(visit, "exchange.choose_producer")}</option>
                        {other}
                        {options}
                    </select>
                </div>
                <button class="button button--quiet">{tr!(visit, "exchange.choose")}</button>
            </form>
            {for_whom}
        </section>
    }
    .into_any()
}

fn upload(visit: &Visit, kind: ImportKind, whose: Option<&Organisation>, form: &Form) -> AnyView {
    let of = whose.map(|producer| format!("&producer_id={}", producer.id));
    let action = visit.to(&format!("/desk/import?kind={kind}{}", of.unwrap_or_default()));
    let start = ImportStart {
        kind: Some(kind),
        producer_id: whose.map(|producer| producer.id),
        dry_run: Some(true),
    };
    let endpoint = Call::<CreateImport>::new(()).query(&start).into_request().target;
    let texts = UploadTexts {
        choose: tr!(visit, "exchange.choose_file"),
        hint: tr!(visit, "exchange.file_hint"),
        send: tr!(visit, "exchange.check"),
        failed: tr!(visit, "exchange.not_sent"),
        too_large: tr!(visit, "common.file_most", n = 10),
    };
    let next = Some(visit.to("/desk/import/"));
    let plain = view! {
        {field_error(form, "file", &tr!(visit, "exchange.file"))}
        <p class="muted">{tr!(visit, "exchange.nothing_yet")}</p>
    }
    .into_any();
    view! { <FileUpload action endpoint accept=TABLES.to_owned() next texts>{plain}</FileUpload> }.into_any()
}

fn past(visit: &Visit, history: &Page<Import>) -> AnyView {
    if history.items.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = history.items.iter().map(|import| row(visit, import)).collect();
    let title = tr!(visit, "exchange.history");
    let table = view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=title.clone()>
            <table class="table table--cards">
                <caption class="visually-hidden">{title.clone()}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "exchange.file")}</th>
                    <th scope="col">{tr!(visit, "exchange.sent")}</th>
                    <th scope="col">{tr!(visit, "exchange.status")}</th>
                    <th scope="col" class="num">{tr!(visit, "exchange.rows")}</th>
                    <th scope="col" class="num">{tr!(visit, "exchange.rows_written")}</th>
                    <th scope="col" class="num">{tr!(visit, "exchange.rows_refused")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {next_page(visit, history.next_cursor.as_deref())}
    };
    section(title.clone(), table.into_any())
}

fn row(visit: &Visit, import: &Import) -> AnyView {
    let number = |number: i64| format::number(visit.lang, number);
    let written = if import.status == ImportStatus::Applied {
        import.created + import.changed
    } else {
        0
    };
    view! {
        <tr>
            <th scope="row"><a href=visit.to(&format!("/desk/import/{}", import.id))>{name(visit, import)}</a></th>
            <td data-label=tr!(visit, "exchange.sent")><span>{instant(import.created_at)}<br/><small class="muted">{import.by.clone()}{import.producer.as_ref().map(|producer| format!(" → {}", producer.name))}</small></span></td>
            <td data-label=tr!(visit, "exchange.status")>{badge(visit, state(import))}</td>
            <td class="num" data-label=tr!(visit, "exchange.rows")>{number(import.announced)}</td>
            <td class="num" data-label=tr!(visit, "exchange.rows_written")>{number(written)}</td>
            <td class="num" data-label=tr!(visit, "exchange.rows_refused")>{number(import.refused)}</td>
        </tr>
    }
    .into_any()
}

/// How an import stands: one that was checked may have to be mended, or a newer one of its kind came after it.
pub(super) fn state(import: &Import) -> &'static str {
    match import.status {
        ImportStatus::Checked if import.error_count > 0 => "to_mend",
        ImportStatus::Checked if import.is_overtaken() => "overtaken",
        status => status.as_str(),
    }
}

/// What the file is called.
pub(super) fn name(visit: &Visit, import: &Import) -> String {
    if import.file_name.is_empty() {
        tr!(visit, "exchange.nameless")
    } else {
        import.file_name.clone()
    }
}
