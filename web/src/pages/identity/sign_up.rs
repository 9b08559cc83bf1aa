//! Signing an organisation up, and what happens after that.

use crate::{
    components::{
        bits::icon,
        fields::{Field, choice, field_error, needed_choice, once},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::{
        address::asked,
        identity::old_commune::{Search, search},
    },
    visit::{PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, Checks, ClientError, Code, FieldCode, Input, Problem,
    identity::{
        CreateSession, Organisation, OrganisationKind, OrganisationRegister, ProducerKind,
        RegisterOrganisation, SessionCreate,
    },
    producers::{Commune, ListCommunes},
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    if visit.session.is_some() {
        return Ok(visit.go("/desk"));
    }
    let communes = visit.get::<ListCommunes>(()).await?.items;
    Ok(page(&visit, &Form::default(), &Search::default(), &communes))
}

pub(crate) async fn sign_up(visit: Visit, form: Form) -> PageResult {
    if let Some((form, found)) = Search::asked(&visit, &form).await? {
        let communes = visit.get::<ListCommunes>(()).await?.items;
        return Ok(page(&visit, &form, &found, &communes));
    }
    match register(&visit, &form).await {
        Ok(organisation) => {
            // Whoever has just chosen the password need not type it again. Where that fails, they sign in by hand.
            if let Some(login) = body(&form, organisation.kind).login() {
                let password = form.text("password").to_owned();
                let session = SessionCreate { login, password };
                let _ = visit.send(Call::<CreateSession>::new(()).body(&session)).await;
            }
            Ok(visit.go(&format!("/sign-up/next?kind={}", organisation.kind)))
        }
        Err(error) => {
            let form = form.refused(error).map_err(|error| visit.error(error))?;
            let communes = visit.get::<ListCommunes>(()).await?.items;
            Ok(page(&visit, &form, &Search::default(), &communes))
        }
    }
}

async fn register(visit: &Visit, form: &Form) -> Result<Organisation, ClientError> {
    let Some(kind) = form.parse::<OrganisationKind>("kind") else {
        return Err(no_kind(visit, form));
    };
    visit
        .send(
            Call::<RegisterOrganisation>::new(())
                .body(&body(form, kind))
                .idempotency_key(form.text("once")),
        )
        .await
}

/// Neither seller nor buyer: nothing can be sent, but all else that is wrong is told in the same round.
fn no_kind(visit: &Visit, form: &Form) -> ClientError {
    let mut checks = Checks::new(visit.lang);
    checks.problem("kind", FieldCode::Required, None);
    body(form, OrganisationKind::Retailer).check(&mut checks);
    let mut problem = Problem::new(Code::ValidationFailed, visit.lang);
    problem.fields = checks.into_problems();
    ClientError::Problem(Box::new(problem))
}

fn body(form: &Form, kind: OrganisationKind) -> OrganisationRegister {
    OrganisationRegister {
        kind,
        // A retailer's form may have been filled in as a producer's first.
        producer_kind: form
            .parse::<ProducerKind>("producer_kind")
            .filter(|_| kind == OrganisationKind::Producer),
        name: form.text("name").trim().to_owned(),
        tax_code: form.text("tax_code").trim().to_owned(),
        commune_code: form.some("commune_code"),
        seat: form.some("seat"),
        contact: form.whole_contact("contact."),
        public_contact: form.contact("public_contact."),
        password: form.text("password").to_owned(),
        consent: form.ticked("consent"),
    }
}

fn page(visit: &Visit, form: &Form, found: &Search, communes: &[Commune]) -> Response<Body> {
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
                    // Enter anywhere presses the first button of a form, which must not be the search below.
                    <button hidden></button>
                    {once(visit, form)}
                    {organisation(visit, form, places, search(visit, form, found))}
                    {person(visit, form)}
                    {public_contact(visit, form)}
                    {consent(visit, form)}
                    <div class="form__actions"><button class="button">{tr!(visit, "sign_up.go")}</button></div>
                </form>
                <p>{tr!(visit, "sign_up.have")} " " <a href=visit.to("/sign-in")>{tr!(visit, "frame.sign_in")}</a></p>
            </div>
        }
        .into_any()
    })
}

