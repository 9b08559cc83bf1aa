//! The page for what cannot be shown: what happened, what to do, the request id.

use crate::{
    components::{bits::icon, frame::Frame},
    pages::is_known,
    visit::{PageResult, Visit},
};
use axum::{
    body::Body,
    http::{Method, Response, StatusCode, Uri},
    response::{IntoResponse, Redirect},
};
use leptos::prelude::*;
use shared::{ClientError, Code, Problem};

/// An address that is none; one that only has a stroke too many at its end is led on.
pub(crate) async fn not_found(visit: Visit, method: Method, uri: Uri) -> PageResult {
    let typed = uri.path();
    let path = match visit.path.trim_end_matches('/') {
        "" => "/",
        path => path,
    };
    if method == Method::GET && typed.ends_with('/') && is_known(path) {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return Ok(Redirect::permanent(&format!("{}{query}", visit.to(path))).into_response());
    }
    Err(visit.refuse(Code::NotFound))
}

/// Shows an error as a page.
pub(crate) fn problem_page(visit: &Visit, error: &ClientError) -> Response<Body> {
    let problem = match error {
        ClientError::Problem(problem) => (**problem).clone(),
        ClientError::Transport(cause) | ClientError::Unreadable(cause) => {
            tracing::error!(cause, path = visit.path, "a page's call failed");
            Problem::new(Code::Internal, visit.lang)
        }
    };
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let advice = match problem.code {
        Code::NotFound => tr!(visit, "problem.not_found"),
        Code::Forbidden | Code::OrganisationNotVerified => tr!(visit, "problem.forbidden"),
        Code::OrganisationClosed => tr!(visit, "problem.closed"),
        Code::OrganisationSuspended => tr!(visit, "problem.suspended"),
        code if code.status() >= 500 => tr!(visit, "problem.ours"),
        _ => tr!(visit, "problem.back"),
    };
    let id = (!problem.request_id.is_empty()).then(|| {
        view! { <p class="muted small">{tr!(visit, "common.request_id")} ": " <code>{problem.request_id.clone()}</code></p> }
    });
    // The first sentence is the heading; what to do stands below, in the page's own words.
    let title = problem.title.split(". ").next().unwrap_or_default();
    let title = title.trim_end_matches('.').to_owned();
    let again = (status.is_server_error() && !visit.path.is_empty()).then(|| visit.to(&visit.path));
    visit.html(status, Frame::private(title.clone()), || {
        view! {
            <div class="empty">
                <p>{icon(visit, "warning")}</p>
                <h1>{title}</h1>
                {problem.detail.clone().map(|detail| view! { <p>{detail}</p> })}
                <p>{advice}</p>
                {id}
                <p class="cluster">
                    {again.map(|address| view! { <a class="button button--quiet" href=address>{tr!(visit, "problem.again")}</a> })}
                    {visit.session.is_some().then(|| view! { <a class="button" href=visit.to("/desk")>{tr!(visit, "problem.desk")}</a> })}
                    <a class="button" href=visit.to("/")>{tr!(visit, "problem.home")}</a>
                    <a class="button button--quiet" href=visit.to("/products")>{tr!(visit, "frame.products")}</a>
                </p>
            </div>
        }
        .into_any()
    })
}
