//! Sends a product back to its producer, with a reason. What was public before stays public.

use super::review::{Verdict, judge};
use crate::http::{Cx, Received, Reply, Result};
use shared::catalogue::ReturnProduct;

pub(super) async fn return_product(
    cx: Cx,
    received: Received<ReturnProduct>,
) -> Result<Reply<ReturnProduct>> {
    judge(cx, received, Verdict::Return, |version, body| {
        version.review_reason = Some(body.reason.trim().to_owned());
    })
    .await
}
