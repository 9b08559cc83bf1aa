//! More and fewer of something, in steps.

use leptos::prelude::*;

/// A number field with two buttons. Without script it is a plain number field.
#[island]
pub fn Stepper(
    id: String,
    name: String,
    label: String,
    fewer: String,
    more: String,
    least: i64,
    step: i64,
    value: i64,
) -> impl IntoView {
    let (number, set_number) = signal(value);
    let to = move |next: i64| set_number.set(next.max(least));
    view! {
        <div class="quantity">
            <button class="quantity__step" type="button" on:click=move |_| to(number.get() - step)>
                <span aria-hidden="true">"−"</span><span class="visually-hidden">{fewer}</span>
            </button>
            <input
                class="quantity__input num"
                type="number"
                inputmode="numeric"
                id=id
                name=name
                aria-label=label
                min=least
                step=step
                value=value
                prop:value=move || number.get().to_string()
                on:change=move |event| {
                    if let Ok(typed) = event_target_value(&event).trim().parse::<i64>() {
                        set_number.set(typed);
                    }
                }
            />
            <button class="quantity__step" type="button" on:click=move |_| to(number.get() + step)>
                <span aria-hidden="true">"+"</span><span class="visually-hidden">{more}</span>
            </button>
        </div>
    }
}
