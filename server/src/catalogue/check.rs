//! Products whose texts, periods or pictures are not there: the last line of defence, for the operator and for tests.

use super::entity::{images, product_versions as versions, products, public_periods};
use crate::{
    db::{Invariant, Pages},
    http::Result,
    media::{Media, missing_of},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{ProductId, ProductVersionId};
use std::collections::HashSet;

pub(crate) async fn check(db: &impl ConnectionTrait, media: &Media) -> Result<Vec<Invariant>> {
    let mut found = of_products(db).await?;
    found.push(pictures(db, media).await?);
    Ok(found)
}

async fn of_products(db: &impl ConnectionTrait) -> Result<Vec<Invariant>> {
    let mut texts = Invariant::new("a product's newest and public texts are its own");
    let mut periods = Invariant::new("a product has public texts while its period lasts");
    let mut shown = Invariant::new("what was reviewed is public unless withdrawn or taken down");
    let mut pages = Pages::of(products::Entity::find(), products::Column::Id);
    while let Some(rows) = pages.next(db).await? {
        let ids: Vec<ProductId> = rows.iter().map(|row| row.id).collect();
        let own: HashSet<(ProductVersionId, ProductId)> = versions::Entity::find()
            .select_only()
            .columns([versions::Column::Id, versions::Column::ProductId])
            .filter(versions::Column::ProductId.is_in(ids.iter().copied()))
            .into_tuple()
            .all(db)
            .await?
            .into_iter()
            .collect();
        let lasting: Vec<ProductId> = public_periods::Entity::find()
            .select_only()
            .column(public_periods::Column::ProductId)
            .filter(public_periods::Column::ProductId.is_in(ids))
            .filter(public_periods::Column::UntilAt.is_null())
            .into_tuple()
            .all(db)
            .await?;
        for row in rows {
            let right = [
                Some(row.current_version_id),
                row.public_version_id,
                row.reviewed_version_id,
            ]
            .into_iter()
            .flatten()
            .all(|version| own.contains(&(version, row.id)));
            texts.hold(right, || {
                format!("product {} ({}): its texts are not its own", row.id, row.slug)
            });
            let away = row.withdrawn_at.is_some() || row.taken_down_at.is_some();
            let follows = row.public_version_id == row.reviewed_version_id.filter(|_| !away);
            shown.hold(follows, || {
                format!(
                    "product {} ({}): its public texts are not those reviewed last",
                    row.id, row.slug
                )
            });
            let lasting = lasting.iter().filter(|id| **id == row.id).count();
            periods.hold(lasting == usize::from(row.public_version_id.is_some()), || {
                format!("product {} ({}): {lasting} public periods last", row.id, row.slug)
            });
        }
    }
    Ok(vec![texts, periods, shown])
}

async fn pictures(db: &impl ConnectionTrait, media: &Media) -> Result<Invariant> {
    let mut there = Invariant::new("every width of a product's picture has its file");
    let photographs = images::Entity::find().filter(images::Column::Kind.ne("illustration"));
    let mut pages = Pages::of(photographs, images::Column::Id);
    while let Some(rows) = pages.next(db).await? {
        let pictures = rows.into_iter().map(|row| (row.file, row.sizes));
        missing_of(media, pictures, &mut there).await?;
    }
    Ok(there)
}
