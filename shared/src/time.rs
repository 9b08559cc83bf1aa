//! Instants and days.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

pub use time::{Date, Month};

/// Business days are days in Vietnam: UTC+7, without daylight saving.
pub const VIETNAM: UtcOffset = match UtcOffset::from_hms(7, 0, 0) {
    Ok(offset) => offset,
    Err(_) => UtcOffset::UTC,
};

/// An instant in whole milliseconds since 1970, UTC. RFC 3339 on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The instant as a calendar date and time, UTC.
    pub fn utc(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// The instant on the wall clocks of Vietnam.
    pub fn in_vietnam(self) -> OffsetDateTime {
        self.utc().to_offset(VIETNAM)
    }

    /// The business day.
    pub fn day(self) -> Date {
        self.in_vietnam().date()
    }

    /// The first instant of a business day.
    pub fn start_of(day: Date) -> Self {
        Self::from(day.midnight().assume_offset(VIETNAM))
    }

    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }

    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours * 3600)
    }

    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_hours(days * 24)
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(at: OffsetDateTime) -> Self {
        Self(i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX))
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.utc().format(&Rfc3339).map_err(|_| std::fmt::Error)?)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        OffsetDateTime::parse(&text, &Rfc3339)
            .map(Self::from)
            .map_err(D::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Timestamp {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(
                utoipa::openapi::KnownFormat::DateTime,
            )))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Timestamp {
    fn name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }
}

/// The same day `months` later, or that month's last day where it has no such day (Civil Code 2015, Art. 148.4).
pub fn add_months(day: Date, months: u16) -> Date {
    let total = i32::from(u8::from(day.month())) - 1 + i32::from(months);
    let year = day.year() + total / 12;
    let month = u8::try_from(total % 12 + 1)
        .ok()
        .and_then(|number| Month::try_from(number).ok());
    let month = month.unwrap_or(Month::January);
    let last = month.length(year);
    Date::from_calendar_date(year, month, day.day().min(last)).unwrap_or(Date::MAX)
}

/// The whole days from one day to another; negative where `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from(to.to_julian_day()) - i64::from(from.to_julian_day())
}

/// The day `days` working days later: Saturdays and Sundays do not count.
pub fn plus_working_days(day: Date, days: u16) -> Date {
    let mut day = day;
    let mut left = days;
    while left > 0 {
        day = plus_days(day, 1);
        if !matches!(day.weekday(), time::Weekday::Saturday | time::Weekday::Sunday) {
            left -= 1;
        }
    }
    day
}

/// A day as it is read in Vietnam, in both languages: `22/11/2026`.
pub fn written(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), u8::from(day.month()), day.year())
}

/// The day `days` later (earlier where negative), kept within the calendar.
pub fn plus_days(day: Date, days: i64) -> Date {
    i32::try_from(i64::from(day.to_julian_day()) + days)
        .ok()
        .and_then(|number| Date::from_julian_day(number).ok())
        .unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Date, Timestamp, add_months};
    use time::macros::date;

    #[test]
    fn a_term_of_36_months_ends_on_the_corresponding_day_or_the_months_last() {
        // Vectors: Civil Code 2015, Art. 147-148.
        let vectors: [(Date, Date); 5] = [
            (date!(2025 - 12 - 31), date!(2028 - 12 - 31)),
            (date!(2023 - 08 - 31), date!(2026 - 08 - 31)),
            (date!(2024 - 02 - 29), date!(2027 - 02 - 28)),
            (date!(2023 - 02 - 28), date!(2026 - 02 - 28)),
            (date!(2022 - 12 - 07), date!(2025 - 12 - 07)),
        ];
        for (issued, last) in vectors {
            assert_eq!(add_months(issued, 36), last, "issued {issued}");
        }
    }

    #[test]
    fn the_business_day_turns_at_midnight_in_vietnam() {
        let day = date!(2026 - 11 - 22);
        let midnight = Timestamp::start_of(day);
        assert_eq!(midnight.to_string(), "2026-11-21T17:00:00Z");
        assert_eq!(midnight.day(), day);
        assert_eq!(Timestamp(midnight.0 - 1).day(), date!(2026 - 11 - 21));
    }
}
