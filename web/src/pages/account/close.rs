//! Closing one's account: what goes, what stays, and the password once more.

use super::confirm::{present_password, trail};
use crate::{
    components::{
        bits::page_head,
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::work::refused,
    visit::{PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call,
    account::{CloseAccount, PasswordProof},
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[])?;
    Ok(page(&visit, &Form::default()))
}

pub(crate) async fn close(visit: Visit, form: Form) -> PageResult {
    visit.member(&[])?;
    let body = PasswordProof {
        password: form.text("password").to_owned(),
    };
    match visit.send(Call::<CloseAccount>::new(()).body(&body)).await {
        Ok(()) => Ok(visit.go("/sign-in?done=closed")),
        Err(error) => Ok(page(&visit, &refused(&visit, form, error)?)),
    }
}

fn page(visit: &Visit, form: &Form) -> Response<Body> {
    let title = tr!(visit, "account.close");
    visit.html(form.status(), Frame::desk(title.clone()), || {
        view! {
            {trail(visit, title.clone())}
            {page_head(title, Some(tr!(visit, "account.close_lede")), ().into_any())}
            {problem_summary(visit, form)}
            <ul class="prose">
                <li>{tr!(visit, "account.close_1")}</li>
                <li>{tr!(visit, "account.close_2")}</li>
            </ul>
            {notice(visit, "warning", tr!(visit, "account.close_last"), Some(tr!(visit, "account.close_last_text")))}
            <form class="form stack panel" method="post" action=visit.to("/desk/account/close")>
                {present_password(visit, form, "password")}
                <div class="form__actions"><button class="button button--danger">{tr!(visit, "account.close_go")}</button></div>
            </form>
        }
        .into_any()
    })
}
