//! Where time and ids come from. Everything else gets them from here, so that tests can move the clock.

use shared::{Date, Timestamp};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};
use uuid::{ContextV7, Uuid};

/// The clock of a running market.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    /// The machine's clock, moved by some milliseconds (a demonstration on another day).
    System { offset: i64 },
    /// Stands still until it is moved.
    Manual(AtomicI64),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Arc::new(Source::System { offset: 0 }))
    }

    /// The machine's clock, moved so that today is the given day in Vietnam.
    pub fn system_on(day: Date) -> Self {
        let now = machine_time();
        let offset = Timestamp::start_of(day).0 - Timestamp::start_of(now.day()).0;
        Self(Arc::new(Source::System { offset }))
    }

    /// A clock that stands still.
    pub fn manual(at: Timestamp) -> Self {
        Self(Arc::new(Source::Manual(AtomicI64::new(at.0))))
    }

    /// The instant now.
    pub fn now(&self) -> Timestamp {
        match &*self.0 {
            Source::System { offset } => Timestamp(machine_time().0 + offset),
            Source::Manual(at) => Timestamp(at.load(Ordering::SeqCst)),
        }
    }

    /// The business day now (`Asia/Ho_Chi_Minh`).
    pub fn today(&self) -> Date {
        self.now().day()
    }

    /// Moves a clock that stands still; a system clock goes its own way.
    pub fn set(&self, to: Timestamp) {
        if let Source::Manual(at) = &*self.0 {
            at.store(to.0, Ordering::SeqCst);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that asks the machine for the time"
)]
fn machine_time() -> Timestamp {
    Timestamp::from(time::OffsetDateTime::now_utc())
}

/// Measures how long something took: for logs and figures, never for decisions.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "the one place that measures")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    pub fn elapsed(&self) -> std::time::Duration {
        self.0.elapsed()
    }
}

/// Makes ids that sort by the time they were made.
#[derive(Debug, Default)]
pub struct Ids(Mutex<ContextV7>);

impl Ids {
    /// A new UUIDv7 of this instant, after all those made before in the same millisecond.
    pub fn new_id(&self, at: Timestamp) -> Uuid {
        let seconds = u64::try_from(at.0.div_euclid(1000)).unwrap_or_default();
        let nanos = u32::try_from(at.0.rem_euclid(1000) * 1_000_000).unwrap_or_default();
        let context = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Uuid::new_v7(uuid::Timestamp::from_unix(&*context, seconds, nanos))
    }
}

/// A secret of 256 random bits, fit for addresses and headers.
pub fn secret() -> anyhow::Result<String> {
    use base64::Engine;
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}
