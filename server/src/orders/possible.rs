//! How much of a pack can be ordered, given what is wanted and what is left. Pure.

use super::terms::{is_orderable, quantity_problem};
use crate::catalogue::{PackRow, ProductRow};
use shared::{FieldCode, orders::MAX_CASES};

/// What a wanted number comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Possible {
    /// The number wanted, raised to the minimum and to full multiples.
    pub(super) raised: i64,
    /// What can be ordered now: that, or what is left in full multiples; 0 where that is less than the minimum.
    pub(super) now: i64,
    /// Why it is another number than was wanted, and the limit that speaks of it.
    pub(super) problem: Option<(FieldCode, Option<i64>)>,
}

/// Looks at one line.
pub(super) fn possible(pack: &PackRow, product: Option<&ProductRow>, wanted: i64, left: i64) -> Possible {
    if !is_orderable(pack, product) {
        return Possible {
            raised: wanted,
            now: 0,
            problem: Some((FieldCode::NotOrderable, None)),
        };
    }
    let (least, multiple) = (i64::from(pack.min_cases), i64::from(pack.case_multiple.max(1)));
    let up = |number: i64| number.saturating_add(multiple - 1) / multiple * multiple;
    let down = |number: i64| number / multiple * multiple;
    let raised = up(wanted.max(least)).min(down(MAX_CASES));
    if raised <= left {
        let problem = quantity_problem(pack, wanted).map(|(code, limit)| (code, Some(limit)));
        return Possible {
            raised,
            now: raised,
            problem,
        };
    }
    let most = down(left.max(0));
    Possible {
        raised,
        now: if most < least { 0 } else { most },
        problem: Some((FieldCode::StockInsufficient, Some(left.max(0)))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Possible, possible};
    use crate::{
        catalogue::{PackRow, ProductRow},
        orders::terms::quantity_problem,
    };
    use proptest::prelude::*;
    use shared::{FieldCode, OrganisationId, PackId, ProductId, VatCode, catalogue::Unit};

    fn pack(min_cases: i32, case_multiple: i32) -> PackRow {
        PackRow {
            id: PackId::EXAMPLE,
            product_id: ProductId::EXAMPLE,
            producer_id: OrganisationId::EXAMPLE,
            label: "Thùng".into(),
            label_en: None,
            gtin: None,
            case_gtin: None,
            units: 20,
            net_quantity: 500,
            net_unit: Unit::Gram,
            unit_price: 10_000,
            min_cases,
            case_multiple,
            vat_code: VatCode::Eight,
            active: true,
            version: 1,
        }
    }

    fn product() -> ProductRow {
        ProductRow {
            id: ProductId::EXAMPLE,
            producer_id: OrganisationId::EXAMPLE,
            slug: "hong".into(),
            name: "Hồng".into(),
            name_en: None,
            group_code: "I.1.a".into(),
            claims: Vec::new(),
            public: true,
            orderable: true,
        }
    }

    #[test]
    fn a_number_is_raised_to_what_can_be_ordered_or_lowered_to_what_is_left() {
        let of = |min, multiple, wanted, left| {
            let Possible { raised, now, problem } =
                possible(&pack(min, multiple), Some(&product()), wanted, left);
            (raised, now, problem.map(|(code, _)| code))
        };
        assert_eq!(of(4, 2, 6, 100), (6, 6, None));
        assert_eq!(of(4, 2, 1, 100), (4, 4, Some(FieldCode::Minimum)));
        assert_eq!(of(4, 2, 7, 100), (8, 8, Some(FieldCode::Multiple)));
        assert_eq!(of(4, 2, 7, 7), (8, 6, Some(FieldCode::StockInsufficient)));
        assert_eq!(of(4, 2, 7, 3), (8, 0, Some(FieldCode::StockInsufficient)));
        let gone = possible(&pack(1, 1), None, 3, 10);
        assert_eq!(
            (gone.now, gone.problem),
            (0, Some((FieldCode::NotOrderable, None)))
        );
    }

    proptest! {
        #[test]
        fn what_is_possible_can_be_ordered(
            min in 1_i32..=500, multiple in 1_i32..=60, wanted in 1_i64..=1_000_000, left in 0_i64..=2_000_000,
        ) {
            let pack = pack(min, multiple);
            let found = possible(&pack, Some(&product()), wanted, left);
            prop_assert!(found.now <= left && found.now <= found.raised);
            prop_assert!(found.now == 0 || quantity_problem(&pack, found.now).is_none());
            prop_assert!(found.problem.is_some() || found.now == wanted);
        }
    }
}
