//! Lots, the ledger of what came and went, and what orders hold.
//!
//! Owns: lots, movements, holds. A lot's `on_hand` is the sum of its movements and its `reserved` the sum of its
//! holds; both are written in the transaction that writes those rows, by statements that fail rather than go below
//! zero. Lots are always touched in the order of their ids, so that two orders never wait for each other.

mod adjust_lot;
mod available;
mod check;
mod create_lot;
mod entity;
mod fefo;
mod get_lot;
mod get_shortages;
mod hold;
mod list_lots;
mod list_movements;
mod own;
mod plan;
mod policy;
mod release;
mod ship;
mod view;

pub(crate) use available::{LotName, all_available, available, earliest_best_before, lot_names};
pub(crate) use check::{check, held, holding};
pub(crate) use fefo::{Short, Wanted, good_on};
pub(crate) use hold::hold;
pub(crate) use list_lots::list_lots;
pub(crate) use own::{OwnLot, add_lot, made, own_lots};
pub(crate) use plan::{held_of_lot, plan};
pub(crate) use release::release;
pub(crate) use ship::{Shipped, ship};

use crate::http::Routes;
use shared::stock::{AdjustLot, CreateLot, GetLot, GetShortages, ListLots, ListMovements};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<CreateLot, _, _>(create_lot::create_lot)
        .mount::<AdjustLot, _, _>(adjust_lot::adjust_lot)
        .mount::<GetShortages, _, _>(get_shortages::get_shortages)
        .mount::<GetLot, _, _>(get_lot::get_lot)
        .mount::<ListLots, _, _>(list_lots::list_lots)
        .mount::<ListMovements, _, _>(list_movements::list_movements);
}
