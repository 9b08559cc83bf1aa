//! Finds products as buyers compare them: what the index finds, with packs, stock and terms read beside it. The same
//! few queries, however many products a page has.

use super::{
    filter::{SEE_PAPERS, Wanted},
    find::find,
};
use crate::{
    auth::Actor,
    catalogue::{PackRow, pack_view, packs_of},
    certification::valid_certificates,
    http::{Cx, Received, Reply, Result},
    papers::{VerifiedPapers, verified_papers},
    producers::terms,
    stock::available,
};
use shared::{
    Money, OrganisationId, PackId, ProductId,
    catalogue::Pack,
    discovery::{ListOffers, ProductCard, ProductOffer, ProductOfferList},
};
use std::collections::{HashMap, HashSet};

pub(crate) async fn list_offers(cx: Cx, received: Received<ListOffers>) -> Result<Reply<ListOffers>> {
    let wanted = Wanted::asked_by(&cx, &received.query).await?;
    let list = {
        let state = cx.app.index.answering(&cx.app, &wanted).await;
        find(&state, &wanted)?
    };
    let view = ProductOfferList {
        items: offers(&cx, list.items, &wanted).await?,
        next_cursor: list.next_cursor,
        total: list.total,
        facets: list.facets,
    };
    let reply = Reply::read(&view)?;
    Ok(if sees_papers(&cx) { reply } else { reply.shared() })
}

fn sees_papers(cx: &Cx) -> bool {
    matches!(&cx.actor, Actor::Member(member) if SEE_PAPERS.contains(&member.kind))
}

async fn offers(cx: &Cx, cards: Vec<ProductCard>, wanted: &Wanted) -> Result<Vec<ProductOffer>> {
    let (db, today) = (cx.reader(), cx.today());
    let ids: Vec<ProductId> = cards.iter().map(|card| card.id).collect();
    let makers: HashSet<OrganisationId> = cards.iter().map(|card| card.producer.id).collect();
    let packs = async {
        let mut packs = packs_of(db, &ids).await?;
        packs.retain(|pack| pack.active && wanted.fitting.takes(pack.unit_price, pack.least()));
        let of: Vec<PackId> = packs.iter().map(|pack| pack.id).collect();
        let left = available(db, of, today).await?;
        packs.retain(|pack| !wanted.in_stock || left.contains_key(&pack.id));
        let view = |pack: &PackRow| pack_view(pack, left.get(&pack.id).copied().unwrap_or_default());
        let mut by_product: HashMap<ProductId, Vec<Pack>> = HashMap::new();
        for pack in &packs {
            by_product.entry(pack.product_id).or_default().push(view(pack));
        }
        Ok(by_product)
    };
    let verified = async {
        if sees_papers(cx) {
            verified_papers(db, makers.iter().copied()).await.map(Some)
        } else {
            Ok(None)
        }
    };
    let (mut packs, terms, certificates, verified) = tokio::try_join!(
        packs,
        terms(db, makers.iter().copied()),
        valid_certificates(db, &ids, today),
        verified
    )?;
    let none = VerifiedPapers::default();
    Ok(cards
        .into_iter()
        .map(|product| {
            let terms = terms.get(&product.producer.id).copied().unwrap_or_default();
            ProductOffer {
                stars_until: certificates
                    .get(&product.id)
                    .map(|certificate| certificate.expires_on),
                lead_time_days: terms.lead_time_days,
                minimum_order: Money::vnd(terms.minimum_order),
                packs: packs.remove(&product.id).unwrap_or_default(),
                papers: verified.as_ref().map(|verified| {
                    let papers = verified.get(&product.producer.id).unwrap_or(&none);
                    papers.state(product.id, &product.group, today)
                }),
                product,
            }
        })
        .collect())
}
