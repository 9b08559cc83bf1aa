//! Lets a suspended organisation trade again.

use super::decide::{Decision, decide};
use crate::http::{Cx, Received, Reply, Result};
use shared::identity::{OrganisationStatus, ReinstateOrganisation};

pub(super) async fn reinstate_organisation(
    cx: Cx,
    received: Received<ReinstateOrganisation>,
) -> Result<Reply<ReinstateOrganisation>> {
    let decision = Decision {
        from: &[OrganisationStatus::Suspended],
        to: OrganisationStatus::Verified,
        reason: None,
    };
    decide(cx, received, decision).await
}
