//! Tells of every product of one's own whether it may be offered to a supermarket.

use super::{get_compliance::compliance, rows::Files};
use crate::{
    catalogue,
    http::{Cx, Received, Reply, Result},
};
use shared::{Page, papers::ListCompliance};

pub(super) async fn list_compliance(cx: Cx, _: Received<ListCompliance>) -> Result<Reply<ListCompliance>> {
    let member = cx.member()?;
    let products = catalogue::products_of(cx.reader(), member.organisation_id).await?;
    let files = Files::of(cx.reader(), member.organisation_id).await?;
    let items = products
        .into_iter()
        .map(|product| compliance(member, product, &files, cx.today()))
        .collect();
    Reply::read(&Page::whole(items))
}
