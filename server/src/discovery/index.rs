//! The index: published products in memory, read again after every commit that touches them and when the business
//! day turns.

use super::{
    filter::{Question, Wanted},
    load::load,
    state::{Plan, State},
    words::{Lookup, Texts, Words},
};
use crate::{
    app::App,
    catalogue::{Length, public_products},
    curation::{self, FeatureRow},
    http::Result,
    stock::available,
};
use anyhow::Context;
use shared::{Date, ProductId, Timestamp};
use std::{
    collections::{BTreeMap, BTreeSet},
    mem::take,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::mpsc;
use uuid::Uuid;

/// Published products, for finding.
#[derive(Debug, Default)]
pub struct Index {
    state: RwLock<State>,
    /// Products that changed and have not been read again.
    waiting: Mutex<Waiting>,
    /// Everything is to be read again, not only what waits.
    behind: AtomicBool,
    /// Somebody will try again.
    trying: AtomicBool,
    /// What this server noted for the other replicas, and when: it knows that already.
    noted: Mutex<BTreeMap<Uuid, Timestamp>>,
    /// Commits are not followed.
    asleep: AtomicBool,
    /// Held by who changes the state; made on first use.
    turn: Arc<tokio::sync::Mutex<Turn>>,
}

type Turn = Option<Arc<Mutex<Words>>>;

#[derive(Debug, Default)]
struct Waiting {
    changed: BTreeSet<ProductId>,
    /// Of these, only the stock.
    restocked: BTreeSet<ProductId>,
}

/// Products whose words are read at once.
const PIECE: usize = 500;
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
    pub async fn refresh(&self, app: &App, changed: BTreeSet<ProductId>, restocked: BTreeSet<ProductId>) {
        if self.asleep.load(Ordering::Relaxed) {
            return;
        }
        self.wait(changed, restocked);
        // A task of its own: a caller that hangs up must not stop what others wait for.
        let app = app.clone();
        let done = tokio::spawn(async move { app.index.read_waiting(&app).await });
        if let Err(error) = done.await {
            tracing::error!(%error, "the index could not be refreshed");
        }
    }

    fn wait(&self, changed: BTreeSet<ProductId>, restocked: BTreeSet<ProductId>) {
        let mut waiting = lock(&self.waiting);
        waiting.changed.extend(changed);
        waiting.restocked.extend(restocked);
    }

    async fn read_waiting(&self, app: &App) {
        let mut turn = self.turn.lock().await;
        let Waiting { changed, restocked } = take(&mut *lock(&self.waiting));
        let behind = self.behind.swap(false, Ordering::SeqCst);
        if changed.is_empty() && restocked.is_empty() && !behind {
            return;
        }
        let read = if behind {
            self.read(app, &mut turn, None).await
        } else {
            self.read_again(app, &mut turn, &changed, &restocked).await
        };
        if let Err(error) = read {
            tracing::error!(?error, "the index could not be refreshed; it will be tried again");
            self.wait(changed, restocked);
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

    async fn read_again(
        &self,
        app: &App,
        turn: &mut Turn,
        changed: &BTreeSet<ProductId>,
        restocked: &BTreeSet<ProductId>,
    ) -> Result<()> {
        let today = app.clock.today();
        if !changed.is_empty() || self.state().day != today {
            let changed: Vec<ProductId> = changed.iter().copied().collect();
            self.read(app, turn, Some(&changed)).await?;
        }
        let packs = self.state().packs(restocked);
        if !packs.is_empty() {
            let left = available(app.db.reader(), packs, today).await?;
            self.state_mut().restock(restocked, &left);
        }
        Ok(())
    }

    /// Remembers what this server tells the others.
    pub(super) fn noted(&self, note: Uuid, at: Timestamp) {
        lock(&self.noted).insert(note, at);
    }

    /// Whether this server noted it; what was noted before `since` is forgotten.
    pub(super) fn own_notes(&self, since: Timestamp) -> BTreeSet<Uuid> {
        let mut noted = lock(&self.noted);
        noted.retain(|_, at| *at >= since);
        noted.keys().copied().collect()
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
            self.state_mut().turn(today);
            self.behind.store(true, Ordering::SeqCst);
            self.try_again(app);
        }
    }

    /// Reads everything but the words, which follow: most first questions have none.
    pub(super) async fn start(&self, app: &App) -> anyhow::Result<()> {
        let mut turn = Arc::clone(&self.turn).lock_owned().await;
        let now = app.now();
        let (plan, _, features) = self
            .load(app, None, now, Length::Short)
            .await
            .map_err(|error| anyhow::anyhow!("the products cannot be read: {error:?}"))?;
        self.state_mut().carry_out(plan, None, features, now.day());
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(error) = app.index.first_words(&app, &mut turn).await {
                tracing::error!(?error, "the words could not be written");
                // The day of an empty state is long gone, so that the next caller reads everything again.
                *app.index.state_mut() = State::default();
            }
        });
        Ok(())
    }

    /// Writes the words of all products that are there, reading them piece by piece: all at once, they are by far the
    /// most that a market ever has in memory.
    async fn first_words(&self, app: &App, turn: &mut Turn) -> Result<()> {
        let ids = self.state().ids();
        if ids.is_empty() {
            return Ok(());
        }
        let words = words(turn)?;
        let (give, mut pieces) = mpsc::channel::<Vec<Changed>>(1);
        let writing = tokio::task::spawn_blocking(move || {
            lock(&words).write(std::iter::from_fn(|| pieces.blocking_recv()).flatten())
        });
        let mut marks = Vec::with_capacity(ids.len());
        for ids in ids.chunks(PIECE) {
            let products = public_products(app.db.reader(), ids, Length::Whole).await?;
            let texts: Vec<Changed> = {
                let state = self.state();
                products
                    .iter()
                    .filter_map(|product| state.texts(product))
                    .collect()
            };
            marks.extend(
                texts
                    .iter()
                    .filter_map(|(number, texts)| Some((*number, texts.as_ref()?.mark()))),
            );
            if give.send(texts).await.is_err() {
                // Whoever writes them tells below why they are not taken.
                break;
            }
        }
        drop(give);
        let lookup = writing.await.context("writing words")??;
        self.state_mut().worded(lookup, &marks);
        Ok(())
    }

    /// [`Self::today`], with the words in it where some are asked for: at the start they come a moment after the
    /// products.
    pub(super) async fn answering(&self, app: &App, wanted: &Wanted) -> RwLockReadGuard<'_, State> {
        if matches!(wanted.question, Question::Words(_)) && self.state().lookup.is_none() {
            drop(self.turn.lock().await);
        }
        self.today(app).await
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    async fn read(&self, app: &App, turn: &mut Turn, only: Option<&[ProductId]>) -> Result<()> {
        let now = app.now();
        // Rows that are not read again keep the stock of their day.
        let only = only.filter(|_| self.state().day == now.day());
        let (plan, changed, features) = self.load(app, only, now, Length::Whole).await?;
        let lookup = written(turn, changed).await?;
        self.state_mut().carry_out(plan, lookup, features, now.day());
        Ok(())
    }

    async fn load(
        &self,
        app: &App,
        only: Option<&[ProductId]>,
        now: Timestamp,
        length: Length,
    ) -> Result<(Plan, Vec<Changed>, Vec<FeatureRow>)> {
        let (rows, features) =
            tokio::try_join!(load(app, only, now, length), curation::features(app.db.reader()))?;
        let (plan, changed) = self.state().plan(rows, only);
        Ok((plan, changed, features))
    }
}

/// Words of a row; none: it is gone.
type Changed = (u32, Option<Texts>);

/// What words are written with, made when there are the first.
fn words(turn: &mut Turn) -> Result<Arc<Mutex<Words>>> {
    if let Some(words) = turn {
        return Ok(Arc::clone(words));
    }
    let made = Arc::new(Mutex::new(Words::new()?));
    *turn = Some(Arc::clone(&made));
    Ok(made)
}

/// Writes words that changed, and gives what finds them.
async fn written(turn: &mut Turn, changed: Vec<Changed>) -> Result<Option<Lookup>> {
    if changed.is_empty() {
        return Ok(None);
    }
    let words = words(turn)?;
    let written = tokio::task::spawn_blocking(move || lock(&words).write(changed));
    Ok(Some(written.await.context("writing words")??))
}
