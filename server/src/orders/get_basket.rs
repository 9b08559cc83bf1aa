//! Shows a person's basket, priced now.

use super::basket::basket;
use crate::http::{Cx, Received, Reply, Result};
use shared::orders::GetBasket;

pub(super) async fn get_basket(cx: Cx, _: Received<GetBasket>) -> Result<Reply<GetBasket>> {
    let user_id = cx.member()?.user_id;
    Reply::read(&basket(cx.reader(), user_id, cx.today()).await?)
}
