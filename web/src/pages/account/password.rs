//! A new password by who knows the old one.

use super::confirm::{present_password, trail};
use crate::{
    components::{bits::page_head, fields::Field, frame::Frame, messages::problem_summary},
    form::Form,
    pages::work::refused,
    visit::{PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call,
    account::{ChangePassword, PasswordChange},
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[])?;
    Ok(page(&visit, &Form::default()))
}

pub(crate) async fn change(visit: Visit, form: Form) -> PageResult {
    visit.member(&[])?;
    let body = PasswordChange {
        old_password: form.text("old_password").to_owned(),
        password: form.text("password").to_owned(),
    };
    match visit.send(Call::<ChangePassword>::new(()).body(&body)).await {
        Ok(()) => Ok(visit.go("/desk/account?done=password")),
        Err(error) => Ok(page(&visit, &refused(&visit, form, error)?)),
    }
}

fn page(visit: &Visit, form: &Form) -> Response<Body> {
    let title = tr!(visit, "account.password");
    visit.html(form.status(), Frame::desk(title.clone()), || {
        view! {
            {trail(visit, title.clone())}
            {page_head(title, Some(tr!(visit, "account.password_lede")), ().into_any())}
            {problem_summary(visit, form)}
            <form class="form stack panel" method="post" action=visit.to("/desk/account/password")>
                {present_password(visit, form, "old_password")}
                {Field::new("password", tr!(visit, "account.new_password"))
                    .kind("password")
                    .required()
                    .hint(tr!(visit, "sign_up.password_hint"))
                    .autocomplete("new-password")
                    .input(visit, form)}
                <div class="form__actions"><button class="button">{tr!(visit, "account.change")}</button></div>
            </form>
        }
        .into_any()
    })
}
