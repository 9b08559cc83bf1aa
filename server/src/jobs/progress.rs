//! How far running work is: for who watches, and gone when the server stops, because the work begins again then.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use uuid::Uuid;

/// Pieces done, by the id of the thing that is worked on.
#[derive(Debug, Default)]
pub struct Progress(Mutex<HashMap<Uuid, i64>>);

impl Progress {
    /// Says how many pieces are done.
    pub fn tell(&self, id: Uuid, done: i64) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id, done);
    }

    /// How many pieces are done; None where nobody works on it here.
    pub fn told(&self, id: Uuid) -> Option<i64> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .copied()
    }

    /// The work has ended.
    pub fn forget(&self, id: Uuid) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}
