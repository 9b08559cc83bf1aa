//! Lets an organisation trade.

use super::decide::{Decision, decide};
use crate::http::{Cx, Received, Reply, Result};
use shared::identity::{OrganisationStatus, VerifyOrganisation};

pub(super) async fn verify_organisation(
    cx: Cx,
    received: Received<VerifyOrganisation>,
) -> Result<Reply<VerifyOrganisation>> {
    let decision = Decision {
        from: &[OrganisationStatus::Pending, OrganisationStatus::Rejected],
        to: OrganisationStatus::Verified,
        reason: None,
    };
    decide(cx, received, decision).await
}
