//! Walks through the pages of a slice's own list.

use crate::{
    auth,
    http::{Cx, Error, Operation, Received, Reply, Result},
    sheet::{Column, MAX_ROWS},
};
use anyhow::Context;
use serde::de::DeserializeOwned;
use shared::{
    Code, Date, Endpoint, FieldCode, Lang, Page, Timestamp, exchange::ExportFilter, page::MAX_LIMIT,
};
use std::future::Future;

/// What the caller asked for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(super) lang: Lang,
    pub(super) filter: ExportFilter,
}

impl Asked {
    pub(in crate::exchange) const fn new(lang: Lang, filter: ExportFilter) -> Self {
        Self { lang, filter }
    }

    /// A column with its heading in both languages and its width.
    pub(super) fn column(&self, vi: &str, en: &str, width: u16) -> Column {
        Column {
            heading: self.lang.pick(vi, en).to_owned(),
            width,
        }
    }

    /// The text in the reader's language, Vietnamese where there is no other.
    pub(super) fn name<'a>(&self, vi: &'a str, en: Option<&'a str>) -> &'a str {
        match (self.lang, en) {
            (Lang::En, Some(en)) => en,
            _ => vi,
        }
    }

    /// A state of such things; what is none is refused.
    pub(super) fn status<T: std::str::FromStr>(&self) -> Result<Option<T>> {
        let status = self.filter.status.as_deref();
        let status = status.map(str::parse).transpose();
        status.map_err(|_| Error::field("status", FieldCode::Unknown))
    }

    /// From the first instant, until before the second.
    pub(super) fn span(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        let next_day = |day: Date| Timestamp::start_of(day).plus_days(1);
        (
            self.filter.from.map(Timestamp::start_of),
            self.filter.until.map(next_day),
        )
    }
}

/// What to do with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Take {
    Yes,
    No,
    /// This and all that follow are too old.
    Enough,
}

/// Whether the caller may use a list at all.
pub(super) fn allowed<E: Endpoint>(cx: &Cx) -> Result<()> {
    auth::may_call(&cx.actor, &Operation::of::<E>())
}

/// Asks an operation that only reads, as the caller.
pub(super) async fn ask<E, F, Fut>(cx: &Cx, handler: F, query: E::Query) -> Result<E::Response>
where
    E: Endpoint<Path = (), Body = ()>,
    F: Fn(Cx, Received<E>) -> Fut,
    Fut: Future<Output = Result<Reply<E>>>,
{
    allowed::<E>(cx)?;
    let received = Received {
        path: (),
        query,
        body: (),
        file: None,
        if_version: None,
        claim: None,
    };
    let reply = handler(cx.clone(), received).await?;
    Ok(serde_json::from_slice(reply.body()).context("an answer of our own")?)
}

/// Every row of a list. `page` makes the query of a page from its size and place.
pub(super) async fn all<E, T, F, Fut>(
    cx: &Cx,
    handler: F,
    page: impl Fn(Option<u16>, Option<String>) -> E::Query,
    take: impl Fn(&T) -> Take,
) -> Result<Vec<T>>
where
    E: Endpoint<Path = (), Body = (), Response = Page<T>>,
    T: DeserializeOwned,
    F: Fn(Cx, Received<E>) -> Fut,
    Fut: Future<Output = Result<Reply<E>>>,
{
    let mut rows = Vec::new();
    let mut cursor = None;
    loop {
        let Page { items, next_cursor } = ask::<E, _, _>(cx, &handler, page(Some(MAX_LIMIT), cursor)).await?;
        for row in items {
            match take(&row) {
                Take::Yes => rows.push(row),
                Take::No => {}
                Take::Enough => return Ok(rows),
            }
        }
        within(rows.len())?;
        match next_cursor {
            Some(next) => cursor = Some(next),
            None => return Ok(rows),
        }
    }
}

/// Refuses what would not fit a table that can be brought in again.
pub(super) fn within(rows: usize) -> Result<()> {
    if rows > MAX_ROWS {
        let most = i64::try_from(MAX_ROWS).ok();
        return Err(Error::refuse(Code::ValidationFailed).with_field("rows", FieldCode::TooMany, most));
    }
    Ok(())
}
