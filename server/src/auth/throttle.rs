//! Slows guessing: so many failures for one key in a quarter of an hour, then a pause.

use crate::http::{Error, Result};
use shared::{Code, Timestamp};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

const WINDOW_MS: i64 = 15 * 60 * 1000;
/// Keys remembered at the most; beyond, the oldest windows go.
const MAX_KEYS: usize = 20_000;

/// Failures by key: a login, or a network address.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<String, (i64, u32)>>);

impl Throttle {
    /// Refuses where the key has failed too often.
    pub fn check(&self, key: &str, most: u32, now: Timestamp) -> Result<()> {
        let keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match keys.get(key) {
            Some((since, failures)) if *failures >= most && now.0 - since < WINDOW_MS => {
                let seconds = u32::try_from((WINDOW_MS - (now.0 - since) + 999) / 1000).unwrap_or(60);
                Err(Error::refuse(Code::TooManyRequests).retry_after(seconds))
            }
            _ => Ok(()),
        }
    }

    /// Counts a failure.
    pub fn fail(&self, key: &str, now: Timestamp) {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MAX_KEYS {
            keys.retain(|_, (since, _)| now.0 - *since < WINDOW_MS);
        }
        let entry = keys.entry(key.to_owned()).or_insert((now.0, 0));
        if now.0 - entry.0 >= WINDOW_MS {
            *entry = (now.0, 0);
        }
        entry.1 += 1;
    }

    /// Forgets the failures of a key that has succeeded.
    pub fn succeed(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}
