//! Keeps an organisation from trading for now, with a reason that it can read.

use super::decide::{Decision, decide};
use crate::http::{Cx, Received, Reply, Result};
use shared::identity::{OrganisationStatus, SuspendOrganisation};

pub(super) async fn suspend_organisation(
    cx: Cx,
    received: Received<SuspendOrganisation>,
) -> Result<Reply<SuspendOrganisation>> {
    let decision = Decision {
        from: &[OrganisationStatus::Verified],
        to: OrganisationStatus::Suspended,
        reason: Some(received.body.reason.clone()),
    };
    decide(cx, received, decision).await
}
