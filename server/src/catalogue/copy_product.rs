//! Starts a product as a draft like another one. What is one product's own stays behind: GTINs, certificates, lots.

use super::{
    create_product::RESERVED,
    drafts::working,
    entity::{images, packs, product_versions as versions, products},
    managed::view,
    pack_words::Words,
    policy,
    texts::{alts, alts_text, image_ids, image_ids_text},
};
use crate::{
    db::{Tx, free_slug},
    http::{Cx, Received, Reply, Result},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    ImageId, PackId, ProductId, ProductVersionId,
    catalogue::{CopyProduct, ProductStatus},
    text::folded,
};
use std::collections::HashMap;

pub(super) async fn copy_product(cx: Cx, received: Received<CopyProduct>) -> Result<Reply<CopyProduct>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let source = working(&tx, id).await?;
    policy::may_copy(member, &source.product)?;
    let (id, version_id) = (ProductId(tx.new_id()), ProductVersionId(tx.new_id()));
    let name = copied_name(&source.version.name);
    let product = products::Model {
        id,
        producer_id: source.product.producer_id,
        slug: free_slug::<products::Entity>(&*tx, products::Column::Slug, &name, id.0, &RESERVED).await?,
        current_version_id: version_id,
        public_version_id: None,
        status: ProductStatus::Draft,
        created_at: tx.at(),
        published_at: None,
        version: 1,
        reviewed_version_id: None,
        withdrawn_at: None,
        taken_down_at: None,
        taken_down_reason: None,
    };
    products::Entity::insert(products::ActiveModel::from(product.clone()))
        .exec_without_returning(&*tx)
        .await?;
    let (ids, alts) = pictures(&tx, &source.version, id).await?;
    let version = versions::Model {
        id: version_id,
        product_id: id,
        number: 1,
        name_folded: folded(&name),
        name,
        image_ids: ids,
        image_alts: alts,
        created_at: tx.at(),
        submitted_at: None,
        reviewed_at: None,
        review_reason: None,
        ..source.version
    };
    versions::Entity::insert(versions::ActiveModel::from(version))
        .exec_without_returning(&*tx)
        .await?;
    copy_packs(&tx, source.product.id, id).await?;
    let view = view(&*tx, product, cx.today()).await?;
    tx.finish("product", id, &view, Some(view.version)).await
}

/// The name says that it is a copy, so that nobody hands it in unread; it fits the longest name there may be.
fn copied_name(name: &str) -> String {
    const MARK: &str = " (bản sao)";
    let room = 120 - MARK.chars().count();
    let name: String = name.chars().take(room).collect();
    format!("{}{MARK}", name.trim_end())
}

/// Pictures belong to one product; their files serve both.
async fn pictures(tx: &Tx, source: &versions::Model, product_id: ProductId) -> Result<(String, String)> {
    let (ids, mut texts) = (image_ids(source)?, alts(source)?);
    let rows: HashMap<ImageId, images::Model> = images::Entity::find()
        .filter(images::Column::Id.is_in(ids.iter().copied()))
        .all(&**tx)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let mut copies = Vec::new();
    let mut copied_texts = HashMap::new();
    for row in ids.iter().filter_map(|id| rows.get(id)) {
        let copy = images::Model {
            id: ImageId(tx.new_id()),
            product_id,
            created_at: tx.at(),
            ..row.clone()
        };
        if let Some(text) = texts.remove(&row.id) {
            copied_texts.insert(copy.id, text);
        }
        copies.push(copy);
    }
    let ids: Vec<ImageId> = copies.iter().map(|copy| copy.id).collect();
    if !copies.is_empty() {
        images::Entity::insert_many(copies.into_iter().map(images::ActiveModel::from))
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok((image_ids_text(&ids)?, alts_text(&copied_texts)?))
}

async fn copy_packs(tx: &Tx, from: ProductId, to: ProductId) -> Result<()> {
    let rows = packs::Entity::find()
        .filter(packs::Column::ProductId.eq(from))
        .filter(packs::Column::Active.eq(true))
        .order_by_asc(packs::Column::Id)
        .all(&**tx)
        .await?;
    for row in rows {
        let words = Words::newest(&row)?;
        let copy = packs::Model {
            id: PackId(tx.new_id()),
            product_id: to,
            label: words.label,
            label_en: words.label_en,
            gtin: None,
            case_gtin: None,
            reviewed: false,
            proposed: None,
            created_at: tx.at(),
            version: 1,
            ..row
        };
        packs::Entity::insert(packs::ActiveModel::from(copy))
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::copied_name;

    #[test]
    fn a_copied_name_fits() {
        assert_eq!(copied_name("Hồng sấy"), "Hồng sấy (bản sao)");
        assert_eq!(copied_name(&"ấ".repeat(120)).chars().count(), 120);
    }
}
