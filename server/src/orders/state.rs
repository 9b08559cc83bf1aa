//! The way of an order, as a plain table.

use shared::orders::{OrderAction, OrderStatus};

/// Which side of an order somebody stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Buyer,
    Seller,
    /// The market's own clock.
    Market,
    /// The centre: looks, and does nothing.
    Watcher,
}

/// What happens to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    By(OrderAction),
    Expire,
}

/// The step is not open to this side in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrongState;

/// Where a step leads.
pub(super) const fn next(status: OrderStatus, step: Step, side: Side) -> Result<OrderStatus, WrongState> {
    use OrderAction::{Cancel, Confirm, Decline, Receive, Ship};
    use OrderStatus::{Cancelled, Confirmed, Declined, Expired, Placed, Received, Shipped};
    match (status, step, side) {
        (Placed, Step::By(Confirm), Side::Seller) => Ok(Confirmed),
        (Placed, Step::By(Decline), Side::Seller) => Ok(Declined),
        (Placed | Confirmed, Step::By(Cancel), Side::Buyer) => Ok(Cancelled),
        (Confirmed, Step::By(Ship), Side::Seller) => Ok(Shipped),
        (Shipped, Step::By(Receive), Side::Buyer) => Ok(Received),
        (Placed, Step::Expire, Side::Market) => Ok(Expired),
        _ => Err(WrongState),
    }
}

/// What a side may do next.
pub(super) fn actions(status: OrderStatus, side: Side) -> Vec<OrderAction> {
    let all = OrderAction::ALL.iter().copied();
    all.filter(|action| next(status, Step::By(*action), side).is_ok())
        .collect()
}

/// Whether an order in this state holds stock.
pub(super) const fn holds_stock(status: OrderStatus) -> bool {
    matches!(status, OrderStatus::Placed | OrderStatus::Confirmed)
}

#[cfg(test)]
mod tests {
    use super::{Side, Step, actions, next};
    use shared::orders::{OrderAction, OrderStatus};

    /// Every step that there is. Whatever is not here is refused.
    const TABLE: [(&str, &str, Side, &str); 7] = [
        ("placed", "confirm", Side::Seller, "confirmed"),
        ("placed", "decline", Side::Seller, "declined"),
        ("placed", "cancel", Side::Buyer, "cancelled"),
        ("placed", "expire", Side::Market, "expired"),
        ("confirmed", "cancel", Side::Buyer, "cancelled"),
        ("confirmed", "ship", Side::Seller, "shipped"),
        ("shipped", "receive", Side::Buyer, "received"),
    ];

    #[test]
    fn an_order_takes_the_steps_of_the_table_and_no_others() {
        let by_hand = OrderAction::ALL
            .iter()
            .map(|action| (action.as_str(), Step::By(*action)));
        let steps: Vec<_> = by_hand.chain([("expire", Step::Expire)]).collect();
        for status in OrderStatus::ALL {
            for (word, step) in &steps {
                for side in [Side::Buyer, Side::Seller, Side::Market, Side::Watcher] {
                    let row = TABLE
                        .iter()
                        .find(|row| (row.0, row.1, row.2) == (status.as_str(), *word, side));
                    let found = next(*status, *step, side).ok().map(OrderStatus::as_str);
                    assert_eq!(found, row.map(|row| row.3), "{status} {word} {side:?}");
                }
            }
        }
    }

    #[test]
    fn each_side_is_offered_its_own_steps() {
        assert_eq!(
            actions(OrderStatus::Placed, Side::Seller),
            [OrderAction::Confirm, OrderAction::Decline]
        );
        assert_eq!(
            actions(OrderStatus::Confirmed, Side::Buyer),
            [OrderAction::Cancel]
        );
        assert_eq!(actions(OrderStatus::Placed, Side::Watcher), []);
    }
}
