//! Refuses what the stock does not have, line by line.

use super::entity::order_lines;
use crate::{http::Error, stock::Short};
use shared::{Code, FieldCode, FieldProblem, Lang, OrderLineId, text::grouped};
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

/// The same to the producer who ships, and who has typed no numbers: each pack by its name, with what is there of it.
pub(super) fn refuse_to_ship(lines: &[order_lines::Model], shorts: &[Short], lang: Lang) -> Error {
    let by_line: HashMap<OrderLineId, &Short> = shorts.iter().map(|short| (short.line, short)).collect();
    let wrong = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| Some((index, line, *by_line.get(&line.id)?)));
    wrong.fold(
        Error::refuse(Code::StockInsufficient),
        |refusal, (index, line, short)| {
            refusal.with_written(FieldProblem {
                field: format!("lines[{index}].quantity"),
                code: code(short.expires),
                message: lacking(line, *short, lang),
                limit: Some(short.left),
            })
        },
    )
}

fn lacking(line: &order_lines::Model, short: Short, lang: Lang) -> String {
    let (needed, left) = (grouped(line.quantity, lang), grouped(short.left, lang));
    match lang {
        Lang::Vi => {
            let good = if short.expires {
                "còn hạn đến ngày bên mua muốn nhận"
            } else {
                "trong kho"
            };
            let (product, pack) = (&line.product_name, &line.pack_label);
            format!("{product} · {pack}: cần {needed} thùng, {good} chỉ có {left} thùng.")
        }
        Lang::En => {
            let good = if short.expires {
                "good on the wanted day"
            } else {
                "there"
            };
            let product = line.product_name_en.as_ref().unwrap_or(&line.product_name);
            let pack = line.pack_label_en.as_ref().unwrap_or(&line.pack_label);
            format!("{product} · {pack}: cases needed: {needed}, {good}: {left}.")
        }
    }
}
