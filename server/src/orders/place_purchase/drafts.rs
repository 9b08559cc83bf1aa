//! A priced purchase with ids for everything that will be written.

use super::super::{
    amounts::Amounts,
    number::number,
    quote::{Line, Quote},
};
use crate::{db::Tx, stock::Wanted};
use shared::{Date, OrderId, OrderLineId, OrganisationId};

impl Line {
    pub(super) const fn wanted(&self, line: OrderLineId, good_on: Date) -> Wanted {
        Wanted {
            line,
            pack: self.pack.id,
            quantity: self.quantity,
            good_on,
        }
    }
}

/// The quote with ids for everything that will be written.
pub(super) struct Drafts {
    pub(super) total: i64,
    /// Whether somebody has to approve it before the producers see it.
    pub(super) waits: bool,
    pub(super) orders: Vec<Draft>,
}

pub(super) struct Draft {
    pub(super) id: OrderId,
    pub(super) number: String,
    pub(super) producer_id: OrganisationId,
    pub(super) amounts: Amounts,
    pub(super) lines: Vec<(OrderLineId, Line)>,
}

impl Drafts {
    pub(super) fn lines(&self) -> impl Iterator<Item = (OrderLineId, &Line)> {
        let lines = self.orders.iter().flat_map(|order| &order.lines);
        lines.map(|(id, line)| (*id, line))
    }
}

pub(super) fn drafts(tx: &Tx, quote: Quote, (today, digits): (Date, usize), waits: bool) -> Drafts {
    let orders = quote.sellers.into_iter().map(|seller| {
        let id = OrderId(tx.new_id());
        Draft {
            id,
            number: number(id, today, digits),
            producer_id: seller.producer_id,
            amounts: seller.amounts,
            lines: seller
                .lines
                .into_iter()
                .map(|line| (OrderLineId(tx.new_id()), line))
                .collect(),
        }
    });
    Drafts {
        total: quote.amounts.total,
        waits,
        orders: orders.collect(),
    }
}
