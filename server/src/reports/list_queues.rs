//! Tells how many wait in each of the centre's queues, and for how long.

use crate::{
    catalogue::waiting_products,
    http::{Cx, Received, Reply, Result},
    identity::waiting_organisations,
    papers::waiting_papers,
};
use shared::{
    Page,
    reports::{ListQueues, Queue, QueueName},
};

pub(super) async fn list_queues(cx: Cx, _: Received<ListQueues>) -> Result<Reply<ListQueues>> {
    let db = cx.reader();
    let (organisations, products, papers) = tokio::try_join!(
        waiting_organisations(db),
        waiting_products(db),
        waiting_papers(db)
    )?;
    let queue = |queue, (count, oldest_at)| Queue {
        queue,
        count,
        oldest_at,
    };
    Reply::read(&Page::whole(vec![
        queue(QueueName::Organisations, organisations),
        queue(QueueName::Products, products),
        queue(QueueName::Papers, papers),
    ]))
}
