//! What stands between a product and a shelf that counts: the listing that came furthest says so.

use super::entity::{chains, listing_stores, listings};
use shared::{
    Date, Timestamp,
    listings::{CONFIRMED_DAYS, ListingStatus, Obstacle},
    time::plus_days,
};

/// A listing, as far as it came.
#[derive(Clone, Debug)]
pub(super) struct Tried {
    pub(super) listing: listings::Model,
    pub(super) chain: chains::Model,
    stores: usize,
    confirmed_at: Option<Timestamp>,
    /// Since when it has stood as it stands.
    pub(super) since: Option<Date>,
}

impl Tried {
    /// `places`: the stores where it stands now.
    pub(super) fn new(
        listing: listings::Model,
        chain: chains::Model,
        places: &[listing_stores::Model],
    ) -> Self {
        Self {
            listing,
            chain,
            stores: places.len(),
            confirmed_at: places.iter().filter_map(|place| place.confirmed_at).max(),
            since: None,
        }
    }

    /// What stands in the way of this one, and since when.
    fn obstacle(&self) -> (Obstacle, Option<Date>) {
        let day = |at: Option<Timestamp>| at.map(Timestamp::day);
        match self.listing.status {
            ListingStatus::Pitched => (Obstacle::Unanswered, Some(self.listing.pitched_at.day())),
            ListingStatus::Declined => (Obstacle::Declined, day(self.listing.answered_at)),
            ListingStatus::Delisted => (Obstacle::Delisted, day(self.listing.delisted_at)),
            ListingStatus::Accepted => (Obstacle::NotShelved, day(self.listing.answered_at)),
            ListingStatus::OnShelf if self.stores == 0 => {
                (Obstacle::NotShelved, day(self.listing.answered_at))
            }
            ListingStatus::OnShelf if !self.chain.counts_as_retail_chain => {
                (Obstacle::ChainNotCounted, day(self.confirmed_at))
            }
            ListingStatus::OnShelf => match self.confirmed_at {
                None => (Obstacle::Unconfirmed, day(self.listing.answered_at)),
                Some(at) => (Obstacle::Overdue, Some(plus_days(at.day(), CONFIRMED_DAYS))),
            },
        }
    }
}

/// How near an obstacle is to a shelf that counts.
const fn nearness(obstacle: Obstacle) -> u8 {
    match obstacle {
        Obstacle::Overdue => 7,
        Obstacle::Unconfirmed => 6,
        Obstacle::NotShelved => 5,
        Obstacle::Unanswered => 4,
        Obstacle::Delisted => 3,
        Obstacle::Declined => 2,
        Obstacle::ChainNotCounted => 1,
        Obstacle::NoPitch | Obstacle::Papers => 0,
    }
}

/// What stands in the way of a product, and the listing that says so: the one that came furthest, of several the
/// newest. Without its papers no chain can be asked again: while none has taken it, these come first.
pub(super) fn obstacle(tried: Vec<Tried>, papers_complete: bool) -> (Obstacle, Option<Tried>) {
    let furthest = tried
        .into_iter()
        .map(|tried| (tried.obstacle(), tried))
        .max_by_key(|((obstacle, _), tried)| (nearness(*obstacle), tried.listing.id));
    match furthest {
        None if papers_complete => (Obstacle::NoPitch, None),
        None => (Obstacle::Papers, None),
        Some(((obstacle, since), mut tried)) => {
            let taken = nearness(obstacle) >= nearness(Obstacle::NotShelved);
            if papers_complete || taken {
                tried.since = since;
                (obstacle, Some(tried))
            } else {
                (Obstacle::Papers, Some(tried))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Tried, obstacle};
    use crate::listings::entity::{chains, listing_stores, listings};
    use shared::{
        ChainId, ListingId, OrganisationId, ProductId, StoreId, Timestamp,
        listings::{ListingStatus, Obstacle},
    };
    use time::macros::date;

    fn tried(number: u128, status: ListingStatus, counts: bool, confirmed: &[Option<i64>]) -> Tried {
        let listing = listings::Model {
            id: ListingId(uuid::Uuid::from_u128(number)),
            product_id: ProductId::EXAMPLE,
            producer_id: OrganisationId::EXAMPLE,
            chain_id: ChainId::EXAMPLE,
            status,
            open_key: None,
            note: None,
            wanted_stores: String::new(),
            pack_id: None,
            weekly_cases: None,
            unit_price: None,
            starts_on: None,
            reason_code: None,
            reason: None,
            pitched_at: Timestamp(0),
            answered_at: Some(Timestamp(0)),
            delisted_at: None,
            version: 1,
        };
        let chain = chains::Model {
            id: ChainId::EXAMPLE,
            organisation_id: OrganisationId::EXAMPLE,
            name: "Ví Dụ".into(),
            counts_as_retail_chain: counts,
            created_at: Timestamp(0),
            contact_sealed: None,
            version: 1,
        };
        let places: Vec<_> = confirmed
            .iter()
            .map(|at| listing_stores::Model {
                listing_id: listing.id,
                store_id: StoreId::EXAMPLE,
                shelved_at: Timestamp(0),
                confirmed_at: at.map(Timestamp),
                removed_at: None,
                reason_code: None,
                reason: None,
            })
            .collect();
        Tried::new(listing, chain, &places)
    }

    #[test]
    fn the_listing_that_came_furthest_tells_what_is_missing() {
        let told = |listings: Vec<Tried>| obstacle(listings, true).0;
        assert_eq!(told(vec![]), Obstacle::NoPitch);
        let declined = tried(1, ListingStatus::Declined, true, &[]);
        let pitched = tried(2, ListingStatus::Pitched, true, &[]);
        let accepted = tried(3, ListingStatus::Accepted, true, &[]);
        let gift_shop = tried(4, ListingStatus::OnShelf, false, &[Some(1)]);
        let unconfirmed = tried(5, ListingStatus::OnShelf, true, &[None]);
        let overdue = tried(6, ListingStatus::OnShelf, true, &[None, Some(1)]);
        assert_eq!(told(vec![declined.clone(), gift_shop]), Obstacle::Declined);
        assert_eq!(
            told(vec![pitched.clone(), declined.clone()]),
            Obstacle::Unanswered
        );
        assert_eq!(told(vec![accepted, pitched]), Obstacle::NotShelved);
        assert_eq!(told(vec![unconfirmed.clone(), declined]), Obstacle::Unconfirmed);
        let (what, which) = obstacle(vec![overdue, unconfirmed], true);
        assert_eq!(what, Obstacle::Overdue);
        assert_eq!(which.unwrap().since, Some(date!(1970 - 04 - 01)));
    }

    #[test]
    fn missing_papers_come_first_until_a_chain_has_taken_it() {
        let told = |listings: Vec<Tried>| obstacle(listings, false).0;
        assert_eq!(told(vec![]), Obstacle::Papers);
        let [declined, pitched, accepted] = [
            ListingStatus::Declined,
            ListingStatus::Pitched,
            ListingStatus::Accepted,
        ]
        .map(|status| tried(1, status, true, &[]));
        assert_eq!(told(vec![declined]), Obstacle::Papers);
        assert_eq!(told(vec![pitched]), Obstacle::Papers);
        assert_eq!(told(vec![accepted]), Obstacle::NotShelved);
    }
}