fn organisation(visit: &Visit, form: &Form, places: Vec<(String, String)>, by_old_name: AnyView) -> AnyView {
    let kinds: Vec<AnyView> = [OrganisationKind::Producer, OrganisationKind::Retailer]
        .map(|kind| {
            needed_choice(
                form,
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
                {field_error(form, "kind", &tr!(visit, "sign_up.kind"))}
            </fieldset>
            <fieldset class="fieldset" id="producer-kind">
                <legend>{tr!(visit, "sign_up.producer_kind")}</legend>
                <div class="choices">{forms}</div>
                {field_error(form, "producer_kind", &tr!(visit, "sign_up.producer_kind"))}
            </fieldset>
            {Field::new("name", tr!(visit, "sign_up.name")).required().hint(tr!(visit, "sign_up.name_hint")).autocomplete("organization").input(visit, form)}
            {Field::new("tax_code", tr!(visit, "sign_up.tax_code")).required().numeric().hint(tr!(visit, "sign_up.tax_code_hint")).input(visit, form)}
            {Field::new("commune_code", tr!(visit, "sign_up.commune")).hint(tr!(visit, "sign_up.commune_hint")).select(visit, form, places)}
            {by_old_name}
            {Field::new("seat", tr!(visit, "sign_up.seat")).hint(tr!(visit, "sign_up.seat_hint")).input(visit, form)}
        </section>
    }
    .into_any()
}

fn person(visit: &Visit, form: &Form) -> AnyView {
    // No page brings a password back.
    let hint = if form.some("password").is_some() {
        tr!(visit, "sign_up.password_again")
    } else {
        tr!(visit, "sign_up.password_hint")
    };
    view! {
        <section class="panel stack">
            <h2 class="h3">{tr!(visit, "sign_up.person")}</h2>
            <p class="muted">{tr!(visit, "sign_up.person_who")}</p>
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
                .hint(hint)
                .autocomplete("new-password")
                .input(visit, form)}
        </section>
    }
    .into_any()
}

/// Whom anybody may ask. Empty fields publish nothing, and nothing is copied into them.
fn public_contact(visit: &Visit, form: &Form) -> AnyView {
    view! {
        <section class="panel stack">
            <h2 class="h3">{tr!(visit, "sign_up.public")}</h2>
            <p class="muted">{tr!(visit, "sign_up.public_text")}</p>
            {Field::new("public_contact.name", tr!(visit, "sign_up.public_name")).hint(tr!(visit, "sign_up.public_name_hint")).input(visit, form)}
            <div class="field-row">
                {Field::new("public_contact.phone", tr!(visit, "sign_up.public_phone")).kind("tel").input(visit, form)}
                {Field::new("public_contact.email", tr!(visit, "sign_up.public_email")).kind("email").input(visit, form)}
            </div>
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
            {field_error(form, "consent", &tr!(visit, "sign_up.consent_field"))}
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
    let (done, go_on) = if visit.session.is_some() {
        ("sign_up.done_in", ("/desk", "home", "desk.today"))
    } else {
        ("sign_up.done_text", ("/sign-in", "user", "frame.sign_in"))
    };
    Ok(visit.page(Frame::private(tr!(visit, "sign_up.done")), || {
        let (path, glyph, text) = go_on;
        let go_on = view! { <a class="button" href=visit.to(path)>{icon(&visit, glyph)}{tr!(visit, text)}</a> };
        view! {
            <div class="container container--narrow stack stack--loose">
                <h1>{tr!(visit, "sign_up.next_title")}</h1>
                {notice(&visit, "success", tr!(visit, "sign_up.done"), Some(tr!(visit, done)))}
                <ol class="how">{steps.into_iter().collect::<Vec<_>>()}</ol>
                <p class="cluster">
                    {go_on}
                    <a class="button button--quiet" href=visit.to("/how-it-works")>{tr!(visit, "frame.how")}</a>
                </p>
            </div>
        }
        .into_any()
    }))
}
