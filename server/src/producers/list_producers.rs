//! Lists verified producers by name.

use super::read::views;
use crate::{
    http::{
        Cx, Received, Reply, Result,
        paging::{Limit, decode},
    },
    identity::{self, ProfileFilter},
};
use shared::{OrganisationId, Page, producers::ListProducers};
use std::str::FromStr;

/// The last row of a page: its folded name, and its id where names are the same.
struct After {
    name: String,
    id: OrganisationId,
}

impl FromStr for After {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (id, name) = text.split_once(' ').unwrap_or((text, ""));
        Ok(Self {
            id: id.parse()?,
            name: name.to_owned(),
        })
    }
}

pub(super) async fn list_producers(
    cx: Cx,
    received: Received<ListProducers>,
) -> Result<Reply<ListProducers>> {
    let query = &received.query;
    let limit = Limit::of(query.limit)?;
    let after: Option<After> = decode(query.cursor.as_deref())?;
    let filter = ProfileFilter {
        q: query.q.as_deref(),
        commune: query.commune.as_deref(),
        after: after.as_ref().map(|after| (after.name.as_str(), after.id)),
        fetch: limit.fetch(),
    };
    let profiles = identity::verified_producers(cx.reader(), filter).await?;
    let page = limit.page(
        profiles,
        |row| format!("{} {}", row.id, row.name_folded),
        |row| row,
    );
    Ok(Reply::read(&Page {
        items: views(cx.reader(), page.items).await?,
        next_cursor: page.next_cursor,
    })?
    .shared())
}
