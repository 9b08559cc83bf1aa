//! Accepts or declines a pitch.

use super::{
    step::{self, Step, Why},
    view,
};
use crate::http::{Cx, Received, Reply, Result};
use shared::listings::{AnswerListing, Decision};

pub(super) async fn answer_listing(
    cx: Cx,
    received: Received<AnswerListing>,
) -> Result<Reply<AnswerListing>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let (allowed, listing) = step::find_own(&tx, member, id).await?;
    let words = received.body.reason.clone();
    let (step, why) = match received.body.decision {
        // A reason code says why not.
        Decision::Accept => (Step::Accept, Why { code: None, words }),
        Decision::Decline => {
            let code = received.body.reason_code;
            (Step::Decline, Why { code, words })
        }
    };
    let listing = step::take(&tx, allowed, listing, step, why).await?;
    let view = view::one(&*tx, member, listing, cx.today()).await?;
    tx.finish("listing", id, &view, Some(view.version)).await
}
