//! Refuses what the stock does not have, line by line.

use crate::{http::Error, stock::Short};
use shared::{Code, FieldCode, OrderLineId};
use std::collections::HashMap;

/// The field of a purchase that says when the goods are wanted.
pub(super) const DAY: &str = "delivery.wanted_on";

/// What is wrong with a number of cases of which so many are left: that they are not there, or that they are today and
/// will be past their best-before day when they are wanted.
pub(super) const fn code(expires: bool) -> FieldCode {
    if expires {
        FieldCode::PastBestBefore
    } else {
        FieldCode::StockInsufficient
    }
}

/// Names each line that is short with what is left of its pack, and the day, where that is the reason. `places` tells which
/// of the caller's lines each one is.
pub(super) fn refuse(places: impl IntoIterator<Item = (OrderLineId, usize)>, shorts: &[Short]) -> Error {
    let by_line: HashMap<OrderLineId, &Short> = shorts.iter().map(|short| (short.line, short)).collect();
    let mut wrong: Vec<(usize, &Short)> = places
        .into_iter()
        .filter_map(|(line, index)| Some((index, *by_line.get(&line)?)))
        .collect();
    wrong.sort_unstable_by_key(|(index, _)| *index);
    wrong.into_iter().fold(
        Error::refuse(Code::StockInsufficient),
        |refusal, (index, short)| {
            let field = format!("lines[{index}].quantity");
            refusal.with_field(field, code(short.expires), Some(short.left))
        },
    )
}
