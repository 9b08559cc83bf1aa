//! What a purchase is judged by and shown with, read at once.

use super::super::{policy, quote::Known, rules::rules};
use crate::{
    auth::Member,
    catalogue::{self, OnSale},
    http::Result,
    identity::{self, PartyRow},
    listings::Agreements,
    producers,
};
use sea_orm::ConnectionTrait;
use shared::{OrganisationId, PackId, orders::PurchaseLine, producers::ProducerRef};
use std::collections::{HashMap, HashSet};

/// What a purchase is judged by and shown with.
pub(super) struct Before {
    pub(super) known: Known,
    /// From which total on somebody else has to approve what this person orders.
    pub(super) approval_from: Option<i64>,
    pub(super) parties: HashMap<OrganisationId, PartyRow>,
    pub(super) producers: HashMap<OrganisationId, ProducerRef>,
}

impl Before {
    /// The same number of queries, however many lines.
    pub(super) async fn read(
        db: &impl ConnectionTrait,
        member: &Member,
        lines: &[PurchaseLine],
    ) -> Result<Self> {
        let ids: HashSet<PackId> = lines.iter().map(|line| line.pack_id).collect();
        let agreements = Agreements::about(db, member.organisation_id, &ids).await?;
        let goods = catalogue::on_sale(db, ids).await?;
        let sellers: HashSet<OrganisationId> = goods.iter().map(|one| one.pack.producer_id).collect();
        let parties = identity::parties(db, sellers.iter().copied().chain([member.organisation_id])).await?;
        let sellers = producers::sellers(db, sellers, &parties).await?;
        let (producers, terms) = sellers
            .into_iter()
            .map(|(id, (producer, terms))| ((id, producer), (id, terms)))
            .unzip();
        let approval_from = if policy::decides(member.role) {
            None
        } else {
            rules(db, member.organisation_id).await?.approval_from
        };
        let is_verified = |id: &OrganisationId| parties.get(id).is_some_and(|party| party.verified);
        let (packs, products) = goods
            .into_iter()
            .filter(|one| is_verified(&one.pack.producer_id))
            .map(|OnSale { pack, product }| ((pack.id, pack), (product.id, product)))
            .unzip();
        Ok(Self {
            known: Known {
                packs,
                products,
                terms,
                agreements,
            },
            approval_from,
            parties,
            producers,
        })
    }
}
