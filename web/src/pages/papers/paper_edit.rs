//! A paper's scan, and what its producer can change.

use super::{fields::fields, kinds::Kinds, paper::scan_address};
use crate::{
    components::{bits::icon, fields::field_error},
    form::Form,
    pages::work::{press, section},
    visit::Visit,
};
use leptos::prelude::*;
use shared::papers::Paper;

/// The scan as a download; its producer can put another in its place.
pub(super) fn scan(visit: &Visit, paper: &Paper, own: bool) -> AnyView {
    let there = match &paper.file {
        Some(file) => {
            let kind = if file.media_type == "application/pdf" {
                "PDF"
            } else {
                "JPEG"
            };
            let size = tr!(
                visit,
                "papers.scan_size",
                kind = kind,
                kb = (file.size + 1023) / 1024
            );
            view! {
                <p class="cluster">
                    <a class="button button--quiet" href=scan_address(paper.id) download>{icon(visit, "download")}{tr!(visit, "papers.download")}</a>
                    <span class="muted small num">{size}</span>
                </p>
            }
            .into_any()
        }
        None => view! { <p class="muted">{tr!(visit, "papers.no_scan_yet")}</p> }.into_any(),
    };
    let upload = own.then(|| {
        let action = visit.to(&format!("/desk/papers/{}/file", paper.id));
        let button = if paper.file.is_some() { "papers.replace_scan" } else { "papers.send_scan" };
        view! {
            <form class="form stack" method="post" enctype="multipart/form-data" action=action>
                <div class="field">
                    <label class="field__label" for="file">{tr!(visit, "papers.choose_scan")}</label>
                    <p class="field__hint" id="file-hint">{tr!(visit, "papers.scan_hint")}</p>
                    <input class="input" id="file" type="file" name="file" required=true aria-describedby="file-hint"
                        accept="application/pdf,image/jpeg,image/png,image/webp"/>
                </div>
                <div class="form__actions"><button class="button button--quiet">{icon(visit, "camera")}{tr!(visit, button)}</button></div>
            </form>
        }
    });
    section(
        tr!(visit, "papers.scan"),
        view! { <div class="stack" id="scan">{there}{upload}</div> }.into_any(),
    )
}

/// The paper's own form, and the way to take it away.
pub(super) fn edit(visit: &Visit, paper: &Paper, kinds: &Kinds, form: &Form) -> AnyView {
    let path = format!("/desk/papers/{}", paper.id);
    let form_view = view! {
        <form class="form stack" method="post" action=visit.to(&path)>
            <input type="hidden" name="version" value=form.text("version").to_owned()/>
            {fields(visit, form, kinds.rule(paper.kind))}
            {field_error(form, "product_id", &tr!(visit, "catalogue.product"))}
            <div class="form__actions"><button class="button">{tr!(visit, "work.save")}</button></div>
        </form>
        <details>
            <summary>{tr!(visit, "papers.remove")}</summary>
            <p>{tr!(visit, "papers.remove_text")}</p>
            {press(visit, &format!("{path}/remove"), "button button--danger", tr!(visit, "papers.remove_now"))}
        </details>
    };
    section(tr!(visit, "papers.change"), form_view.into_any())
}
