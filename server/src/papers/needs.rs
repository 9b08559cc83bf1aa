//! "May this product be offered to a supermarket?" as a plain function of its group, the papers and the day.

use super::law::{Law, NeedRule};
use shared::{
    Date, PaperId,
    papers::{
        Exemption, NeedState, PaperKind, PaperStatus, PaperValidity, PapersState, ProductNeed, WARNING_DAYS,
    },
    time::days_between,
};

/// What of a paper decides. Papers of other products are not handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) id: PaperId,
    pub(super) kind: PaperKind,
    pub(super) exemption: Option<Exemption>,
    pub(super) status: PaperStatus,
    pub(super) expires_on: Option<Date>,
}

/// Days before the last day on which a producer is told, most first.
const WARNINGS: [u8; 3] = [180, 90, 30];

/// How a paper with such a last day stands on a day.
pub(super) fn validity(expires_on: Option<Date>, today: Date) -> PaperValidity {
    match expires_on.map(|day| days_between(today, day)) {
        Some(..0) => PaperValidity::Lapsed,
        Some(0..=WARNING_DAYS) => PaperValidity::Expiring,
        _ => PaperValidity::Valid,
    }
}

/// The smallest warning that the days left have come to.
pub(super) fn lapses_within(days_left: i64) -> Option<u8> {
    let reached = WARNINGS
        .into_iter()
        .filter(|days| (0..=i64::from(*days)).contains(&days_left));
    reached.min()
}

/// Every need of a product of this group, with the paper that meets it best.
pub(super) fn assess(law: &Law, group: &str, papers: &[Held], today: Date) -> Vec<ProductNeed> {
    let needs = law.needs.iter().filter(|rule| rule.is_of(group));
    needs.map(|rule| need(rule, papers, today)).collect()
}

/// Whether nothing required is missing.
pub(super) fn is_ready(needs: &[ProductNeed]) -> bool {
    lacking(needs).next().is_none()
}

/// The same in short, with what is missing.
pub(super) fn in_short(needs: &[ProductNeed]) -> PapersState {
    let missing: Vec<_> = lacking(needs).map(|need| need.need).collect();
    PapersState {
        complete: missing.is_empty(),
        missing,
    }
}

fn lacking(needs: &[ProductNeed]) -> impl Iterator<Item = &ProductNeed> {
    needs
        .iter()
        .filter(|need| need.required && !matches!(need.state, NeedState::Met | NeedState::Expiring))
}

/// The last day on which nothing required is missing, where nobody adds a paper; none where something is missing already.
pub(super) fn ready_until<'a>(
    law: &Law,
    group: &str,
    papers: impl Iterator<Item = &'a Held> + Clone,
) -> Option<Date> {
    let required = law.needs.iter().filter(|rule| rule.required && rule.is_of(group));
    required
        .map(|rule| {
            papers
                .clone()
                .filter(|paper| paper.status == PaperStatus::Verified && rule.is_met_by(paper))
                .map(|paper| paper.expires_on.unwrap_or(Date::MAX))
                .max()
        })
        .min()
        .unwrap_or(Some(Date::MAX))
}

impl NeedRule {
    /// Whether such a paper meets the need, while it is verified and valid.
    fn is_met_by(&self, paper: &Held) -> bool {
        self.kinds.contains(&paper.kind)
            || (self.commitment == Some(paper.kind)
                && paper
                    .exemption
                    .is_some_and(|exemption| self.exemptions.contains(&exemption)))
    }
}

fn need(rule: &NeedRule, papers: &[Held], today: Date) -> ProductNeed {
    let fits = |paper: &&Held| rule.is_met_by(paper);
    // The best state; of two in it, the one that lasts longest. One without a last day lasts for ever.
    let best = papers.iter().filter(fits).min_by_key(|paper| {
        let lasts = paper.expires_on.unwrap_or(Date::MAX);
        (rank(state(paper, today)), std::cmp::Reverse(lasts))
    });
    let days_left = best
        .and_then(|paper| paper.expires_on)
        .map(|day| days_between(today, day));
    let state = best.map_or(NeedState::Missing, |paper| state(paper, today));
    let mut kinds = rule.kinds.clone();
    kinds.extend(rule.commitment);
    ProductNeed {
        need: rule.need,
        required: rule.required,
        kinds,
        state,
        kind: best.map(|paper| paper.kind),
        paper_id: best.map(|paper| paper.id),
        expires_on: best.and_then(|paper| paper.expires_on),
        days_left,
        lapses_within: days_left
            .filter(|_| state == NeedState::Expiring)
            .and_then(lapses_within),
        basis: rule.basis.clone(),
        basis_en: rule.basis_en.clone(),
    }
}

