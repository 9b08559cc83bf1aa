//! Where mails go: another address, and the page that its link leads to. Reading that page does nothing, because mail
//! programs read links before people do.

use super::confirm::{changed, contact_form, contact_page};
use crate::{
    components::{
        fields::Field,
        frame::Frame,
        messages::{empty, notice},
    },
    form::Form,
    pages::{address::asked, work::press},
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
    let sent = visit.send(Call::<ChangeEmail>::new(()).body(&body)).await;
    changed(&visit, form, sent, "email", page).await
}

fn page(visit: &Visit, form: &Form, account: &Account) -> Response<Body> {
    let lede = if account.user.login.contains('@') {
        tr!(visit, "account.email_is_login")
    } else {
        tr!(visit, "account.email_beside")
    };
    let now = account.email.clone();
    let head = (
        tr!(visit, "account.email"),
        lede,
        now.unwrap_or_else(|| tr!(visit, "account.email_none")),
    );
    contact_page(visit, form, head, || {
        if !visit.site.mails {
            let text = Some(tr!(visit, "account.email_no_mail"));
            return notice(visit, "warning", tr!(visit, "account.no_mail"), text);
        }
        let field = Field::new("email", tr!(visit, "account.email_new"))
            .kind("email")
            .hint(tr!(visit, "account.email_hint"))
            .autocomplete("email");
        contact_form(
            visit,
            form,
            "/desk/account/email",
            field,
            tr!(visit, "account.email_go"),
        )
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
