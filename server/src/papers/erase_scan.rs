//! Erases a scan that no paper names any more, once the transaction that let go of it has happened.

use crate::{app::App, http::Result};
use serde::{Deserialize, Serialize};

/// The job's name.
pub(super) const KIND: &str = "erase_scan";

/// What the job is told.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Erase {
    pub(super) file: String,
}

/// Safe to repeat: what is not there any more is erased.
pub(super) async fn erase_scan(app: App, job: Erase) -> Result<()> {
    Ok(app.media.delete(&job.file).await?)
}
