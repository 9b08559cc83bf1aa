//! What the centre features on the home page, and why.
//!
//! Owns: features. A feature is only a wish: who shows it asks whether the product still has a valid certificate and
//! stock, so that nothing needs to be taken down by hand.

mod delete_feature;
mod entity;
mod features;
mod policy;
mod put_feature;

pub(crate) use features::{FeatureRow, features};

use crate::http::Routes;
use shared::curation::{DeleteFeature, PutFeature};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<PutFeature, _, _>(put_feature::put_feature)
        .mount::<DeleteFeature, _, _>(delete_feature::delete_feature);
}
