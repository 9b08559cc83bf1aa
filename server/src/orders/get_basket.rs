//! Shows a person's basket, priced now.

use super::basket::basket;
use crate::http::{Cx, Received, Reply, Result};
use shared::orders::GetBasket;

pub(super) async fn get_basket(cx: Cx, _: Received<GetBasket>) -> Result<Reply<GetBasket>> {
    Reply::read(&basket(cx.reader(), cx.member()?, cx.today()).await?)
}
