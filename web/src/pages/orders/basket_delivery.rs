//! Where the goods go, and the buyer's own words on the order.

use super::basket::Parts;
use crate::{components::fields::Field, form::Form, pages::address::asked, visit::Visit};
use leptos::prelude::*;
use shared::listings::Store;

/// The form filled in beforehand: the store that was chosen, or else one's own organisation.
pub(super) fn filled(visit: &Visit, parts: &Parts) -> Form {
    let Some(session) = &visit.session else {
        return Form::default();
    };
    let organisation = &session.organisation;
    let chosen = asked(visit, "store");
    let store = stores(parts).find(|store| chosen.as_deref() == Some(store.id.to_string().as_str()));
    let (name, address, commune) = match store {
        Some(store) => (
            store.name.clone(),
            store.address.clone(),
            store.commune.code.clone(),
        ),
        None => (String::new(), String::new(), organisation.commune_code.clone()),
    };
    Form::filled([
        ("delivery.name", name),
        ("delivery.address", address),
        ("delivery.commune_code", commune),
        ("delivery.contact.name", organisation.contact.name.clone()),
        ("delivery.contact.phone", organisation.contact.phone.clone()),
        ("delivery.contact.email", organisation.contact.email.clone()),
    ])
}

fn stores(parts: &Parts) -> impl Iterator<Item = &Store> {
    parts.chains.iter().flat_map(|chain| &chain.stores)
}

/// Place, contact, day.
pub(super) fn delivery(visit: &Visit, form: &Form, parts: &Parts) -> AnyView {
    let mut communes = vec![(String::new(), tr!(visit, "sign_up.choose_commune"))];
    communes.extend(
        parts
            .communes
            .iter()
            .map(|commune| (commune.code.clone(), commune.name.clone())),
    );
    let own: Vec<AnyView> = stores(parts)
        .map(|store| {
            let address = visit.to(&format!("/basket?store={}#delivery", store.id));
            let current = (form.text("delivery.name") == store.name).then_some("true");
            view! { <a class="button button--quiet" href=address aria-current=current>{store.name.clone()}</a> }.into_any()
        })
        .collect();
    let own = (!own.is_empty()).then(|| {
        view! {
            <div class="stack stack--tight">
                <p class="field__hint">{tr!(visit, "basket.choose_store")}</p>
                <div class="cluster">{own}</div>
            </div>
        }
    });
    view! {
        <section class="panel stack" id="delivery">
            <h2 class="h3">{tr!(visit, "basket.delivery")}</h2>
            {own}
            {Field::new("delivery.name", tr!(visit, "basket.place")).required().hint(tr!(visit, "basket.place_hint")).input(visit, form)}
            {Field::new("delivery.address", tr!(visit, "basket.address")).required().autocomplete("street-address").input(visit, form)}
            <div class="field-row">
                {Field::new("delivery.commune_code", tr!(visit, "sign_up.commune")).required().select(visit, form, communes)}
                {Field::new("delivery.wanted_on", tr!(visit, "basket.wanted_on")).kind("date").input(visit, form)}
            </div>
            {Field::new("delivery.contact.name", tr!(visit, "basket.contact_name")).required().autocomplete("name").input(visit, form)}
            <div class="field-row">
                {Field::new("delivery.contact.phone", tr!(visit, "sign_up.contact_phone")).kind("tel").required().autocomplete("tel").input(visit, form)}
                {Field::new("delivery.contact.email", tr!(visit, "sign_up.contact_email")).kind("email").autocomplete("email").input(visit, form)}
            </div>
        </section>
    }
    .into_any()
}

/// The buyer's order number and note.
pub(super) fn order(visit: &Visit, form: &Form) -> AnyView {
    view! {
        <section class="panel stack">
            <h2 class="h3">{tr!(visit, "basket.order_words")}</h2>
            {Field::new("po_number", tr!(visit, "orders.po_number")).hint(tr!(visit, "basket.po_hint")).input(visit, form)}
            {Field::new("note", tr!(visit, "orders.note")).textarea(visit, form, "3")}
        </section>
    }
    .into_any()
}
