//! What other slices may ask of producers, each in a constant number of queries.

use super::{
    entity::producers::{Column, Entity, Model},
    photos,
};
use crate::{
    http::Result,
    identity::{self, PartyRow, Profile},
    province::province,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{
    Money, OrganisationId,
    producers::{Producer, ProducerPhoto, ProducerRef},
};
use std::{borrow::Borrow, collections::HashMap};

/// Working days to ship where the producer has not said.
const LEAD_TIME_DAYS: i16 = 3;

/// On which terms a producer sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Working days from confirmation to shipping.
    pub(crate) lead_time_days: i16,
    /// The least an order must come to, before VAT, in đồng.
    pub(crate) minimum_order: i64,
}

impl Terms {
    fn of(row: &Model) -> Self {
        Self {
            lead_time_days: row.lead_time_days,
            minimum_order: row.minimum_order,
        }
    }
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            lead_time_days: LEAD_TIME_DAYS,
            minimum_order: 0,
        }
    }
}

/// Producers by name, verified or not.
pub(crate) async fn producer_refs(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = impl Borrow<OrganisationId>>,
) -> Result<HashMap<OrganisationId, ProducerRef>> {
    let ids = distinct(ids);
    let profiles = identity::profiles(db, ids.clone()).await?;
    let mut english = english_names(db, ids).await?;
    Ok(profiles
        .into_iter()
        .map(|(id, profile)| {
            let found = ProducerRef {
                id,
                slug: profile.slug,
                name: profile.name,
                name_en: english.remove(&id),
            };
            (id, found)
        })
        .collect())
}

/// Whole public views, verified or not: the caller has decided that they may be seen.
pub(crate) async fn producers(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = impl Borrow<OrganisationId>>,
) -> Result<HashMap<OrganisationId, Producer>> {
    let ids = distinct(ids);
    let profiles = identity::profiles(db, ids.clone()).await?;
    let mut photos = photos::of_each(db, ids.clone()).await?;
    let mut rows = rows(db, ids).await?;
    Ok(profiles
        .into_iter()
        .map(|(id, profile)| {
            let photos = photos.remove(&id).unwrap_or_default();
            (id, view(profile, rows.remove(&id), photos))
        })
        .collect())
}

/// Terms of sale; every id that was asked for has some.
pub(crate) async fn terms(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = impl Borrow<OrganisationId>>,
) -> Result<HashMap<OrganisationId, Terms>> {
    let ids = distinct(ids);
    let rows = rows(db, ids.clone()).await?;
    Ok(ids
        .into_iter()
        .map(|id| (id, rows.get(&id).map(Terms::of).unwrap_or_default()))
        .collect())
}

/// Producers as sellers, whose organisations were read already: their names and terms in one query. Every producer
/// that was asked for has terms.
pub(crate) async fn sellers(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = impl Borrow<OrganisationId>>,
    parties: &HashMap<OrganisationId, PartyRow>,
) -> Result<HashMap<OrganisationId, (ProducerRef, Terms)>> {
    let mut rows = rows(db, distinct(ids)).await?;
    let known = parties.iter().map(|(id, party)| {
        let row = rows.remove(id);
        let terms = row.as_ref().map(Terms::of).unwrap_or_default();
        let producer = ProducerRef {
            id: *id,
            slug: party.slug.clone(),
            name: party.name.clone(),
            name_en: row.and_then(|row| row.name_en),
        };
        (*id, (producer, terms))
    });
    Ok(known.collect())
}

/// The views of profiles that were read already, in their order.
pub(super) async fn views(db: &impl ConnectionTrait, profiles: Vec<Profile>) -> Result<Vec<Producer>> {
    let ids: Vec<OrganisationId> = profiles.iter().map(|profile| profile.id).collect();
    let mut photos = photos::of_each(db, ids.clone()).await?;
    let mut rows = rows(db, ids).await?;
    Ok(profiles
        .into_iter()
        .map(|profile| {
            let row = rows.remove(&profile.id);
            let photos = photos.remove(&profile.id).unwrap_or_default();
            view(profile, row, photos)
        })
        .collect())
}

/// The names in English, where there is one: nothing else of the rows is read.
async fn english_names(
    db: &impl ConnectionTrait,
    ids: Vec<OrganisationId>,
) -> Result<HashMap<OrganisationId, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let names: Vec<(OrganisationId, String)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::NameEn])
        .filter(Column::Id.is_in(ids))
        .filter(Column::NameEn.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(names.into_iter().collect())
}

async fn rows(db: &impl ConnectionTrait, ids: Vec<OrganisationId>) -> Result<HashMap<OrganisationId, Model>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// What a producer without a row shows.
pub(super) fn unwritten(id: OrganisationId) -> Model {
    let terms = Terms::default();
    Model {
        id,
        name_en: None,
        story: None,
        story_en: None,
        founded_year: None,
        lead_time_days: terms.lead_time_days,
        minimum_order: terms.minimum_order,
        address: None,
        members: None,
        website: None,
        capacity: None,
        capacity_en: None,
        version: 0,
    }
}

fn view(profile: Profile, row: Option<Model>, photos: Vec<ProducerPhoto>) -> Producer {
    let row = row.unwrap_or_else(|| unwritten(profile.id));
    Producer {
        id: profile.id,
        slug: profile.slug,
        kind: profile.kind,
        name: profile.name,
        name_en: row.name_en,
        commune: province().commune_or_code(&profile.commune_code),
        story: row.story,
        story_en: row.story_en,
        founded_year: row.founded_year,
        lead_time_days: row.lead_time_days,
        minimum_order: Money::vnd(row.minimum_order),
        address: row.address,
        members: row.members,
        website: row.website,
        capacity: row.capacity,
        capacity_en: row.capacity_en,
        photos,
        contact: profile.contact,
        version: row.version,
    }
}

fn distinct(ids: impl IntoIterator<Item = impl Borrow<OrganisationId>>) -> Vec<OrganisationId> {
    let mut ids: Vec<OrganisationId> = ids.into_iter().map(|id| *id.borrow()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
