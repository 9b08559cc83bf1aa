//! Makes the reviewed texts public.

use super::review::{Verdict, judge};
use crate::http::{Cx, Received, Reply, Result};
use shared::catalogue::PublishProduct;

pub(super) async fn publish_product(
    cx: Cx,
    received: Received<PublishProduct>,
) -> Result<Reply<PublishProduct>> {
    judge(cx, received, Verdict::Publish, |_, ()| {}).await
}
