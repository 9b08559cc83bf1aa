//! The way of an order, as a plain table.

use shared::orders::{OrderAction, OrderStatus, PurchaseAction};

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
    /// Decided about the purchase as a whole.
    Decide(PurchaseAction),
    Expire,
}

/// The step is not open to this side in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrongState;

/// Where a step leads.
pub(super) const fn next(status: OrderStatus, step: Step, side: Side) -> Result<OrderStatus, WrongState> {
    use OrderAction::{Cancel, Confirm, Correct, Decline, Receive, Ship};
    use OrderStatus::{AwaitingApproval, Cancelled, Confirmed, Declined, Expired, Placed, Received, Shipped};
    use PurchaseAction::{Approve, Refuse};
    match (status, step, side) {
        (AwaitingApproval, Step::Decide(Approve), Side::Buyer) => Ok(Placed),
        (Placed, Step::By(Confirm), Side::Seller) => Ok(Confirmed),
        // Confirmed, and then came the hail.
        (Placed | Confirmed, Step::By(Decline), Side::Seller) => Ok(Declined),
        (AwaitingApproval, Step::Decide(Refuse), Side::Buyer)
        | (AwaitingApproval | Placed | Confirmed, Step::By(Cancel), Side::Buyer) => Ok(Cancelled),
        (Confirmed, Step::By(Ship), Side::Seller) => Ok(Shipped),
        (Shipped, Step::By(Receive), Side::Buyer) | (Received, Step::By(Correct), Side::Buyer) => {
            Ok(Received)
        }
        (AwaitingApproval | Placed, Step::Expire, Side::Market) => Ok(Expired),
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
    matches!(
        status,
        OrderStatus::AwaitingApproval | OrderStatus::Placed | OrderStatus::Confirmed
    )
}

/// Whether somebody's answer is awaited, and the order expires without it.
pub(super) const fn awaits_answer(status: OrderStatus) -> bool {
    matches!(status, OrderStatus::AwaitingApproval | OrderStatus::Placed)
}

#[cfg(test)]
mod tests {
    use super::{Side, Step, actions, awaits_answer, holds_stock, next};
    use proptest::prelude::*;
    use shared::orders::{OrderAction, OrderStatus, PurchaseAction};

    const SIDES: [Side; 4] = [Side::Buyer, Side::Seller, Side::Market, Side::Watcher];

    /// Every step that there is, with its word.
    fn steps() -> Vec<(&'static str, Step)> {
        let by_hand = OrderAction::ALL
            .iter()
            .map(|action| (action.as_str(), Step::By(*action)));
        let decided = PurchaseAction::ALL
            .iter()
            .map(|action| (action.as_str(), Step::Decide(*action)));
        by_hand.chain(decided).chain([("expire", Step::Expire)]).collect()
    }

    /// Every step that there is. Whatever is not here is refused.
    const TABLE: [(&str, &str, Side, &str); 13] = [
        ("awaiting_approval", "approve", Side::Buyer, "placed"),
        ("awaiting_approval", "refuse", Side::Buyer, "cancelled"),
        ("awaiting_approval", "cancel", Side::Buyer, "cancelled"),
        ("awaiting_approval", "expire", Side::Market, "expired"),
        ("placed", "confirm", Side::Seller, "confirmed"),
        ("placed", "decline", Side::Seller, "declined"),
        ("placed", "cancel", Side::Buyer, "cancelled"),
        ("placed", "expire", Side::Market, "expired"),
        ("confirmed", "cancel", Side::Buyer, "cancelled"),
        ("confirmed", "decline", Side::Seller, "declined"),
        ("confirmed", "ship", Side::Seller, "shipped"),
        ("shipped", "receive", Side::Buyer, "received"),
        ("received", "correct", Side::Buyer, "received"),
    ];

    #[test]
    fn an_order_takes_the_steps_of_the_table_and_no_others() {
        for status in OrderStatus::ALL {
            for (word, step) in &steps() {
                for side in SIDES {
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

    proptest! {
        #[test]
        fn stock_once_given_back_or_shipped_is_never_held_again(
            walk in prop::collection::vec((0_usize..9, 0_usize..4), 0..40), approved in any::<bool>(),
        ) {
            let mut status = if approved { OrderStatus::AwaitingApproval } else { OrderStatus::Placed };
            let (mut let_go, mut seen_by_producer) = (false, !approved);
            for (step, side) in walk {
                let (step, side) = (steps()[step].1, SIDES[side]);
                let Ok(then) = next(status, step, side) else { continue };
                // Nobody but the buyer and the clock touches what waits for approval.
                prop_assert!(seen_by_producer || side != Side::Seller);
                prop_assert!(!let_go || !holds_stock(then), "{status} {step:?} {then}");
                prop_assert!(then != OrderStatus::AwaitingApproval, "nothing leads back to the approver");
                prop_assert!(!awaits_answer(then) || holds_stock(then));
                let_go |= !holds_stock(then);
                seen_by_producer |= then == OrderStatus::Placed;
                status = then;
            }
        }
    }
}
