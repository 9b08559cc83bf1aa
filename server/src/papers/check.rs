//! Papers without their scans, and decisions that nobody took: the last line of defence, for the operator and for tests.

use super::entity::papers::{Column, Entity};
use crate::{
    db::{Invariant, Pages},
    http::Result,
    media::Media,
};
use sea_orm::{ConnectionTrait, EntityTrait};
use shared::papers::PaperStatus;

pub(crate) async fn check(db: &impl ConnectionTrait, media: &Media) -> Result<Vec<Invariant>> {
    let mut scans = Invariant::new("a paper that has a scan has its file");
    let mut decided = Invariant::new("a paper was decided about when it says so");
    let mut pages = Pages::of(Entity::find(), Column::Id);
    while let Some(rows) = pages.next(db).await? {
        let files = rows.iter().filter(|row| row.removed_at.is_none());
        let files: Vec<String> = files.filter_map(|row| row.file.clone()).collect();
        let missing = media.missing(files).await?;
        for row in rows {
            let gone =
                row.removed_at.is_none() && row.file.as_ref().is_some_and(|file| missing.contains(file));
            scans.hold(!gone, || format!("paper {}: its scan is gone", row.id));
            let open = row.status == PaperStatus::Pending;
            decided.hold(open || row.decided_at.is_some(), || {
                format!("paper {}, {}: nobody decided it", row.id, row.status)
            });
        }
    }
    Ok(vec![scans, decided])
}
