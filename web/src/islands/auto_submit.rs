//! A form of choices that sends itself: facets, sorting. Without script, its button does.

use leptos::prelude::*;

/// Sends the form as soon as a choice changes. What is typed waits for Enter or the button: there may be more to type.
#[island]
pub fn AutoSubmit(action: String, class: String, children: Children) -> impl IntoView {
    view! {
        <form
            class=class
            action=action
            on:change=move |event| {
                use leptos::{wasm_bindgen::JsCast, web_sys::HtmlInputElement};
                let typed = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
                if typed.is_some_and(|input| input.type_() == "text") {
                    return;
                }
                let form = event.current_target().and_then(|target| target.dyn_into::<leptos::web_sys::HtmlFormElement>().ok());
                if let Some(form) = form {
                    // Unlike `submit`, this lets the browser check the fields first.
                    let _ = form.request_submit();
                }
            }
        >
            {children()}
        </form>
    }
}
