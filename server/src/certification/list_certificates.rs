//! Lists certificates: valid ones first, those that lapse next before others; producers see their own.

use super::{
    entity::certificates::{Column, Entity, Model},
    policy,
    rules::WARNING_DAYS,
    view,
};
use crate::{
    catalogue,
    db::{holding, plain_number},
    http::{
        Cx, Error, Received, Reply, Result,
        paging::{Limit, decode},
    },
    identity,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use shared::{
    CertificateId, Code, Date, FieldCode, Page,
    certification::{CertificateState, ListCertificates},
    check::UnknownWord,
    time::{Month, plus_days},
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
    let of_commune = match filter.commune.as_deref() {
        Some(commune) => Some(identity::producers_in(cx.reader(), commune).await?),
        None => None,
    };
    let year = filter.year.map(year).transpose()?;
    let rank: Expr = Expr::case(over(today), 1).finally(0).into();
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
            query
                .filter(Column::ExpiresOn.between(today, plus_days(today, i64::from(days))))
                .filter(Column::RevokedOn.is_null())
        })
        .apply_if(of_commune, |query, producers| {
            query.filter(Column::ProducerId.is_in(producers))
        })
        .apply_if(year, |query, (first, last)| {
            query.filter(Column::IssuedOn.between(first, last))
        })
        .apply_if(filter.q.as_deref(), |query, words| {
            let found = Condition::any()
                .add(Column::ProductId.in_subquery(catalogue::ids_named(words)))
                .add(holding(words, |pattern| {
                    plain_number(Column::DecisionNo).like(pattern)
                }));
            query.filter(found)
        })
        .apply_if(after, |query, after| query.filter(after.condition(today)))
        .order_by_asc(rank)
        .order_by_asc(Column::ExpiresOn)
        .order_by_asc(Column::Id)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    let Page { items, next_cursor } = limit.page(rows, |row| After::cursor(row, today), |row| row);
    let items = view::views(cx.reader(), items, today).await?;
    Reply::read(&Page { items, next_cursor })
}

/// `4,5`
fn stars(text: &str) -> Result<Vec<i16>> {
    text.split(',')
        .map(|star| star.parse::<i16>().ok().filter(|star| (1..=5).contains(star)))
        .collect::<Option<_>>()
        .ok_or_else(|| Error::field("stars", FieldCode::Unknown))
}

/// The first and the last day of a year.
fn year(year: i32) -> Result<(Date, Date)> {
    let out = |code, limit| Error::refuse(Code::ValidationFailed).with_field("year", code, Some(limit));
    match year {
        ..2000 => return Err(out(FieldCode::TooSmall, 2000)),
        2101.. => return Err(out(FieldCode::TooLarge, 2100)),
        _ => {}
    }
    let day = |month, day| Date::from_calendar_date(year, month, day);
    day(Month::January, 1)
        .and_then(|first| Ok((first, day(Month::December, 31)?)))
        .map_err(|_| Error::field("year", FieldCode::Format))
}

/// Lapsed or revoked.
fn over(today: Date) -> Condition {
    Condition::any()
        .add(Column::ExpiresOn.lt(today))
        .add(Column::RevokedOn.lte(today))
}

/// Neither lapsed nor revoked.
fn standing(today: Date) -> Condition {
    let kept = Condition::any()
        .add(Column::RevokedOn.is_null())
        .add(Column::RevokedOn.gt(today));
    Condition::all().add(Column::ExpiresOn.gte(today)).add(kept)
}

/// The same as [`super::rules::state`], in the database's words.
fn stands(state: CertificateState, today: Date) -> Condition {
    let warned = plus_days(today, WARNING_DAYS);
    match state {
        CertificateState::Valid => standing(today).add(Column::ExpiresOn.gt(warned)),
        CertificateState::Expiring => standing(today).add(Column::ExpiresOn.lte(warned)),
        CertificateState::Lapsed => Condition::all()
            .add(Column::ExpiresOn.lt(today))
            .add(Column::RevokedOn.is_null()),
        CertificateState::Revoked => Condition::all().add(Column::RevokedOn.lte(today)),
    }
}

/// The last row of the page before: whether it is over, its last valid day and its id.
#[derive(Clone, Copy, Debug)]
struct After {
    over: bool,
    day: Date,
    id: CertificateId,
}

impl After {
    fn cursor(row: &Model, today: Date) -> String {
        let over = row.expires_on < today || row.revoked_on.is_some_and(|day| day <= today);
        format!("{} {} {}", u8::from(over), row.expires_on, row.id)
    }

    fn condition(self, today: Date) -> Condition {
        let same_day = Condition::all()
            .add(Column::ExpiresOn.eq(self.day))
            .add(Column::Id.gt(self.id));
        let later = Condition::any().add(Column::ExpiresOn.gt(self.day)).add(same_day);
        if self.over {
            Condition::all().add(over(today)).add(later)
        } else {
            Condition::any()
                .add(over(today))
                .add(Condition::all().add(standing(today)).add(later))
        }
    }
}

impl FromStr for After {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let mut parts = text.split(' ');
        let mut part = || parts.next().ok_or(UnknownWord);
        let over = match part()? {
            "0" => false,
            "1" => true,
            _ => return Err(UnknownWord),
        };
        let day = Date::parse(part()?, &Iso8601::DATE).map_err(|_| UnknownWord)?;
        let id = part()?.parse().map_err(|_| UnknownWord)?;
        Ok(Self { over, day, id })
    }
}
