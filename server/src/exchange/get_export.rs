//! Brings what the caller may see as a table.

use super::export::{Asked, file, table};
use crate::{
    http::{Cx, Received, Reply, Result},
    sheet::Format,
};
use shared::exchange::{GetExport, SheetFormat};

pub(super) async fn get_export(cx: Cx, received: Received<GetExport>) -> Result<Reply<GetExport>> {
    let (kind,) = received.path;
    let filter = received.query;
    let format = match filter.format.unwrap_or(SheetFormat::Xlsx) {
        SheetFormat::Xlsx => Format::Xlsx,
        SheetFormat::Csv => Format::Csv,
    };
    // The day that the table is of.
    let day = filter.on.unwrap_or_else(|| cx.today());
    let name = format!("{kind}-{day}.{}", format.extension());
    let asked = Asked::new(filter.lang.unwrap_or(cx.lang), filter);
    let table = table(&cx, kind, &asked).await?;
    Reply::download(file(table, format).await?, &name)
}
