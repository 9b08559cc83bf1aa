//! Lists the groups and sub-groups of OCOP products.

use crate::{
    http::{Cx, Received, Reply, Result},
    province::province,
};
use shared::{Page, catalogue::ListGroups};

pub(super) async fn list_groups(_: Cx, _: Received<ListGroups>) -> Result<Reply<ListGroups>> {
    Ok(Reply::read(&Page::whole(province().groups.clone()))?.shared())
}
