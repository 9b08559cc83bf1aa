//! Slows guessing: so many tries for one key in a quarter of an hour, then a pause. Kept by each process for itself:
//! several servers allow as many times more, and a restart forgets.

use crate::http::{Error, Result};
use shared::{Code, Timestamp};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

const WINDOW_MS: i64 = 15 * 60 * 1000;
/// Keys remembered at the most; beyond, the older half goes.
const MAX_KEYS: usize = 20_000;

/// Tries by key, a login or a network address: since when, and how many.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<String, (i64, u32)>>);

impl Throttle {
    /// Counts a try, or refuses it where there were too many. Counted before the work and not after it, so that a
    /// thousand tries at once are a thousand tries.
    pub fn attempt(&self, key: &str, most: u32, now: Timestamp) -> Result<()> {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MAX_KEYS && !keys.contains_key(key) {
            forget(&mut keys, now);
        }
        let (since, tries) = keys.entry(key.to_owned()).or_insert((now.0, 0));
        if now.0 - *since >= WINDOW_MS {
            (*since, *tries) = (now.0, 0);
        }
        if *tries >= most {
            let seconds = u32::try_from((WINDOW_MS - (now.0 - *since) + 999) / 1000).unwrap_or(60);
            return Err(Error::refuse(Code::TooManyRequests).retry_after(seconds));
        }
        *tries += 1;
        Ok(())
    }

    /// Takes one try back: it has succeeded, and says nothing against the others.
    pub fn forgive(&self, key: &str) {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, tries)) = keys.get_mut(key) {
            *tries = tries.saturating_sub(1);
        }
    }

    /// Forgets the tries of a key that has succeeded.
    pub fn succeed(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

/// Makes room: what is over goes, and where that is little, the older half.
fn forget(keys: &mut HashMap<String, (i64, u32)>, now: Timestamp) {
    keys.retain(|_, (since, _)| now.0 - *since < WINDOW_MS);
    if keys.len() < MAX_KEYS / 2 {
        return;
    }
    let mut begun: Vec<i64> = keys.values().map(|(since, _)| *since).collect();
    begun.sort_unstable();
    let middle = begun.get(begun.len() / 2).copied().unwrap_or(now.0);
    keys.retain(|_, (since, _)| *since > middle);
}

#[cfg(test)]
mod tests {
    use super::{MAX_KEYS, Throttle};
    use shared::Timestamp;

    const NOW: Timestamp = Timestamp(1_000_000_000_000);

    #[test]
    fn the_pause_ends_with_the_window_and_success_forgets() {
        let throttle = Throttle::default();
        for _ in 0..3 {
            assert!(throttle.attempt("a", 3, NOW).is_ok());
        }
        assert!(throttle.attempt("a", 3, NOW).is_err());
        assert!(throttle.attempt("b", 3, NOW).is_ok());
        assert!(throttle.attempt("a", 3, NOW.plus_seconds(15 * 60 - 1)).is_err());
        assert!(throttle.attempt("a", 3, NOW.plus_seconds(15 * 60)).is_ok());
        throttle.succeed("b");
        throttle.forgive("nobody");
        for _ in 0..20 {
            assert!(throttle.attempt("b", 1, NOW).is_ok());
            throttle.forgive("b");
        }
    }

    #[test]
    fn strangers_cannot_fill_the_memory() {
        let throttle = Throttle::default();
        for number in 0..3 * MAX_KEYS {
            let at = NOW.plus_seconds(i64::try_from(number / 100).unwrap());
            assert!(throttle.attempt(&number.to_string(), 1, at).is_ok());
        }
        assert!(throttle.0.lock().unwrap().len() <= MAX_KEYS);
    }
}
