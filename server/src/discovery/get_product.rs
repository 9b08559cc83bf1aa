//! Shows a published product.

use super::row::{claims_on, stars_on};
use crate::{
    catalogue::{Length, PackRow, PublicProduct, pack_view, packs_of, product_by_slug, public_products},
    certification::certificates_of,
    http::{Cx, Error, Received, Reply, Result},
    listings::on_shelf,
    papers::{backed, backs, claim_of, public_papers, verified_papers},
    producers::producers,
    province::province,
    stock::{available, earliest_best_before},
};
use shared::{
    PackId, ProductId,
    catalogue::ProductTexts,
    discovery::{GetProduct, Product},
};

pub(super) async fn get_product(cx: Cx, received: Received<GetProduct>) -> Result<Reply<GetProduct>> {
    let (key,) = &received.path;
    let id = if let Ok(id) = key.0.parse::<ProductId>() {
        id
    } else {
        let row = product_by_slug(cx.reader(), &key.0).await?;
        row.ok_or_else(Error::not_found)?.id
    };
    let product = public_products(cx.reader(), &[id], Length::Whole)
        .await?
        .pop()
        .ok_or_else(Error::not_found)?;
    let view = view(&cx, product).await?;
    Ok(Reply::new(&view, Some(view.version))?.shared())
}

async fn view(cx: &Cx, product: PublicProduct) -> Result<Product> {
    let (db, today, ids) = (cx.reader(), cx.today(), [product.id]);
    let packs = async {
        let mut packs = packs_of(db, &ids).await?;
        packs.retain(|pack| pack.active);
        let of: Vec<PackId> = packs.iter().map(|pack| pack.id).collect();
        let left = available(db, &of, today).await?;
        let view = |pack: &PackRow| pack_view(pack, left.get(&pack.id).copied().unwrap_or_default());
        Ok(packs.iter().map(view).collect::<Vec<_>>())
    };
    let makers = [product.producer_id];
    let (packs, mut producers, mut certificates, mut shelf, best_before, mut papers, verified) = tokio::try_join!(
        packs,
        producers(db, &makers),
        certificates_of(db, &ids, today),
        on_shelf(db, Some(&ids), cx.app.now()),
        earliest_best_before(db, &ids, today),
        public_papers(db, product.producer_id, today),
        verified_papers(db, makers),
    )?;
    let producer = producers
        .remove(&product.producer_id)
        .ok_or_else(Error::not_found)?;
    // The organisation's papers that let products claim something are of those that claim it.
    let own = &product.texts.claims;
    papers.retain(|paper| match claim_of(paper.kind) {
        Some(claim) => backs(paper.product_id, claim, product.id, own),
        None => paper.product_id.is_none_or(|id| id == product.id),
    });
    let claims = verified
        .get(&product.producer_id)
        .map(|papers| papers.claims.as_slice())
        .unwrap_or_default();
    let claims = backed(product.id, &product.texts.claims, claims);
    let texts = ProductTexts {
        claims: claims_on(&claims, today),
        ..product.texts
    };
    let certificates = certificates.remove(&product.id).unwrap_or_default();
    let group = province().group(&texts.group);
    let name = |name: Option<&String>| name.cloned().unwrap_or_else(|| texts.group.clone());
    Ok(Product {
        id: product.id,
        slug: product.slug,
        producer,
        group_name: name(group.map(|group| &group.name)),
        group_name_en: name(group.map(|group| &group.name_en)),
        stars: stars_on(&certificates, today),
        certificates,
        available: packs.iter().map(|pack| pack.available).sum(),
        packs,
        best_before: best_before.get(&product.id).copied(),
        on_shelf: shelf.remove(&product.id).unwrap_or_default(),
        version: product.version,
        papers,
        texts,
    })
}
