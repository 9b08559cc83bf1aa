//! The organisation's own data, for every kind of organisation; and going on for another one.

use super::organisations::facts;
use crate::{
    components::{
        bits::{badge, icon, page_head},
        fields::Field,
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::{
        address::{news, parsed},
        work::{press, refused},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, OrganisationId,
    identity::{
        EmailState, GetOrganisation, Organisation, OrganisationKind, OrganisationStatus, OrganisationSwitch,
        OrganisationUpdate, ProducerKind, ResubmitOrganisation, Role, SendEmailConfirmation,
        SwitchOrganisation, UpdateOrganisation,
    },
    producers::{Commune, ListCommunes},
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    page(&visit, None).await
}

pub(crate) async fn update(visit: Visit, form: Form) -> PageResult {
    let id = visit.member(&[])?.organisation.id;
    let body = OrganisationUpdate {
        name: form.some("name"),
        tax_code: form.some("tax_code"),
        producer_kind: form.parse::<ProducerKind>("producer_kind"),
        commune_code: form.some("commune_code"),
        seat: form.some("seat"),
        contact: Some(form.whole_contact("contact.")),
    };
    let call = Call::<UpdateOrganisation>::new((id,))
        .body(&body)
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go("/desk/organisation?done=saved")),
        Err(error) => page(&visit, Some(refused(&visit, form, error)?)).await,
    }
}

pub(crate) async fn resubmit(visit: Visit) -> PageResult {
    let id = visit.member(&[])?.organisation.id;
    match visit.send(Call::<ResubmitOrganisation>::new((id,))).await {
        Ok(_) => Ok(visit.go("/desk/organisation?done=resubmitted")),
        Err(error) => page(&visit, Some(refused(&visit, Form::default(), error)?)).await,
    }
}

/// Has the confirmation mail sent once more.
pub(crate) async fn send_email(visit: Visit) -> PageResult {
    let id = visit.member(&[])?.organisation.id;
    match visit.send(Call::<SendEmailConfirmation>::new((id,))).await {
        Ok(_) => Ok(visit.go("/desk/organisation?done=email_sent")),
        Err(error) => page(&visit, Some(refused(&visit, Form::default(), error)?)).await,
    }
}

pub(crate) async fn switch(visit: Visit, form: Form) -> PageResult {
    visit.member(&[])?;
    let organisation_id: OrganisationId = parsed(&visit, form.text("organisation_id"))?;
    let body = OrganisationSwitch { organisation_id };
    visit
        .read(Call::<SwitchOrganisation>::new(()).body(&body))
        .await?;
    Ok(visit.go("/desk"))
}

async fn page(visit: &Visit, form: Option<Form>) -> PageResult {
    let session = std::sync::Arc::clone(visit.member(&[])?);
    let (organisation, communes) = futures_util::future::try_join(
        visit.get::<GetOrganisation>((session.organisation.id,)),
        visit.get::<ListCommunes>(()),
    )
    .await?;
    let communes = communes.items;
    // A form that was only a button shows the data as they are, with the problem above.
    let form = match form {
        Some(form) if !form.text("version").is_empty() => form.beside(&filled(&organisation)),
        other => {
            let mut form = filled(&organisation);
            form.problem = other.and_then(|form| form.problem);
            form
        }
    };
    let title = tr!(visit, "own.title");
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let reason = organisation.status_reason.clone().map(|reason| {
            notice(visit, "warning", tr!(visit, "organisations.reason_was", reason = reason), None)
        });
        let manages = session.role == Role::Manager;
        view! {
            {page_head(title, Some(tr!(visit, "own.lede")), view! {
                <a class="button button--quiet" href=visit.to("/desk/people")>{icon(visit, "users")}{tr!(visit, "own.people")}</a>
            }.into_any())}
            {news(visit, "own", &["saved", "resubmitted", "email_sent"])}
            {problem_summary(visit, &form)}
            <h2>{organisation.name.clone()} " " {badge(visit, organisation.status.as_str())}</h2>
            {reason}
            {(manages && !visit.closed() && organisation.email_state == EmailState::Waiting).then(|| unconfirmed(visit, &organisation))}
            {facts(visit, &organisation, &communes)}
            {if visit.closed() {
                ().into_any()
            } else if manages {
                view! {
                    {change(visit, &organisation, &form, communes)}
                    {resubmission(visit, &organisation)}
                }.into_any()
            } else {
                notice(visit, "info", tr!(visit, "own.only_managers"), None)
            }}
        }
        .into_any()
    }))
}

/// The mail was sent, and nobody has followed its link.
fn unconfirmed(visit: &Visit, organisation: &Organisation) -> AnyView {
    let text = tr!(
        visit,
        "own.email_waiting_text",
        email = organisation.contact.email
    );
    view! {
        {notice(visit, "warning", tr!(visit, "own.email_waiting"), Some(text))}
        {press(visit, "/desk/organisation/email", "button button--quiet", tr!(visit, "own.email_again"))}
    }
    .into_any()
}

