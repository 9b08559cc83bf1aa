//! Where the goods go, and the buyer's own words on the order.

use super::basket::Parts;
use crate::{
    components::fields::{self, Field},
    form::Form,
    format,
    pages::{address::asked, work::choice},
    visit::Visit,
};
use leptos::prelude::*;
use shared::{FieldCode, listings::Store, producers::CommuneRef};

/// The form filled in beforehand: the store that was chosen, or else one's own organisation.
pub(super) fn filled(visit: &Visit, parts: &Parts) -> Form {
    let Some(session) = &visit.session else {
        return Form::default();
    };
    let organisation = &session.organisation;
    let chosen = asked(visit, "store");
    let store = stores(parts).find(|store| chosen.as_deref() == Some(store.id.to_string().as_str()));
    // Whoever chooses nothing gets what was used last.
    let place = match choice::<usize>(visit, "place") {
        Some(place) => parts.places.get(place),
        None => parts.places.first(),
    };
    let nowhere = String::new();
    let code = |commune: &CommuneRef| commune.code.clone();
    let (name, address, commune, locality) = match (store, place) {
        (Some(store), _) => (&store.name, &store.address, Some(code(&store.commune)), None),
        (None, Some(place)) => (
            &place.name,
            &place.address,
            place.commune.as_ref().map(code),
            place.locality.clone(),
        ),
        (None, None) => (
            &nowhere,
            &nowhere,
            organisation.commune_code.clone(),
            organisation.seat.clone(),
        ),
    };
    // Who received in this place before, receives there again.
    let known = parts.places.iter().find(|place| place.name == *name);
    let contact = known.map_or(&organisation.contact, |place| &place.contact);
    Form::filled([
        ("delivery.name", name),
        ("delivery.address", address),
        ("delivery.commune_code", &commune.unwrap_or_default()),
        ("delivery.locality", &locality.unwrap_or_default()),
        ("delivery.contact.name", &contact.name),
        ("delivery.contact.phone", &contact.phone),
        ("delivery.contact.email", &contact.email),
    ])
}

/// Whether a form that was sent says nothing that would be lost if the page were made anew.
pub(super) fn same_words(sent: &Form, anew: &Form) -> bool {
    let fields = [
        "delivery.name",
        "delivery.address",
        "delivery.commune_code",
        "delivery.locality",
        "delivery.contact.name",
        "delivery.contact.phone",
        "delivery.contact.email",
        "delivery.wanted_on",
        "po_number",
        "note",
    ];
    fields.iter().all(|field| sent.text(field) == anew.text(field))
}

/// Whether the address of this page chooses where the goods go: that is newer than what was typed before.
pub(super) fn place_chosen(visit: &Visit) -> bool {
    asked(visit, "store").is_some() || choice::<usize>(visit, "place").is_some()
}

fn stores(parts: &Parts) -> impl Iterator<Item = &Store> {
    parts.chains.iter().flat_map(|chain| &chain.stores)
}

/// Own stores, and other places where goods went before: each fills the form in.
fn choices(visit: &Visit, form: &Form, parts: &Parts) -> AnyView {
    let link = |query: String, name: &str, address: &str| {
        let same = form.text("delivery.name") == name && form.text("delivery.address") == address;
        let current = same.then_some("true");
        let target = visit.to(&format!("/basket?{query}#delivery"));
        view! {
            <a class="place" href=target aria-current=current><strong>{name.to_owned()}</strong><small>{address.to_owned()}</small></a>
        }
        .into_any()
    };
    let own = stores(parts).map(|store| link(format!("store={}", store.id), &store.name, &store.address));
    let before = parts
        .places
        .iter()
        .enumerate()
        .filter(|(_, place)| !stores(parts).any(|store| store.name == place.name))
        .map(|(index, place)| link(format!("place={index}"), &place.name, &place.address));
    let all: Vec<AnyView> = own.chain(before).collect();
    if all.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="stack stack--tight">
            <p class="field__hint">{tr!(visit, "basket.choose_store")}</p>
            <div class="places">{all}</div>
        </div>
    }
    .into_any()
}

/// Place, contact, day.
pub(super) fn delivery(visit: &Visit, form: &Form, parts: &Parts) -> AnyView {
    let mut communes = vec![(String::new(), tr!(visit, "basket.choose_commune"))];
    communes.extend(
        parts
            .communes
            .iter()
            .map(|commune| (commune.code.clone(), commune.name.clone())),
    );
    let ready = parts.basket.groups.iter().map(|group| group.ready_on).max();
    let hint = ready.map(|day| {
        let ready = tr!(visit, "basket.ready_on", day = format::date(day));
        format!("{ready} {}", tr!(visit, "basket.good_until"))
    });
    let mut wanted = Field::new("delivery.wanted_on", tr!(visit, "basket.wanted_on")).kind("date");
    wanted.hint = hint;
    view! {
        <section class="panel stack" id="delivery">
            <h2 class="h3">{tr!(visit, "basket.delivery")}</h2>
            {choices(visit, form, parts)}
            {Field::new("delivery.name", tr!(visit, "basket.place")).required().hint(tr!(visit, "basket.place_hint")).input(visit, form)}
            {Field::new("delivery.address", tr!(visit, "basket.address")).required().autocomplete("street-address").input(visit, form)}
            <div class="field-row">
                {Field::new("delivery.commune_code", tr!(visit, "sign_up.commune")).select(visit, form, communes)}
                {Field::new("delivery.locality", tr!(visit, "basket.locality")).hint(tr!(visit, "basket.locality_hint")).input(visit, form)}
            </div>
            {wanted.input(visit, form)}
            {early(visit, form)}
            {Field::new("delivery.contact.name", tr!(visit, "basket.contact_name")).required().autocomplete("name").input(visit, form)}
            <div class="field-row">
                {Field::new("delivery.contact.phone", tr!(visit, "sign_up.contact_phone")).kind("tel").required().autocomplete("tel").input(visit, form)}
                {Field::new("delivery.contact.email", tr!(visit, "sign_up.contact_email")).kind("email").autocomplete("email").input(visit, form)}
            </div>
        </section>
    }
    .into_any()
}

/// A day before the goods can leave is a wish that the buyer has to mean.
fn early(visit: &Visit, form: &Form) -> AnyView {
    let day = form
        .date("delivery.wanted_on")
        .filter(|day| *day >= visit.today());
    let problem = form.problem_of("delivery.wanted_on");
    let asked = problem.is_some_and(|problem| problem.code == FieldCode::InPast) || form.ticked("early");
    if !asked || day.is_none() {
        return ().into_any();
    }
    fields::choice(form, "checkbox", "early", "true", tr!(visit, "basket.early"))
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
