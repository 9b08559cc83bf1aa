//! What entries of the audit trail are about, in words: one query a kind of thing, however many entries.

use crate::{
    catalogue::{self, PackRow, ProductRow},
    certification, curation,
    db::audit::Model,
    http::Result,
    identity, listings,
    orders::{self, OrderName},
    papers::{self, PaperName},
    producers,
    stock::{self, LotName},
};
use sea_orm::ConnectionTrait;
use shared::{
    CertificateId, ChainId, CollectionId, ImageId, ListingId, LotId, OrganisationId, PackId, PaperId,
    PhotoId, ProductId, StoreId, UserId,
};
use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    str::FromStr,
};

/// What something is called in both languages, and whose page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) name: Option<String>,
    pub(super) name_en: Option<String>,
    pub(super) shown_by: Option<(&'static str, String)>,
}

impl Subject {
    fn new(name: impl Into<String>, name_en: Option<String>) -> Self {
        Self {
            name: Some(name.into()),
            name_en,
            shown_by: None,
        }
    }

    fn on(mut self, kind: &'static str, id: impl ToString) -> Self {
        self.shown_by = Some((kind, id.to_string()));
        self
    }

    /// Its own name, then that of what it belongs to, whose page shows it.
    fn of(self, whole: Self) -> Self {
        let english = match (&self.name_en, &whole.name_en) {
            (None, None) => None,
            (own, of) => joined(
                own.as_ref().or(self.name.as_ref()),
                of.as_ref().or(whole.name.as_ref()),
            ),
        };
        Self {
            name: joined(self.name.as_ref(), whole.name.as_ref()),
            name_en: english,
            shown_by: whole.shown_by,
        }
    }
}

fn joined(own: Option<&String>, of: Option<&String>) -> Option<String> {
    let parts: Vec<&str> = [own, of].into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Whatever some entries name.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) users: HashMap<UserId, String>,
    pub(super) organisations: HashMap<OrganisationId, String>,
    products: HashMap<ProductId, ProductRow>,
    packs: HashMap<PackId, PackRow>,
    lots: HashMap<LotId, LotName>,
    images: HashMap<ImageId, ProductId>,
    certificates: HashMap<CertificateId, (String, ProductId)>,
    papers: HashMap<PaperId, PaperName>,
    chains: HashMap<ChainId, String>,
    stores: HashMap<StoreId, (String, ChainId)>,
    listings: HashMap<ListingId, (ProductId, ChainId)>,
    orders: Vec<OrderName>,
    collections: HashMap<CollectionId, (String, Option<String>)>,
    photos: HashMap<PhotoId, OrganisationId>,
}

impl Named {
    /// Reads what these entries name: things first, then what they belong to.
    pub(super) async fn read(db: &impl ConnectionTrait, rows: &[Model]) -> Result<Self> {
        let mut named = Self {
            packs: catalogue::packs(db, ids::<PackId>(rows, &["pack"])).await?,
            lots: stock::lot_names(db, ids::<LotId>(rows, &["lot"])).await?,
            images: some(ids(rows, &["image"]), |ids| catalogue::pictured(db, ids)).await?,
            certificates: some(ids(rows, &["certificate"]), |ids| {
                certification::decisions(db, ids)
            })
            .await?,
            papers: some(ids(rows, &["paper"]), |ids| papers::paper_names(db, ids)).await?,
            stores: some(ids(rows, &["store"]), |ids| listings::store_names(db, ids)).await?,
            listings: some(ids(rows, &["listing"]), |ids| listings::listed(db, ids)).await?,
            collections: some(ids(rows, &["collection"]), |ids| curation::titles(db, ids)).await?,
            photos: some(ids(rows, &["producer_photo"]), |ids| {
                producers::photographed(db, ids)
            })
            .await?,
            ..Self::default()
        };
        let (order_ids, purchase_ids) = (ids(rows, &["order"]), ids(rows, &["purchase"]));
        if !order_ids.is_empty() || !purchase_ids.is_empty() {
            named.orders = orders::order_names(db, order_ids, purchase_ids).await?;
        }
        named.products = catalogue::products(db, named.product_ids(rows)).await?;
        named.chains = some(named.chain_ids(rows), |ids| listings::chain_names(db, ids)).await?;
        named.organisations = some(named.organisation_ids(rows), |ids| {
            identity::organisation_names(db, ids)
        })
        .await?;
        let users = ids(rows, &["user", "member", "basket", "sign_in_step"]).into_iter();
        let users = users.chain(rows.iter().filter_map(|row| row.user_id));
        named.users = some(users.collect(), |ids| identity::user_names(db, ids)).await?;
        Ok(named)
    }

    fn product_ids(&self, rows: &[Model]) -> HashSet<ProductId> {
        let own: Vec<ProductId> = ids(rows, &["product"]);
        own.into_iter()
            .chain(self.packs.values().map(|pack| pack.product_id))
            .chain(self.lots.values().map(|lot| lot.product_id))
            .chain(self.images.values().copied())
            .chain(self.certificates.values().map(|(_, product)| *product))
            .chain(self.papers.values().filter_map(|paper| paper.product_id))
            .chain(self.listings.values().map(|(product, _)| *product))
            .collect()
    }

    fn chain_ids(&self, rows: &[Model]) -> Vec<ChainId> {
        let own: Vec<ChainId> = ids(rows, &["chain"]);
        own.into_iter()
            .chain(self.stores.values().map(|(_, chain)| *chain))
            .chain(self.listings.values().map(|(_, chain)| *chain))
            .collect()
    }

