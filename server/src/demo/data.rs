//! The tables of the demonstration; server/data/README.md describes every column.

use anyhow::{Context, Result};
use serde::{Deserialize, de::DeserializeOwned};
use shared::{
    VatCode,
    catalogue::Unit,
    certification::IssuerLevel,
    identity::ProducerKind,
    listings::{ListingReason, ListingStatus},
    orders::{DeclineReason, OrderStatus},
    papers::{Exemption, PaperKind, PaperStatus},
};

#[derive(Debug, Deserialize)]
pub(super) struct Producer {
    pub(super) key: String,
    pub(super) kind: ProducerKind,
    pub(super) name: String,
    pub(super) name_en: Option<String>,
    pub(super) tax_code: String,
    pub(super) commune_code: String,
    pub(super) contact_name: String,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) story_vi: Option<String>,
    pub(super) story_en: Option<String>,
    pub(super) founded_year: Option<i16>,
    pub(super) lead_time_days: i16,
    pub(super) status: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Product {
    pub(super) key: String,
    pub(super) producer_key: String,
    pub(super) name_vi: String,
    pub(super) name_en: Option<String>,
    pub(super) group: String,
    pub(super) description_vi: String,
    pub(super) description_en: Option<String>,
    pub(super) ingredients_vi: Option<String>,
    pub(super) ingredients_en: Option<String>,
    pub(super) storage_vi: Option<String>,
    pub(super) storage_en: Option<String>,
    pub(super) shelf_life_days: Option<i32>,
    pub(super) season: String,
    pub(super) claims: Option<String>,
    pub(super) illustration: Option<String>,
    pub(super) status: String,
    pub(super) return_reason: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Pack {
    pub(super) product_key: String,
    pub(super) pack_index: u32,
    pub(super) label_vi: String,
    pub(super) label_en: Option<String>,
    pub(super) gtin: Option<String>,
    pub(super) case_gtin: Option<String>,
    pub(super) units: i32,
    pub(super) net_quantity: i32,
    pub(super) unit: Unit,
    pub(super) unit_price: i64,
    pub(super) min_cases: i32,
    pub(super) case_multiple: i32,
    pub(super) vat_code: VatCode,
}

#[derive(Debug, Deserialize)]
pub(super) struct Lot {
    pub(super) product_key: String,
    pub(super) pack_index: u32,
    pub(super) code: String,
    pub(super) cases: i64,
    pub(super) produced_offset_days: i64,
    pub(super) best_before_offset_days: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Certificate {
    pub(super) product_key: String,
    pub(super) stars: u8,
    pub(super) score: Option<f64>,
    pub(super) decision_no: String,
    pub(super) issuer_vi: String,
    pub(super) level: IssuerLevel,
    pub(super) issued_offset_days: i64,
    /// What was typed at first, where it had to be corrected.
    pub(super) typed_decision_no: Option<String>,
    pub(super) revoked_offset_days: Option<i64>,
    pub(super) revoke_reason_vi: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Chain {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) counts_as_retail_chain: bool,
    pub(super) organisation_name: String,
    pub(super) tax_code: String,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) commune_code: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Store {
    pub(super) chain_key: String,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) commune_code: String,
    pub(super) address: String,
    pub(super) gln: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Listing {
    pub(super) product_key: String,
    pub(super) chain_key: String,
    pub(super) state: ListingStatus,
    pub(super) reason: Option<ListingReason>,
    pub(super) store_codes: Option<String>,
    pub(super) pitched_offset_days: i64,
    pub(super) answered_offset_days: Option<i64>,
    pub(super) shelved_offset_days: Option<i64>,
    pub(super) confirmed_offset_days: Option<i64>,
    pub(super) delisted_offset_days: Option<i64>,
    pub(super) note: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Feature {
    pub(super) slot: u8,
    pub(super) product_key: String,
    pub(super) from_offset_days: i64,
    pub(super) until_offset_days: i64,
    pub(super) reason_vi: String,
    pub(super) reason_en: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Collection {
    pub(super) slug: String,
    pub(super) title_vi: String,
    pub(super) title_en: Option<String>,
    pub(super) intro_vi: Option<String>,
    pub(super) intro_en: Option<String>,
    pub(super) from_offset_days: i64,
    pub(super) until_offset_days: Option<i64>,
    pub(super) published: bool,
    /// In the order of showing, with `|` between them.
    pub(super) product_keys: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Order {
    pub(super) key: String,
    pub(super) buyer_chain_key: String,
    pub(super) offset_days: i64,
    pub(super) lines: String,
    pub(super) state: OrderStatus,
    pub(super) received_short: Option<String>,
    /// Of the cases that are missing there, those that came damaged.
    pub(super) received_damaged: Option<i64>,
    pub(super) reason: Option<String>,
    /// Of declined ones.
    pub(super) reason_code: Option<DeclineReason>,
    pub(super) po_number: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Profile {
    pub(super) producer_key: String,
    pub(super) members: i32,
    pub(super) capacity_vi: Option<String>,
    pub(super) capacity_en: Option<String>,
    pub(super) bank_bin: String,
    pub(super) account_number: String,
    pub(super) photos: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Paper {
    pub(super) producer_key: String,
    pub(super) product_key: Option<String>,
    pub(super) kind: PaperKind,
    pub(super) number: Option<String>,
    pub(super) issuer_vi: Option<String>,
    pub(super) issued_offset_days: i64,
    pub(super) expires_offset_days: Option<i64>,
    pub(super) scope_vi: Option<String>,
    pub(super) exemption: Option<Exemption>,
    pub(super) public: Option<String>,
    pub(super) shared: Option<String>,
    pub(super) status: PaperStatus,
    pub(super) reason: Option<String>,
    pub(super) sample: Option<String>,
}

/// A product's key and the number of one of its packs.
pub(super) type PackKey = (String, u32);

impl Order {
    /// What is ordered, in cases.
    pub(super) fn wanted(&self) -> Result<Vec<(PackKey, i64)>> {
        self.lines.split('|').map(cases).collect()
    }

    /// The line that came short, with the cases accepted.
    pub(super) fn short(&self) -> Result<Option<(PackKey, i64)>> {
        self.received_short.as_deref().map(cases).transpose()
    }
}

/// Reads `product_key#pack_index:cases`.
fn cases(text: &str) -> Result<(PackKey, i64)> {
    let read = || {
        let (pack, cases) = text.split_once(':')?;
        let (product, index) = pack.split_once('#')?;
        Some(((product.to_owned(), index.parse().ok()?), cases.parse().ok()?))
    };
    read().with_context(|| format!("orders.csv: {text} is no line"))
}

/// All tables.
#[derive(Debug)]
pub(super) struct Data {
    pub(super) producers: Vec<Producer>,
    pub(super) products: Vec<Product>,
    pub(super) packs: Vec<Pack>,
    pub(super) lots: Vec<Lot>,
    pub(super) certificates: Vec<Certificate>,
    pub(super) chains: Vec<Chain>,
    pub(super) stores: Vec<Store>,
    pub(super) listings: Vec<Listing>,
    pub(super) features: Vec<Feature>,
    pub(super) collections: Vec<Collection>,
    pub(super) orders: Vec<Order>,
    pub(super) papers: Vec<Paper>,
    pub(super) profiles: Vec<Profile>,
}

macro_rules! table {
    ($name:literal) => {
        rows(include_str!(concat!("../../data/demo/", $name)), $name)
    };
}

impl Data {
    pub(super) fn read() -> Result<Self> {
        Ok(Self {
            producers: table!("producers.csv")?,
            products: table!("products.csv")?,
            packs: table!("packs.csv")?,
            lots: table!("lots.csv")?,
            certificates: table!("certificates.csv")?,
            chains: table!("chains.csv")?,
            stores: table!("stores.csv")?,
            listings: table!("listings.csv")?,
            features: table!("features.csv")?,
            collections: table!("collections.csv")?,
            orders: table!("orders.csv")?,
            papers: table!("papers.csv")?,
            profiles: table!("profiles.csv")?,
        })
    }

    pub(super) fn product(&self, key: &str) -> Result<&Product> {
        let found = self.products.iter().find(|product| product.key == key);
        found.with_context(|| format!("there is no product {key}"))
    }

    pub(super) fn producer(&self, key: &str) -> Result<&Producer> {
        let found = self.producers.iter().find(|producer| producer.key == key);
        found.with_context(|| format!("there is no producer {key}"))
    }

    /// The e-mail address of the producer of a product.
    pub(super) fn maker(&self, product: &str) -> Result<&Producer> {
        self.producer(&self.product(product)?.producer_key)
    }

    pub(super) fn chain(&self, key: &str) -> Result<&Chain> {
        let found = self.chains.iter().find(|chain| chain.key == key);
        found.with_context(|| format!("there is no chain {key}"))
    }
}

fn rows<R: DeserializeOwned>(text: &str, name: &str) -> Result<Vec<R>> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(|| name.to_owned())
}
