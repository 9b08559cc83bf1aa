//! What coverage of any day is computed from: everything that changed the figure, each with its time. Nothing that is
//! true only today is asked, so that the figure of a past day stays what it was.

use super::{
    coverage::{ByStars, Figures, by_stars, figures},
    shelf::{Shelf, shelves_between},
};
use crate::{
    catalogue::{PublicPeriod, public_periods},
    certification::{ValidCertificate, best_on, valid_between},
    http::Result,
};
use sea_orm::ConnectionTrait;
use shared::{Date, ProductId, Timestamp, time::plus_days};
use std::collections::HashSet;

/// What happened between two days.
#[derive(Debug)]
pub(super) struct History {
    certificates: Vec<ValidCertificate>,
    public: Vec<PublicPeriod>,
    shelves: Vec<Shelf>,
}

impl History {
    /// Five queries, however many days there are.
    pub(super) async fn read(db: &impl ConnectionTrait, first: Date, last: Date) -> Result<Self> {
        let certificates = valid_between(db, first, last).await?;
        let mut ids: Vec<ProductId> = certificates
            .iter()
            .filter(|certificate| certificate.stars >= 4)
            .map(|certificate| certificate.product_id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(Self {
            public: public_periods(db, &ids).await?,
            shelves: shelves_between(db, first, last).await?,
            certificates,
        })
    }

    /// The figures at the end of a day.
    pub(super) fn on(&self, day: Date) -> (ByStars, Figures) {
        let end = Timestamp::start_of(plus_days(day, 1));
        let valid = best_on(&self.certificates, day);
        let public: HashSet<ProductId> = self
            .public
            .iter()
            .filter(|period| period.from < end && period.until.is_none_or(|until| until >= end))
            .map(|period| period.product_id)
            .collect();
        let on_shelf = self
            .shelves
            .iter()
            .filter(|shelf| shelf.counts_on(day))
            .map(|shelf| shelf.product_id)
            .collect();
        (by_stars(&valid), figures(valid, &public, &on_shelf))
    }
}
