//! How the programme stands on a day, for the reports.

use super::{get_coverage::counted, history::History};
use crate::http::Result;
use sea_orm::ConnectionTrait;
use shared::{
    Date,
    listings::{CoveragePoint, ValidCounts},
};

/// The counts and the coverage figure of a day.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) valid: ValidCounts,
    pub(crate) coverage: CoveragePoint,
}

/// Counts what is valid and what is on a shelf at the end of a day.
pub(crate) async fn standing_on(db: &impl ConnectionTrait, on: Date) -> Result<Standing> {
    let (counts, figures) = History::read(db, on, on).await?.on(on);
    Ok(Standing {
        valid: counted(counts),
        coverage: CoveragePoint {
            on,
            total: figures.total,
            listed: figures.listed,
            percent: figures.percent,
        },
    })
}