fn filled(organisation: &Organisation) -> Form {
    let contact = &organisation.contact;
    Form::filled([
        ("version", organisation.version.to_string()),
        ("name", organisation.name.clone()),
        ("tax_code", organisation.tax_code.clone()),
        (
            "producer_kind",
            organisation
                .producer_kind
                .map(|kind| kind.to_string())
                .unwrap_or_default(),
        ),
        (
            "commune_code",
            organisation.commune_code.clone().unwrap_or_default(),
        ),
        ("seat", organisation.seat.clone().unwrap_or_default()),
        ("contact.name", contact.name.clone()),
        ("contact.phone", contact.phone.clone()),
        ("contact.email", contact.email.clone()),
    ])
}

/// Name, tax code and form can be changed until the centre has compared them; the fields are there only so long.
fn change(visit: &Visit, organisation: &Organisation, form: &Form, communes: Vec<Commune>) -> AnyView {
    let trades = matches!(
        organisation.kind,
        OrganisationKind::Producer | OrganisationKind::Retailer
    );
    let settled = trades
        && matches!(
            organisation.status,
            OrganisationStatus::Verified | OrganisationStatus::Suspended | OrganisationStatus::Closed
        );
    let legal = if settled {
        view! { <p class="muted">{tr!(visit, "own.settled")}</p> }.into_any()
    } else {
        legal(visit, organisation, form)
    };
    let elsewhere = organisation.kind == OrganisationKind::Retailer;
    let mut places = Vec::new();
    if elsewhere {
        places.push((String::new(), tr!(visit, "sign_up.elsewhere")));
    }
    places.extend(communes.into_iter().map(|commune| (commune.code, commune.name)));
    let commune =
        Field::new("commune_code", tr!(visit, "sign_up.commune")).hint(tr!(visit, "sign_up.commune_hint"));
    let commune = if elsewhere { commune } else { commune.required() };
    view! {
        <section class="panel stack">
            <h2 class="h3">{tr!(visit, "own.form")}</h2>
            <form class="form stack" method="post" action=visit.to("/desk/organisation")>
                <input type="hidden" name="version" value=form.text("version").to_owned()/>
                {legal}
                {commune.select(visit, form, places)}
                {elsewhere.then(|| Field::new("seat", tr!(visit, "sign_up.seat")).hint(tr!(visit, "sign_up.seat_hint")).input(visit, form))}
                <p class="muted">{tr!(visit, "own.contact_who")}</p>
                {Field::new("contact.name", tr!(visit, "organisations.contact")).required().autocomplete("name").input(visit, form)}
                <div class="field-row">
                    {Field::new("contact.phone", tr!(visit, "sign_up.contact_phone")).kind("tel").required().autocomplete("tel").input(visit, form)}
                    {Field::new("contact.email", tr!(visit, "sign_up.contact_email")).kind("email").autocomplete("email").input(visit, form)}
                </div>
                <div class="form__actions"><button class="button">{tr!(visit, "work.save")}</button></div>
            </form>
        </section>
    }
    .into_any()
}

fn legal(visit: &Visit, organisation: &Organisation, form: &Form) -> AnyView {
    let forms = (organisation.kind == OrganisationKind::Producer).then(|| {
        let choices = ProducerKind::ALL
            .iter()
            .map(|kind| (kind.to_string(), tr!(visit, format!("producers.kind_{kind}"))))
            .collect();
        Field::new("producer_kind", tr!(visit, "organisations.kind"))
            .required()
            .select(visit, form, choices)
    });
    view! {
        {Field::new("name", tr!(visit, "sign_up.name")).required().hint(tr!(visit, "sign_up.name_hint")).autocomplete("organization").input(visit, form)}
        {Field::new("tax_code", tr!(visit, "sign_up.tax_code")).required().numeric().hint(tr!(visit, "sign_up.tax_code_hint")).input(visit, form)}
        {forms}
    }
    .into_any()
}

fn resubmission(visit: &Visit, organisation: &Organisation) -> AnyView {
    if organisation.status != OrganisationStatus::Rejected {
        return ().into_any();
    }
    view! {
        <section class="panel stack" id="resubmit">
            <h2 class="h3">{tr!(visit, "own.resubmit")}</h2>
            <p>{tr!(visit, "own.resubmit_text")}</p>
            {press(visit, "/desk/organisation/resubmit", "button", tr!(visit, "own.resubmit"))}
        </section>
    }
    .into_any()
}

/// The person's other organisations, each a button that goes on there.
pub(crate) fn others(visit: &Visit) -> AnyView {
    let Some(session) = visit
        .session
        .as_ref()
        .filter(|session| session.organisations.len() > 1)
    else {
        return ().into_any();
    };
    let buttons: Vec<AnyView> = session
        .organisations
        .iter()
        .filter(|other| other.organisation_id != session.organisation.id)
        .map(|other| {
            view! {
                <form method="post" action=visit.to("/desk/switch")>
                    <input type="hidden" name="organisation_id" value=other.organisation_id.to_string()/>
                    <button class="button button--quiet">{tr!(visit, "own.switch_to", name = other.name)}</button>
                </form>
            }
            .into_any()
        })
        .collect();
    view! { <h3 class="h4">{tr!(visit, "own.switch")}</h3><div class="cluster">{buttons}</div> }.into_any()
}
