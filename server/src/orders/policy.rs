//! Who may do what with orders.

use super::{
    entity::{orders, purchases},
    state::{Side, Step, actions, next},
};
use crate::{
    auth::{Allowed, Member, may},
    http::{Error, Result},
};
use shared::{
    Code, Timestamp,
    identity::{OrganisationKind, Role},
    orders::{
        CORRECT_HOURS, CancelOrder, ConfirmOrder, CorrectReceipt, DeclineOrder, OrderAction, OrderStatus,
        PurchaseAction, ReceiveOrder, ShipOrder,
    },
};

/// Place a purchase.
#[derive(Debug)]
pub(super) struct Place;
/// See what was ordered at once.
#[derive(Debug)]
pub(super) struct See;
/// Take the next step of an order.
#[derive(Debug)]
pub(super) struct Advance;

/// Approve or refuse a purchase.
#[derive(Debug)]
pub(super) struct Decide;
/// Change the rules of buying.
#[derive(Debug)]
pub(super) struct Rule;

/// Whether somebody else has to approve what a person with this role orders. Who may approve need not be approved.
pub(super) const fn needs_approval(role: Role, total: i64, approval_from: Option<i64>) -> bool {
    match approval_from {
        Some(from) => !decides(role) && total >= from,
        None => false,
    }
}

/// Whether a person with this role approves what others order.
pub(super) const fn decides(role: Role) -> bool {
    matches!(role, Role::Manager | Role::Approver)
}

/// Approvers and managers of the organisation that orders; to other organisations there is no such purchase.
pub(super) fn may_decide(member: &Member, row: &purchases::Model) -> Result<Allowed<Decide>> {
    may_see_purchase(member, row)?;
    Allowed::when(decides(member.role), || Error::refuse(Code::Forbidden))
}

/// What the caller may decide about a purchase whose orders stand so.
pub(super) fn purchase_actions(
    member: &Member,
    orders: &[orders::Model],
    now: Timestamp,
) -> Vec<PurchaseAction> {
    let open = |action: &PurchaseAction| {
        let step = Step::Decide(*action);
        orders
            .iter()
            .any(|order| next(order.status, step, Side::Buyer).is_ok() && in_time(order, step, now))
    };
    let all = PurchaseAction::ALL.iter().copied();
    all.filter(|action| decides(member.role) && open(action))
        .collect()
}

/// What the member may do next with an order that stands so, on their side of it.
pub(super) fn order_actions(
    member: &Member,
    row: &orders::Model,
    side: Side,
    now: Timestamp,
) -> Vec<OrderAction> {
    let in_time = |action: &OrderAction| in_time(row, Step::By(*action), now);
    let may = |action: &OrderAction| match action {
        OrderAction::Confirm => may::<ConfirmOrder>(member),
        OrderAction::Decline => may::<DeclineOrder>(member),
        OrderAction::Cancel => may::<CancelOrder>(member),
        OrderAction::Ship => may::<ShipOrder>(member),
        OrderAction::Receive => may::<ReceiveOrder>(member),
        OrderAction::Correct => may::<CorrectReceipt>(member),
    };
    let open = actions(row.status, side).into_iter().filter(in_time);
    open.filter(may).collect()
}

/// The retailer's managers.
pub(super) fn may_rule(member: &Member) -> Result<Allowed<Rule>> {
    Allowed::when(member.role == Role::Manager, || Error::refuse(Code::Forbidden))
}

/// Retailers that the centre has verified.
pub(super) fn may_place(member: &Member) -> Result<Allowed<Place>> {
    let retailer = member.verified()?.kind == OrganisationKind::Retailer;
    Allowed::when(retailer, || Error::refuse(Code::Forbidden))
}

/// The buyer; to others there is no such purchase.
pub(super) fn may_see_purchase(member: &Member, row: &purchases::Model) -> Result<Allowed<See>> {
    Allowed::when(member.organisation_id == row.buyer_id, Error::not_found)
}

