//! Refuses an organisation, with a reason that it can read.

use super::decide::{Decision, decide};
use crate::http::{Cx, Received, Reply, Result};
use shared::identity::{OrganisationStatus, RejectOrganisation};

pub(super) async fn reject_organisation(
    cx: Cx,
    received: Received<RejectOrganisation>,
) -> Result<Reply<RejectOrganisation>> {
    let decision = Decision {
        from: &[OrganisationStatus::Pending, OrganisationStatus::Rejected],
        to: OrganisationStatus::Rejected,
        reason: Some(received.body.reason.clone()),
    };
    decide(cx, received, decision).await
}
