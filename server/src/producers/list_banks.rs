//! Lists the banks that payments by QR code know (NAPAS).

use crate::{
    http::{Cx, Received, Reply, Result},
    province::province,
};
use shared::{Page, producers::ListBanks};

pub(super) async fn list_banks(_: Cx, _: Received<ListBanks>) -> Result<Reply<ListBanks>> {
    Ok(Reply::read(&Page::whole(province().banks.clone()))?.shared())
}
