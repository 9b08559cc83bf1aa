//! Lists the verified papers that a producer lets everybody know of.

use super::public::public_papers;
use crate::{
    http::{Cx, Error, Received, Reply, Result},
    producers::producers,
};
use shared::{Page, papers::ListProducerPapers};

pub(super) async fn list_producer_papers(
    cx: Cx,
    received: Received<ListProducerPapers>,
) -> Result<Reply<ListProducerPapers>> {
    let (id,) = received.path;
    // A producer whose page is not public has no public papers, and nobody learns whether it exists.
    let known = producers(cx.reader(), [id]).await?.contains_key(&id);
    let verified = crate::identity::verified_among(cx.reader(), vec![id])
        .await?
        .contains(&id);
    let own = cx.actor.organisation_id() == Some(id);
    if !known || !(verified || own || watches(&cx)) {
        return Err(Error::not_found());
    }
    let mut papers = public_papers(cx.reader(), id, cx.today()).await?;
    papers.retain(|paper| paper.product_id.is_none());
    Ok(Reply::read(&Page::whole(papers))?.shared())
}

fn watches(cx: &Cx) -> bool {
    use shared::identity::OrganisationKind::{Authority, Centre};
    matches!(cx.actor.kind(), Some(Centre | Authority))
}
