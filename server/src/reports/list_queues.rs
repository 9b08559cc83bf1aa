//! Tells how many wait in each of the centre's queues, and for how long.

use crate::{
    catalogue::waiting_products,
    http::{Cx, Received, Reply, Result},
    identity::waiting_organisations,
};
use shared::{
    Page,
    reports::{ListQueues, Queue, QueueName},
};

pub(super) async fn list_queues(cx: Cx, _: Received<ListQueues>) -> Result<Reply<ListQueues>> {
    let organisations = waiting_organisations(cx.reader()).await?;
    let products = waiting_products(cx.reader()).await?;
    let queue = |queue, (count, oldest_at)| Queue {
        queue,
        count,
        oldest_at,
    };
    Reply::read(&Page::whole(vec![
        queue(QueueName::Organisations, organisations),
        queue(QueueName::Products, products),
    ]))
}
