//! The phone number that one signs in with.

use super::confirm::trail;
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
    account::{Account, ChangePhone, GetAccount, PhoneChange},
    login::is_phone,
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[])?;
    let account = visit.get::<GetAccount>(()).await?;
    if !is_phone(&account.user.login) {
        return Ok(visit.go("/desk/account/email"));
    }
    Ok(page(&visit, &Form::default(), &account))
}

pub(crate) async fn change(visit: Visit, form: Form) -> PageResult {
    visit.member(&[])?;
    let body = PhoneChange {
        phone: form.text("phone").trim().to_owned(),
        password: form.text("password").to_owned(),
    };
    match visit.send(Call::<ChangePhone>::new(()).body(&body)).await {
        Ok(()) => Ok(visit.go("/desk/account?done=phone")),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            let account = visit.get::<GetAccount>(()).await?;
            Ok(page(&visit, &form, &account))
        }
    }
}

fn page(visit: &Visit, form: &Form, account: &Account) -> Response<Body> {
    let title = tr!(visit, "account.phone");
    visit.html(form.status(), Frame::desk(title.clone()), || {
        view! {
            {trail(visit, title.clone())}
            {page_head(title, Some(tr!(visit, "account.phone_lede")), ().into_any())}
            <p class="num">{account.user.login.clone()}</p>
            {problem_summary(visit, form)}
            <form class="form stack panel" method="post" action=visit.to("/desk/account/phone")>
                {Field::new("phone", tr!(visit, "account.phone_new"))
                    .kind("tel")
                    .required()
                    .hint(tr!(visit, "account.phone_hint"))
                    .autocomplete("tel")
                    .input(visit, form)}
                {Field::new("password", tr!(visit, "account.old_password"))
                    .kind("password")
                    .required()
                    .autocomplete("current-password")
                    .input(visit, form)}
                <div class="form__actions"><button class="button">{tr!(visit, "account.phone_go")}</button></div>
            </form>
        }
        .into_any()
    })
}
