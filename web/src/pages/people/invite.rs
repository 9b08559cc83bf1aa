//! Inviting somebody. The link is shown on the answer itself: it cannot be had again, only made anew.

use super::list;
use crate::{
    components::{
        bits::icon,
        fields::{Field, field_error},
        messages::field_id,
    },
    form::Form,
    pages::{address::required, work::refused},
    visit::{PageResult, Visit},
};
use axum::http::{HeaderMap, header};
use leptos::prelude::*;
use shared::{
    Call,
    identity::{CreateInvitation, InvitationCreate, NewInvitation, OrganisationKind, Role},
    login,
};

/// An invitation that was just made, with its address.
pub(super) struct Made {
    new: NewInvitation,
    organisation: String,
    link: String,
}

pub(crate) async fn invite(visit: Visit, headers: HeaderMap, form: Form) -> PageResult {
    let organisation = visit.member(&[])?.organisation.clone();
    let sent = match form.parse::<Role>("role") {
        Some(role) => {
            let body = InvitationCreate {
                login: form.text("login").trim().to_owned(),
                name: form.some("name"),
                role,
            };
            visit
                .send(Call::<CreateInvitation>::new((organisation.id,)).body(&body))
                .await
        }
        None => Err(required(&visit, "role")),
    };
    match sent {
        Ok(new) => {
            let link = address(&visit, &headers, &new.token);
            let made = Made {
                new,
                organisation: organisation.name,
                link,
            };
            list::page(&visit, &Form::default(), Some(made)).await
        }
        Err(error) => list::page(&visit, &refused(&visit, form, error)?, None).await,
    }
}

/// The whole address of an invitation's page, to be handed on: under the site's own name, or as it was called.
fn address(visit: &Visit, headers: &HeaderMap, token: &str) -> String {
    format!(
        "{}{}",
        origin(visit, headers),
        visit.to(&format!("/invitations/{token}"))
    )
}

/// The site's own name, or as it was called.
pub(super) fn origin(visit: &Visit, headers: &HeaderMap) -> String {
    visit.site.public_url.clone().unwrap_or_else(|| {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        format!("http://{}", host.unwrap_or("localhost"))
    })
}

impl Made {
    /// The link, and ways to send it.
    pub(super) fn view(self, visit: &Visit) -> AnyView {
        let login = self.new.invitation.login;
        let message = tr!(
            visit,
            "people.message",
            name = self.organisation,
            link = self.link
        );
        let quoted: String = percent(&message);
        let (to, glyph, text) = if login::is_phone(&login) {
            (
                format!("sms:{login}?body={quoted}"),
                "phone",
                tr!(visit, "people.send_sms"),
            )
        } else {
            let subject = percent(&self.organisation);
            (
                format!("mailto:{login}?subject={subject}&body={quoted}"),
                "mail",
                tr!(visit, "people.send_mail"),
            )
        };
        view! {
            <section class="panel stack" role="status">
                <h2 class="h3">{tr!(visit, "people.invited", login = login)}</h2>
                <p>{tr!(visit, "people.invited_text")}</p>
                <div class="field">
                    <label class="field__label" for="invitation-link">{tr!(visit, "people.link")}</label>
                    <input class="input" id="invitation-link" value=self.link readonly=true/>
                </div>
                <p><a class="button" href=to>{icon(visit, glyph)}{text}</a></p>
            </section>
        }
        .into_any()
    }
}

/// Text for the query of an address that other programs read: blanks as `%20`, never `+`.
fn percent(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

pub(super) fn form(visit: &Visit, form: &Form, kind: OrganisationKind) -> AnyView {
    view! {
        <section class="panel stack">
            <h2 class="h3">{tr!(visit, "people.invite")}</h2>
            <form class="form stack" method="post" action=visit.to("/desk/people")>
                {Field::new("login", tr!(visit, "people.invite_login")).required().hint(tr!(visit, "people.invite_login_hint")).input(visit, form)}
                {Field::new("name", tr!(visit, "people.invite_name")).input(visit, form)}
                {roles(visit, form, kind)}
                <div class="form__actions"><button class="button">{icon(visit, "send")}{tr!(visit, "people.invite_go")}</button></div>
            </form>
        </section>
    }
    .into_any()
}

/// The roles of a kind of organisation to choose from, each with what it may do.
pub(super) fn roles(visit: &Visit, form: &Form, kind: OrganisationKind) -> AnyView {
    let choices: Vec<AnyView> = Role::of(kind)
        .map(|role| {
            let checked = form.text("role") == role.as_str();
            view! {
                <label class="choice">
                    <input type="radio" name="role" value=role.as_str() checked=checked required=true/>
                    <span><strong>{tr!(visit, format!("roles.{role}"))}</strong> ": " {tr!(visit, format!("roles.about_{role}"))}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="fieldset" id=field_id("role")>
            <legend>{tr!(visit, "people.role")}</legend>
            <div class="choices choices--rows">{choices}</div>
            {field_error(form, "role", &tr!(visit, "people.role"))}
        </fieldset>
    }
    .into_any()
}
