//! The index: published products in memory, read again after every commit that touches them and when the business
//! day turns.

use super::{load::load, state::State, words::Words};
use crate::{app::App, curation, http::Result};
use anyhow::Context;
use shared::{Date, ProductId};
use std::{
    collections::BTreeSet,
    mem::take,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Published products, for finding.
#[derive(Debug, Default)]
pub struct Index {
    state: RwLock<State>,
    /// Products that changed and have not been read again.
    waiting: Mutex<BTreeSet<ProductId>>,
    /// Everything is to be read again, not only what waits.
    behind: AtomicBool,
    /// Somebody will try again.
    trying: AtomicBool,
    /// Commits are not followed.
    asleep: AtomicBool,
    /// Held by who changes the state; made on first use.
    turn: tokio::sync::Mutex<Option<Arc<Mutex<Words>>>>,
}

/// Between two tries to read what could not be read.
const PAUSE: Duration = Duration::from_secs(1);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Index {
    /// Follows no more commits: for a market that is only filled and then let go.
    pub fn sleep(&self) {
        self.asleep.store(true, Ordering::Relaxed);
    }

    /// Reads products again, and waits until that is done. Whoever comes while another reads shares the next read.
    pub async fn refresh(&self, app: &App, products: &[ProductId]) {
        if self.asleep.load(Ordering::Relaxed) {
            return;
        }
        lock(&self.waiting).extend(products);
        // A task of its own: a caller that hangs up must not stop what others wait for.
        let app = app.clone();
        let done = tokio::spawn(async move { app.index.read_waiting(&app).await });
        if let Err(error) = done.await {
            tracing::error!(%error, "the index could not be refreshed");
        }
    }

    async fn read_waiting(&self, app: &App) {
        let mut turn = self.turn.lock().await;
        let products: Vec<ProductId> = take(&mut *lock(&self.waiting)).into_iter().collect();
        let behind = self.behind.swap(false, Ordering::SeqCst);
        if products.is_empty() && !behind {
            return;
        }
        let only = (!behind).then_some(products.as_slice());
        if let Err(error) = self.read(app, &mut turn, only).await {
            tracing::error!(?error, "the index could not be refreshed; it will be tried again");
            lock(&self.waiting).extend(products);
            self.behind.fetch_or(behind, Ordering::SeqCst);
            self.try_again(app);
        }
        app.ready.drop_all();
    }

    /// Reads again what could not be read, as soon as the database answers.
    fn try_again(&self, app: &App) {
        if self.trying.swap(true, Ordering::SeqCst) {
            return;
        }
        let app = app.downgrade();
        tokio::spawn(async move {
            tokio::time::sleep(PAUSE).await;
            if let Some(app) = app.upgrade() {
                app.index.trying.store(false, Ordering::SeqCst);
                app.index.read_waiting(&app).await;
            }
        });
    }

    /// The products as of today. The first caller of a day reads everything again: stock passes its best-before day.
    pub(super) async fn today(&self, app: &App) -> RwLockReadGuard<'_, State> {
        let today = app.clock.today();
        if self.state().day != today {
            let app = app.clone();
            let done = tokio::spawn(async move { app.index.turn_day(&app, today).await });
            if let Err(error) = done.await {
                tracing::error!(%error, "the index could not turn to the new day");
            }
        }
        self.state()
    }

    pub(super) async fn turn_day(&self, app: &App, today: Date) {
        let mut turn = self.turn.lock().await;
        if self.state().day == today {
            return;
        }
        if let Err(error) = self.read(app, &mut turn, None).await {
            tracing::error!(?error, "the new day's stock could not be read");
            // Stars lapse whatever happens.
            self.state
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .turn(today);
            self.behind.store(true, Ordering::SeqCst);
            self.try_again(app);
        }
    }

    /// Reads everything.
    pub(super) async fn start(&self, app: &App) -> anyhow::Result<()> {
        let mut turn = self.turn.lock().await;
        self.read(app, &mut turn, None)
            .await
            .map_err(|error| anyhow::anyhow!("the products cannot be read: {error:?}"))
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    async fn read(
        &self,
        app: &App,
        turn: &mut Option<Arc<Mutex<Words>>>,
        only: Option<&[ProductId]>,
    ) -> Result<()> {
        let now = app.now();
        // Rows that are not read again keep the stock of their day.
        let only = only.filter(|_| self.state().day == now.day());
        let (rows, features) = tokio::try_join!(load(app, only, now), curation::features(app.db.reader()))?;
        let (plan, changed) = self.state().plan(rows, only);
        let lookup = if changed.is_empty() {
            None
        } else {
            let words = match turn {
                Some(words) => Arc::clone(words),
                None => Arc::clone(turn.insert(Arc::new(Mutex::new(Words::new()?)))),
            };
            let written = tokio::task::spawn_blocking(move || {
                let mut words = lock(&words);
                words.write(changed)?;
                words.commit()
            });
            Some(written.await.context("writing words")??)
        };
        self.state
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .carry_out(plan, lookup, features, now.day());
        Ok(())
    }
}
