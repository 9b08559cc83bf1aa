//! Lists the devices on which one is signed in.

use super::data;
use crate::http::{Cx, Received, Reply, Result};
use shared::account::{Devices, ListSessions};

pub(super) async fn list_sessions(cx: Cx, _: Received<ListSessions>) -> Result<Reply<ListSessions>> {
    let items = data::devices(cx.reader(), cx.member()?, cx.app.now()).await?;
    Reply::read(&Devices { items })
}
