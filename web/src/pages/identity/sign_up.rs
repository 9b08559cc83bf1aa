//! Signing an organisation up, and what happens after that.

use crate::{
    components::{
        bits::icon,
        fields::{Field, choice, once},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::address::{asked, field_error, required},
    visit::{PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, ClientError,
    identity::{
        ContactInput, Organisation, OrganisationKind, OrganisationRegister, ProducerKind,
        RegisterOrganisation,
    },
    producers::{Commune, ListCommunes},
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    if visit.session.is_some() {
        return Ok(visit.go("/desk"));
    }
    let communes = visit.get::<ListCommunes>(()).await?.items;
    Ok(page(&visit, &Form::default(), &communes))
}

pub(crate) async fn sign_up(visit: Visit, form: Form) -> PageResult {
    match register(&visit, &form).await {
        Ok(organisation) => Ok(visit.go(&format!("/sign-up/next?kind={}", organisation.kind))),
        Err(error) => {
            let form = form.refused(error).map_err(|error| visit.error(error))?;
            let communes = visit.get::<ListCommunes>(()).await?.items;
            Ok(page(&visit, &form, &communes))
        }
    }
}

async fn register(visit: &Visit, form: &Form) -> Result<Organisation, ClientError> {
    let Some(kind) = form.parse::<OrganisationKind>("kind") else {
        return Err(required(visit, "kind"));
    };
    let body = OrganisationRegister {
        kind,
        // A retailer's form may have been filled in as a producer's first.
        producer_kind: form
            .parse::<ProducerKind>("producer_kind")
            .filter(|_| kind == OrganisationKind::Producer),
        name: form.text("name").trim().to_owned(),
        tax_code: form.text("tax_code").trim().to_owned(),
        commune_code: form.text("commune_code").to_owned(),
        contact: ContactInput {
            name: form.text("contact.name").trim().to_owned(),
            phone: form.text("contact.phone").trim().to_owned(),
            email: form.text("contact.email").trim().to_owned(),
        },
        password: form.text("password").to_owned(),
        consent: form.ticked("consent"),
    };
    visit
        .send(
            Call::<RegisterOrganisation>::new(())
                .body(&body)
                .idempotency_key(form.text("once")),
        )
        .await
}

fn page(visit: &Visit, form: &Form, communes: &[Commune]) -> Response<Body> {
    let frame = Frame::public(tr!(visit, "sign_up.title")).described(tr!(visit, "sign_up.lede"));
    let mut places = vec![(String::new(), tr!(visit, "sign_up.choose_commune"))];
    places.extend(
        communes
            .iter()
            .map(|commune| (commune.code.clone(), commune.name.clone())),
    );
    visit.html(form.status(), frame, || {
        view! {
            <div class="container container--narrow stack">
                <h1>{tr!(visit, "sign_up.title")}</h1>
                <p class="lede">{tr!(visit, "sign_up.lede")}</p>
                {problem_summary(visit, form)}
                <form class="form stack stack--loose" method="post" action=visit.to("/sign-up")>
                    {once(visit, form)}
                    {organisation(visit, form, places)}
                    {person(visit, form)}
                    {consent(visit, form)}
                    <div class="form__actions"><button class="button">{tr!(visit, "sign_up.go")}</button></div>
                </form>
                <p>{tr!(visit, "sign_up.have")} " " <a href=visit.to("/sign-in")>{tr!(visit, "frame.sign_in")}</a></p>
            </div>
        }
        .into_any()
    })
}

fn organisation(visit: &Visit, form: &Form, places: Vec<(String, String)>) -> AnyView {
    let kinds: Vec<AnyView> = [OrganisationKind::Producer, OrganisationKind::Retailer]
        .map(|kind| {
            choice(
                form,
                "radio",
                "kind",
                kind.as_str(),
                tr!(visit, format!("sign_up.kind_{kind}")),
            )
        })
        .into();
    let forms: Vec<AnyView> = ProducerKind::ALL
        .iter()
        .map(|kind| {
            choice(
                form,
                "radio",
                "producer_kind",
                kind.as_str(),
                tr!(visit, format!("producers.kind_{kind}")),
            )
        })
        .collect();
    view! {
        <section class="panel stack">
            <h2 class="h3">{tr!(visit, "sign_up.organisation")}</h2>
            <fieldset class="fieldset" id="kind">
                <legend>{tr!(visit, "sign_up.kind")}</legend>
                <div class="choices">{kinds}</div>
                {field_error(form, "kind")}
            </fieldset>
            <fieldset class="fieldset" id="producer-kind">
                <legend>{tr!(visit, "sign_up.producer_kind")}</legend>
                <div class="choices">{forms}</div>
                {field_error(form, "producer_kind")}
            </fieldset>
            {Field::new("name", tr!(visit, "sign_up.name")).required().hint(tr!(visit, "sign_up.name_hint")).autocomplete("organization").input(visit, form)}
            {Field::new("tax_code", tr!(visit, "sign_up.tax_code")).required().numeric().hint(tr!(visit, "sign_up.tax_code_hint")).input(visit, form)}
            {Field::new("commune_code", tr!(visit, "sign_up.commune")).required().hint(tr!(visit, "sign_up.commune_hint")).select(visit, form, places)}
        </section>
    }
    .into_any()
}

fn person(visit: &Visit, form: &Form) -> AnyView {
    view! {
        <section class="panel stack">
            <h2 class="h3">{tr!(visit, "sign_up.person")}</h2>
            {Field::new("contact.name", tr!(visit, "sign_up.contact_name")).required().autocomplete("name").input(visit, form)}
            {Field::new("contact.phone", tr!(visit, "sign_up.contact_phone")).kind("tel").required().autocomplete("tel").input(visit, form)}
            {Field::new("contact.email", tr!(visit, "sign_up.contact_email"))
                .kind("email")
                .hint(tr!(visit, "sign_up.contact_email_hint"))
                .autocomplete("email")
                .input(visit, form)}
            {Field::new("password", tr!(visit, "sign_in.password"))
                .kind("password")
                .required()
                .hint(tr!(visit, "sign_up.password_hint"))
                .autocomplete("new-password")
                .input(visit, form)}
        </section>
    }
    .into_any()
}

/// Never ticked beforehand; the law asks for a consent that was given.
pub(crate) fn consent(visit: &Visit, form: &Form) -> AnyView {
    let given = form.ticked("consent");
    let invalid = form.problem_of("consent").map(|_| "true");
    view! {
        <div class="field">
            <label class="choice">
                <input type="checkbox" id="consent" name="consent" value="true" checked=given aria-invalid=invalid/>
                <span>
                    {tr!(visit, "sign_up.consent")} " "
                    <a href=visit.to("/privacy") target="_blank">{tr!(visit, "sign_up.consent_link")}</a>
                </span>
            </label>
            {field_error(form, "consent")}
        </div>
    }
    .into_any()
}

/// What happens after signing up.
pub(crate) async fn next(visit: Visit) -> PageResult {
    let retailer = asked(&visit, "kind").as_deref() == Some(OrganisationKind::Retailer.as_str());
    let kind = if retailer { "retailer" } else { "producer" };
    let steps = [1, 2, 3].map(|step| {
        let (title, text) = (
            tr!(visit, format!("sign_up.next_{kind}_{step}")),
            tr!(visit, format!("sign_up.next_{kind}_{step}_text")),
        );
        view! { <li><h2 class="h4">{title}</h2><p>{text}</p></li> }.into_any()
    });
    Ok(visit.page(Frame::private(tr!(visit, "sign_up.done")), || {
        view! {
            <div class="container container--narrow stack stack--loose">
                <h1>{tr!(visit, "sign_up.next_title")}</h1>
                {notice(&visit, "success", tr!(visit, "sign_up.done"), Some(tr!(visit, "sign_up.done_text")))}
                <ol class="how">{steps.into_iter().collect::<Vec<_>>()}</ol>
                <p class="cluster">
                    <a class="button" href=visit.to("/sign-in")>{icon(&visit, "user")}{tr!(visit, "frame.sign_in")}</a>
                    <a class="button button--quiet" href=visit.to("/how-it-works")>{tr!(visit, "frame.how")}</a>
                </p>
            </div>
        }
        .into_any()
    }))
}
