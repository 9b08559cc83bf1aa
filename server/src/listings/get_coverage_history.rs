//! Tells the coverage figure at the end of each month, from the same history as the figure of one day.

use super::history::History;
use crate::http::{Cx, Error, Received, Reply, Result};
use shared::{
    Code, Date, FieldCode, Page,
    listings::{CoveragePoint, GetCoverageHistory},
    time::{add_months, plus_days},
};

/// The most months that are told.
const MOST: u8 = 60;

pub(super) async fn get_coverage_history(
    cx: Cx,
    received: Received<GetCoverageHistory>,
) -> Result<Reply<GetCoverageHistory>> {
    let until = received.query.until.unwrap_or_else(|| cx.today());
    if until > cx.today() {
        return Err(Error::field("until", FieldCode::InFuture));
    }
    let months = received.query.months.unwrap_or(24);
    if !(1..=MOST).contains(&months) {
        let (code, limit) = if months == 0 {
            (FieldCode::TooSmall, 1)
        } else {
            (FieldCode::TooLarge, i64::from(MOST))
        };
        return Err(Error::refuse(Code::ValidationFailed).with_field("months", code, Some(limit)));
    }
    let days = ends(until, months);
    let history = History::read(cx.reader(), *days.first().unwrap_or(&until), until).await?;
    let points = days
        .into_iter()
        .map(|on| {
            let (_, figures) = history.on(on);
            CoveragePoint {
                on,
                total: figures.total,
                listed: figures.listed,
                percent: figures.percent,
            }
        })
        .collect();
    Ok(Reply::read(&Page::whole(points))?.shared())
}

/// The last days of so many months, the day itself for the last of them.
fn ends(until: Date, months: u8) -> Vec<Date> {
    let this_month = until.replace_day(1).unwrap_or(until);
    let back = i32::from(months) - 1;
    let total = this_month.year() * 12 + i32::from(u8::from(this_month.month())) - 1 - back;
    let first = time::Month::try_from(u8::try_from(total.rem_euclid(12) + 1).unwrap_or(1))
        .ok()
        .and_then(|month| Date::from_calendar_date(total.div_euclid(12), month, 1).ok())
        .unwrap_or(this_month);
    (1..=u16::from(months))
        .map(|next| plus_days(add_months(first, next), -1).min(until))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::ends;
    use time::macros::date;

    #[test]
    fn months_end_on_their_last_day_and_the_last_on_the_day_asked_for() {
        assert_eq!(
            ends(date!(2026 - 03 - 15), 4),
            [
                date!(2025 - 12 - 31),
                date!(2026 - 01 - 31),
                date!(2026 - 02 - 28),
                date!(2026 - 03 - 15),
            ]
        );
        assert_eq!(ends(date!(2026 - 11 - 22), 1), [date!(2026 - 11 - 22)]);
        assert_eq!(
            ends(date!(2026 - 11 - 22), 24).first(),
            Some(&date!(2024 - 12 - 31))
        );
    }
}
