//! What a pack must be like: its price, and how little of it can be ordered. One pack has to fit all of it.

use super::filter::limit;
use crate::http::Result;
use shared::{FieldCode, discovery::ProductFilter, orders::MAX_CASES};
use std::ops::RangeInclusive;

/// What a consumer unit may cost, as packs are made.
const PRICES: RangeInclusive<i64> = 0..=1_000_000_000;

/// A checked choice of packs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fitting {
    /// Of the consumer unit, in đồng.
    min_price: Option<i64>,
    max_price: Option<i64>,
    /// What somebody would order at the most.
    max_cases: Option<i64>,
}

impl Fitting {
    pub(super) fn of(filter: &ProductFilter) -> Result<Self> {
        let this = Self {
            min_price: within("min_price", filter.min_price, PRICES)?,
            max_price: within("max_price", filter.max_price, PRICES)?,
            max_cases: within("max_cases", filter.max_cases, 1..=MAX_CASES)?,
        };
        match (this.min_price, this.max_price) {
            (Some(min), Some(max)) if max < min => Err(limit("max_price", FieldCode::TooSmall, min)),
            _ => Ok(this),
        }
    }

    /// Whether any pack fits, and none at all.
    pub(super) fn takes_all(self) -> bool {
        self == Self::default()
    }

    /// Whether a pack fits whose consumer unit costs so much, and of which so many cases are the least.
    pub(super) fn takes(self, unit_price: i64, least: i64) -> bool {
        self.min_price.is_none_or(|min| unit_price >= min)
            && self.max_price.is_none_or(|max| unit_price <= max)
            && self.max_cases.is_none_or(|most| least <= most)
    }
}

fn within(field: &str, value: Option<i64>, range: RangeInclusive<i64>) -> Result<Option<i64>> {
    match value {
        Some(value) if value < *range.start() => Err(limit(field, FieldCode::TooSmall, *range.start())),
        Some(value) if value > *range.end() => Err(limit(field, FieldCode::TooLarge, *range.end())),
        value => Ok(value),
    }
}
