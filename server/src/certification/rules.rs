//! What the law says of certificates, as plain functions.

use shared::{
    Date,
    certification::{CertificateState, IssuerLevel},
};
use time::macros::date;

/// The first day on which there were no districts any more.
const DISTRICTS_ENDED: Date = date!(2025 - 07 - 01);

/// The programme's first day (decision 490/QĐ-TTg): nothing was certified before.
pub(super) const PROGRAMME_BEGAN: Date = date!(2018 - 05 - 07);

/// A certificate is about to lapse this many days before its last valid day: evaluation rounds are held about twice
/// a year.
pub(super) const WARNING_DAYS: i64 = 180;

/// Whether an issuer of this level gave such stars on such a day: districts three until they ended, the province
/// three and four, the centre five.
pub(crate) fn may_issue(level: IssuerLevel, stars: u8, issued_on: Date) -> bool {
    match level {
        IssuerLevel::District => stars == 3 && issued_on < DISTRICTS_ENDED,
        IssuerLevel::Province => matches!(stars, 3 | 4),
        IssuerLevel::Centre => stars == 5,
    }
}

/// How a certificate with so many days until its last valid day stands.
pub(super) const fn state(days_left: i64, revoked: bool) -> CertificateState {
    if revoked {
        CertificateState::Revoked
    } else if days_left < 0 {
        CertificateState::Lapsed
    } else if days_left <= WARNING_DAYS {
        CertificateState::Expiring
    } else {
        CertificateState::Valid
    }
}

/// How a certificate stands on a day.
pub(crate) fn state_on(expires_on: Date, revoked_on: Option<Date>, on: Date) -> CertificateState {
    let revoked = revoked_on.is_some_and(|revoked| revoked <= on);
    state(shared::time::days_between(on, expires_on), revoked)
}

/// Points as hundredths of a point. The input was checked: 0 to 100, two decimals.
pub(super) fn hundredths(score: f64) -> i32 {
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "0 to 10 000; `as` saturates"
    )]
    let hundredths = (score * 100.0).round() as i32;
    hundredths
}

#[cfg(test)]
mod tests {
    use super::{hundredths, may_issue, state};
    use proptest::prelude::*;
    use shared::certification::{
        CertificateState::{Expiring, Lapsed, Revoked, Valid},
        IssuerLevel::{Centre, District, Province},
    };
    use time::macros::date;

    #[test]
    fn each_level_gives_its_own_stars_in_its_own_time() {
        let (before, after) = (date!(2025 - 06 - 30), date!(2025 - 07 - 01));
        for (level, stars, on, may) in [
            (District, 3, before, true),
            (District, 3, after, false),
            (District, 4, before, false),
            (District, 5, before, false),
            (Province, 3, after, true),
            (Province, 4, before, true),
            (Province, 5, after, false),
            (Centre, 3, after, false),
            (Centre, 4, after, false),
            (Centre, 5, before, true),
        ] {
            assert_eq!(may_issue(level, stars, on), may, "{level} {stars} {on}");
        }
    }

    #[test]
    fn a_certificate_is_valid_through_its_last_day() {
        for (days, expected) in [
            (181, Valid),
            (180, Expiring),
            (0, Expiring),
            (-1, Lapsed),
            (-900, Lapsed),
        ] {
            assert_eq!(state(days, false), expected, "{days}");
            assert_eq!(state(days, true), Revoked, "{days}");
        }
    }

    proptest! {
        #[test]
        fn scores_survive_being_stored(points in 0_i32..=10_000) {
            prop_assert_eq!(hundredths(f64::from(points) / 100.0), points);
        }
    }
}
