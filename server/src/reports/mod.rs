//! The market as a whole: who runs it, the audit trail, queues, the state of the programme, a producer's sales.
//!
//! Owns what people were told of that lapses, and nothing else: offices belong to [`crate::identity`], the audit trail is written by every transaction, and what a
//! report says is asked of the slices that know it.

mod entity;
mod get_market;
mod get_sales;
mod get_state_report;
mod list_audit;
mod list_queues;
mod subjects;
mod tally;
mod tell_lapsing;

pub(crate) use list_audit::{count_audit, list_audit};
pub(crate) use tell_lapsing::tell_lapsing;

use crate::http::Routes;
use shared::reports::{GetMarket, GetSales, GetStateReport, ListAudit, ListQueues};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<GetMarket, _, _>(get_market::get_market)
        .mount::<ListAudit, _, _>(list_audit::list_audit)
        .mount::<ListQueues, _, _>(list_queues::list_queues)
        .mount::<GetStateReport, _, _>(get_state_report::get_state_report)
        .mount::<GetSales, _, _>(get_sales::get_sales);
}
