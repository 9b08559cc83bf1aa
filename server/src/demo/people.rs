//! The people of the demonstration. They are added without the API: their password is shorter than it asks for, and
//! hashing it once is enough.

use super::data::{Chain, Producer};
use crate::{
    app::App,
    db::{Author, Tx},
    http::Error,
    identity::{NewOrganisation, Person, Seat, add_organisation, sign_in_until},
};
use anyhow::{Result, anyhow};
use shared::{
    Lang, OrganisationId, Timestamp,
    identity::{Contact, OrganisationKind, OrganisationStatus, Role},
};

pub(super) const CENTRE: &str = "centre@demo.example";
pub(super) const AUTHORITY: &str = "authority@demo.example";

/// A refusal, for whoever started the program.
pub(super) fn told(error: Error) -> anyhow::Error {
    match error {
        Error::Internal(cause) => cause,
        Error::Refused(draft) => anyhow!("{}{}", draft.code.title(Lang::En), draft.told()),
        Error::Replay(_) => anyhow!("this was done before"),
    }
}

/// An organisation of the tables, which has made its sales desk public; it waits for the centre.
pub(super) fn producer(row: &Producer) -> NewOrganisation {
    let contact = Contact {
        name: row.contact_name.clone(),
        phone: row.phone.clone(),
        email: row.email.clone(),
    };
    NewOrganisation {
        kind: OrganisationKind::Producer,
        producer_kind: Some(row.kind),
        name: row.name.clone(),
        tax_code: row.tax_code.clone(),
        seat: Seat::Commune(row.commune_code.clone()),
        public_contact: Some(contact.clone()),
        contact,
        status: OrganisationStatus::Pending,
    }
}

/// The retailer that runs a chain.
pub(super) fn retailer(row: &Chain) -> NewOrganisation {
    NewOrganisation {
        kind: OrganisationKind::Retailer,
        producer_kind: None,
        name: row.organisation_name.clone(),
        tax_code: row.tax_code.clone(),
        seat: Seat::Commune(row.commune_code.clone()),
        contact: Contact {
            name: "Phòng Thu mua".to_owned(),
            phone: row.phone.clone(),
            email: row.email.clone(),
        },
        public_contact: None,
        status: OrganisationStatus::Pending,
    }
}

/// The centre and the authority, verified from the beginning.
pub(super) fn insiders() -> [NewOrganisation; 2] {
    let of = |kind, name: &str, tax_code: &str, phone: &str, email: &str| NewOrganisation {
        kind,
        producer_kind: None,
        name: name.to_owned(),
        tax_code: tax_code.to_owned(),
        seat: Seat::Commune("05977".to_owned()),
        contact: Contact {
            name: "Văn phòng".to_owned(),
            phone: phone.to_owned(),
            email: email.to_owned(),
        },
        public_contact: None,
        status: OrganisationStatus::Verified,
    };
    [
        of(
            OrganisationKind::Centre,
            "Trung tâm Xúc tiến thương mại Xứ Núi (demo)",
            "4999900001",
            "0205 000 0301",
            CENTRE,
        ),
        of(
            OrganisationKind::Authority,
            "Văn phòng Điều phối OCOP Xứ Núi (demo)",
            "4999900019",
            "0205 000 0302",
            AUTHORITY,
        ),
    ]
}

/// Adds an organisation with its manager, and opens a session that lasts as long as the loading.
pub(super) async fn add(
    app: &App,
    new: NewOrganisation,
    password_hash: &str,
    until: Timestamp,
) -> Result<(OrganisationId, String)> {
    let login = new.contact.email.clone();
    let person = Person {
        name: new.contact.name.clone(),
        login: login.clone(),
        password_hash: password_hash.to_owned(),
        role: Role::Manager,
    };
    let tx = Tx::begin(app, Author::market("demo"), None).await.map_err(told)?;
    let row = add_organisation(&tx, new, person, true).await.map_err(told)?;
    let id = row.id;
    tx.commit("organisation", id).await.map_err(told)?;
    let session = sign_in_until(app, &login, until).await.map_err(told)?;
    Ok((id, session.access_token))
}
