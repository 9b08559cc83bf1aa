//! An order that its producer has not answered in time ends, and its stock is free again.

use super::{
    advance::{advance, give_back, read},
    policy,
};
use crate::{
    app::App,
    db::{Author, Tx},
    http::{Error, Result},
    jobs,
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use shared::{Code, OrderId};
use std::collections::HashSet;

/// The job's name.
pub(super) const KIND: &str = "expire_order";

/// What the job is told.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Expire {
    pub(super) order_id: OrderId,
}

/// Safe to repeat: an order that was answered, or has expired before, is left alone.
pub(super) async fn expire_order(app: App, job: Expire) -> Result<()> {
    let mut tx = Tx::begin(&app, Author::market(KIND), None).await?;
    let row = read(&tx, job.order_id).await?;
    let now = tx.at();
    let done = async {
        let step = policy::may_expire(&row, now)?;
        advance(&mut tx, step, row, None, None).await
    };
    match done.await {
        Ok(_) => {
            give_back(&mut tx, &[job.order_id]).await?;
            tx.commit("order", job.order_id).await
        }
        Err(Error::Refused(draft)) if draft.code == Code::WrongState => Ok(()),
        Err(error) => Err(error),
    }
}

/// Of these orders, those whose job is still to come.
pub(super) async fn due(db: &impl ConnectionTrait, ids: &[OrderId]) -> Result<HashSet<OrderId>> {
    let jobs: Vec<Expire> = jobs::waiting(
        db,
        KIND,
        ids.iter().map(|order_id| Expire { order_id: *order_id }),
    )
    .await?;
    Ok(jobs.into_iter().map(|job| job.order_id).collect())
}
