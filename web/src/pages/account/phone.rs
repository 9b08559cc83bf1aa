//! The phone number that one signs in with.

use super::confirm::{changed, contact_form, contact_page};
use crate::{
    components::fields::Field,
    form::Form,
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
    let sent = visit.send(Call::<ChangePhone>::new(()).body(&body)).await;
    changed(&visit, form, sent, "phone", page).await
}

fn page(visit: &Visit, form: &Form, account: &Account) -> Response<Body> {
    let head = (
        tr!(visit, "account.phone"),
        tr!(visit, "account.phone_lede"),
        account.user.login.clone(),
    );
    contact_page(visit, form, head, || {
        let field = Field::new("phone", tr!(visit, "account.phone_new"))
            .kind("tel")
            .hint(tr!(visit, "account.phone_hint"))
            .autocomplete("tel");
        view! {
            {contact_form(visit, form, "/desk/account/phone", field, tr!(visit, "account.phone_go"))}
            <p>
                {tr!(visit, "account.phone_not_contact")} " "
                <a href=visit.to("/desk/organisation")>{tr!(visit, "account.phone_contact")}</a>
            </p>
        }
        .into_any()
    })
}
