//! Puts cases of a pack in the basket without leaving the page.

use super::fetch::send;
use leptos::{prelude::*, task::spawn_local};
use shared::{
    Call, PackId,
    orders::{AddBasketLines, BasketAdd, BasketAddLine},
};

/// Texts of the form, in the language of the page.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct BasketTexts {
    pub(crate) button: String,
    pub(crate) busy: String,
    pub(crate) done: String,
    pub(crate) failed: String,
    pub(crate) basket: String,
    pub(crate) basket_address: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Busy,
    Done,
    Failed(String),
}

/// A form that adds to the basket. `children` holds its fields, among them `pack_id` and `quantity`.
#[island]
pub fn BasketForm(action: String, pack: PackId, texts: BasketTexts, children: Children) -> impl IntoView {
    let (state, set_state) = signal(State::Idle);
    let failed = texts.failed.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        let Some(quantity) = quantity_of(&event) else {
            return;
        };
        event.prevent_default();
        set_state.set(State::Busy);
        let failed = failed.clone();
        spawn_local(async move {
            let body = BasketAdd {
                lines: vec![BasketAddLine {
                    pack_id: pack,
                    quantity,
                }],
                as_far_as_possible: false,
                at_least: false,
            };
            match send(Call::<AddBasketLines>::new(()).body(&body)).await {
                Ok(()) => set_state.set(State::Done),
                Err(sentence) => set_state.set(State::Failed(sentence.unwrap_or(failed))),
            }
        });
    };
    let (button, busy) = (texts.button, texts.busy);
    view! {
        <form class="cluster" method="post" action=action on:submit=submit>
            {children()}
            <button class="button" aria-busy=move || (state.get() == State::Busy).then_some("true")>
                {move || if state.get() == State::Busy { busy.clone() } else { button.clone() }}
            </button>
            <span role="status">
                {move || match state.get() {
                    State::Idle | State::Busy => ().into_any(),
                    State::Done => view! {
                        <span class="strong">{texts.done.clone()} " " <a href=texts.basket_address.clone()>{texts.basket.clone()}</a></span>
                    }.into_any(),
                    State::Failed(text) => view! { <span class="field__error">{text}</span> }.into_any(),
                }}
            </span>
        </form>
    }
}

/// The number in the form's field `quantity`.
fn quantity_of(event: &leptos::ev::SubmitEvent) -> Option<i64> {
    use leptos::wasm_bindgen::JsCast;
    let form: leptos::web_sys::HtmlFormElement = event.current_target()?.dyn_into().ok()?;
    let field = form.query_selector("[name=quantity]").ok()??;
    field
        .dyn_into::<leptos::web_sys::HtmlInputElement>()
        .ok()?
        .value()
        .trim()
        .parse()
        .ok()
}
