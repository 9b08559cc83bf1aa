//! The terms on which packs can be ordered: the same for baskets and purchases.

use crate::catalogue::{PackRow, ProductRow};
use shared::FieldCode;

/// Whether buyers can order the pack at all.
pub(super) fn is_orderable(pack: &PackRow, product: Option<&ProductRow>) -> bool {
    pack.active && product.is_some_and(|product| product.public && product.orderable)
}

/// What is wrong with a number of cases, and the limit it breaks.
pub(super) fn quantity_problem(pack: &PackRow, quantity: i64) -> Option<(FieldCode, i64)> {
    let (least, multiple) = (i64::from(pack.min_cases), i64::from(pack.case_multiple));
    if quantity < least {
        Some((FieldCode::Minimum, least))
    } else if multiple > 1 && quantity % multiple != 0 {
        Some((FieldCode::Multiple, multiple))
    } else {
        None
    }
}
