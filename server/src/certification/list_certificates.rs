//! Lists certificates, those that lapse next first; producers see their own.

use super::{
    entity::certificates::{Column, Entity, Model},
    policy,
    rules::WARNING_DAYS,
    view,
};
use crate::http::{
    Cx, Error, Received, Reply, Result,
    paging::{Limit, decode},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use shared::{
    CertificateId, Date, FieldCode, Page,
    certification::{CertificateState, ListCertificates},
    check::UnknownWord,
    time::plus_days,
};
use std::str::FromStr;
use time::format_description::well_known::Iso8601;

pub(crate) async fn list_certificates(
    cx: Cx,
    received: Received<ListCertificates>,
) -> Result<Reply<ListCertificates>> {
    let filter = &received.query;
    let today = cx.today();
    let limit = Limit::of(filter.limit)?;
    let after: Option<After> = decode(filter.cursor.as_deref())?;
    let stars = filter.stars.as_deref().map(stars).transpose()?;
    let rows = Entity::find()
        .apply_if(policy::lists_only(cx.member()?), |query, producer| {
            query.filter(Column::ProducerId.eq(producer))
        })
        .apply_if(filter.product_id, |query, product| {
            query.filter(Column::ProductId.eq(product))
        })
        .apply_if(filter.state, |query, state| query.filter(stands(state, today)))
        .apply_if(stars, |query, stars| query.filter(Column::Stars.is_in(stars)))
        .apply_if(filter.expires_within_days, |query, days| {
            query.filter(Column::ExpiresOn.between(today, plus_days(today, i64::from(days))))
        })
        .apply_if(after, |query, after| query.filter(after.condition()))
        .order_by_asc(Column::ExpiresOn)
        .order_by_asc(Column::Id)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    let Page { items, next_cursor } = limit.page(rows, After::cursor, |row| row);
    let items = view::views(cx.reader(), items, today).await?;
    Reply::read(&Page { items, next_cursor })
}

/// `4,5`
fn stars(text: &str) -> Result<Vec<i16>> {
    text.split(',')
        .map(|star| star.trim().parse::<i16>())
        .collect::<Result<_, _>>()
        .map_err(|_| Error::field("stars", FieldCode::Format))
}

/// The same as [`super::rules::state`], in the database's words.
fn stands(state: CertificateState, today: Date) -> Condition {
    let warned = plus_days(today, WARNING_DAYS);
    let condition = Condition::all();
    match state {
        CertificateState::Valid => condition.add(Column::ExpiresOn.gt(warned)),
        CertificateState::Expiring => condition.add(Column::ExpiresOn.between(today, warned)),
        CertificateState::Lapsed => condition.add(Column::ExpiresOn.lt(today)),
    }
}

/// The last row of the page before: its last valid day and its id.
#[derive(Clone, Copy, Debug)]
struct After(Date, CertificateId);

impl After {
    fn cursor(row: &Model) -> String {
        format!("{} {}", row.expires_on, row.id)
    }

    fn condition(self) -> Condition {
        let same_day = Condition::all()
            .add(Column::ExpiresOn.eq(self.0))
            .add(Column::Id.gt(self.1));
        Condition::any().add(Column::ExpiresOn.gt(self.0)).add(same_day)
    }
}

impl FromStr for After {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (day, id) = text.split_once(' ').ok_or(UnknownWord)?;
        let day = Date::parse(day, &Iso8601::DATE).map_err(|_| UnknownWord)?;
        Ok(Self(day, id.parse().map_err(|_| UnknownWord)?))
    }
}
