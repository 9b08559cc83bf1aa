//! What lines cost. Whole đồng, and never more than a JSON number carries exactly.

use shared::VatCode;

/// The most that one purchase may come to, in đồng.
pub(super) const MOST: i64 = 9_000_000_000_000_000;

/// Net, tax and gross.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Amounts {
    pub(super) subtotal: i64,
    pub(super) vat: i64,
    pub(super) total: i64,
}

/// A line's amounts; the tax is rounded line by line, as on an invoice. None beyond [`MOST`].
pub(super) fn of_line(quantity: i64, units: i32, unit_price: i64, vat_code: VatCode) -> Option<Amounts> {
    let subtotal = quantity
        .checked_mul(i64::from(units))?
        .checked_mul(unit_price)
        .filter(|amount| *amount <= MOST)?;
    let vat = vat_code.tax_on(subtotal);
    let total = subtotal.checked_add(vat).filter(|total| *total <= MOST)?;
    Some(Amounts { subtotal, vat, total })
}

/// The sum of several. None beyond [`MOST`].
pub(super) fn sum(parts: impl IntoIterator<Item = Amounts>) -> Option<Amounts> {
    parts.into_iter().try_fold(Amounts::default(), |sum, part| {
        Some(Amounts {
            subtotal: sum.subtotal.checked_add(part.subtotal)?,
            vat: sum.vat.checked_add(part.vat)?,
            total: sum.total.checked_add(part.total).filter(|total| *total <= MOST)?,
        })
    })
}

/// The most cases of a pack that a line can have whatever the tax.
pub(super) fn most_cases(units: i32, unit_price: i64) -> i64 {
    let case_price = i64::from(units).saturating_mul(unit_price).max(1);
    MOST / 11 * 10 / case_price
}

#[cfg(test)]
mod tests {
    use super::{MOST, most_cases, of_line, sum};
    use proptest::prelude::*;
    use shared::VatCode;

    #[test]
    fn tax_is_rounded_half_up_on_each_line() {
        // 2 × 3 × 1 125 = 6 750, of which 5 % is 337.5.
        let line = of_line(2, 3, 1_125, VatCode::Five).unwrap();
        assert_eq!((line.subtotal, line.vat, line.total), (6_750, 338, 7_088));
        let both = sum([line, line]).unwrap();
        assert_eq!((both.subtotal, both.vat, both.total), (13_500, 676, 14_176));
    }

    #[test]
    fn amounts_beyond_the_most_are_refused_and_never_wrap() {
        assert_eq!(of_line(1_000_000, 10_000, 1_000_000_000, VatCode::Ten), None);
        assert_eq!(of_line(MOST, 1, 1, VatCode::Ten), None);
        let most = of_line(MOST, 1, 1, VatCode::Zero).unwrap();
        assert_eq!(sum([most, most]), None);
    }

    proptest! {
        #[test]
        fn as_many_cases_as_the_limit_says_can_be_priced(
            units in 1_i32..=10_000, price in 1_i64..=1_000_000_000, code in 0_usize..6,
        ) {
            prop_assert!(of_line(most_cases(units, price), units, price, VatCode::ALL[code]).is_some());
        }

        #[test]
        fn a_lines_total_is_net_and_tax(
            quantity in 1_i64..=1_000_000, units in 1_i32..=10_000, price in 1_i64..=1_000_000_000, code in 0_usize..6,
        ) {
            let code = VatCode::ALL[code];
            let exact = i128::from(quantity) * i128::from(units) * i128::from(price);
            match of_line(quantity, units, price, code) {
                Some(line) => {
                    prop_assert_eq!(i128::from(line.subtotal), exact);
                    prop_assert_eq!(line.vat, code.tax_on(line.subtotal));
                    prop_assert_eq!(line.total, line.subtotal + line.vat);
                    prop_assert!(line.total <= MOST);
                }
                None => prop_assert!(exact * 110 / 100 + 1 > i128::from(MOST)),
            }
        }
    }
}
