//! Shows a retailer's rules of buying to its people.

use super::rules::{rules, view};
use crate::http::{Cx, Received, Reply, Result};
use shared::orders::GetBuyingRules;

pub(super) async fn get_buying_rules(cx: Cx, _: Received<GetBuyingRules>) -> Result<Reply<GetBuyingRules>> {
    let own = cx.member()?.organisation_id;
    Reply::read(&view(&rules(cx.reader(), own).await?))
}
