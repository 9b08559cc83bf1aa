//! Shows a producer, by id or slug.

use super::{policy, read::views};
use crate::{
    http::{Cx, Error, Received, Reply, Result},
    identity,
};
use shared::{OrganisationId, producers::GetProducer};

pub(super) async fn get_producer(cx: Cx, received: Received<GetProducer>) -> Result<Reply<GetProducer>> {
    let (key,) = received.path;
    let profile = match key.0.parse::<OrganisationId>() {
        Ok(id) => identity::profiles(cx.reader(), vec![id]).await?.remove(&id),
        Err(_) => identity::profile_by_slug(cx.reader(), &key.0).await?,
    };
    let profile = profile.ok_or_else(Error::not_found)?;
    policy::may_see(&cx.actor, &profile)?;
    let view = views(cx.reader(), vec![profile])
        .await?
        .pop()
        .ok_or_else(Error::not_found)?;
    Ok(Reply::new(&view, Some(view.version))?.shared())
}
