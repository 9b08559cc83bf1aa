//! Public addresses that nobody has yet.

use crate::http::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::text::slug;
use uuid::Uuid;

/// A public address for a row of this table: its name, and part of its id where the name alone is taken, by another
/// row or by a page of the site.
pub(crate) async fn free_slug<E: EntityTrait>(
    db: &impl ConnectionTrait,
    column: E::Column,
    name: &str,
    id: Uuid,
    reserved: &[&str],
) -> Result<String> {
    let base = slug(name);
    let taken = base.is_empty()
        || reserved.contains(&base.as_str())
        || E::find()
            .filter(column.eq(base.as_str()))
            .one(db)
            .await?
            .is_some();
    let tail: String = id.simple().to_string().chars().skip(24).collect();
    Ok(if taken {
        format!("{base}-{tail}").trim_start_matches('-').to_owned()
    } else {
        base
    })
}
