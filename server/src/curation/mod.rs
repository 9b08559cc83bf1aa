//! What the centre features on the home page, and why.
//!
//! Owns: features, collections, collection products. A feature or a place in a collection is only a wish: who shows it
//! asks whether the product still has a valid certificate (and, for a feature, stock), so that nothing needs to be taken
//! down by hand.

mod check;
mod collections;
mod delete_collection;
mod delete_feature;
mod entity;
mod features;
mod policy;
mod put_collection;
mod put_feature;

pub(crate) use check::check;
pub(crate) use collections::{CollectionRow, collections, titles};
pub(crate) use features::{FeatureRow, features};

use crate::http::Routes;
use shared::curation::{DeleteCollection, DeleteFeature, PutCollection, PutFeature};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<PutFeature, _, _>(put_feature::put_feature)
        .mount::<DeleteFeature, _, _>(delete_feature::delete_feature)
        .mount::<PutCollection, _, _>(put_collection::put_collection)
        .mount::<DeleteCollection, _, _>(delete_collection::delete_collection);
}
