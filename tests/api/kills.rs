//! The server is killed while people buy, and PostgreSQL under it: what was answered is there, once, and everything adds
//! up. `OCOP_TEST_KILLS` sets how often.

use crate::served::{Place, Wire};
use serde_json::{Value, json};
use server::clock::Stopwatch;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tests::*;
use tokio::{
    sync::{Mutex, watch},
    task::JoinHandle,
};

/// Clients that buy at once.
const CLIENTS: usize = 4;

/// Nothing takes as long as this, on however busy a machine: whatever does, has hung.
const PATIENCE: Duration = Duration::from_mins(2);
/// A server that was killed, and one whose database was, works again within this time; on a machine that is slow or does
/// other things, within as many plain starts.
const BACK: Duration = Duration::from_secs(1);
const BACK_IN_STARTS: u32 = 3;
/// The same for the slowest of all rounds, on a machine that does other things.
const BACK_AT_WORST: Duration = Duration::from_secs(10);

async fn in_time<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work)
        .await
        .unwrap_or_else(|_| panic!("{what}: not within {PATIENCE:?}"))
}

/// Holds how long it took to be back, round by round, against what is promised. `plain` is what a start took before
/// anything was killed.
fn hold_times(what: &str, mut times: Vec<Duration>, plain: Duration) {
    times.sort();
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    eprintln!(
        "{what}: {} rounds, median {median:.2?}, worst {worst:.2?}",
        times.len()
    );
    assert!(
        median <= BACK.max(BACK_IN_STARTS * plain),
        "{what}: {times:.2?}, a plain start {plain:.2?}"
    );
    assert!(worst <= BACK_AT_WORST, "{what}: {times:.2?}");
}

fn rounds() -> u64 {
    std::env::var_os("OCOP_TEST_KILLS")
        .and_then(|text| text.into_string().ok())
        .map_or(20, |text| text.parse().expect("a number in OCOP_TEST_KILLS"))
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
        let bought = self.count.wait_for(|count| *count >= goal);
        in_time("purchases that are answered", bought)
            .await
            .expect("people who buy");
    }

    /// Everybody ends what they have begun. The purchases that were answered, by key.
    async fn end(self) -> BTreeMap<String, String> {
        // Whoever sees nobody begins no further purchase; what has begun is repeated at the last server.
        self.server.send_replace(None);
        for task in self.tasks {
            in_time("the last purchases", task)
                .await
                .expect("people who end well");
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
    in_time("a purchase", repeated(reached, pack, key)).await
}

async fn repeated(reached: &watch::Receiver<Option<Wire>>, pack: &str, key: &str) -> Option<String> {
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

/// What was answered is there, once, and nothing else is.
async fn compare(wire: &Wire, answered: BTreeMap<String, String>) {
    let mut ids: Vec<String> = answered.into_values().collect();
    ids.sort();
    assert_eq!(wire.ids("purchases").await, ids);
    eprintln!("{} purchases, each there once", ids.len());
}

on_both_databases! {
    async fn a_server_that_is_killed_while_people_buy_loses_and_doubles_nothing(app: TestApp) {
        let place = Place::furnish(&app).await;
        let mut served = place.serve().await;
        let buyer = served.wire().signed_in(&place.login, &place.password).await;
        let mut crowd = Crowd::new(&place.pack, buyer);
        let (mut back, plain) = (Vec::new(), served.started_in);
        for round in 0..rounds() {
            crowd.buy(3 + round * 7 % 11).await;
            served.kill();
            place.check();
            served = place.serve().await;
            back.push(served.started_in);
            let buyer = served.wire().signed_in(&place.login, &place.password).await;
            crowd.server.send_replace(Some(buyer));
        }
        hold_times("from the start to the first answer", back, plain);
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
    let (mut back, plain) = (Vec::new(), served.started_in);
    for round in 0..rounds() {
        crowd.buy(3 + round * 7 % 11).await;
        cluster.kill();
        in_time("a database that starts", cluster.restart()).await;
        let since = Stopwatch::start();
        crowd.buy(1).await;
        back.push(since.elapsed());
        place.check();
    }
    hold_times("from the database's start to the first purchase", back, plain);
    crowd.buy(3).await;
    let answered = crowd.end().await;
    compare(&buyer, answered).await;
    place.check();
}

/// Rows of the first table. Where a machine writes them between two looks, the next table is twice as long.
const ROWS: usize = 600;
const MOST_ROWS: usize = 8 * ROWS;

/// Asks for an import until it is as wanted.
async fn import_when(wire: &Wire, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    in_time("an import", asked_until(wire, id, wanted)).await
}

async fn asked_until(wire: &Wire, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    loop {
        let answer = wire
            .get(&format!("/api/v1/imports/{id}"))
            .await
            .expect("an answer");
        assert_eq!(answer.status, 200, "{}", answer.text());
        let import = answer.json();
        assert_ne!(import["status"], "failed", "{import}");
        if wanted(&import) {
            return import;
        }
    }
}

/// Sends a table of so many new products, to be written at once; the import's id.
async fn send_table(coop: &Wire, rows: usize) -> String {
    let lines: Vec<String> = (0..rows)
        .map(|number| {
            format!("Chè dây số {number} của {rows},I.5.b,Hái trên núi và phơi khô trong bóng râm.\n")
        })
        .collect();
    let table = format!("name,group,description\n{}", lines.concat());
    let file = Request::post("/").file("hang.csv", "text/csv", table.as_bytes());
    let request = coop
        .request("POST", "/api/v1/imports?kind=products&dry_run=false")
        .header("content-type", file.content_type())
        .body(file.bytes());
    let sent = coop.send(request).await.expect("an answer");
    assert_eq!(sent.status, 201, "{}", sent.text());
    sent.json()["id"].as_str().expect("an id").to_owned()
}

on_both_databases! {
    async fn a_table_that_was_being_written_when_the_server_died_is_written_once_and_whole(app: TestApp) {
        let place = Place::furnish(&app).await;
        let mut served = place.serve().await;
        let coop = served.wire().signed_in(&place.producer_login, &place.password).await;
        let mut before = coop.ids("products/managed").await.len();
        let mut rows = ROWS;
        let id = loop {
            let id = send_table(&coop, rows).await;
            let midway = import_when(&coop, &id, |import| {
                import["status"] == "applied" || import["status"] == "applying" && import["done"] != 0
            });
            if midway.await["status"] == "applying" {
                break id;
            }
            (before, rows) = (before + rows, rows * 2);
            assert!(rows <= MOST_ROWS, "no table is long enough to be caught being written");
        };
        served.kill();
        place.check();
        served = place.serve().await;
        let coop = served.wire().signed_in(&place.producer_login, &place.password).await;
        let import = import_when(&coop, &id, |import| import["status"] == "applied").await;

        assert_eq!((&import["announced"], &import["present"]), (&json!(rows), &json!(rows)));
        assert_eq!(coop.ids("products/managed").await.len(), before + rows);
        served.kill();
        place.check();
    }
}
