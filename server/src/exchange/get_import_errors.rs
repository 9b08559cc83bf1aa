//! Brings all errors of an import as a spreadsheet.

use super::{
    export::{Table, file},
    get_import::own,
    view::{error_view, errors_of},
};
use crate::{
    http::{Cx, Received, Reply, Result},
    sheet::{Column, Format, Value},
};
use shared::exchange::GetImportErrors;

pub(super) async fn get_import_errors(
    cx: Cx,
    received: Received<GetImportErrors>,
) -> Result<Reply<GetImportErrors>> {
    let (id,) = received.path;
    let lang = received.query.lang.unwrap_or(cx.lang);
    let row = own(&cx, cx.reader(), id).await?;
    let column = |vi, en, width| Column {
        heading: lang.pick(vi, en).to_owned(),
        width,
    };
    let rows = errors_of(&row)?.into_iter().map(|error| {
        let error = error_view(row.kind, error, lang);
        vec![
            Value::Number(error.line),
            Value::Text(error.column),
            Value::Text(error.value),
            Value::Text(error.message),
        ]
    });
    let table = Table {
        name: lang.pick("Lỗi", "Errors").to_owned(),
        columns: vec![
            column("Dòng", "Row", 8),
            column("Cột", "Column", 28),
            column("Đang ghi", "Stands there", 36),
            column("Cần sửa", "To mend", 60),
        ],
        rows: rows.collect(),
    };
    Reply::download(file(table, Format::Xlsx).await?, "errors.xlsx")
}
