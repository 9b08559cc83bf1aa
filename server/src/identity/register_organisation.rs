//! Signs an organisation and its first person up. It waits for the centre before it can trade.

use super::{NewOrganisation, Person, Seat, add_organisation, contact, email::ask};
use crate::{
    auth,
    http::{Cx, Error, Received, Reply, Result},
};
use shared::{
    FieldCode,
    identity::{Organisation, OrganisationKind, OrganisationStatus, RegisterOrganisation, Role},
};

/// Sign-ups from one address before a pause.
const MAX_FROM_ONE_ADDRESS: u32 = 20;

pub(super) async fn register_organisation(
    cx: Cx,
    received: Received<RegisterOrganisation>,
) -> Result<Reply<RegisterOrganisation>> {
    let by_address = cx.address.as_ref().map(|address| format!("register {address}"));
    if let Some(key) = &by_address {
        cx.app.throttle.attempt(key, MAX_FROM_ONE_ADDRESS, cx.app.now())?;
    }
    let body = received.body.clone();
    let seat = Seat::asked(body.kind, body.commune_code, body.seat)?
        .ok_or_else(|| Error::field("commune_code", FieldCode::Required))?;
    let login = received.body.login().unwrap_or_default();
    let own = vec![login.clone(), body.name.clone(), body.contact.name.clone()];
    let password_hash = auth::password::choose(body.password, own).await?;
    let tx = cx.begin(&received).await?;
    let sells = body.kind == OrganisationKind::Producer;
    let contact_person = contact(body.contact);
    let person = Person {
        name: contact_person.name.clone(),
        login,
        password_hash,
        // Somebody has to be able to invite the others.
        role: Role::Manager,
    };
    let new = NewOrganisation {
        kind: body.kind,
        producer_kind: body.producer_kind.filter(|_| sells),
        name: body.name.trim().to_owned(),
        tax_code: body.tax_code,
        seat,
        contact: contact_person,
        // Buyers have no public page.
        public_contact: body.public_contact.filter(|_| sells).map(contact),
        status: OrganisationStatus::Pending,
    };
    let row = add_organisation(&tx, new, person, body.consent).await?;
    let row = ask(&tx, row, cx.lang).await?;
    let view = Organisation::from(row);
    tx.finish("organisation", view.id, &view, Some(view.version))
        .await
}
