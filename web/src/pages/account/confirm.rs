//! Pieces that the pages of the account share.

use crate::{
    components::{
        bits::{breadcrumb, page_head},
        fields::Field,
        frame::Frame,
        messages::problem_summary,
    },
    form::Form,
    pages::work::refused,
    visit::{PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    ClientError,
    account::{Account, GetAccount},
};

/// The way back to the account.
pub(super) fn trail(visit: &Visit, here: String) -> AnyView {
    breadcrumb(
        visit,
        vec![("/desk/account".to_owned(), tr!(visit, "account.title"))],
        here,
    )
}

/// The field for a code. Phones offer the code of a message or app by themselves.
pub(super) fn code_field(visit: &Visit, form: &Form, hint: String) -> AnyView {
    Field::new("code", tr!(visit, "account.code"))
        .required()
        .hint(hint)
        .autocomplete("one-time-code")
        .input(visit, form)
}

/// The field for the password that proves who is there.
pub(super) fn password_field(visit: &Visit, form: &Form) -> AnyView {
    Field::new("password", tr!(visit, "sign_in.password"))
        .kind("password")
        .required()
        .autocomplete("current-password")
        .input(visit, form)
}

/// The same where a new value stands beside it.
pub(super) fn present_password(visit: &Visit, form: &Form, name: &'static str) -> AnyView {
    Field::new(name, tr!(visit, "account.old_password"))
        .kind("password")
        .required()
        .autocomplete("current-password")
        .input(visit, form)
}

/// A page that changes what one is reached by: what counts now, and below it the body.
pub(super) fn contact_page(
    visit: &Visit,
    form: &Form,
    (title, lede, now): (String, String, String),
    body: impl FnOnce() -> AnyView,
) -> Response<Body> {
    visit.html(form.status(), Frame::desk(title.clone()), || {
        view! {
            {trail(visit, title.clone())}
            {page_head(title, Some(lede), ().into_any())}
            <p class="num">{now}</p>
            {body()}
        }
        .into_any()
    })
}

/// The form for another, proved by the password.
pub(super) fn contact_form(visit: &Visit, form: &Form, path: &str, field: Field, go: String) -> AnyView {
    view! {
        {problem_summary(visit, form)}
        <form class="form stack panel" method="post" action=visit.to(path)>
            {field.required().input(visit, form)}
            {present_password(visit, form, "password")}
            <div class="form__actions"><button class="button">{go}</button></div>
        </form>
    }
    .into_any()
}

/// On to the account once something of it is changed; the page again where it was refused.
pub(super) async fn changed(
    visit: &Visit,
    form: Form,
    sent: Result<(), ClientError>,
    what: &str,
    page: fn(&Visit, &Form, &Account) -> Response<Body>,
) -> PageResult {
    let Err(error) = sent else {
        return Ok(visit.go(&format!("/desk/account?done={what}")));
    };
    let form = refused(visit, form, error)?;
    let account = visit.get::<GetAccount>(()).await?;
    Ok(page(visit, &form, &account))
}
