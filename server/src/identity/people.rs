//! What other slices may ask of organisations.

use super::{
    entity::{consents, organisations, users},
    members, standing, tax,
};
use crate::{
    db::{Tx, free_slug},
    http::{Error, OnConstraint, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{
    FieldCode, Lang, OrganisationId, UserId,
    identity::{Contact, OrganisationKind, OrganisationStatus, ProducerKind, Role},
    login,
    text::{folded, holds},
};
use std::collections::HashMap;

/// An organisation, as other slices see it.
#[derive(Clone, Debug)]
pub(crate) struct OrganisationRow {
    pub(crate) kind: OrganisationKind,
    pub(crate) status: OrganisationStatus,
}

/// An organisation to be added with its first person.
#[derive(Clone, Debug)]
pub(crate) struct NewOrganisation {
    pub(crate) kind: OrganisationKind,
    pub(crate) producer_kind: Option<ProducerKind>,
    pub(crate) name: String,
    pub(crate) tax_code: String,
    pub(crate) seat: Seat,
    /// Who runs the account.
    pub(crate) contact: Contact,
    /// Whom anybody may ask.
    pub(crate) public_contact: Option<Contact>,
    pub(crate) status: OrganisationStatus,
}

/// Where an organisation has its seat.
#[derive(Clone, Debug)]
pub(crate) enum Seat {
    /// In this commune of the province.
    Commune(String),
    /// Outside the province.
    Elsewhere(String),
}

impl Seat {
    /// What was asked for; a commune goes before a place outside, which only buyers may have. None where neither was given.
    pub(super) fn asked(
        kind: OrganisationKind,
        commune: Option<String>,
        seat: Option<String>,
    ) -> Result<Option<Self>> {
        match (commune, seat) {
            (Some(code), _) => Ok(Some(Self::Commune(code))),
            (None, Some(seat)) if kind == OrganisationKind::Retailer => {
                Ok(Some(Self::Elsewhere(seat.trim().to_owned())))
            }
            (None, Some(_)) => Err(Error::field("commune_code", FieldCode::Required)),
            (None, None) => Ok(None),
        }
    }

    /// The commune's code, or nothing and the place.
    pub(super) fn columns(self) -> (String, Option<String>) {
        match self {
            Self::Commune(code) => (code, None),
            Self::Elsewhere(seat) => (String::new(), Some(seat)),
        }
    }
}

/// A person to be added.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) login: String,
    pub(crate) password_hash: String,
    pub(crate) role: Role,
}

/// An organisation's row; whoever names one that does not exist is told so.
pub(super) async fn organisation_row(
    db: &impl ConnectionTrait,
    id: OrganisationId,
) -> Result<organisations::Model> {
    let row = organisations::Entity::find_by_id(id).one(db).await?;
    row.ok_or_else(Error::not_found)
}

/// An organisation by id.
pub(crate) async fn organisation(
    db: &impl ConnectionTrait,
    id: OrganisationId,
) -> Result<Option<OrganisationRow>> {
    let row = organisations::Entity::find_by_id(id).one(db).await?;
    Ok(row.map(|row| OrganisationRow {
        kind: row.kind,
        status: row.status,
    }))
}

/// The names of organisations, all in one query.
pub(crate) async fn organisation_names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = OrganisationId>,
) -> Result<HashMap<OrganisationId, String>> {
    let rows = organisations::Entity::find()
        .filter(organisations::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// An organisation as the other party of a trade needs it on paper.
#[derive(Clone, Debug)]
pub(crate) struct PartyRow {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) tax_code: String,
    /// None where the seat is outside the province.
    pub(crate) commune_code: Option<String>,
    pub(crate) seat: Option<String>,
    pub(crate) contact: Contact,
    /// Whether the centre has verified it, and has not suspended it since.
    pub(crate) verified: bool,
}

/// Organisations as papers name them, all in one query.
pub(crate) async fn parties(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = OrganisationId>,
) -> Result<HashMap<OrganisationId, PartyRow>> {
    let rows = organisations::Entity::find()
        .filter(organisations::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let party = PartyRow {
                commune_code: row.commune(),
                contact: row.contact(),
                verified: row.status == OrganisationStatus::Verified,
                slug: row.slug,
                name: row.name,
                tax_code: row.tax_code,
                seat: row.seat,
            };
            (row.id, party)
        })
        .collect())
}