    fn organisation_ids(&self, rows: &[Model]) -> Vec<OrganisationId> {
        let own: Vec<OrganisationId> = ids(rows, &OF_ORGANISATION);
        own.into_iter()
            .chain(rows.iter().filter_map(|row| row.organisation_id))
            .chain(self.photos.values().copied())
            .chain(self.papers.values().map(|paper| paper.producer_id))
            .collect()
    }

    /// What an entry is about.
    pub(super) fn subject(&self, row: &Model) -> Subject {
        let id = row.subject_id.as_str();
        let found = match row.subject.as_str() {
            "product" => id.parse().ok().map(|id| self.product(id)),
            "pack" => of(&self.packs, id).map(|(_, pack)| {
                Subject::new(&pack.label, pack.label_en.clone()).of(self.product(pack.product_id))
            }),
            "lot" => of(&self.lots, id)
                .map(|(_, lot)| Subject::new(&lot.code, None).of(self.product(lot.product_id))),
            "image" => of(&self.images, id).map(|(_, product)| self.product(*product)),
            "certificate" => of(&self.certificates, id).map(|(id, (number, product))| {
                let product = self.product(*product);
                Subject::new(number, None).of(product).on("certificate", id)
            }),
            "paper" => of(&self.papers, id).map(|(id, paper)| self.paper(*id, paper)),
            "chain" => id.parse().ok().map(|id| self.chain(id)),
            "store" => {
                of(&self.stores, id).map(|(_, (name, chain))| Subject::new(name, None).of(self.chain(*chain)))
            }
            "listing" => of(&self.listings, id).map(|(id, (product, chain))| {
                self.product(*product).of(self.chain(*chain)).on("listing", id)
            }),
            "order" | "purchase" => Some(self.orders(row)),
            "collection" => of(&self.collections, id)
                .map(|(id, (title, english))| Subject::new(title, english.clone()).on("collection", id)),
            "feature" => Some(Subject::new(format!("Ô {id}"), Some(format!("Slot {id}"))).on("feature", id)),
            "producer_photo" => of(&self.photos, id).map(|(_, producer)| self.organisation(*producer)),
            "member" | "user" | "basket" | "sign_in_step" => {
                of(&self.users, id).map(|(_, name)| Subject::new(name, None))
            }
            "session" => row
                .user_id
                .and_then(|id| self.users.get(&id))
                .map(|name| Subject::new(name, None)),
            kind if OF_ORGANISATION.contains(&kind) => id.parse().ok().map(|id| self.organisation(id)),
            _ => None,
        };
        found.unwrap_or_default()
    }

    fn product(&self, id: ProductId) -> Subject {
        let product = self.products.get(&id);
        product.map_or_else(Subject::default, |product| {
            Subject::new(&product.name, product.name_en.clone()).on("product", id)
        })
    }

    fn chain(&self, id: ChainId) -> Subject {
        let name = self.chains.get(&id);
        name.map_or_else(Subject::default, |name| Subject::new(name, None).on("chain", id))
    }

    fn organisation(&self, id: OrganisationId) -> Subject {
        let name = self.organisations.get(&id);
        name.map_or_else(Subject::default, |name| {
            Subject::new(name, None).on("organisation", id)
        })
    }

    /// A paper that was removed has no page of its own any more.
    fn paper(&self, id: PaperId, paper: &PaperName) -> Subject {
        let whole = match paper.product_id {
            Some(product) => self.product(product),
            None => self.organisation(paper.producer_id),
        };
        let subject = Subject::new(&paper.name, Some(paper.name_en.clone())).of(whole);
        if paper.removed {
            subject
        } else {
            subject.on("paper", id)
        }
    }

    /// An order, or a purchase by its orders. What was not sent to its producer, only its buyer may look at.
    fn orders(&self, row: &Model) -> Subject {
        let found = self.orders.iter().filter(|order| {
            let id = match row.subject.as_str() {
                "order" => order.id.to_string(),
                _ => order.purchase_id.to_string(),
            };
            id == row.subject_id
        });
        let found: Vec<&OrderName> = found.collect();
        let numbers: Vec<&str> = found.iter().map(|order| order.number.as_str()).collect();
        if numbers.is_empty() {
            return Subject::default();
        }
        let subject = Subject::new(numbers.join(", "), None);
        match found.first().filter(|order| order.sent) {
            Some(order) => subject.on("order", order.id),
            None => subject,
        }
    }
}

/// Kinds that are named by the organisation whose id they have.
const OF_ORGANISATION: [&str; 5] = [
    "organisation",
    "producer",
    "shelves",
    "buying_rules",
    "bank_account",
];

/// The ids of the things of these kinds.
fn ids<T: FromStr>(rows: &[Model], kinds: &[&str]) -> Vec<T> {
    rows.iter()
        .filter(|row| kinds.contains(&row.subject.as_str()))
        .filter_map(|row| row.subject_id.parse().ok())
        .collect()
}

/// Asks only where there is something to ask for.
async fn some<K, V>(
    ids: Vec<K>,
    read: impl AsyncFnOnce(Vec<K>) -> Result<HashMap<K, V>>,
) -> Result<HashMap<K, V>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    read(ids).await
}

fn of<'a, K: FromStr + Eq + Hash, V>(found: &'a HashMap<K, V>, id: &str) -> Option<(&'a K, &'a V)> {
    found.get_key_value(&id.parse().ok()?)
}
