//! The public side of producers' organisations, for the slice that makes pages of it.

use super::entity::organisations::{ActiveModel, Column, Entity, Model};
use crate::{
    db::{Tx, holding},
    http::Result,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{Expr, Query, SelectStatement},
};
use shared::{
    OrganisationId, Patch, ProductId,
    identity::{Contact, OrganisationKind, OrganisationStatus, ProducerKind},
};
use std::collections::{HashMap, HashSet};

/// What is public of a producer's organisation, once it is verified.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    pub(crate) id: OrganisationId,
    pub(crate) kind: ProducerKind,
    pub(crate) status: OrganisationStatus,
    pub(crate) slug: String,
    pub(crate) name: String,
    /// What lists are ordered by.
    pub(crate) name_folded: String,
    pub(crate) commune_code: String,
    /// Whom anybody may ask, where the producer has named somebody.
    pub(crate) contact: Option<Contact>,
}

/// Which verified producers, by name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProfileFilter<'a> {
    /// Part of the name, with or without marks.
    pub(crate) q: Option<&'a str>,
    pub(crate) commune: Option<&'a str>,
    /// Folded name and id of the last row that was read.
    pub(crate) after: Option<(&'a str, OrganisationId)>,
    pub(crate) fetch: u64,
}

/// Producers by id, verified or not, all in one query.
pub(crate) async fn profiles(
    db: &impl ConnectionTrait,
    ids: Vec<OrganisationId>,
) -> Result<HashMap<OrganisationId, Profile>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .filter(Column::Kind.eq(OrganisationKind::Producer))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// A producer by its public address, verified or not.
pub(crate) async fn profile_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<Profile>> {
    let row = Entity::find()
        .filter(Column::Slug.eq(slug))
        .filter(Column::Kind.eq(OrganisationKind::Producer))
        .one(db)
        .await?;
    Ok(row.map(Into::into))
}

/// Verified producers in the order of their names.
pub(crate) async fn verified_producers(
    db: &impl ConnectionTrait,
    filter: ProfileFilter<'_>,
) -> Result<Vec<Profile>> {
    let rows = Entity::find()
        .filter(Column::Kind.eq(OrganisationKind::Producer))
        .filter(Column::Status.eq(OrganisationStatus::Verified))
        .apply_if(filter.q, |query, words| {
            query.filter(holding(words, |pattern| Column::NameFolded.like(pattern)))
        })
        .apply_if(filter.commune, |query, code| {
            query.filter(Column::CommuneCode.eq(code))
        })
        .apply_if(filter.after, |query, (name, id)| {
            let same_name = Condition::all()
                .add(Column::NameFolded.eq(name))
                .add(Column::Id.gt(id));
            query.filter(Condition::any().add(Column::NameFolded.gt(name)).add(same_name))
        })
        .order_by_asc(Column::NameFolded)
        .order_by_asc(Column::Id)
        .limit(filter.fetch)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The ids of producers in whose name these words stand, verified or not: for a condition of a list.
pub(crate) fn producers_named(words: &str) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Kind.eq(OrganisationKind::Producer))
        .filter(holding(words, |pattern| Column::NameFolded.like(pattern)))
        .into_query()
}

/// The producers of a commune, verified or not.
pub(crate) async fn producers_in(db: &impl ConnectionTrait, commune: &str) -> Result<Vec<OrganisationId>> {
    let rows = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Kind.eq(OrganisationKind::Producer))
        .filter(Column::CommuneCode.eq(commune))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows)
}

/// A public office that takes part: the centre or an authority.
#[derive(Clone, Debug)]
pub(crate) struct Office {
    pub(crate) kind: OrganisationKind,
    pub(crate) name: String,
    pub(crate) commune_code: String,
    pub(crate) contact: Contact,
}

/// The centre and the authorities, by name.
pub(crate) async fn offices(db: &impl ConnectionTrait) -> Result<Vec<Office>> {
    let rows = Entity::find()
        .filter(Column::Kind.is_in([OrganisationKind::Centre, OrganisationKind::Authority]))
        .filter(Column::Status.eq(OrganisationStatus::Verified))
        .order_by_asc(Column::NameFolded)
        .all(db)
        .await?;
    let office = |row: Model| Office {
        kind: row.kind,
        contact: row.contact(),
        name: row.name,
        commune_code: row.commune_code,
    };
    Ok(rows.into_iter().map(office).collect())
}

/// How many verified producers each commune has, by its code.
pub(crate) async fn producers_by_commune(db: &impl ConnectionTrait) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = Entity::find()
        .select_only()
        .column(Column::CommuneCode)
        .column_as(Column::Id.count(), "producers")
        .filter(Column::Kind.eq(OrganisationKind::Producer))
        .filter(Column::Status.eq(OrganisationStatus::Verified))
        .group_by(Column::CommuneCode)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Those of the organisations that are verified.
pub(crate) async fn verified_among(
    db: &impl ConnectionTrait,
    ids: Vec<OrganisationId>,
) -> Result<HashSet<OrganisationId>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<OrganisationId> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(ids))
        .filter(Column::Status.eq(OrganisationStatus::Verified))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Writes what a producer changed of its own organisation; what is None stays.
pub(crate) async fn change_profile(
    tx: &Tx,
    id: OrganisationId,
    commune_code: Option<String>,
    contact: Patch<Contact>,
) -> Result<()> {
    if commune_code.is_none() && contact.is_keep() {
        return Ok(());
    }
    let mut change = ActiveModel {
        commune_code: commune_code.map_or(NotSet, Set),
        ..Default::default()
    };
    if !contact.is_keep() {
        let contact = contact.as_ref();
        let part = |of: fn(&Contact) -> &String| Set(contact.map(|contact| of(contact).clone()));
        change.public_contact_name = part(|contact| &contact.name);
        change.public_contact_phone = part(|contact| &contact.phone);
        change.public_contact_email = part(|contact| &contact.email);
    }
    Entity::update_many()
        .set(change)
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The products whose pages show this producer. They belong to the catalogue, which this slice may not call; their
/// ids are read by the table's name, because waiting for a job would leave pages old for a while.
pub(crate) async fn public_products_of(
    db: &impl ConnectionTrait,
    id: OrganisationId,
) -> Result<Vec<ProductId>> {
    let query = Query::select()
        .column("id")
        .from("products")
        .and_where(Expr::col("producer_id").eq(id))
        .and_where(Expr::col("public_version_id").is_not_null())
        .to_owned();
    let rows = db.query_all(&query).await?;
    Ok(rows
        .iter()
        .map(|row| row.try_get("", "id"))
        .collect::<std::result::Result<_, DbErr>>()?)
}

impl From<Model> for Profile {
    fn from(row: Model) -> Self {
        Self {
            contact: row.public_contact(),
            id: row.id,
            // Sign-up asks every producer for its kind.
            kind: row.producer_kind.unwrap_or(ProducerKind::Household),
            status: row.status,
            slug: row.slug,
            name: row.name,
            name_folded: row.name_folded,
            commune_code: row.commune_code,
        }
    }
}
