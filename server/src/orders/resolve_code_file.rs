//! Finds the packs that the codes of a file name: the same as [`super::resolve_codes`], for those who keep their list in a
//! spreadsheet. Changes nothing.

use super::resolve_codes::resolve;
use crate::{
    http::{Cx, Error, Received, Reply, Result},
    sheet::{self, Pair},
};
use anyhow::Context;
use shared::{
    Code, FieldCode,
    orders::{
        CodeLine, Counting, MAX_LINES, ResolveCodeFile, ResolvedFile, ResolvedLine, UnreadLine, Unreadable,
        code_alone, quantity,
    },
};

pub(super) async fn resolve_code_file(
    cx: Cx,
    received: Received<ResolveCodeFile>,
) -> Result<Reply<ResolveCodeFile>> {
    let upload = received.file.as_ref().filter(|file| !file.bytes.is_empty());
    let bytes = upload
        .map(|file| file.bytes.clone())
        .ok_or_else(|| Error::field("file", FieldCode::Required))?;
    let pairs = tokio::task::spawn_blocking(move || sheet::pairs(&bytes))
        .await
        .context("reading a table")??;
    if u32::try_from(pairs.len()).is_ok_and(|lines| lines > MAX_LINES) {
        let most = Some(i64::from(MAX_LINES));
        return Err(Error::refuse(Code::SheetRefused).with_field("file", FieldCode::SheetTooManyRows, most));
    }
    let (mut places, mut asked, mut unread) = (Vec::new(), Vec::new(), Vec::new());
    for pair in pairs {
        match read(&pair) {
            Ok(line) => {
                places.push(i64::from(pair.line));
                asked.push(line);
            }
            Err(why) => unread.push(UnreadLine {
                line: i64::from(pair.line),
                text: format!("{} {}", pair.code, pair.written).trim().to_owned(),
                why,
            }),
        }
    }
    let resolved = resolve(&cx, &asked, received.query.counting.unwrap_or(Counting::Cases)).await?;
    let lines = places
        .into_iter()
        .zip(resolved)
        .map(|(line, resolved)| ResolvedLine { line, resolved })
        .collect();
    Reply::read(&ResolvedFile { lines, unread })
}

/// As with pasted lines, how many are wanted is not guessed.
fn read(pair: &Pair) -> std::result::Result<CodeLine, Unreadable> {
    let code = code_alone(&pair.code)?;
    if pair.quantity.is_none() && pair.written.is_empty() {
        return Err(Unreadable::NoQuantity);
    }
    let quantity = quantity(pair.quantity)?;
    Ok(CodeLine { code, quantity })
}
