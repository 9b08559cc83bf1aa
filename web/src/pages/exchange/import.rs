//! One import: how far it is, what it would do or did, what is wrong where.

use super::imports::{name, state};
use crate::{
    components::{
        bits::{badge, breadcrumb, icon, page_head},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    format,
    pages::{address::parsed, work::section},
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    ImportId,
    exchange::{GetImport, Import, ImportKind, ImportStatus},
};

/// Seconds after which a page of an import that is being worked on looks again.
const LOOK_AGAIN: &str = "2";

pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ImportId = parsed(&visit, &id)?;
    page(&visit, id, &Form::default()).await
}

pub(super) async fn page(visit: &Visit, id: ImportId, form: &Form) -> PageResult {
    visit.member(&[])?;
    let import = visit.get::<GetImport>((id,)).await?;
    let title = name(visit, &import);
    let kind = tr!(visit, format!("exchange.kind_{}", import.kind));
    let trail = vec![(
        format!("/desk/import?kind={}", import.kind),
        tr!(visit, "exchange.title"),
    )];
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        view! {
            {breadcrumb(visit, trail, title.clone())}
            {page_head(title.clone(), Some(kind), badge(visit, state(&import)))}
            {import.producer.as_ref().map(|producer| notice(visit, "info", tr!(visit, "exchange.for_whom", name = producer.name), None))}
            {problem_summary(visit, form)}
            {standing(visit, &import)}
            {figures(visit, &import)}
            {apply(visit, &import)}
            {next(visit, &import)}
            {errors(visit, &import)}
        }
        .into_any()
    }))
}

/// What has happened, and what is next.
fn standing(visit: &Visit, import: &Import) -> AnyView {
    let number = |number: i64| format::number(visit.lang, number);
    match import.status {
        ImportStatus::Checking | ImportStatus::Applying => {
            let text = tr!(visit, format!("exchange.is_{}", import.status));
            let so_far = tr!(
                visit,
                "exchange.so_far",
                done = number(import.done),
                all = number(import.announced)
            );
            view! {
                <section class="panel stack" data-look-again=LOOK_AGAIN role="status">
                    <p class="strong">{text}</p>
                    <progress class="progress" max=import.announced value=import.done>{so_far.clone()}</progress>
                    <p class="num">{so_far}</p>
                    <p><a class="button button--quiet" href=visit.to(&visit.path)>{tr!(visit, "exchange.look_again")}</a></p>
                </section>
            }
            .into_any()
        }
        ImportStatus::Applied => {
            let present = number(import.present.unwrap_or_default());
            let text = tr!(
                visit,
                "exchange.reconciled",
                announced = number(import.announced),
                present = present
            );
            notice(visit, "success", tr!(visit, "exchange.is_applied"), Some(text))
        }
        ImportStatus::Failed => notice(
            visit,
            "danger",
            tr!(visit, "exchange.is_failed"),
            Some(tr!(visit, "exchange.send_again")),
        ),
        ImportStatus::Checked if import.error_count > 0 => {
            let title = tr!(visit, "exchange.has_errors", n = number(import.refused));
            notice(visit, "warning", title, Some(tr!(visit, "exchange.mend")))
        }
        ImportStatus::Checked if import.can_apply => notice(
            visit,
            "info",
            tr!(visit, "exchange.is_good"),
            Some(tr!(visit, "exchange.not_written")),
        ),
        ImportStatus::Checked if import.is_overtaken() => {
            notice(visit, "info", tr!(visit, "exchange.is_old"), None)
        }
        ImportStatus::Checked => notice(visit, "success", tr!(visit, "exchange.is_there"), None),
    }
}

fn figures(visit: &Visit, import: &Import) -> AnyView {
    if import.status == ImportStatus::Checking {
        return ().into_any();
    }
    let figure = |count: i64, key: &str| {
        view! { <li><strong class="num">{format::number(visit.lang, count)}</strong><span>{tr!(visit, format!("exchange.{key}"))}</span></li> }
    };
    view! {
        <ul class="figures">
            {figure(import.announced, "announced")}
            {figure(import.created, "created")}
            {figure(import.changed, "changed")}
            {figure(import.unchanged, "unchanged")}
            {figure(import.refused, "refused")}
        </ul>
    }
    .into_any()
}

fn apply(visit: &Visit, import: &Import) -> AnyView {
    if !import.can_apply {
        return ().into_any();
    }
    let rows = format::number(visit.lang, import.created + import.changed);
    view! {
        <form method="post" action=visit.to(&format!("/desk/import/{}/apply", import.id))>
            <button class="button">{icon(visit, "check")}<span>{tr!(visit, "exchange.apply", n = rows)}</span></button>
        </form>
    }
    .into_any()
}

/// Where to go on once everything is written.
fn next(visit: &Visit, import: &Import) -> AnyView {
    if import.status != ImportStatus::Applied {
        return ().into_any();
    }
    if let Some(producer) = &import.producer {
        let path = visit.to(&format!("/desk/organisations/{}", producer.id));
        return view! { <p><a class="button" href=path>{producer.name.clone()}</a></p> }.into_any();
    }
    let path = match import.kind {
        ImportKind::Products | ImportKind::Packs => "/desk/products",
        ImportKind::Lots => "/desk/stock",
        ImportKind::Certificates => "/desk/certificates?state=all",
    };
    view! {
        <section class="stack">
            <p>{tr!(visit, format!("exchange.next_{}", import.kind))}</p>
            <p><a class="button" href=visit.to(path)>{tr!(visit, format!("exchange.see_{}", import.kind))}</a></p>
        </section>
    }
    .into_any()
}

fn errors(visit: &Visit, import: &Import) -> AnyView {
    if import.errors.is_empty() {
        return ().into_any();
    }
    let title = tr!(
        visit,
        "exchange.errors",
        n = format::number(visit.lang, import.error_count)
    );
    let rows: Vec<AnyView> = import
        .errors
        .iter()
        .map(|error| {
            let value = (!error.value.is_empty()).then(|| view! { <q>{error.value.clone()}</q> });
            view! {
                <tr>
                    <th scope="row" data-label=tr!(visit, "exchange.line")><span class="num">{error.line.to_string()}</span></th>
                    <td data-label=tr!(visit, "exchange.column")>{error.column.clone()}</td>
                    <td data-label=tr!(visit, "exchange.value")><span>{value}</span></td>
                    <td data-label=tr!(visit, "exchange.to_mend")>{error.message.clone()}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let shown = i64::try_from(import.errors.len()).unwrap_or_default();
    let more = (import.error_count > shown).then(|| {
        view! { <p class="muted">{tr!(visit, "exchange.first_errors", n = format::number(visit.lang, shown))}</p> }
    });
    let all = format!("/api/v1/imports/{}/errors?lang={}", import.id, visit.lang);
    let content = view! {
        <p><a class="button button--quiet" href=all download="">
            {icon(visit, "download")}<span>{tr!(visit, "exchange.all_errors")}</span>
        </a></p>
        {more}
        <div class="table-wrap" tabindex="0" role="region" aria-label=title.clone()>
            <table class="table table--cards">
                <caption class="visually-hidden">{title.clone()}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "exchange.line")}</th>
                    <th scope="col">{tr!(visit, "exchange.column")}</th>
                    <th scope="col">{tr!(visit, "exchange.value")}</th>
                    <th scope="col">{tr!(visit, "exchange.to_mend")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    };
    section(title, content.into_any())
}
