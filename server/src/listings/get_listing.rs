//! Shows a listing.

use super::{policy, step, view};
use crate::http::{Cx, Received, Reply, Result};
use shared::listings::GetListing;

pub(super) async fn get_listing(cx: Cx, received: Received<GetListing>) -> Result<Reply<GetListing>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let (listing, chain) = step::find(cx.reader(), id).await?;
    policy::may_see(member, &listing, &chain)?;
    let view = view::one(cx.reader(), member, listing, cx.today()).await?;
    Reply::new(&view, Some(view.version))
}
