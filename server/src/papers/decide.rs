//! What the centre says of a paper.

use super::{entity::papers::Model, policy::Decide, rows::save};
use crate::{auth::Allowed, db::Tx, http::Result};
use shared::{UserId, papers::PaperStatus};

/// Writes the centre's decision down.
pub(super) async fn decide(
    tx: &Tx,
    _: Allowed<Decide>,
    mut row: Model,
    by: UserId,
    reason: Option<String>,
) -> Result<Model> {
    row.status = if reason.is_some() {
        PaperStatus::Refused
    } else {
        PaperStatus::Verified
    };
    row.reason = reason;
    row.decided_by = Some(by);
    row.decided_at = Some(tx.at());
    save(tx, row).await
}
