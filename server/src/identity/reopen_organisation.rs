//! Opens a closed organisation again. Much may have changed since: the centre verifies it anew.

use super::decide::{Decision, decide};
use crate::http::{Cx, Received, Reply, Result};
use shared::identity::{OrganisationStatus, ReopenOrganisation};

pub(super) async fn reopen_organisation(
    cx: Cx,
    received: Received<ReopenOrganisation>,
) -> Result<Reply<ReopenOrganisation>> {
    let decision = Decision {
        from: &[OrganisationStatus::Closed],
        to: OrganisationStatus::Pending,
        reason: None,
    };
    decide(cx, received, decision).await
}
