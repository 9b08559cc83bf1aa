//! What the caller may see, as tables. Rows come from the slices' own lists, so that nobody gets in a table what they
//! would not get on the screen.

mod certificates;
mod collect;
mod goods;
mod offers;
mod people;
mod shelves;
mod trade;

pub(super) use collect::Asked;

use crate::{
    http::{Cx, Result},
    sheet::{self, Column, Format, Value},
};
use anyhow::Context;
use bytes::Bytes;
use shared::exchange::ExportKind;

/// A table to be written.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// What the sheet is called.
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Value>>,
}

/// Collects the rows of a kind.
pub(super) async fn table(cx: &Cx, kind: ExportKind, asked: &Asked) -> Result<Table> {
    match kind {
        ExportKind::Products => goods::products(cx, asked).await,
        ExportKind::Packs => goods::packs(cx, asked).await,
        ExportKind::Lots => goods::lots(cx, asked).await,
        ExportKind::Orders => trade::orders(cx, asked).await,
        ExportKind::Listings => shelves::listings(cx, asked).await,
        ExportKind::Coverage => shelves::coverage(cx, asked).await,
        ExportKind::Gaps => shelves::gaps(cx, asked).await,
        ExportKind::Shelves => shelves::places(cx, asked).await,
        ExportKind::Offers => offers::offers(cx, asked).await,
        ExportKind::AgreedPrices => offers::agreed_prices(cx, asked).await,
        ExportKind::Certificates => certificates::register(cx, asked).await,
        ExportKind::Audit => people::audit(cx, asked).await,
        ExportKind::Organisations => people::organisations(cx, asked).await,
    }
}

/// Writes a table down, beside the requests.
pub(super) async fn file(table: Table, format: Format) -> Result<Bytes> {
    let bytes = tokio::task::spawn_blocking(move || match format {
        Format::Xlsx => sheet::xlsx(&table.name, &table.columns, table.rows),
        Format::Csv => sheet::csv(&table.columns, table.rows),
    });
    Ok(bytes.await.context("writing a table")??.into())
}
