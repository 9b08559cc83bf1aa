//! The server is killed while people buy, and PostgreSQL under it: what was answered is there, once, and everything adds
//! up. `OCOP_TEST_KILLS` sets how often.

use crate::served::{Place, Wire};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tests::*;
use tokio::{
    sync::{Mutex, watch},
    task::JoinHandle,
};

/// Clients that buy at once.
const CLIENTS: usize = 4;

fn rounds() -> u64 {
    std::env::var_os("OCOP_TEST_KILLS")
        .and_then(|text| text.into_string().ok())
        .map_or(3, |text| text.parse().expect("a number in OCOP_TEST_KILLS"))
}

/// People who buy without end, each purchase under its own key, which is repeated until it is answered.
struct Crowd {
    /// The server as it is reached now; None when nobody is to buy any more.
    server: watch::Sender<Option<Wire>>,
    answered: Arc<Mutex<BTreeMap<String, String>>>,
    count: watch::Receiver<u64>,
    tasks: Vec<JoinHandle<()>>,
}

impl Crowd {
    fn new(pack: &str, server: Wire) -> Self {
        let (server, reached) = watch::channel(Some(server));
        let (counter, count) = watch::channel(0);
        let answered = Arc::new(Mutex::new(BTreeMap::new()));
        let counter = Arc::new(counter);
        let tasks = (0..CLIENTS)
            .map(|who| {
                let (pack, reached) = (pack.to_owned(), reached.clone());
                let (answered, counter) = (Arc::clone(&answered), Arc::clone(&counter));
                tokio::spawn(async move {
                    for number in 0.. {
                        let key = format!("buyer-{who}-{number}");
                        let Some(id) = buy_until_answered(&reached, &pack, &key).await else {
                            return;
                        };
                        answered.lock().await.insert(key, id);
                        counter.send_modify(|count| *count += 1);
                    }
                })
            })
            .collect();
        Self {
            server,
            answered,
            count,
            tasks,
        }
    }

    /// Waits for so many more answers.
    async fn buy(&mut self, more: u64) {
        let goal = *self.count.borrow() + more;
        self.count
            .wait_for(|count| *count >= goal)
            .await
            .expect("people who buy");
    }

    /// Everybody ends what they have begun. The purchases that were answered, by key.
    async fn end(self) -> BTreeMap<String, String> {
        // Whoever sees nobody begins no further purchase; what has begun is repeated at the last server.
        self.server.send_replace(None);
        for task in self.tasks {
            task.await.expect("people who end well");
        }
        Arc::try_unwrap(self.answered).expect("nobody else").into_inner()
    }
}

/// The purchase's id; None where buying has ended before it began.
async fn buy_until_answered(
    reached: &watch::Receiver<Option<Wire>>,
    pack: &str,
    key: &str,
) -> Option<String> {
    let mut last = reached.borrow().clone()?;
    loop {
        if let Ok(answer) = last.buy(pack, key).await {
            match answer.status {
                201 => return Some(answer.json()["id"].as_str().expect("an id").to_owned()),
                // The database is not there, or the first try still runs: come back.
                503 | 409 => assert_ne!(answer.header("retry-after"), "", "{}", answer.text()),
                other => panic!("{other}: {}", answer.text()),
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        if let Some(now) = reached.borrow().clone() {
            last = now;
        }
    }
}

/// Every purchase that the server knows of the buyer.
async fn known(wire: &Wire) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = wire
            .get(&format!("/api/v1/purchases?limit=100{cursor}"))
            .await
            .expect("an answer");
        assert_eq!(page.status, 200, "{}", page.text());
        let page = page.json();
        let items = page["items"].as_array().expect("items");
        ids.extend(
            items
                .iter()
                .map(|item| item["id"].as_str().expect("an id").to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    ids.sort();
    ids
}

/// What was answered is there, once, and nothing else is.
async fn compare(wire: &Wire, answered: BTreeMap<String, String>) {
    let mut ids: Vec<String> = answered.into_values().collect();
    ids.sort();
    assert_eq!(known(wire).await, ids);
    eprintln!("{} purchases, each there once", ids.len());
}

on_both_databases! {
    async fn a_server_that_is_killed_while_people_buy_loses_and_doubles_nothing(app: TestApp) {
        let place = Place::furnish(&app).await;
        let mut served = place.serve().await;
        let buyer = served.wire().signed_in(&place.login, &place.password).await;
        let mut crowd = Crowd::new(&place.pack, buyer);
        for round in 0..rounds() {
            crowd.buy(3 + round * 7 % 11).await;
            served.kill();
            place.check();
            served = place.serve().await;
            let buyer = served.wire().signed_in(&place.login, &place.password).await;
            crowd.server.send_replace(Some(buyer));
        }
        crowd.buy(3).await;
        let answered = crowd.end().await;
        let buyer = served.wire().signed_in(&place.login, &place.password).await;
        compare(&buyer, answered).await;
        served.kill();
        place.check();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_killed_while_people_buy_loses_and_doubles_nothing() {
    let app = TestApp::new(Kind::Sqlite).await;
    let mut cluster = Cluster::start().await;
    let place = Place::furnish(&app).await.moved_to(cluster.url());
    let served = place.serve().await;
    let buyer = served.wire().signed_in(&place.login, &place.password).await;
    let mut crowd = Crowd::new(&place.pack, buyer.clone());
    for round in 0..rounds() {
        crowd.buy(3 + round * 7 % 11).await;
        cluster.kill();
        cluster.restart().await;
    }
    crowd.buy(3).await;
    let answered = crowd.end().await;
    compare(&buyer, answered).await;
    place.check();
}
