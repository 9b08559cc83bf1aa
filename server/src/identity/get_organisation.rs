//! Shows an organisation to its members, the centre and the authority.

use super::{people::organisation_row, policy, tax};
use crate::http::{Cx, Received, Reply, Result};
use shared::identity::GetOrganisation;

pub(super) async fn get_organisation(
    cx: Cx,
    received: Received<GetOrganisation>,
) -> Result<Reply<GetOrganisation>> {
    let (id,) = received.path;
    let row = organisation_row(cx.reader(), id).await?;
    policy::may_see(cx.member()?, &row)?;
    let view = tax::view(&cx, row)?;
    Reply::new(&view, Some(view.version))
}
