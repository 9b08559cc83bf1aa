//! Shows in which month which certificates lapse.

use super::{
    entity::certificates::{Column, Entity},
    policy, view,
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};
use shared::{
    Code, Date, FieldCode,
    certification::{CalendarMonth, CertificateCalendar, GetCertificateCalendar},
    time::{add_months, plus_days},
};

pub(super) async fn get_certificate_calendar(
    cx: Cx,
    received: Received<GetCertificateCalendar>,
) -> Result<Reply<GetCertificateCalendar>> {
    let query = &received.query;
    let count = query.months.unwrap_or(12);
    if !(1..=36).contains(&count) {
        let (code, limit) = if count == 0 {
            (FieldCode::TooSmall, 1)
        } else {
            (FieldCode::TooLarge, 36)
        };
        return Err(Error::refuse(Code::ValidationFailed).with_field("months", code, Some(limit)));
    }
    let first = first_of(query.from.unwrap_or_else(|| cx.today()));
    let last = plus_days(add_months(first, u16::from(count)), -1);
    let rows = Entity::find()
        .filter(Column::ExpiresOn.between(first, last))
        .filter(Column::RevokedOn.is_null())
        .apply_if(policy::lists_only(cx.member()?), |query, producer| {
            query.filter(Column::ProducerId.eq(producer))
        })
        .order_by_asc(Column::ExpiresOn)
        .order_by_asc(Column::Id)
        .all(cx.reader())
        .await?;
    let mut certificates = view::views(cx.reader(), rows, cx.today())
        .await?
        .into_iter()
        .peekable();
    let months = (0..u16::from(count))
        .map(|index| {
            let month = add_months(first, index);
            let end = add_months(first, index + 1);
            let of_month = std::iter::from_fn(|| certificates.next_if(|next| next.expires_on < end));
            CalendarMonth {
                month,
                certificates: of_month.collect(),
            }
        })
        .collect();
    Reply::read(&CertificateCalendar { months })
}

fn first_of(day: Date) -> Date {
    day.replace_day(1).unwrap_or(day)
}
