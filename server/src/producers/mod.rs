//! Who makes the products, and where: producers' pages and terms, communes, growing zones.
//!
//! Owns: producers' profiles, photographs and bank accounts. Name, address and contact belong to [`crate::identity`]; a producer that has written
//! nothing about itself has no row and the default terms. The province's own tables come from [`crate::province`].

mod add_producer_photo;
mod bank_account;
mod caption_producer_photo;
mod check;
mod delete_bank_account;
mod delete_producer_photo;
mod entity;
mod find_communes;
mod get_bank_account;
mod get_producer;
mod list_banks;
mod list_communes;
mod list_growing_zones;
mod list_legacy_communes;
mod list_producers;
mod photos;
mod policy;
mod put_bank_account;
mod read;
mod update_producer;

pub(crate) use crate::identity::producers_by_commune;
pub(crate) use check::check;
pub(crate) use photos::photographed;
pub(crate) use read::{Terms, producer_refs, producers, sellers, terms};

use crate::http::Routes;
use shared::producers::{
    AddProducerPhoto, CaptionProducerPhoto, DeleteBankAccount, DeleteProducerPhoto, FindCommunes,
    GetBankAccount, GetProducer, ListBanks, ListCommunes, ListGrowingZones, ListLegacyCommunes,
    ListProducers, PutBankAccount, UpdateProducer,
};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<ListProducers, _, _>(list_producers::list_producers)
        .mount::<GetProducer, _, _>(get_producer::get_producer)
        .mount::<UpdateProducer, _, _>(update_producer::update_producer)
        .mount::<AddProducerPhoto, _, _>(add_producer_photo::add_producer_photo)
        .mount::<CaptionProducerPhoto, _, _>(caption_producer_photo::caption_producer_photo)
        .mount::<DeleteProducerPhoto, _, _>(delete_producer_photo::delete_producer_photo)
        .mount::<GetBankAccount, _, _>(get_bank_account::get_bank_account)
        .mount::<PutBankAccount, _, _>(put_bank_account::put_bank_account)
        .mount::<DeleteBankAccount, _, _>(delete_bank_account::delete_bank_account)
        .mount::<ListBanks, _, _>(list_banks::list_banks)
        .mount::<FindCommunes, _, _>(find_communes::find_communes)
        .mount::<ListCommunes, _, _>(list_communes::list_communes)
        .mount::<ListLegacyCommunes, _, _>(list_legacy_communes::list_legacy_communes)
        .mount::<ListGrowingZones, _, _>(list_growing_zones::list_growing_zones);
}
