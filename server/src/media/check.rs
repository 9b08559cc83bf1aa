//! Files that rows name and that are not there.

use super::{Media, file_name};
use crate::db::Invariant;
use anyhow::{Context, Result};
use futures_util::{StreamExt, TryStreamExt};
use std::collections::HashSet;

/// Files looked for at a time: a bucket answers each in its own time.
const AT_ONCE: usize = 32;

impl Media {
    /// Of these names, those that no file has.
    pub async fn missing(&self, names: Vec<String>) -> Result<HashSet<String>> {
        let looked = futures_util::stream::iter(names)
            .map(|name| async move { Ok::<_, anyhow::Error>((!self.has(&name).await?).then_some(name)) })
            .buffer_unordered(AT_ONCE);
        looked
            .try_filter_map(|name| async { Ok(name) })
            .try_collect()
            .await
    }
}

/// Looks for every width of pictures: the start of their names, and their sizes as they are stored.
pub(crate) async fn missing_of(
    media: &Media,
    pictures: impl Iterator<Item = (String, String)>,
    there: &mut Invariant,
) -> Result<()> {
    let mut names = Vec::new();
    for (stem, sizes) in pictures {
        let sizes: Vec<(i32, i32)> =
            serde_json::from_str(&sizes).with_context(|| format!("the sizes of {stem}"))?;
        names.extend(sizes.iter().map(|(width, _)| file_name(&stem, *width)));
    }
    let missing = media.missing(names.clone()).await?;
    for name in names {
        there.hold(!missing.contains(&name), || {
            format!("the picture {name} has no file")
        });
    }
    Ok(())
}
