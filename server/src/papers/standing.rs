//! The verified papers of producers, read once for many products: what they let a product claim, and whether they are
//! enough for a supermarket.

use super::{
    claims::{ClaimPaper, ClaimTerm},
    law::law,
    needs::{Held, assess, in_short, ready_until},
    rows::verified,
};
use crate::{catalogue::ProductRow, http::Result};
use sea_orm::ConnectionTrait;
use shared::{Date, OrganisationId, ProductId, papers::PapersState};
use std::collections::{HashMap, HashSet};

/// A producer's verified papers.
#[derive(Clone, Debug, Default)]
pub(crate) struct VerifiedPapers {
    /// With the product that each is about; none for the whole organisation.
    held: Vec<(Option<ProductId>, Held)>,
    /// Those that let products claim something.
    pub(crate) claims: Vec<ClaimPaper>,
}

impl VerifiedPapers {
    fn about(&self, product: ProductId) -> impl Iterator<Item = &Held> + Clone {
        self.held
            .iter()
            .filter(move |(of, _)| of.is_none_or(|of| of == product))
            .map(|(_, held)| held)
    }

    /// Whether they are enough for a product of this group, and what is missing.
    pub(crate) fn state(&self, product: ProductId, group: &str, today: Date) -> PapersState {
        let held: Vec<Held> = self.about(product).cloned().collect();
        in_short(&assess(law(), group, &held, today))
    }

    /// The last day on which they are enough; none where they are not.
    pub(crate) fn complete_until(&self, product: ProductId, group: &str) -> Option<Date> {
        ready_until(law(), group, self.about(product))
    }
}

/// The verified papers of these producers, in one query.
pub(crate) async fn verified_papers(
    db: &impl ConnectionTrait,
    producers: impl IntoIterator<Item = OrganisationId>,
) -> Result<HashMap<OrganisationId, VerifiedPapers>> {
    let producers: HashSet<OrganisationId> = producers.into_iter().collect();
    let mut found: HashMap<OrganisationId, VerifiedPapers> = HashMap::new();
    for row in verified(db, producers.into_iter().collect()).await? {
        let papers = found.entry(row.producer_id).or_default();
        if let Some(claim) = law().kind(row.kind).and_then(|rule| rule.claim) {
            papers.claims.push(ClaimPaper {
                product_id: row.product_id,
                term: ClaimTerm {
                    claim,
                    from: row.issued_on.unwrap_or(Date::MIN),
                    until: row.expires_on.unwrap_or(Date::MAX),
                },
            });
        }
        papers.held.push((row.product_id, Held::from(&row)));
    }
    Ok(found)
}

/// How the papers of these products stand, in one query.
pub(crate) async fn papers_states<'a>(
    db: &impl ConnectionTrait,
    products: impl Iterator<Item = &'a ProductRow> + Clone,
    today: Date,
) -> Result<HashMap<ProductId, PapersState>> {
    let papers = verified_papers(db, products.clone().map(|product| product.producer_id)).await?;
    let none = VerifiedPapers::default();
    let state = |product: &ProductRow| {
        let papers = papers.get(&product.producer_id).unwrap_or(&none);
        (product.id, papers.state(product.id, &product.group_code, today))
    };
    Ok(products.map(state).collect())
}
