//! Who makes the products, and where: producers' pages and terms, communes, growing zones.
//!
//! Owns: the `producers` rows. Name, address and contact belong to [`crate::identity`]; a producer that has written
//! nothing about itself has no row and the default terms. The province's own tables come from [`crate::province`].

mod entity;
mod get_producer;
mod list_communes;
mod list_growing_zones;
mod list_legacy_communes;
mod list_producers;
mod policy;
mod read;
mod update_producer;

pub(crate) use crate::identity::producers_by_commune;
pub(crate) use read::{Terms, producer_refs, producers, terms};

use crate::http::Routes;
use shared::producers::{
    GetProducer, ListCommunes, ListGrowingZones, ListLegacyCommunes, ListProducers, UpdateProducer,
};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<ListProducers, _, _>(list_producers::list_producers)
        .mount::<GetProducer, _, _>(get_producer::get_producer)
        .mount::<UpdateProducer, _, _>(update_producer::update_producer)
        .mount::<ListCommunes, _, _>(list_communes::list_communes)
        .mount::<ListLegacyCommunes, _, _>(list_legacy_communes::list_legacy_communes)
        .mount::<ListGrowingZones, _, _>(list_growing_zones::list_growing_zones);
}
