//! Photographs without files: the last line of defence, for the operator and for tests.

use super::entity::photos::{Column, Entity};
use crate::{
    db::{Invariant, Pages},
    http::Result,
    media::{Media, missing_of},
};
use sea_orm::{ConnectionTrait, EntityTrait};

pub(crate) async fn check(db: &impl ConnectionTrait, media: &Media) -> Result<Vec<Invariant>> {
    let mut there = Invariant::new("every width of a producer's photograph has its file");
    let mut pages = Pages::of(Entity::find(), Column::Id);
    while let Some(rows) = pages.next(db).await? {
        let pictures = rows.into_iter().map(|row| (row.file, row.sizes));
        missing_of(media, pictures, &mut there).await?;
    }
    Ok(vec![there])
}
