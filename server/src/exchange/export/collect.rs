//! Walks through the pages of a slice's own list.

use crate::{
    auth,
    http::{Cx, Error, Operation, Received, Reply, Result},
    sheet::{Column, MAX_ROWS},
};
use anyhow::Context;
use shared::{
    Code, Date, Endpoint, FieldCode, Lang, Page,
    discovery::{ProductOffer, ProductOfferList},
    exchange::{ExportFilter, Exported},
    page::MAX_LIMIT,
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

    /// The same choices as the list's own filter; what such a list does not know is refused: a table never holds more
    /// than was asked for.
    pub(super) fn list<F: Exported>(&self) -> Result<F> {
        let list = self.read::<F>()?;
        self.is_within(&list.as_export())?;
        Ok(list)
    }

    /// The same, of a list that can be had as of a day.
    pub(super) fn list_on<F: Exported>(&self) -> Result<(Option<Date>, F)> {
        let list = self.read::<F>()?;
        let on = self.filter.on;
        self.is_within(&ExportFilter {
            on,
            ..list.as_export()
        })?;
        Ok((on, list))
    }

    fn read<F: Exported>(&self) -> Result<F> {
        F::of_export(&self.filter).map_err(|field| Error::field(field, FieldCode::Unknown))
    }

    /// Refuses parameters that are not among these.
    pub(super) fn is_within(&self, known: &ExportFilter) -> Result<()> {
        let known = ExportFilter {
            format: self.filter.format,
            lang: self.filter.lang,
            ..known.clone()
        };
        let (asked, known) = (parameters(&self.filter)?, parameters(&known)?);
        match asked.into_iter().find(|name| !known.contains(name)) {
            Some(name) => Err(Error::field(name, FieldCode::Unknown)),
            None => Ok(()),
        }
    }

    /// What the pages call something in the reader's language.
    pub(super) fn word(&self, key: &str) -> Option<String> {
        web::text(self.lang, key)
    }
}

/// The names of what is said.
fn parameters(filter: &ExportFilter) -> Result<Vec<String>> {
    let said = serde_json::to_value(filter).context("parameters")?;
    let said = said.as_object().into_iter().flatten();
    Ok(said
        .filter(|(_, value)| !value.is_null())
        .map(|(name, _)| name.clone())
        .collect())
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

/// An answer that is one page of a list.
pub(super) trait Rows {
    type Row;
    fn page(self) -> Page<Self::Row>;
}

impl<T> Rows for Page<T> {
    type Row = T;
    fn page(self) -> Self {
        self
    }
}

impl Rows for ProductOfferList {
    type Row = ProductOffer;
    fn page(self) -> Page<ProductOffer> {
        Page {
            items: self.items,
            next_cursor: self.next_cursor,
        }
    }
}

/// What a list's page holds.
pub(super) type RowOf<E> = <<E as Endpoint>::Response as Rows>::Row;

/// Every row of a list that is to be taken. `page` makes the query of a page from its size and place.
pub(super) async fn all<E, F, Fut>(
    cx: &Cx,
    handler: F,
    page: impl Fn(Option<u16>, Option<String>) -> E::Query,
    take: impl Fn(&RowOf<E>) -> bool,
) -> Result<Vec<RowOf<E>>>
where
    E: Endpoint<Path = (), Body = (), Response: Rows>,
    F: Fn(Cx, Received<E>) -> Fut,
    Fut: Future<Output = Result<Reply<E>>>,
{
    let mut rows = Vec::new();
    let mut cursor = None;
    loop {
        let found = ask::<E, _, _>(cx, &handler, page(Some(MAX_LIMIT), cursor)).await?;
        let Page { items, next_cursor } = found.page();
        rows.extend(items.into_iter().filter(&take));
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
