//! A forgotten password: asking for a link, and choosing a new one by it.

use crate::{
    components::{
        bits::page_head,
        fields::Field,
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::address::asked,
    visit::{PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call,
    account::{PasswordForgotten, PasswordReset, RequestPasswordReset, ResetPassword},
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    Ok(ask_page(&visit, &Form::default()))
}

pub(crate) async fn ask(visit: Visit, form: Form) -> PageResult {
    let body = PasswordForgotten {
        login: form.text("login").trim().to_owned(),
    };
    match visit
        .send(Call::<RequestPasswordReset>::new(()).body(&body))
        .await
    {
        Ok(()) => Ok(visit.go("/forgot-password?done=asked")),
        Err(error) => {
            let form = form.refused(error).map_err(|error| visit.error(error))?;
            Ok(ask_page(&visit, &form))
        }
    }
}

fn ask_page(visit: &Visit, form: &Form) -> Response<Body> {
    let title = tr!(visit, "account.forgotten");
    let done = asked(visit, "done").is_some() && form.problem.is_none();
    visit.html(form.status(), Frame::private(title.clone()), || {
        let content = if !visit.site.mails {
            // Said before anybody asks, so that it is the same for every login.
            notice(visit, "warning", tr!(visit, "account.no_mail"), Some(tr!(visit, "account.no_mail_text")))
        } else if done {
            notice(
                visit,
                "success",
                tr!(visit, "account.link_sent"),
                Some(tr!(visit, "account.link_sent_text")),
            )
        } else {
            view! {
                {problem_summary(visit, form)}
                <form class="form stack panel" method="post" action=visit.to("/forgot-password")>
                    {Field::new("login", tr!(visit, "sign_in.login")).required().autocomplete("username").input(visit, form)}
                    <div class="form__actions"><button class="button">{tr!(visit, "account.send_link")}</button></div>
                </form>
            }
            .into_any()
        };
        view! {
            <div class="container container--narrow stack">
                {page_head(title, visit.site.mails.then(|| tr!(visit, "account.forgotten_lede")), ().into_any())}
                {content}
                {other_ways(visit)}
                <p><a href=visit.to("/sign-in")>{tr!(visit, "account.back_to_sign_in")}</a></p>
            </div>
        }
        .into_any()
    })
}

/// For whom no mail reaches: said to everybody alike.
fn other_ways(visit: &Visit) -> AnyView {
    view! {
        <section class="panel panel--quiet stack">
            <h2 class="h3">{tr!(visit, "account.by_phone")}</h2>
            <ul class="prose">
                {visit.site.mails.then(|| view! { <li>{tr!(visit, "account.by_phone_1")}</li> })}
                <li>{tr!(visit, "account.by_phone_2")}</li>
                <li>{tr!(visit, "account.by_phone_3")} " " <a href=visit.to("/about")>{tr!(visit, "account.no_mail_whom")}</a></li>
            </ul>
        </section>
    }
    .into_any()
}

pub(crate) async fn show_reset(visit: Visit) -> PageResult {
    let form = Form::filled([("token", asked(&visit, "token").unwrap_or_default())]);
    Ok(reset_page(&visit, &form))
}

pub(crate) async fn reset(visit: Visit, form: Form) -> PageResult {
    let body = PasswordReset {
        token: form.text("token").to_owned(),
        password: form.text("password").to_owned(),
    };
    match visit.send(Call::<ResetPassword>::new(()).body(&body)).await {
        Ok(()) => Ok(visit.go("/sign-in?done=reset")),
        Err(error) => {
            let form = form.refused(error).map_err(|error| visit.error(error))?;
            Ok(reset_page(&visit, &form))
        }
    }
}

fn reset_page(visit: &Visit, form: &Form) -> Response<Body> {
    let title = tr!(visit, "account.reset");
    let token = form.text("token").to_owned();
    visit.html(form.status(), Frame::private(title.clone()), || {
        view! {
            <div class="container container--narrow stack">
                {page_head(title, Some(tr!(visit, "account.reset_lede")), ().into_any())}
                {problem_summary(visit, form)}
                <form class="form stack panel" method="post" action=visit.to("/reset-password")>
                    <input type="hidden" name="token" value=token/>
                    {Field::new("password", tr!(visit, "account.new_password"))
                        .kind("password")
                        .required()
                        .hint(tr!(visit, "sign_up.password_hint"))
                        .autocomplete("new-password")
                        .input(visit, form)}
                    <div class="form__actions"><button class="button">{tr!(visit, "account.set_password")}</button></div>
                </form>
                <p><a href=visit.to("/forgot-password")>{tr!(visit, "account.another_link")}</a></p>
            </div>
        }
        .into_any()
    })
}
