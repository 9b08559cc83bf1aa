//! Finds a producer's own products by what a row calls them.

use crate::catalogue::OwnProduct;
use shared::{FieldCode, ProductId, text::folded};
use std::collections::HashMap;

/// A producer's products by code and by name.
#[derive(Debug, Default)]
pub(super) struct Own {
    by_id: HashMap<ProductId, OwnProduct>,
    by_slug: HashMap<String, ProductId>,
    by_name: HashMap<String, Vec<ProductId>>,
}

impl Own {
    pub(super) fn new(products: Vec<OwnProduct>) -> Self {
        let mut own = Self::default();
        for product in products {
            own.by_slug.insert(product.slug.clone(), product.id);
            own.by_name
                .entry(folded(&product.texts.name))
                .or_default()
                .push(product.id);
            own.by_id.insert(product.id, product);
        }
        own
    }

    pub(super) fn ids(&self) -> Vec<ProductId> {
        self.by_id.keys().copied().collect()
    }

    pub(super) fn by_slug(&self, slug: &str) -> Option<&OwnProduct> {
        self.by_slug
            .get(&slug.to_lowercase())
            .and_then(|id| self.by_id.get(id))
    }

    /// The only product of a name; None where there is none.
    pub(super) fn by_name(&self, name: &str) -> Result<Option<&OwnProduct>, FieldCode> {
        match self.by_name.get(&folded(name)).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([id]) => Ok(self.by_id.get(id)),
            Some(_) => Err(FieldCode::Ambiguous),
        }
    }

    /// By code, else by name.
    pub(super) fn find(&self, text: &str) -> Result<&OwnProduct, FieldCode> {
        match self.by_slug(text) {
            Some(product) => Ok(product),
            None => self.by_name(text)?.ok_or(FieldCode::Unknown),
        }
    }
}
