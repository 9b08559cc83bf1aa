//! Agreed prices: a pitch with a pack and a price that a chain accepted is an agreement for as long as the listing
//! stands. The retailer that runs the chain orders that pack at that price; nobody else learns of it.

use super::entity::{
    chains,
    listings::{Column, Entity},
};
use crate::{catalogue::PackRow, http::Result};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Query};
use shared::{ListingId, OrganisationId, PackId, listings::ListingStatus};
use std::{borrow::Borrow, collections::HashMap};

/// What a chain and a producer agreed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Agreement {
    pub(crate) listing_id: ListingId,
    /// Of one consumer unit, before VAT.
    pub(crate) unit_price: i64,
}

/// What a consumer unit of a pack costs one buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnitPrice {
    pub(crate) amount: i64,
    /// The listing that agreed on it; none where it is everybody's price.
    pub(crate) agreed: Option<ListingId>,
}

/// The price of a pack for a buyer: the agreed one, unless the producer asks less of everybody by now.
pub(crate) fn price_for(list_price: i64, agreement: Option<Agreement>) -> UnitPrice {
    match agreement {
        Some(Agreement {
            listing_id,
            unit_price,
        }) if unit_price <= list_price => UnitPrice {
            amount: unit_price,
            agreed: Some(listing_id),
        },
        _ => UnitPrice {
            amount: list_price,
            agreed: None,
        },
    }
}

/// What one buyer has agreed on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agreements(HashMap<PackId, Agreement>);

impl Agreements {
    /// The agreements of a retailer's chains about these packs. One query.
    pub(crate) async fn about(
        db: &impl ConnectionTrait,
        buyer: OrganisationId,
        packs: impl IntoIterator<Item = impl Borrow<PackId>>,
    ) -> Result<Self> {
        let packs: Vec<PackId> = packs.into_iter().map(|id| *id.borrow()).collect();
        if packs.is_empty() {
            return Ok(Self::default());
        }
        Self::read(db, buyer, Entity::find().filter(Column::PackId.is_in(packs))).await
    }

    /// All agreements of a retailer's chains. One query.
    pub(crate) async fn of(db: &impl ConnectionTrait, buyer: OrganisationId) -> Result<Self> {
        Self::read(db, buyer, Entity::find()).await
    }

    async fn read(
        db: &impl ConnectionTrait,
        buyer: OrganisationId,
        listings: sea_orm::Select<Entity>,
    ) -> Result<Self> {
        let own = Query::select()
            .column(chains::Column::Id)
            .from(chains::Entity)
            .and_where(chains::Column::OrganisationId.eq(buyer))
            .to_owned();
        let rows = listings
            .filter(Column::ChainId.in_subquery(own))
            .filter(Column::Status.is_in([ListingStatus::Accepted, ListingStatus::OnShelf]))
            .filter(Column::UnitPrice.is_not_null())
            .all(db)
            .await?;
        let mut agreed: HashMap<PackId, Agreement> = HashMap::new();
        for row in rows {
            let (Some(pack), Some(unit_price)) = (row.pack_id, row.unit_price) else {
                continue;
            };
            let found = Agreement {
                listing_id: row.id,
                unit_price,
            };
            // Of several chains the best price counts: the purchase is the retailer's, not one chain's.
            let best = agreed.entry(pack).or_insert(found);
            if (found.unit_price, found.listing_id) < (best.unit_price, best.listing_id) {
                *best = found;
            }
        }
        Ok(Self(agreed))
    }

    /// Which packs they are about.
    pub(crate) fn packs(&self) -> impl Iterator<Item = &PackId> {
        self.0.keys()
    }

    /// What a unit of the pack costs this buyer.
    pub(crate) fn price(&self, pack: &PackRow) -> UnitPrice {
        price_for(pack.unit_price, self.0.get(&pack.id).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::{Agreement, price_for};
    use shared::ListingId;

    #[test]
    fn an_agreed_price_holds_until_everybody_pays_less() {
        let agreement = Agreement {
            listing_id: ListingId::EXAMPLE,
            unit_price: 82_000,
        };
        let of = |list, agreement| {
            let price = price_for(list, agreement);
            (price.amount, price.agreed.is_some())
        };
        assert_eq!(of(85_000, None), (85_000, false));
        assert_eq!(of(85_000, Some(agreement)), (82_000, true));
        assert_eq!(of(99_000, Some(agreement)), (82_000, true));
        assert_eq!(of(82_000, Some(agreement)), (82_000, true));
        assert_eq!(of(80_000, Some(agreement)), (80_000, false));
    }
}
