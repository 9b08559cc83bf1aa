//! One cell, and what people mean by it.

use shared::{
    Date,
    text::folded,
    time::{Month, plus_days},
};
use time::macros::date;

/// What stands in a cell. CSV has only text; spreadsheets know numbers and days.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Cell {
    #[default]
    Empty,
    /// Without blanks at its ends.
    Text(String),
    Number(f64),
    Day(Date),
    Truth(bool),
}

/// The largest whole number that a spreadsheet keeps exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// From which spreadsheets count days.
const DAY_ZERO: Date = date!(1899 - 12 - 30);

impl Cell {
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// As text: codes that a spreadsheet took for numbers come back without decimals.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Truth(truth) => truth.to_string(),
        }
    }

    /// A whole number: `12500`, `12.500`, `12 500 ₫`.
    pub fn whole(&self) -> Option<i64> {
        match self {
            Self::Number(number) => whole(*number),
            Self::Text(text) => whole_text(text),
            _ => None,
        }
    }

    /// A number with decimals: `78.5`, `78,5`.
    pub fn decimal(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number).filter(|number| number.is_finite()),
            Self::Text(text) => {
                let plain = text.replace(',', ".");
                let shaped = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
                plain.parse().ok().filter(|_| shaped)
            }
            _ => None,
        }
    }

    /// A day: `2026-11-30`, `30/11/2026`, `30-11-2026`, `30.11.2026`, or a spreadsheet's own.
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Text(text) => day_text(text),
            // A day whose cell lost its format: 1982 to 2119.
            Self::Number(number) => whole(*number)
                .filter(|days| (30_000..=80_000).contains(days))
                .map(|days| plus_days(DAY_ZERO, days)),
            _ => None,
        }
    }

    /// Yes or no, in either language.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Truth(truth) => Some(*truth),
            Self::Number(number) => match whole(*number) {
                Some(1) => Some(true),
                Some(0) => Some(false),
                _ => None,
            },
            Self::Text(text) => match folded(text).as_str() {
                "co" | "yes" | "true" | "x" | "1" => Some(true),
                "khong" | "no" | "false" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

fn whole(number: f64) -> Option<i64> {
    if number.fract() != 0.0 || number.abs() > EXACT {
        return None;
    }
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "whole, and within the exact range"
    )]
    let whole = number as i64;
    Some(whole)
}

fn whole_text(text: &str) -> Option<i64> {
    let text = text
        .trim_end_matches(|letter: char| letter.is_alphabetic() || letter == '₫' || letter.is_whitespace());
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut groups = digits.split(|letter: char| matches!(letter, '.' | ',') || letter.is_whitespace());
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let numeric = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    if !grouped || !numeric(first) || !rest.iter().all(|group| numeric(group)) {
        return None;
    }
    let number: i64 = format!("{first}{}", rest.concat()).parse().ok()?;
    Some(if negative { -number } else { number })
}

fn day_text(text: &str) -> Option<Date> {
    let mut pieces = text.split(['/', '-', '.']);
    let (a, b, c) = (pieces.next()?, pieces.next()?, pieces.next()?);
    if pieces.next().is_some() {
        return None;
    }
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::Cell;
    use proptest::prelude::*;
    use time::macros::date;

    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn numbers_are_read_as_vietnamese_write_them() {
        for (written, number) in [
            ("12500", Some(12_500)),
            ("12.500", Some(12_500)),
            ("12,500", Some(12_500)),
            ("1 250 000 ₫", Some(1_250_000)),
            ("85.000 đ", Some(85_000)),
            ("85000VND", Some(85_000)),
            ("-40", Some(-40)),
            ("12,5", None),
            ("1.25.000", None),
            ("", None),
            ("mười", None),
        ] {
            assert_eq!(text(written).whole(), number, "{written}");
        }
        assert_eq!(Cell::Number(12.5).whole(), None);
        assert_eq!(Cell::Number(8_938_500_000_010.0).text(), "8938500000010");
        assert_eq!(text("78,5").decimal(), Some(78.5));
    }

    #[test]
    fn days_are_read_day_first_or_year_first() {
        let day = date!(2026 - 11 - 03);
        for written in ["2026-11-03", "03/11/2026", "3-11-2026", "3.11.2026"] {
            assert_eq!(text(written).day(), Some(day), "{written}");
        }
        assert_eq!(text("11/30/2026").day(), None);
        assert_eq!(Cell::Number(46_329.0).day(), Some(day));
    }

    proptest! {
        #[test]
        fn no_cell_is_too_strange_to_look_at(written in "\\PC{0,30}", number in any::<f64>()) {
            for cell in [Cell::Text(written), Cell::Number(number)] {
                let _ = (cell.text(), cell.whole(), cell.decimal(), cell.day(), cell.truth());
            }
        }

        #[test]
        fn whole_numbers_survive_grouping(number in 0_i64..1_000_000_000_000) {
            let written = shared::text::grouped(number, shared::Lang::Vi);
            prop_assert_eq!(text(&written).whole(), Some(number));
        }
    }
}
