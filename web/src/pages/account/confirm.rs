//! Pieces that the pages of the account share.

use crate::{
    components::{bits::breadcrumb, fields::Field},
    form::Form,
    visit::Visit,
};
use leptos::prelude::*;

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
