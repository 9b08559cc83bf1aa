//! Deletes a draft that was never published, with its pictures and packs.

use super::{
    drafts::{Working, working},
    entity::{images, packs, product_versions as versions, products},
    erase_pictures::erase,
    managed::view,
    policy,
};
use crate::{
    db::constraint::is_referred_to,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::{Code, catalogue::DeleteProduct};

pub(super) async fn delete_product(
    cx: Cx,
    received: Received<DeleteProduct>,
) -> Result<Reply<DeleteProduct>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let Working { product, .. } = working(&tx, id).await?;
    policy::may_delete(cx.member()?, &product)?;
    tx.before(&view(&*tx, product, cx.today()).await?);
    let pictures = images::Entity::find()
        .filter(images::Column::ProductId.eq(id))
        .all(&*tx)
        .await?;
    erase(&tx, pictures).await?;
    packs::Entity::delete_many()
        .filter(packs::Column::ProductId.eq(id))
        .exec(&*tx)
        .await
        .map_err(kept)?;
    versions::Entity::delete_many()
        .filter(versions::Column::ProductId.eq(id))
        .exec(&*tx)
        .await?;
    products::Entity::delete_by_id(id)
        .exec(&*tx)
        .await
        .map_err(kept)?;
    tx.finish("product", id, &(), None).await
}

/// Lots, certificates and papers are records of their own: what they speak of stays.
fn kept(error: DbErr) -> Error {
    if is_referred_to(&error) {
        Error::refuse(Code::WrongState).told(
            "Sản phẩm đã có lô hàng, giấy tờ hoặc giấy chứng nhận nên không xóa được.",
            "The product has lots, papers or certificates, so it cannot be deleted.",
        )
    } else {
        error.into()
    }
}
