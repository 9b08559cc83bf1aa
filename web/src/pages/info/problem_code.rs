//! What a problem's code means: where the `type` of every problem document leads.

use crate::{
    components::{bits::page_head, frame::Frame},
    pages::address::parsed,
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::Code;

pub(crate) async fn problem_code(visit: Visit, Path(code): Path<String>) -> PageResult {
    let code: Code = parsed(&visit, &code)?;
    let title = code.title(visit.lang).to_owned();
    Ok(visit.page(Frame::public(title.clone()), || {
        view! {
            {page_head(title, None, ().into_any())}
            <dl class="facts">
                <div><dt>{tr!(visit, "problem.code")}</dt><dd><code>{code.as_str()}</code></dd></div>
                <div><dt>{tr!(visit, "problem.status")}</dt><dd class="num">{code.status()}</dd></div>
            </dl>
            <p><a href="/api/docs">{tr!(visit, "problem.docs")}</a></p>
        }
        .into_any()
    }))
}