fn state(paper: &Held, today: Date) -> NeedState {
    match (paper.status, validity(paper.expires_on, today)) {
        (PaperStatus::Refused, _) => NeedState::Refused,
        (_, PaperValidity::Lapsed) => NeedState::Lapsed,
        (PaperStatus::Pending, _) => NeedState::Pending,
        (PaperStatus::Verified, PaperValidity::Expiring) => NeedState::Expiring,
        (PaperStatus::Verified, PaperValidity::Valid) => NeedState::Met,
    }
}

const fn rank(state: NeedState) -> u8 {
    match state {
        NeedState::Met => 0,
        NeedState::Expiring => 1,
        NeedState::Pending => 2,
        NeedState::Lapsed => 3,
        NeedState::Refused => 4,
        NeedState::Missing => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::law::Law, Held, assess, is_ready, lapses_within, ready_until, validity};
    use proptest::prelude::*;
    use shared::{
        Date, PaperId,
        papers::{
            Exemption, Need, NeedState,
            PaperKind::{self, FoodSafetyCertificate, FoodSafetyCommitment, Vietgap},
            PaperStatus::{self, Pending, Refused, Verified},
            PaperValidity,
        },
        time::plus_days,
    };
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 22);

    fn held(kind: PaperKind, status: PaperStatus, lasts: Option<i64>) -> Held {
        Held {
            id: PaperId::EXAMPLE,
            kind,
            exemption: None,
            status,
            expires_on: lasts.map(|days| plus_days(TODAY, days)),
        }
    }

    fn of(group: &str, need: Need, papers: &[Held]) -> NeedState {
        let needs = Law::read()
            .map(|law| assess(&law, group, papers, TODAY))
            .unwrap_or_default();
        let found = needs.iter().find(|one| one.need == need);
        found.map_or(NeedState::Missing, |need| need.state)
    }

    fn ready(group: &str, papers: &[Held]) -> bool {
        Law::read().is_ok_and(|law| is_ready(&assess(&law, group, papers, TODAY)))
    }

    #[test]
    fn each_sort_of_goods_needs_what_the_law_says() {
        use PaperKind::{
            BusinessRegistration as Registration, Gmp, Haccp, RegisteredDeclaration, SelfDeclaration,
            SpiritsLicence, TestReport,
        };
        let all = |kinds: &[PaperKind]| -> Vec<Held> {
            kinds
                .iter()
                .map(|kind| held(*kind, Verified, Some(400)))
                .collect()
        };
        for (group, kinds, expected) in [
            // Fresh produce: certificate, or VietGAP in its place; no declaration.
            ("I.1.a", &[Registration, FoodSafetyCertificate][..], true),
            ("I.1.a", &[Registration, Vietgap], true),
            ("I.1.a", &[Registration], false),
            // Packed and processed: VietGAP of the field says nothing of the kitchen.
            (
                "I.3.c",
                &[Registration, Vietgap, SelfDeclaration, TestReport],
                false,
            ),
            ("I.3.c", &[Registration, Haccp, SelfDeclaration, TestReport], true),
            ("I.3.c", &[Registration, Haccp, SelfDeclaration], false),
            // Functional food: GMP and a registered declaration, nothing less.
            (
                "III.1",
                &[Registration, Haccp, SelfDeclaration, TestReport],
                false,
            ),
            ("III.1", &[Registration, Gmp, RegisteredDeclaration], true),
            // Spirits: a licence beside the rest.
            (
                "II.1.a",
                &[Registration, FoodSafetyCertificate, SelfDeclaration, TestReport],
                false,
            ),
            (
                "II.1.a",
                &[
                    Registration,
                    FoodSafetyCertificate,
                    SelfDeclaration,
                    TestReport,
                    SpiritsLicence,
                ],
                true,
            ),
            // Crafts need no food paper; services none at all.
            ("IV.1", &[Registration], true),
            ("VI", &[], true),
        ] {
            assert_eq!(ready(group, &all(kinds)), expected, "{group} {kinds:?}");
        }
    }

    #[test]
    fn a_commitment_counts_only_for_those_exempt_for_the_right_reason() {
        let with = |exemption| Held {
            exemption: Some(exemption),
            ..held(FoodSafetyCommitment, Verified, None)
        };
        for (group, exemption, expected) in [
            ("I.1.a", Exemption::SmallPrimaryProduction, NeedState::Met),
            ("I.1.a", Exemption::StreetFood, NeedState::Missing),
            ("I.2.a", Exemption::SmallPreliminaryProcessing, NeedState::Met),
            ("I.2.a", Exemption::SmallPrimaryProduction, NeedState::Missing),
            ("I.3.c", Exemption::SmallPreliminaryProcessing, NeedState::Missing),
        ] {
            let state = of(group, Need::Establishment, &[with(exemption)]);
            assert_eq!(state, expected, "{group} {exemption}");
        }
    }

    #[test]
    fn the_best_paper_counts() {
        let state = |papers: &[Held]| of("I.1.a", Need::Establishment, papers);
        let lapsed = held(FoodSafetyCertificate, Verified, Some(-1));
        let waiting = held(FoodSafetyCertificate, Pending, Some(900));
        let refused = held(FoodSafetyCertificate, Refused, Some(900));
        assert_eq!(state(&[]), NeedState::Missing);
        assert_eq!(state(std::slice::from_ref(&refused)), NeedState::Refused);
        assert_eq!(state(&[refused.clone(), lapsed.clone()]), NeedState::Lapsed);
        assert_eq!(
            state(&[refused.clone(), lapsed.clone(), waiting.clone()]),
            NeedState::Pending
        );
        let near = held(Vietgap, Verified, Some(20));
        assert_eq!(state(&[waiting.clone(), near.clone()]), NeedState::Expiring);
        assert_eq!(
            state(&[near, held(Vietgap, Verified, None), waiting]),
            NeedState::Met
        );
    }

    #[test]
    fn warnings_come_at_180_90_and_30_days() {
        for (days, expected) in [
            (181, None),
            (180, Some(180)),
            (91, Some(180)),
            (90, Some(90)),
            (31, Some(90)),
            (30, Some(30)),
            (0, Some(30)),
            (-1, None),
        ] {
            assert_eq!(lapses_within(days), expected, "{days}");
        }
    }

    #[test]
    fn a_paper_is_valid_through_its_last_day() {
        let on = |days| validity(Some(plus_days(TODAY, days)), TODAY);
        assert_eq!(on(181), PaperValidity::Valid);
        assert_eq!(on(180), PaperValidity::Expiring);
        assert_eq!(on(0), PaperValidity::Expiring);
        assert_eq!(on(-1), PaperValidity::Lapsed);
        assert_eq!(validity(None, TODAY), PaperValidity::Valid);
    }

    proptest! {
        /// Whatever else there is: another valid paper never makes a product less ready.
        #[test]
        fn a_further_paper_never_harms(
            group in proptest::sample::select(vec!["I.1.a", "I.2.a", "I.3.c", "II.1.a", "III.1", "V.1"]),
            papers in proptest::collection::vec((0..PaperKind::ALL.len(), 0_usize..3, -400_i64..400), 0..8),
            further in 0..PaperKind::ALL.len(),
        ) {
            let paper = |kind: usize, status: usize, days| PaperKind::ALL.get(kind).zip(PaperStatus::ALL.get(status))
                .map(|(kind, status)| held(*kind, *status, Some(days)));
            let mut held: Vec<Held> = papers.into_iter().filter_map(|(kind, status, days)| paper(kind, status, days)).collect();
            let before = ready(group, &held);
            held.extend(paper(further, 1, 300));
            prop_assert!(!before || ready(group, &held));
        }

        /// The one day that is kept says the same as asking anew every day.
        #[test]
        fn ready_until_a_day_is_ready_on_every_day_before(
            group in proptest::sample::select(vec!["I.1.a", "I.2.a", "I.3.c", "II.1.a", "III.1", "V.1", "VI"]),
            papers in proptest::collection::vec((0..PaperKind::ALL.len(), 0_usize..3, 0_i64..400), 0..12),
            asked in 0_i64..500,
        ) {
            let held: Vec<Held> = papers
                .into_iter()
                .filter_map(|(kind, status, days)| PaperKind::ALL.get(kind).zip(PaperStatus::ALL.get(status))
                    .map(|(kind, status)| held(*kind, *status, Some(days))))
                .collect();
            let day = plus_days(TODAY, asked);
            if let Ok(law) = Law::read() {
                let anew = is_ready(&assess(&law, group, &held, day));
                prop_assert_eq!(ready_until(&law, group, held.iter()).is_some_and(|until| day <= until), anew);
            }
        }
    }
}
