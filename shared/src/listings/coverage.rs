//! The coverage figure, what is missing from it, and what stands in the way.

use super::{ListingReason, ProductRef};
use crate::{
    Date, ListingId,
    papers::Need,
    producers::{CommuneRef, ProducerRef},
};

words! {
    /// What stands between a product and a shelf that counts.
    pub enum Obstacle {
        /// Papers that the law asks for are missing: before a chain may take it, these come first.
        Papers = "papers",
        /// No chain has been asked.
        NoPitch = "no_pitch",
        /// A chain has not answered yet.
        Unanswered = "unanswered",
        /// Every chain that was asked said no.
        Declined = "declined",
        /// A chain took it off its shelves.
        Delisted = "delisted",
        /// A chain will take it, but it is in no store yet.
        NotShelved = "not_shelved",
        /// It is in stores that have never confirmed it.
        Unconfirmed = "unconfirmed",
        /// The last confirmation is too old to count.
        Overdue = "overdue",
        /// It is on the shelf of a chain that does not count.
        ChainNotCounted = "chain_not_counted",
    }
}

views! {
    /// How many valid four- and five-star products are on a chain's shelf on a day.
    pub struct Coverage {
        pub on: Date,
        /// Distinct products with a valid four- or five-star certificate.
        pub total: i64,
        /// Of them, on a confirmed shelf.
        pub listed: i64,
        /// `listed` of `total` in per cent with one decimal; null where there is nothing to count.
        pub percent: Option<f64>,
        pub missing: Vec<MissingProduct>,
        /// Valid certificates by stars, for the province's targets.
        pub valid: ValidCounts,
        /// The same by the commune of the producer, most products first.
        pub communes: Vec<CommuneCoverage>,
    }

    /// How many valid four- and five-star products of a commune are on a chain's shelf.
    pub struct CommuneCoverage {
        pub commune: CommuneRef,
        pub total: i64,
        pub listed: i64,
    }

    /// A four- or five-star product that no chain has on its shelf.
    pub struct MissingProduct {
        pub product: ProductRef,
        pub producer: ProducerRef,
        pub stars: u8,
        pub expires_on: Date,
    }

    /// The coverage figure of one day.
    pub struct CoveragePoint {
        pub on: Date,
        pub total: i64,
        pub listed: i64,
        pub percent: Option<f64>,
    }

    /// A valid four- or five-star product that is on no shelf, and what stands in the way.
    pub struct CoverageGap {
        pub product: ProductRef,
        pub producer: ProducerRef,
        pub commune: CommuneRef,
        pub stars: u8,
        pub expires_on: Date,
        pub obstacle: Obstacle,
        /// The listing that came furthest, where there is one.
        pub listing_id: Option<ListingId>,
        pub chain: Option<String>,
        /// Since when it has stood so.
        pub since: Option<Date>,
        pub reason_code: Option<ListingReason>,
        pub reason: Option<String>,
        /// The papers that are missing, whatever else stands in the way.
        pub missing_papers: Vec<Need>,
    }

    /// Products with a valid certificate.
    pub struct ValidCounts {
        pub all: i64,
        pub three: i64,
        pub four: i64,
        pub five: i64,
        /// The province's targets for 2030.
        pub target_all: i64,
        pub target_four: i64,
        pub target_five: i64,
        /// The share of four- and five-star products that should be on a shelf, in per cent.
        pub target_percent: i64,
        /// By the end of which year.
        pub target_year: i64,
    }
}

queries! {
    /// Coverage of which day.
    pub struct CoverageQuery {
        /// Left out: today.
        pub on: Option<Date>,
    }

    /// Coverage of which months.
    pub struct CoverageHistoryQuery {
        /// The last day; left out: today.
        pub until: Option<Date>,
        /// How many months, 1 to 60; left out: 24.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 60))]
        pub months: Option<u8>,
    }
}