/// The names of people, all in one query.
pub(crate) async fn user_names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, String>> {
    let rows = users::Entity::find()
        .filter(users::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// People whose name holds these words, at most a hundred.
pub(crate) async fn users_named(db: &impl ConnectionTrait, words: &str) -> Result<Vec<UserId>> {
    // Names are kept as they are written, so that marks have to be folded here; people are few.
    let rows: Vec<(UserId, String)> = users::Entity::find()
        .select_only()
        .columns([users::Column::Id, users::Column::Name])
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter(|(_, name)| holds(name, words))
        .map(|(id, _)| id)
        .take(100)
        .collect())
}

/// Adds an organisation with its first person. The consent that the person gave is recorded with it.
pub(crate) async fn add_organisation(
    tx: &Tx,
    new: NewOrganisation,
    person: Person,
    consent: bool,
) -> Result<organisations::Model> {
    let id = OrganisationId(tx.new_id());
    let slug =
        free_slug::<organisations::Entity>(&**tx, organisations::Column::Slug, &new.name, id.0, &[]).await?;
    tax::refuse_taken(tx, &new.tax_code).await?;
    let (commune_code, seat) = new.seat.columns();
    let public = new.public_contact.as_ref();
    let tax = tax::Stored::new(&tx.app().settings.vault, id, new.tax_code)?;
    let row = organisations::Model {
        id,
        kind: new.kind,
        producer_kind: new.producer_kind,
        name_folded: folded(&new.name),
        name: new.name,
        slug,
        tax_code: tax.open,
        commune_code,
        seat,
        public_contact_name: public.map(|contact| contact.name.clone()),
        public_contact_phone: public.map(|contact| contact.phone.clone()),
        public_contact_email: public.map(|contact| contact.email.clone()),
        contact_name: new.contact.name,
        contact_phone: new.contact.phone,
        contact_email: new.contact.email,
        status: new.status,
        status_reason: None,
        registered_at: tx.at(),
        decided_at: None,
        version: 1,
        tax_code_sealed: tax.sealed,
        tax_code_blind: tax.blind,
        email_confirmed_at: None,
        email_token_hash: None,
    };
    organisations::Entity::insert(organisations::ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await
        .on_constraint("organisations_tax_code_key", tax::taken)
        .on_constraint("organisations_tax_code_blind_key", tax::taken)?;
    standing::note(tx, id, row.status).await?;
    let field = if login::is_phone(&person.login) {
        "contact.phone"
    } else {
        "contact.email"
    };
    let role = person.role;
    let user = add_person(tx, person, consent, field).await?;
    members::join(tx, user.id, id, role).await?;
    Ok(row)
}

/// Adds a person to an organisation, for who needs no invitation. Nobody consented to anything: somebody else did this.
pub(crate) async fn add_member(tx: &Tx, organisation_id: OrganisationId, person: Person) -> Result<UserId> {
    let role = person.role;
    let user = add_person(tx, person, false, "login").await?;
    members::join(tx, user.id, organisation_id, role).await?;
    Ok(user.id)
}

/// Adds a person. The consent that was given is recorded; `field` is where the login was filled in.
pub(super) async fn add_person(
    tx: &Tx,
    person: Person,
    consent: bool,
    field: &'static str,
) -> Result<users::Model> {
    let user = users::Model {
        id: UserId(tx.new_id()),
        name: person.name,
        login: login::normal(&person.login),
        password_hash: person.password_hash,
        lang: Lang::Vi,
        created_at: tx.at(),
        email: None,
        news: true,
        closed_at: None,
    };
    users::Entity::insert(users::ActiveModel::from(user.clone()))
        .exec_without_returning(&**tx)
        .await
        .on_constraint("users_login_key", || Error::field(field, FieldCode::Taken))?;
    if consent {
        let consent = consents::ActiveModel {
            id: Set(tx.new_id()),
            user_id: Set(user.id),
            subject: Set("personal_data".to_owned()),
            text_version: Set("2026-11".to_owned()),
            given_at: Set(tx.at()),
        };
        consents::Entity::insert(consent)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(user)
}
