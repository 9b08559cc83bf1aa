//! Takes the steps of the year, remembering what came out of them. Each slice's steps are in a file of its own; what
//! only concerns today (and no other slice's steps wait for) needs no step of the calendar: see [`World::today`].

mod buying;
mod catalogue;
mod certification;
mod colleagues;
mod curation;
mod exchange;
mod identity;
mod listings;
mod orders;
mod papers;
mod producers;
mod refusals;
mod stock;

use super::{
    PASSWORD,
    calendar::Step,
    client::Client,
    data::{Data, PackKey},
    people,
};
use crate::{app::App, auth, build::Market};
use anyhow::{Context, Result};
use shared::{
    CertificateId, ChainId, ListingId, OrderId, OrderLineId, OrganisationId, PackId, ProductId, StoreId,
    Timestamp,
};
use std::{collections::HashMap, fmt::Write};

/// The market while it is being filled.
pub(super) struct World<'a> {
    data: &'a Data,
    app: &'a App,
    client: Client,
    now: Timestamp,
    password_hash: String,
    organisations: HashMap<String, OrganisationId>,
    products: HashMap<String, ProductId>,
    packs: HashMap<PackKey, PackId>,
    chains: HashMap<String, ChainId>,
    stores: HashMap<(String, String), StoreId>,
    listings: HashMap<usize, ListingId>,
    orders: HashMap<usize, (OrderId, Vec<(PackId, OrderLineId)>)>,
    certificates: HashMap<usize, CertificateId>,
    lots: usize,
    steps: usize,
}

/// Looks a key up that an earlier step has made.
macro_rules! made {
    ($map:expr, $key:expr) => {
        $map.get($key)
            .cloned()
            .with_context(|| format!("nothing was made for {:?}", $key))
    };
}
use made;

/// A row of a table.
fn row<T>(rows: &[T], index: usize) -> Result<&T> {
    rows.get(index)
        .with_context(|| format!("there is no row {index}"))
}

impl<'a> World<'a> {
    pub(super) async fn new(data: &'a Data, market: &'a Market, now: Timestamp) -> Result<Self> {
        let mut world = Self {
            data,
            app: &market.app,
            client: Client {
                api: market.api.clone(),
                tokens: HashMap::new(),
            },
            now,
            password_hash: auth::password::hash(PASSWORD.to_owned()).await?,
            organisations: HashMap::new(),
            products: HashMap::new(),
            packs: HashMap::new(),
            chains: HashMap::new(),
            stores: HashMap::new(),
            listings: HashMap::new(),
            orders: HashMap::new(),
            certificates: HashMap::new(),
            lots: 0,
            steps: 0,
        };
        for new in people::insiders() {
            world.join(new).await?;
        }
        Ok(world)
    }

    /// What was done, in words.
    pub(super) fn told(&self) -> String {
        let mut text = String::new();
        let _ = write!(
            text,
            "{} organisations, {} products, {} packs, {} lots, {} stores, {} listings, {} orders in {} steps",
            self.organisations.len(),
            self.products.len(),
            self.packs.len(),
            self.lots,
            self.stores.len(),
            self.listings.len(),
            self.orders.len(),
            self.steps
        );
        text
    }

    pub(super) async fn take(&mut self, step: &Step) -> Result<()> {
        self.steps += 1;
        match step {
            Step::Producer(index) => self.producer(*index).await,
            Step::Verify(index) => {
                let login = &row(&self.data.producers, *index)?.email;
                self.verify(made!(self.organisations, login)?).await
            }
            Step::Chain(index) => self.chain(*index).await,
            Step::Product(index) => self.product(*index).await,
            Step::Submit(_) | Step::Publish(_) | Step::Return(_) => self.review(step).await,
            Step::Certificate(index) => self.certificate(*index).await,
            Step::Revoke(index) => self.revoke(*index).await,
            Step::Lot(lot) => self.lot(lot).await,
            Step::Clear(lot) => self.clear(lot).await,
            Step::Pitch(index) => self.pitch(*index).await,
            Step::Answer(_) | Step::Shelve(_) | Step::ConfirmShelf(_) | Step::Delist(_) => {
                self.shelf(step).await
            }
            Step::Feature(index) => self.feature(*index).await,
            Step::Place(index) => self.place(*index).await,
            Step::Expire => {
                let done = self.app.jobs.run_due(self.app).await;
                done.map(drop).map_err(people::told)
            }
            Step::ConfirmOrder(_) | Step::Decline(_) | Step::Cancel(_) | Step::Ship(_) | Step::Receive(_) => {
                self.order(step).await
            }
        }
    }

    /// What is done once the year has passed, a line a slice.
    pub(super) async fn today(&mut self) -> Result<()> {
        self.count_stock().await?;
        self.collections().await?;
        self.contacts().await?;
        self.tables().await?;
        self.refusals().await?;
        self.colleagues().await?;
        self.profiles().await?;
        self.papers().await?;
        self.buying().await?;
        Ok(())
    }
}