/// The side on which a caller stands: buyer, seller, or the centre, which looks. To others there is no such order, nor
/// to anybody but the buyer before it was approved.
pub(super) fn side(member: &Member, row: &orders::Model) -> Result<Side> {
    if member.organisation_id == row.buyer_id {
        Ok(Side::Buyer)
    } else if row.sent_at.is_none() {
        Err(Error::not_found())
    } else if member.organisation_id == row.producer_id {
        Ok(Side::Seller)
    } else if member.kind == OrganisationKind::Centre {
        Ok(Side::Watcher)
    } else {
        Err(Error::not_found())
    }
}

/// Where the step leads, for who may take it now.
pub(super) fn may_advance(
    member: &Member,
    row: &orders::Model,
    action: OrderAction,
    now: Timestamp,
) -> Result<(Allowed<Advance>, OrderStatus)> {
    allow(row, Step::By(action), side(member, row)?, now)
}

/// Where a decision about the purchase leads one of its orders.
pub(super) fn decided(
    _: &Allowed<Decide>,
    row: &orders::Model,
    action: PurchaseAction,
    now: Timestamp,
) -> Result<(Allowed<Advance>, OrderStatus)> {
    allow(row, Step::Decide(action), Side::Buyer, now)
}

/// Only the market, only an order that still waits, only after its time.
pub(super) fn may_expire(row: &orders::Model, now: Timestamp) -> Result<(Allowed<Advance>, OrderStatus)> {
    Allowed::<Advance>::when(is_over(row, now), || Error::refuse(Code::WrongState))?;
    allow(row, Step::Expire, Side::Market, now)
}

/// Whether the time to answer has run out.
fn is_over(row: &orders::Model, now: Timestamp) -> bool {
    row.answer_by.is_some_and(|answer_by| answer_by <= now)
}

/// Nobody lets an order go on after its time, also in the moments before the market has ended it. Ending it by hand is
/// no harm. A receipt stands for good once the time to correct it is over.
fn in_time(row: &orders::Model, step: Step, now: Timestamp) -> bool {
    match step {
        Step::By(OrderAction::Confirm) | Step::Decide(PurchaseAction::Approve) => !is_over(row, now),
        Step::By(OrderAction::Correct) => row
            .received_at
            .is_some_and(|at| now < at.plus_hours(CORRECT_HOURS)),
        _ => true,
    }
}

fn allow(
    row: &orders::Model,
    step: Step,
    side: Side,
    now: Timestamp,
) -> Result<(Allowed<Advance>, OrderStatus)> {
    let target = next(row.status, step, side);
    let refusal = || Error::wrong_state(["Đơn hàng", "order"], row.status.as_str());
    let allowed = Allowed::when(target.is_ok(), refusal)?;
    let too_late = || {
        let (vi, en) = if step == Step::By(OrderAction::Correct) {
            (
                "Thời hạn sửa số nhận (48 giờ từ lúc nhận hàng) đã hết.",
                "The time to correct the receipt (48 hours after it) is over.",
            )
        } else {
            (
                "Thời hạn trả lời đơn này đã hết.",
                "The time to answer this order is over.",
            )
        };
        Error::refuse(Code::WrongState).told(vi, en)
    };
    Allowed::<Advance>::when(in_time(row, step, now), too_late)?;
    Ok((allowed, target.map_err(|_| refusal())?))
}

#[cfg(test)]
mod tests {
    use super::needs_approval;
    use shared::identity::Role;

    #[test]
    fn a_buyers_purchase_is_approved_from_the_limit_on() {
        for (role, total, from, expected) in [
            (Role::Buyer, 100, Some(100), true),
            (Role::Buyer, 99, Some(100), false),
            (Role::Buyer, 100, None, false),
            (Role::Store, 100, Some(100), true),
            (Role::Approver, 100, Some(100), false),
            (Role::Manager, 100, Some(100), false),
        ] {
            assert_eq!(
                needs_approval(role, total, from),
                expected,
                "{role} {total} {from:?}"
            );
        }
    }
}
