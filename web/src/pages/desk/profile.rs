//! A producer's own profile: what buyers read of it, and its terms.

use crate::{
    components::{
        bits::{icon, page_head},
        fields::Field,
        frame::Frame,
        messages::problem_summary,
    },
    form::Form,
    pages::{address::news, work::refused},
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, OrganisationId, Patch,
    endpoint::Key,
    identity::{Contact, OrganisationKind},
    producers::{
        AddProducerPhoto, Commune, GetProducer, ListCommunes, Producer, ProducerUpdate, UpdateProducer,
    },
};

fn own(visit: &Visit) -> Result<OrganisationId, PageError> {
    Ok(visit.member(&[OrganisationKind::Producer])?.organisation.id)
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    let id = own(&visit)?;
    visit.only_for::<UpdateProducer>()?;
    let (producer, communes) = futures_util::future::try_join(
        visit.get::<GetProducer>((Key(id.to_string()),)),
        visit.get::<ListCommunes>(()),
    )
    .await?;
    Ok(page(&visit, &filled(producer), communes.items))
}

fn filled(producer: Producer) -> Form {
    let text = |text: Option<String>| text.unwrap_or_default();
    let contact = producer.contact.unwrap_or_else(nobody);
    Form::filled([
        ("version", producer.version.to_string()),
        ("name_en", text(producer.name_en)),
        ("commune_code", producer.commune.code),
        ("story", text(producer.story)),
        ("story_en", text(producer.story_en)),
        (
            "founded_year",
            producer
                .founded_year
                .map(|year| year.to_string())
                .unwrap_or_default(),
        ),
        ("lead_time_days", producer.lead_time_days.to_string()),
        ("minimum_order", producer.minimum_order.amount.to_string()),
        ("address", text(producer.address)),
        (
            "members",
            producer
                .members
                .map(|members| members.to_string())
                .unwrap_or_default(),
        ),
        ("website", text(producer.website)),
        ("capacity", text(producer.capacity)),
        ("capacity_en", text(producer.capacity_en)),
        ("contact.name", contact.name),
        ("contact.phone", contact.phone),
        ("contact.email", contact.email),
    ])
}

/// A contact that names nobody.
const fn nobody() -> Contact {
    Contact {
        name: String::new(),
        phone: String::new(),
        email: String::new(),
    }
}

pub(crate) async fn update(visit: Visit, form: Form) -> PageResult {
    let id = own(&visit)?;
    let text = |name: &str| Some(form.text(name).trim().to_owned());
    let body = ProducerUpdate {
        name_en: text("name_en"),
        commune_code: form.some("commune_code"),
        story: text("story"),
        story_en: text("story_en"),
        founded_year: Patch::of(form.some_small("founded_year")),
        lead_time_days: Some(form.small("lead_time_days")),
        minimum_order: Some(
            form.some("minimum_order")
                .map_or(0, |_| form.number("minimum_order")),
        ),
        address: text("address"),
        members: Patch::of(form.some_small("members")),
        website: text("website"),
        capacity: text("capacity"),
        capacity_en: text("capacity_en"),
        // A form that shows the contact takes it away when its fields are emptied.
        contact: Patch::of(form.contact("contact.")),
    };
    let call = Call::<UpdateProducer>::new((id,))
        .body(&body)
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go("/desk?done=profile")),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            let (producer, communes) = futures_util::future::try_join(
                visit.get::<GetProducer>((Key(id.to_string()),)),
                visit.get::<ListCommunes>(()),
            )
            .await?;
            Ok(page(&visit, &form.beside(&filled(producer)), communes.items))
        }
    }
}

fn page(visit: &Visit, form: &Form, communes: Vec<Commune>) -> Response<Body> {
    let title = tr!(visit, "profile.title");
    let communes = communes
        .into_iter()
        .map(|commune| (commune.code, commune.name))
        .collect();
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let field = |name: &'static str| Field::new(name, tr!(visit, format!("profile.{}", name.replace('.', "_"))));
        view! {
            {page_head(title, Some(tr!(visit, "profile.lede")), ().into_any())}
            {news(visit, "profile", &["commune"])}
            <nav class="cluster" aria-label=tr!(visit, "profile.more")>
                {visit.may::<AddProducerPhoto>().then(|| view! {
                    <a class="button button--quiet" href=visit.to("/desk/profile/photos")>{icon(visit, "camera")}{tr!(visit, "profile.photos")}</a>
                })}
                <a class="button button--quiet" href=visit.to("/desk/papers")>{icon(visit, "certificate")}{tr!(visit, "papers.title")}</a>
                <a class="button button--quiet" href=visit.to("/desk/profile/bank-account")>{icon(visit, "lock")}{tr!(visit, "profile.bank")}</a>
            </nav>
            {problem_summary(visit, form)}
            <form class="form stack" method="post" action=visit.to("/desk/profile")>
                <input type="hidden" name="version" value=form.text("version").to_owned()/>
                <fieldset class="fieldset stack">
                    <legend>{tr!(visit, "profile.terms")}</legend>
                    <div class="field-row">
                        {field("lead_time_days").required().numeric().unit(tr!(visit, "work.days_unit")).hint(tr!(visit, "profile.lead_hint")).input(visit, form)}
                        {field("minimum_order").numeric().unit("₫".to_owned()).hint(tr!(visit, "profile.minimum_hint")).input(visit, form)}
                    </div>
                </fieldset>
                <fieldset class="fieldset stack">
                    <legend>{tr!(visit, "profile.contact")}</legend>
                    <p class="muted">{tr!(visit, "profile.contact_public")}</p>
                    {field("contact.name").autocomplete("name").input(visit, form)}
                    <div class="field-row">
                        {field("contact.phone").kind("tel").autocomplete("tel").input(visit, form)}
                        {field("contact.email").kind("email").autocomplete("email").input(visit, form)}
                    </div>
                    {field("address").hint(tr!(visit, "profile.address_hint")).autocomplete("street-address").input(visit, form)}
                    {Field::new("commune_code", tr!(visit, "work.commune")).required().select(visit, form, communes)}
                    <p><a href=visit.to("/desk/profile/commune")>{tr!(visit, "profile.find_commune")}</a></p>
                    {field("website").kind("url").input(visit, form)}
                </fieldset>
                <fieldset class="fieldset stack">
                    <legend>{tr!(visit, "profile.about")}</legend>
                    {field("story").hint(tr!(visit, "profile.story_hint")).textarea(visit, form, "6")}
                    {field("story_en").textarea(visit, form, "4")}
                    <div class="field-row">
                        {field("name_en").input(visit, form)}
                        {field("founded_year").numeric().input(visit, form)}
                        {field("members").numeric().hint(tr!(visit, "profile.members_hint")).input(visit, form)}
                    </div>
                    {field("capacity").hint(tr!(visit, "profile.capacity_hint")).input(visit, form)}
                    {field("capacity_en").input(visit, form)}
                </fieldset>
                <div class="form__actions">
                    <button class="button button--large">{tr!(visit, "work.save")}</button>
                    <a class="button button--quiet button--large" href=visit.to("/desk")>{tr!(visit, "work.cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}
