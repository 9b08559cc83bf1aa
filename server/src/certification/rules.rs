//! What the law says of certificates, as plain functions.

use shared::{
    Date, FieldCode,
    certification::{CertificateState, CriteriaVersion, IssuerLevel},
};
use time::macros::date;

/// The first day on which districts certified (decision 148/QĐ-TTg), and the first on which there were none any more.
const DISTRICTS: [Date; 2] = [date!(2023 - 02 - 24), date!(2025 - 07 - 01)];

/// The programme's first day (decision 490/QĐ-TTg): nothing was certified before.
pub(super) const PROGRAMME_BEGAN: Date = date!(2018 - 05 - 07);

/// A certificate is about to lapse this many days before its last valid day: evaluation rounds are held about twice
/// a year.
pub(super) const WARNING_DAYS: i64 = 180;

/// Whether an issuer of this level gives such stars on such a day: districts three while they certified, the province
/// three and four, the centre five.
pub(crate) fn may_issue(level: IssuerLevel, stars: u8, issued_on: Date) -> Result<(), FieldCode> {
    let [began, ended] = DISTRICTS;
    match (level, stars) {
        (IssuerLevel::District, 3) if (began..ended).contains(&issued_on) => Ok(()),
        (IssuerLevel::District, 3) => Err(FieldCode::DistrictDays),
        (IssuerLevel::Province, 3 | 4) | (IssuerLevel::Centre, 5) => Ok(()),
        _ => Err(FieldCode::LevelStars),
    }
}

/// What a decision says that may not be true.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decision {
    pub(super) issued_on: Date,
    pub(super) level: IssuerLevel,
    pub(super) stars: u8,
    pub(super) criteria: CriteriaVersion,
}

/// What no council can have decided; the field that says so.
pub(super) fn possible(today: Date, decision: Decision) -> Result<(), (&'static str, FieldCode)> {
    let Decision {
        issued_on,
        level,
        stars,
        criteria,
    } = decision;
    if issued_on > today {
        return Err(("issued_on", FieldCode::InFuture));
    }
    if issued_on < PROGRAMME_BEGAN {
        return Err(("issued_on", FieldCode::ProgrammeBegan));
    }
    may_issue(level, stars, issued_on).map_err(|code| ("level", code))?;
    if CriteriaVersion::on(issued_on) != Some(criteria) {
        return Err(("criteria_version", FieldCode::NotInForce));
    }
    Ok(())
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
    use super::{DISTRICTS, Decision, PROGRAMME_BEGAN, hundredths, may_issue, possible, state};
    use proptest::prelude::*;
    use shared::{
        FieldCode, Lang,
        certification::{
            CertificateState::{Expiring, Lapsed, Revoked, Valid},
            CriteriaVersion::{self, V148, V1048, V1489},
            IssuerLevel::{Centre, District, Province},
        },
        time::{plus_days, written},
    };
    use time::macros::date;

    #[test]
    fn each_level_gives_its_own_stars_in_its_own_time() {
        let (before, after) = (date!(2025 - 06 - 30), date!(2025 - 07 - 01));
        let (days, stars_of) = (Err(FieldCode::DistrictDays), Err(FieldCode::LevelStars));
        for (level, stars, on, may) in [
            (District, 3, before, Ok(())),
            (District, 3, after, days),
            (District, 3, date!(2023 - 02 - 23), days),
            (District, 4, before, stars_of),
            (District, 5, before, stars_of),
            (Province, 3, after, Ok(())),
            (Province, 4, before, Ok(())),
            (Province, 5, after, stars_of),
            (Centre, 3, after, stars_of),
            (Centre, 4, after, stars_of),
            (Centre, 5, before, Ok(())),
        ] {
            assert_eq!(may_issue(level, stars, on), may, "{level} {stars} {on}");
        }
    }

    #[test]
    fn a_set_of_criteria_applies_from_its_day_until_the_next_one() {
        let today = date!(2026 - 11 - 22);
        for (criteria, issued_on, may) in [
            (V1048, date!(2019 - 08 - 20), false),
            (V1048, date!(2019 - 08 - 21), true),
            (V1048, date!(2023 - 02 - 23), true),
            (V1048, date!(2023 - 02 - 24), false),
            (V148, date!(2023 - 02 - 23), false),
            (V148, date!(2023 - 02 - 24), true),
            (V148, date!(2025 - 07 - 05), true),
            (V148, date!(2025 - 07 - 06), false),
            (V1489, date!(2025 - 07 - 05), false),
            (V1489, date!(2025 - 07 - 06), true),
            (V1489, today, true),
        ] {
            let decision = Decision {
                issued_on,
                level: Province,
                stars: 4,
                criteria,
            };
            let expected = if may {
                Ok(())
            } else {
                Err(("criteria_version", FieldCode::NotInForce))
            };
            assert_eq!(possible(today, decision), expected, "{criteria} {issued_on}");
        }
    }

    #[test]
    fn refusals_name_the_days_that_the_rules_have() {
        let [began, ended] = DISTRICTS;
        for lang in [Lang::Vi, Lang::En] {
            let says = |code: FieldCode, day| {
                let message = code.message(lang, None);
                assert!(message.contains(&written(day)), "{message}");
            };
            says(FieldCode::ProgrammeBegan, PROGRAMME_BEGAN);
            says(FieldCode::DistrictDays, began);
            says(FieldCode::DistrictDays, plus_days(ended, -1));
            for criteria in CriteriaVersion::ALL {
                says(FieldCode::NotInForce, criteria.since());
            }
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
