//! Places for connections. When all are taken, the one that has asked for nothing for longest gives up its own: a crowd
//! that holds connections open keeps nobody out.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// Most connections at a time, where the system allows as many.
const MOST: usize = 16_384;
/// Where nobody says how many files this process may open.
const CAUTIOUS: usize = 512;
/// Of the files that this process may open, those that are no visitors' connections.
const OWN_FILES: usize = 160;

/// How long one connection has to leave before another is asked.
const PAUSE: Duration = Duration::from_millis(200);

/// The places of one listener.
#[derive(Debug)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    /// In the order in which they came.
    taken: Mutex<VecDeque<Weak<Connection>>>,
}

/// One connection, as the crowd sees it.
#[derive(Debug, Default)]
pub(super) struct Connection {
    /// Has asked for something at least once.
    asked: AtomicBool,
    leave: Notify,
}

impl Connection {
    pub(super) fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    /// One that has asked is let go when it is answered, another at once.
    pub(super) fn has_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Done when the place is wanted.
    pub(super) async fn wanted(&self) {
        self.leave.notified().await;
    }
}

impl Places {
    pub(super) fn new(count: usize) -> Self {
        Self {
            free: Arc::new(Semaphore::new(count)),
            taken: Mutex::new(VecDeque::new()),
        }
    }

    /// A place for the next connection. Where there is none, asks others to leave until there is.
    pub(super) async fn next(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(place) = Arc::clone(&self.free).try_acquire_owned() {
            return Some(place);
        }
        loop {
            self.make_room();
            let place = Arc::clone(&self.free).acquire_owned();
            // Whoever was asked may still be waiting for an answer: then the next is asked too.
            if let Ok(place) = tokio::time::timeout(PAUSE, place).await {
                return place.ok();
            }
        }
    }

    /// The connection has come.
    pub(super) fn take(&self) -> Arc<Connection> {
        let connection = Arc::new(Connection::default());
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        // Those that left by themselves: at the front as they come up, and all of them now and then.
        if taken.len() > MOST * 2 {
            taken.retain(|one| one.strong_count() > 0);
        }
        taken.push_back(Arc::downgrade(&connection));
        connection
    }

    /// Asks the connection that came first to leave; of several, one that has asked for nothing.
    pub(super) fn make_room(&self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut busy = VecDeque::new();
        let mut left = None;
        while let Some(one) = taken.pop_front() {
            let Some(connection) = one.upgrade() else { continue };
            if !connection.has_asked() {
                left = Some(connection);
                break;
            }
            busy.push_back((one, connection));
        }
        // Everybody has asked for something: the first of them leaves when it is answered.
        if left.is_none() {
            left = busy.pop_front().map(|(_, connection)| connection);
        }
        for (one, _) in busy.into_iter().rev() {
            taken.push_front(one);
        }
        if let Some(connection) = left {
            connection.leave.notify_one();
        }
    }
}

/// As many connections as this process may have.
pub(super) fn most() -> usize {
    // Linux tells in a file; elsewhere the cautious number holds.
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    allowed(&limits)
        .map_or(CAUTIOUS, |files| files.saturating_sub(OWN_FILES))
        .clamp(CAUTIOUS / 4, MOST)
}

/// The files that may be open: the first number of the line.
fn allowed(limits: &str) -> Option<usize> {
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    match line.split_whitespace().next()? {
        "unlimited" => Some(usize::MAX),
        number => number.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Places, allowed};
    use std::sync::Arc;

    #[test]
    fn the_soft_limit_of_open_files_is_read() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units\n\
                      Max processes             95622                95622                processes\n\
                      Max open files            1024                 524288               files\n";
        assert_eq!(allowed(limits), Some(1024));
        assert_eq!(
            allowed("Max open files            unlimited            unlimited  files"),
            Some(usize::MAX)
        );
        assert_eq!(allowed(""), None);
    }

    #[tokio::test]
    async fn who_has_asked_for_nothing_for_longest_leaves_first() {
        let places = Places::new(3);
        let held: Vec<_> = (0..3).map(|_| places.take()).collect();
        held[0].ask();

        places.make_room();
        held[1].wanted().await;
        places.make_room();
        held[2].wanted().await;
        // Only who has asked is left.
        places.make_room();
        held[0].wanted().await;
    }

    #[tokio::test]
    async fn whoever_comes_gets_the_place_of_who_left() {
        let places = Arc::new(Places::new(1));
        let first = places.next().await;
        let connection = places.take();
        let waiting = Arc::clone(&places);
        let next = tokio::spawn(async move { waiting.next().await.is_some() });
        connection.wanted().await;
        drop(first);
        assert!(next.await.unwrap());
    }
}
