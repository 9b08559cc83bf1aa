//! Where mails go: another address, and the page that its link leads to. Reading that page does nothing, because mail
//! programs read links before people do.

use super::confirm::trail;
use crate::{
    components::{
        bits::page_head,
        fields::Field,
        frame::Frame,
        messages::{empty, notice, problem_summary},
    },
    form::Form,
    pages::{
        address::asked,
        work::{press, refused},
    },
    visit::{PageResult, Visit},
};
use axum::{
    body::Body,
    extract::Path,
    http::{Response, StatusCode},
};
use leptos::prelude::*;
use shared::{
    Call, Code,
    account::{Account, ChangeEmail, ConfirmAccountEmail, EmailChange, GetAccount},
    endpoint::Secret,
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[])?;
    let account = visit.get::<GetAccount>(()).await?;
    Ok(page(&visit, &Form::default(), &account))
}

pub(crate) async fn change(visit: Visit, form: Form) -> PageResult {
    visit.member(&[])?;
    let body = EmailChange {
        email: form.text("email").trim().to_owned(),
        password: form.text("password").to_owned(),
    };
    match visit.send(Call::<ChangeEmail>::new(()).body(&body)).await {
        Ok(()) => Ok(visit.go("/desk/account?done=email")),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            let account = visit.get::<GetAccount>(()).await?;
            Ok(page(&visit, &form, &account))
        }
    }
}

fn page(visit: &Visit, form: &Form, account: &Account) -> Response<Body> {
    let title = tr!(visit, "account.email");
    let by_email = account.user.login.contains('@');
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let lede = if by_email {
            tr!(visit, "account.email_is_login")
        } else {
            tr!(visit, "account.email_beside")
        };
        let body = if visit.site.mails {
            view! {
                {problem_summary(visit, form)}
                <form class="form stack panel" method="post" action=visit.to("/desk/account/email")>
                    {Field::new("email", tr!(visit, "account.email_new"))
                        .kind("email")
                        .required()
                        .hint(tr!(visit, "account.email_hint"))
                        .autocomplete("email")
                        .input(visit, form)}
                    {Field::new("password", tr!(visit, "account.old_password"))
                        .kind("password")
                        .required()
                        .autocomplete("current-password")
                        .input(visit, form)}
                    <div class="form__actions"><button class="button">{tr!(visit, "account.email_go")}</button></div>
                </form>
            }
            .into_any()
        } else {
            notice(visit, "warning", tr!(visit, "account.no_mail"), Some(tr!(visit, "account.email_no_mail")))
        };
        view! {
            {trail(visit, title.clone())}
            {page_head(title, Some(lede), ().into_any())}
            <p>{account.email.clone().unwrap_or_else(|| tr!(visit, "account.email_none"))}</p>
            {body}
        }
        .into_any()
    })
}

pub(crate) async fn show_confirm(visit: Visit, Path(token): Path<String>) -> PageResult {
    let title = tr!(visit, "confirm_address.title");
    Ok(visit.html(StatusCode::OK, Frame::private(title.clone()), || {
        let body = if asked(&visit, "done").is_some() {
            let text = tr!(visit, "confirm_address.done_text");
            notice(&visit, "success", tr!(visit, "confirm_address.done"), Some(text))
        } else {
            view! {
                <p>{tr!(visit, "confirm_address.text")}</p>
                {press(&visit, &format!("/confirm-address/{token}"), "button", tr!(visit, "confirm_address.confirm"))}
            }
            .into_any()
        };
        view! { <div class="container container--narrow stack"><h1>{title}</h1>{body}</div> }.into_any()
    }))
}

pub(crate) async fn confirm(visit: Visit, Path(token): Path<String>) -> PageResult {
    let call = Call::<ConfirmAccountEmail>::new((Secret::new(&token),));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/confirm-address/{token}?done=confirmed"))),
        Err(error) => match error.problem().map(|problem| problem.code) {
            Some(Code::NotFound) => Ok(gone(&visit, "gone")),
            Some(Code::Taken) => Ok(gone(&visit, "taken")),
            _ => Err(visit.error(error)),
        },
    }
}

fn gone(visit: &Visit, why: &str) -> Response<Body> {
    let title = tr!(visit, format!("confirm_address.{why}"));
    let status = StatusCode::NOT_FOUND;
    visit.html(status, Frame::private(title.clone()), || {
        empty(
            visit,
            title,
            tr!(visit, format!("confirm_address.{why}_text")),
            None,
        )
    })
}
