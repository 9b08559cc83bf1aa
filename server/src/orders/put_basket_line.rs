//! Puts cases of a pack in a person's basket; none takes the pack out.

use super::put_basket_lines::write;
use crate::http::{Cx, Received, Reply, Result};
use shared::orders::{BasketLinePut, PutBasketLine};

pub(super) async fn put_basket_line(
    cx: Cx,
    received: Received<PutBasketLine>,
) -> Result<Reply<PutBasketLine>> {
    let (pack_id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let line = BasketLinePut {
        pack_id,
        quantity: received.body.quantity,
    };
    let view = write(&tx, member, &[line], cx.today(), |_, field| field.to_owned()).await?;
    tx.finish("basket", member.user_id, &view, None).await
}
