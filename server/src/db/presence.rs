//! Whether a database on another machine is there, asked beside those who queue for its connections.

use crate::clock::Stopwatch;
use sea_orm::sqlx::{ConnectOptions, Connection, Error, postgres::PgConnectOptions};
use std::time::Duration;
use tokio::sync::Mutex;

/// Who waits for this long has it asked for. The pool tries again later and later: whoever waited much longer would go on
/// waiting when it is back.
const AFTER: Duration = Duration::from_secs(1);
/// It answers a new connection within this time, or is not there.
const PATIENCE: Duration = Duration::from_secs(2);
/// That it was there is believed for this long.
const FRESH: Duration = Duration::from_secs(1);

/// Asks by a connection of its own, which nobody has to give back first.
#[derive(Debug)]
pub(super) struct Presence {
    options: PgConnectOptions,
    last: Mutex<Option<(Stopwatch, bool)>>,
}

impl Presence {
    pub(super) fn of(options: PgConnectOptions) -> Self {
        Self {
            options,
            last: Mutex::new(None),
        }
    }

    /// Done when it is found not to be there: after a while, or at once where it was not there before.
    pub(super) async fn gone(&self) {
        let was_there = !matches!(*self.last.lock().await, Some((_, false)));
        if was_there {
            tokio::time::sleep(AFTER).await;
        }
        while self.is_there().await {
            tokio::time::sleep(AFTER).await;
        }
    }

    async fn is_there(&self) -> bool {
        let came = Stopwatch::start();
        let mut last = self.last.lock().await;
        if let Some((asked, there)) = &*last {
            // One answer for all who waited for it. That it was gone is not believed for longer: it may be back.
            let meanwhile = asked.elapsed() <= came.elapsed();
            if meanwhile || *there && asked.elapsed() < FRESH {
                return *there;
            }
        }
        let there = match tokio::time::timeout(PATIENCE, self.options.connect()).await {
            Ok(Ok(connection)) => {
                // Whether it says goodbye is nobody's worry.
                let _ = connection.close().await;
                true
            }
            Ok(Err(error)) => is_crowded(&error),
            Err(_) => false,
        };
        *last = Some((Stopwatch::start(), there));
        there
    }
}

/// It has no connection left to give: that is an answer.
fn is_crowded(error: &Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == "53300")
}
