//! A number of cases, counted with the thumb.

use leptos::prelude::*;

/// A number with buttons for one fewer, one more and ten more. Without script the buttons send the form (`step`), and the
/// server shows it again with the new number.
#[island]
pub fn Counter(
    id: String,
    name: String,
    label: String,
    fewer: String,
    more: String,
    ten_more: String,
    value: i64,
) -> impl IntoView {
    let (number, set_number) = signal(value);
    let add = move |event: leptos::ev::MouseEvent, step: i64| {
        event.prevent_default();
        set_number.set((number.get() + step).max(1));
    };
    view! {
        <div class="counter">
            <button class="counter__step" name="step" value="-1" formnovalidate on:click=move |event| add(event, -1)>
                <span aria-hidden="true">"−1"</span><span class="visually-hidden">{fewer}</span>
            </button>
            <input
                class="counter__input num"
                type="number"
                inputmode="numeric"
                id=id
                name=name
                aria-label=label
                min="1"
                value=value
                prop:value=move || number.get().to_string()
                on:change=move |event| {
                    if let Ok(typed) = event_target_value(&event).trim().parse::<i64>() {
                        // A number that is too small stays, for the browser to refuse.
                        set_number.set(typed);
                    }
                }
            />
            <button class="counter__step" name="step" value="1" formnovalidate on:click=move |event| add(event, 1)>
                <span aria-hidden="true">"+1"</span><span class="visually-hidden">{more}</span>
            </button>
            <button class="counter__step" name="step" value="10" formnovalidate on:click=move |event| add(event, 10)>
                <span aria-hidden="true">"+10"</span><span class="visually-hidden">{ten_more}</span>
            </button>
        </div>
    }
}
