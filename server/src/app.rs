//! What a running market is made of.

use crate::{
    clock::{Clock, Ids},
    db::Db,
    discovery::Index,
    http::{address::Network, ready::ReadyBytes},
    jobs::Runner,
    mail::Post,
    media::Media,
    vault::Vault,
};
use shared::{ProductId, Timestamp};
use std::{
    collections::BTreeSet,
    ops::Deref,
    sync::{Arc, Weak},
};
use uuid::Uuid;

/// Handed to every operation; cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

/// For work beside the requests, which must not keep a market alive that nobody serves any more.
#[derive(Clone, Debug)]
pub struct WeakApp(Weak<Parts>);

impl WeakApp {
    /// The market, while there is one.
    pub fn upgrade(&self) -> Option<App> {
        self.0.upgrade().map(App)
    }
}

/// The parts of a running market.
#[derive(Debug)]
pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    pub ids: Ids,
    pub media: Media,
    pub settings: Settings,
    /// Answers kept as ready bytes.
    pub ready: ReadyBytes,
    /// Published products, for finding.
    pub index: Index,
    pub jobs: Runner,
    pub throttle: crate::auth::throttle::Throttle,
}

/// What the operator decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Shows the demonstration province: marked on every page, no second factor.
    pub demo: bool,
    /// The address people use, `https://…`; makes cookies secure. None on a plain local address.
    pub public_url: Option<String>,
    /// What personal data and secrets are sealed with.
    pub vault: Vault,
    pub post: Post,
    /// Whose word on where a request comes from is taken (`X-Forwarded-For`).
    pub trusted_proxies: Vec<Network>,
    /// Whether the centre and the authorities may only work with a second factor.
    pub second_factor: bool,
}

impl Settings {
    /// A market that is worked on from the command line and serves nobody.
    pub fn unserved(vault: Vault) -> Self {
        Self {
            demo: false,
            public_url: None,
            trusted_proxies: Vec::new(),
            vault,
            post: Post::none(String::new()),
            second_factor: true,
        }
    }
}

impl App {
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    pub fn downgrade(&self) -> WeakApp {
        WeakApp(Arc::downgrade(&self.0))
    }

    /// A new id of this moment.
    pub fn new_id(&self) -> Uuid {
        self.ids.new_id(self.clock.now())
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What follows every commit: products are read again, kept answers are dropped.
    pub async fn committed(&self, changed: BTreeSet<ProductId>, restocked: BTreeSet<ProductId>) {
        if !changed.is_empty() || !restocked.is_empty() {
            self.index.refresh(self, changed, restocked).await;
        }
        self.ready.drop_all();
    }
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
