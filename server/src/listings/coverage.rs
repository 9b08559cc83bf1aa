//! The arithmetic of the coverage figure: how many of the valid four- and five-star products a shelf has.

use crate::certification::ValidCertificate;
use shared::ProductId;
use std::collections::HashSet;

/// The coverage figure of one day.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figures {
    pub(super) total: i64,
    pub(super) listed: i64,
    /// With one decimal; None where there is nothing to count, which is not 100 %.
    pub(super) percent: Option<f64>,
    /// Those on no shelf, the first to lapse first.
    pub(super) missing: Vec<ValidCertificate>,
    /// Those on a shelf.
    pub(super) shelved: Vec<ValidCertificate>,
}

/// Valid products by stars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ByStars {
    pub(super) all: i64,
    pub(super) three: i64,
    pub(super) four: i64,
    pub(super) five: i64,
}

/// Counts the products with four and five stars that visitors can see, and those of them that stand on a shelf.
/// Each product comes once, with its best certificate.
pub(super) fn figures(
    valid: Vec<ValidCertificate>,
    public: &HashSet<ProductId>,
    on_shelf: &HashSet<ProductId>,
) -> Figures {
    let (shelved, mut missing): (Vec<_>, Vec<_>) = valid
        .into_iter()
        .filter(|certificate| certificate.stars >= 4 && public.contains(&certificate.product_id))
        .partition(|certificate| on_shelf.contains(&certificate.product_id));
    missing.sort_by_key(|certificate| (certificate.expires_on, certificate.product_id));
    let (listed, missing_count) = (count(&shelved), count(&missing));
    let total = listed + missing_count;
    Figures {
        total,
        listed,
        percent: percent(listed, total),
        missing,
        shelved,
    }
}

/// Counts products by stars.
pub(super) fn by_stars(valid: &[ValidCertificate]) -> ByStars {
    let mut counts = ByStars::default();
    for certificate in valid {
        counts.all += 1;
        match certificate.stars {
            3 => counts.three += 1,
            4 => counts.four += 1,
            5 => counts.five += 1,
            _ => {}
        }
    }
    counts
}

fn count(certificates: &[ValidCertificate]) -> i64 {
    i64::try_from(certificates.len()).unwrap_or(i64::MAX)
}

/// The part in per cent, rounded half up to one decimal.
fn percent(part: i64, whole: i64) -> Option<f64> {
    let tenths = (part * 2000 + whole).checked_div(whole * 2)?;
    i32::try_from(tenths).ok().map(|tenths| f64::from(tenths) / 10.0)
}

#[cfg(test)]
mod tests {
    use super::{by_stars, figures, percent};
    use crate::certification::ValidCertificate;
    use proptest::prelude::*;
    use shared::{OrganisationId, ProductId, time::plus_days};
    use std::collections::HashSet;
    use time::macros::date;

    fn certificate(product: u128, stars: u8, lasts: i64) -> ValidCertificate {
        ValidCertificate {
            product_id: id(product),
            producer_id: OrganisationId::EXAMPLE,
            stars,
            issued_on: date!(2026 - 01 - 01),
            expires_on: plus_days(date!(2026 - 01 - 01), lasts),
            revoked_on: None,
        }
    }

    fn id(product: u128) -> ProductId {
        ProductId(uuid::Uuid::from_u128(product))
    }

    #[test]
    fn nothing_to_count_is_no_figure() {
        assert_eq!(percent(0, 0), None);
        let three_stars_only = figures(
            vec![certificate(1, 3, 9)],
            &HashSet::from([id(1)]),
            &HashSet::new(),
        );
        assert_eq!(three_stars_only.percent, None);
        assert_eq!(three_stars_only.missing, []);
    }

    #[test]
    fn per_cent_have_one_decimal() {
        for (part, whole, expected) in [
            (0, 3, 0.0),
            (1, 3, 33.3),
            (2, 3, 66.7),
            (6, 16, 37.5),
            (1, 16, 6.3),
            (16, 16, 100.0),
        ] {
            assert_eq!(percent(part, whole), Some(expected), "{part}/{whole}");
        }
    }

    #[test]
    fn products_on_no_shelf_are_named_the_first_to_lapse_first() {
        let valid = vec![
            certificate(1, 4, 300),
            certificate(2, 5, 100),
            certificate(3, 4, 200),
            certificate(4, 3, 50),
            certificate(5, 4, 40),
        ];
        let public = HashSet::from([id(1), id(2), id(3), id(4)]);
        let coverage = figures(valid, &public, &HashSet::from([id(3), id(4), id(9)]));
        assert_eq!((coverage.listed, coverage.total), (1, 3));
        assert_eq!(coverage.percent, Some(33.3));
        let missing: Vec<_> = coverage
            .missing
            .iter()
            .map(|certificate| certificate.product_id)
            .collect();
        assert_eq!(missing, [id(2), id(1)]);
    }

    proptest! {
        #[test]
        fn listed_and_missing_are_the_whole(
            stars in prop::collection::vec((3_u8..=5, 0_i64..1200, any::<bool>(), any::<bool>()), 0..60),
        ) {
            let mut valid = Vec::new();
            let (mut public, mut shelf) = (HashSet::new(), HashSet::new());
            for (product, (stars, lasts, is_public, is_on_shelf)) in (0..).zip(stars) {
                valid.push(certificate(product, stars, lasts));
                if is_public {
                    public.insert(id(product));
                }
                if is_on_shelf {
                    shelf.insert(id(product));
                }
            }
            let counts = by_stars(&valid);
            prop_assert_eq!(counts.all, counts.three + counts.four + counts.five);
            let coverage = figures(valid, &public, &shelf);
            prop_assert!(0 <= coverage.listed && coverage.listed <= coverage.total);
            prop_assert!(coverage.total <= counts.four + counts.five);
            prop_assert_eq!(
                coverage.total - coverage.listed,
                i64::try_from(coverage.missing.len()).unwrap()
            );
            prop_assert!(coverage.missing.is_sorted_by_key(|certificate| certificate.expires_on));
            prop_assert_eq!(coverage.percent.is_none(), coverage.total == 0);
            if let Some(percent) = coverage.percent {
                prop_assert!((0.0..=100.0).contains(&percent));
                prop_assert_eq!(percent >= 100.0, coverage.listed == coverage.total);
            }
        }
    }
}
