//! Who may do what with orders.

use super::{
    entity::{orders, purchases},
    state::{Side, Step, next},
};
use crate::{
    auth::{Allowed, Member},
    http::{Error, Result},
};
use shared::{
    Code, Timestamp,
    identity::OrganisationKind,
    orders::{OrderAction, OrderStatus},
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

/// Retailers that the centre has verified.
pub(super) fn may_place(member: &Member) -> Result<Allowed<Place>> {
    let retailer = member.verified()?.kind == OrganisationKind::Retailer;
    Allowed::when(retailer, || Error::refuse(Code::Forbidden))
}

/// The buyer; to others there is no such purchase.
pub(super) fn may_see_purchase(member: &Member, row: &purchases::Model) -> Result<Allowed<See>> {
    Allowed::when(member.organisation_id == row.buyer_id, Error::not_found)
}

/// The side on which a caller stands: buyer, seller, or the centre, which looks. To others there is no such order.
pub(super) fn side(member: &Member, row: &orders::Model) -> Result<Side> {
    if member.organisation_id == row.buyer_id {
        Ok(Side::Buyer)
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
) -> Result<(Allowed<Advance>, OrderStatus)> {
    allow(row, Step::By(action), side(member, row)?)
}

/// Only the market, only an order that still waits, only after its time.
pub(super) fn may_expire(row: &orders::Model, now: Timestamp) -> Result<(Allowed<Advance>, OrderStatus)> {
    let due = row.answer_by.is_some_and(|answer_by| answer_by <= now);
    Allowed::<Advance>::when(due, || Error::refuse(Code::WrongState))?;
    allow(row, Step::Expire, Side::Market)
}

fn allow(row: &orders::Model, step: Step, side: Side) -> Result<(Allowed<Advance>, OrderStatus)> {
    let target = next(row.status, step, side);
    let refusal = || Error::wrong_state(["Đơn hàng", "order"], row.status.as_str());
    let allowed = Allowed::when(target.is_ok(), refusal)?;
    Ok((allowed, target.map_err(|_| refusal())?))
}
