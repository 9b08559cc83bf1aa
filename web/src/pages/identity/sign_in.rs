//! Signing in and out.

use super::second_step;
use crate::{
    components::{
        fields::Field,
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::address::news,
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, ClientError, Code,
    identity::{CreateSession, DeleteSession, SessionCreate},
};

/// Who can be played in the demonstration, in the order of the story.
const DEMO: [&str; 12] = [
    "cooperative",
    "staff",
    "cooperative2",
    "buyer",
    "purchaser",
    "approver",
    "store",
    "buyer2",
    "centre",
    "editor",
    "authority",
    "officer",
];
const DEMO_PASSWORD: &str = "demo-2026";

pub(crate) async fn show(visit: Visit) -> PageResult {
    if visit.session.is_some() {
        return Ok(visit.go("/desk"));
    }
    let next = form_urlencoded::parse(visit.query.as_bytes())
        .find(|(name, _)| name == "next")
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default();
    let form = Form::filled([("next", next)]);
    Ok(page(&visit, &form))
}

pub(crate) async fn sign_in(visit: Visit, form: Form) -> PageResult {
    let body = SessionCreate {
        login: form.text("login").to_owned(),
        password: form.text("password").to_owned(),
    };
    match visit.send(Call::<CreateSession>::new(()).body(&body)).await {
        Ok(_) => Ok(visit.go_as_given(form.text("next"), "/desk")),
        Err(ClientError::Problem(problem)) if problem.code == Code::SecondFactorNeeded => {
            let form = Form::filled([
                ("step_token", problem.step_token.unwrap_or_default()),
                ("next", form.text("next").to_owned()),
            ]);
            Ok(second_step::page(&visit, &form))
        }
        Err(error) => {
            let form = form.refused_here(error).map_err(|error| visit.error(error))?;
            Ok(page(&visit, &form))
        }
    }
}

pub(crate) async fn sign_out(visit: Visit) -> PageResult {
    // A session that has ended already is signed out too.
    let _ = visit.send(Call::<DeleteSession>::new(())).await;
    Ok(visit.go("/"))
}

fn page(visit: &Visit, form: &Form) -> axum::http::Response<axum::body::Body> {
    let next = form.text("next").to_owned();
    visit.html(form.status(), Frame::private(tr!(visit, "sign_in.title")), || {
        view! {
            <div class="container container--narrow stack">
                <h1>{tr!(visit, "sign_in.title")}</h1>
                {(!next.is_empty() && form.problem.is_none())
                    .then(|| notice(visit, "info", tr!(visit, "sign_in.first"), None))}
                {form.problem.is_none().then(|| news(visit, "sign_in", &["reset", "closed", "step_ended"]))}
                {problem_summary(visit, form)}
                <form class="form stack panel" method="post" action=visit.to("/sign-in")>
                    <input type="hidden" name="next" value=next/>
                    {Field::new("login", tr!(visit, "sign_in.login")).required().autocomplete("username").input(visit, form)}
                    {Field::new("password", tr!(visit, "sign_in.password"))
                        .kind("password")
                        .required()
                        .autocomplete("current-password")
                        .input(visit, form)}
                    <div class="form__actions"><button class="button">{tr!(visit, "sign_in.go")}</button></div>
                </form>
                <p><a href=visit.to("/forgot-password")>{tr!(visit, "sign_in.forgotten")}</a></p>
                <p>{tr!(visit, "sign_in.new")} " " <a href=visit.to("/sign-up")>{tr!(visit, "frame.sign_up")}</a></p>
                {visit.site.demo.then(|| demo(visit))}
            </div>
        }
        .into_any()
    })
}

/// The accounts of the demonstration: who each is, and a button that signs in.
fn demo(visit: &Visit) -> AnyView {
    let accounts: Vec<AnyView> = DEMO
        .iter()
        .map(|name| {
            let login = format!("{name}@demo.example");
            view! {
                <li><form class="cluster cluster--between" method="post" action=visit.to("/sign-in")>
                    <input type="hidden" name="login" value=login.clone()/>
                    <input type="hidden" name="password" value=DEMO_PASSWORD/>
                    <span>{tr!(visit, format!("sign_in.demo_{name}"))} <br/><code>{login}</code></span>
                    <button class="button button--quiet">{tr!(visit, "sign_in.demo_go")}</button>
                </form></li>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="panel panel--quiet stack stack--tight">
            <h2 class="h4">{tr!(visit, "sign_in.demo")}</h2>
            <ul class="list-plain stack stack--tight">{accounts}</ul>
            <p>{tr!(visit, "sign_in.demo_password")} " " <code>{DEMO_PASSWORD}</code></p>
        </div>
    }
    .into_any()
}
