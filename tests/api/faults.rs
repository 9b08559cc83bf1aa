//! What the market says when the machine under it fails, and that it recovers by itself.

use crate::{
    commands::program,
    served::{Place, Reply, Served, Wire, purchase, told},
};
use futures_util::future::join_all;
use server::{
    http::Error,
    jobs::{Runner, enqueue},
};
use shared::JobId;
use std::{
    fs::{self, Permissions},
    net::SocketAddr,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use tests::*;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

/// Nothing takes as long as this, on however busy a machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Root reads and writes whatever the modes say; without this capability it is bound by them like everybody.
fn bound_by_modes(place: &Place) -> Command {
    if fs::metadata("/proc/self").expect("/proc").uid() != 0 {
        return place.command(&program(), &[]);
    }
    let program = program();
    let program = program.to_str().expect("a path");
    place.command(
        "setpriv".as_ref(),
        &["--bounding-set", "-dac_override,-dac_read_search", program],
    )
}

/// Sets a limit of a running program.
fn limit(served: &Served, limit: &str) {
    let pid = served.id().to_string();
    let set = Command::new("prlimit")
        .args(["--pid", &pid, limit])
        .status()
        .expect("prlimit");
    assert!(set.success());
}

async fn on_sqlite() -> Place {
    let app = TestApp::new(Kind::Sqlite).await;
    Place::furnish(&app).await
}

async fn buyer(place: &Place, served: &Served) -> Wire {
    served.wire().signed_in(&place.login, &place.password).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_purchases_and_pictures_are_put_off_and_nothing_is_lost() {
    let mut place = on_sqlite().await;
    if !place.move_to_small_disk() {
        return cannot_mount();
    }
    let mut served = place.serve().await;
    let buyer = buyer(&place, &served).await;
    let coop = served
        .wire()
        .signed_in(&place.producer_login, &place.password)
        .await;
    let photo = Photo::of(&place);
    assert_eq!(buyer.buy(&place.pack, "before").await.unwrap().status, 201);

    place.disk().fill();
    // The journal may have some room of its own left.
    let mut answered = 1;
    let refused = loop {
        let answer = buyer.buy(&place.pack, &format!("full-{answered}")).await.unwrap();
        if answer.status != 201 {
            break answer;
        }
        answered += 1;
        place.disk().fill();
    };
    refused.refused(503, "unavailable");
    assert_ne!(refused.header("retry-after"), "");
    let refused = photo.send(&coop).await;
    refused.refused(503, "unavailable");
    assert_ne!(refused.header("retry-after"), "");
    // What is there can be read.
    assert_eq!(buyer.ids("purchases").await.len(), answered);
    assert_eq!(buyer.get("/readyz").await.unwrap().status, 200);

    place.disk().empty();
    let bought = buyer.buy(&place.pack, &format!("full-{answered}")).await.unwrap();
    assert_eq!(bought.status, 201, "{}", bought.text());
    assert_eq!(buyer.ids("purchases").await.len(), answered + 1);
    let kept = photo.send(&coop).await;
    assert_eq!(kept.status, 201, "{}", kept.text());
    served.kill();
    place.check();
}

/// Where nothing can be mounted, a disk cannot be filled. That is told, and where everything has to be tested, it fails.
fn cannot_mount() {
    assert!(
        std::env::var_os("CI").is_none(),
        "a disk to fill can only be mounted by root, in a container that may: run the tests so"
    );
    eprintln!("NOT DONE: a disk to fill can only be mounted by root");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_files_may_grow_no_more_purchases_are_put_off_and_nothing_is_lost() {
    let place = on_sqlite().await;
    let program = program();
    // The signal that a limit sends would end the program; a full disk sends none.
    let shell = place.command(
        "sh".as_ref(),
        &[
            "-c",
            "trap '' XFSZ; exec \"$0\" \"$@\"",
            program.to_str().expect("a path"),
        ],
    );
    let mut served = place.serve_with(shell).await;
    let buyer = buyer(&place, &served).await;
    assert_eq!(buyer.buy(&place.pack, "before").await.unwrap().status, 201);

    limit(&served, "--fsize=1:unlimited");
    for key in ["one", "two"] {
        let refused = buyer.buy(&place.pack, key).await.unwrap();
        refused.refused(503, "unavailable");
        assert_ne!(refused.header("retry-after"), "");
    }
    // What is there can be read.
    assert_eq!(buyer.get("/api/v1/purchases").await.unwrap().status, 200);
    assert_eq!(buyer.get("/readyz").await.unwrap().status, 200);

    limit(&served, "--fsize=unlimited");
    for key in ["one", "two"] {
        assert_eq!(buyer.buy(&place.pack, key).await.unwrap().status, 201);
    }
    let known = buyer.get("/api/v1/purchases").await.unwrap().json();
    assert_eq!(known["items"].as_array().unwrap().len(), 3);
    served.kill();
    place.check();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_data_folder_that_cannot_be_written_is_named_at_the_start() {
    let place = on_sqlite().await;
    fs::set_permissions(place.path("data"), Permissions::from_mode(0o555)).unwrap();
    let mut command = bound_by_modes(&place);
    let output = command
        .args(["serve", "--listen", "127.0.0.1:0"])
        .output()
        .expect("the program runs");
    fs::set_permissions(place.path("data"), Permissions::from_mode(0o755)).unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", told(&output));
    assert!(
        told(&output).contains("the data folder data cannot be written"),
        "{}",
        told(&output)
    );
}

/// A photograph for the product of a place.
struct Photo {
    file: Request,
    address: String,
}

impl Photo {
    fn of(place: &Place) -> Self {
        let bytes = include_bytes!("../fixtures/persimmons.jpg");
        Self {
            file: Request::post("/").file("a.jpg", "image/jpeg", bytes),
            address: format!("/api/v1/products/{}/images", place.product),
        }
    }

    async fn send(&self, who: &Wire) -> Reply {
        let request = who
            .request("POST", &self.address)
            .header("content-type", self.file.content_type())
            .body(self.file.bytes());
        who.send(request).await.expect("an answer")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_that_cannot_be_kept_are_put_off_and_leave_no_trace() {
    let place = on_sqlite().await;
    let mut served = place.serve_with(bound_by_modes(&place)).await;
    let coop = served
        .wire()
        .signed_in(&place.producer_login, &place.password)
        .await;
    let media = place.path("data/media");
    let photo = Photo::of(&place);

    fs::set_permissions(&media, Permissions::from_mode(0o555)).unwrap();
    let refused = photo.send(&coop).await;
    refused.refused(503, "unavailable");
    assert_ne!(refused.header("retry-after"), "");
    fs::set_permissions(&media, Permissions::from_mode(0o755)).unwrap();
    assert_eq!(fs::read_dir(&media).unwrap().count(), 0);
    let kept = photo.send(&coop).await;

    assert_eq!(kept.status, 201, "{}", kept.text());
    served.kill();
    place.check();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_database_the_market_says_so_and_comes_back_by_itself() {
    let app = TestApp::new(Kind::Sqlite).await;
    let mut cluster = Cluster::start().await;
    let place = Place::furnish(&app).await.moved_to(cluster.url());
    let mut served = place.serve().await;
    let buyer = buyer(&place, &served).await;
    let visitor = served.wire();
    assert_eq!(visitor.get("/products").await.unwrap().status, 200);

    cluster.kill();
    let answers = async {
        tokio::join!(
            visitor.get("/readyz"),
            buyer.buy(&place.pack, "while-it-was-gone"),
            visitor.get("/producers"),
            visitor.get("/products"),
            visitor.get("/healthz"),
        )
    };
    // They wait a second for it; this machine may be busy.
    let answers = tokio::time::timeout(PATIENCE, answers).await;
    let (ready, bought, page, kept, alive) = answers.expect("answers, without much waiting");
    let ready = ready.unwrap();
    assert_eq!(
        (ready.status, ready.text().as_str()),
        (503, "database: no answer\n")
    );
    let bought = bought.unwrap();
    bought.refused(503, "unavailable");
    assert_ne!(bought.header("retry-after"), "");
    let page = page.unwrap();
    assert_eq!(page.status, 503, "{}", page.text());
    assert!(
        page.header("content-type").starts_with("text/html"),
        "{}",
        page.text()
    );
    // What was shown before needs no database.
    assert_eq!(kept.unwrap().status, 200);
    assert_eq!(alive.unwrap().status, 200);

    cluster.restart().await;
    let ready = visitor.get("/readyz").await.unwrap();
    assert_eq!(ready.status, 200, "{}", ready.text());
    let bought = buyer.buy(&place.pack, "while-it-was-gone").await.unwrap();
    assert_eq!(bought.status, 201, "{}", bought.text());
    assert_eq!(buyer.get("/desk").await.unwrap().status, 200);
    served.kill();
    place.check();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_postgresql_has_no_room_left_purchases_are_put_off_and_nothing_is_lost() {
    let app = TestApp::new(Kind::Sqlite).await;
    let Some(cluster) = Cluster::on_small_disk().await else {
        return cannot_mount();
    };
    let place = Place::furnish(&app).await.moved_to(cluster.url());
    let mut served = place.serve().await;
    let buyer = buyer(&place, &served).await;

    cluster.disk().fill();
    // What is there has some room in it.
    let mut answered = 0;
    let (key, refused) = loop {
        let key = format!("full-{answered}");
        let answer = buyer.buy(&place.pack, &key).await.unwrap();
        if answer.status != 201 {
            break (key, answer);
        }
        answered += 1;
    };
    refused.refused(503, "unavailable");
    assert_ne!(refused.header("retry-after"), "");
    assert_eq!(buyer.ids("purchases").await.len(), answered);
    assert_eq!(buyer.get("/readyz").await.unwrap().status, 200);

    cluster.disk().empty();
    let bought = buyer.buy(&place.pack, &key).await.unwrap();
    assert_eq!(bought.status, 201, "{}", bought.text());
    assert_eq!(buyer.ids("purchases").await.len(), answered + 1);
    served.kill();
    place.check();
}

/// Everything below a folder loses the permission to be written, or gets it back.
fn writable(folder: &Path, writable: bool) {
    let modes = if writable { (0o755, 0o644) } else { (0o555, 0o444) };
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            self::writable(&path, writable);
        } else {
            fs::set_permissions(path, Permissions::from_mode(modes.1)).unwrap();
        }
    }
    fs::set_permissions(folder, Permissions::from_mode(modes.0)).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_data_folder_that_turns_read_only_puts_new_files_off_and_loses_nothing() {
    let place = on_sqlite().await;
    let mut served = place.serve_with(bound_by_modes(&place)).await;
    let buyer = buyer(&place, &served).await;
    let coop = served
        .wire()
        .signed_in(&place.producer_login, &place.password)
        .await;
    let photo = Photo::of(&place);
    assert_eq!(buyer.buy(&place.pack, "before").await.unwrap().status, 201);

    writable(&place.path("data"), false);
    photo.send(&coop).await.refused(503, "unavailable");
    // The database is open already: what is answered, is kept.
    let meanwhile = buyer.buy(&place.pack, "meanwhile").await.unwrap();
    assert_eq!(meanwhile.status, 201, "{}", meanwhile.text());
    assert_eq!(buyer.ids("purchases").await.len(), 2);
    served.kill();
    let mut command = bound_by_modes(&place);
    let refused = command
        .args(["serve", "--listen", "127.0.0.1:0"])
        .output()
        .expect("the program runs");
    assert_eq!(refused.status.code(), Some(4), "{}", told(&refused));

    writable(&place.path("data"), true);
    served = place.serve_with(bound_by_modes(&place)).await;
    let wire = served.wire();
    let buyer = wire.clone().signed_in(&place.login, &place.password).await;
    assert_eq!(buyer.ids("purchases").await.len(), 2);
    let coop = wire.signed_in(&place.producer_login, &place.password).await;
    assert_eq!(photo.send(&coop).await.status, 201);
    served.kill();
    place.check();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_client_loses_its_connection_and_holds_up_nobody() {
    let place = on_sqlite().await;
    let served = place.serve().await;
    let open = async |bytes: &str| {
        let mut stream = TcpStream::connect(served.address).await.expect("a connection");
        stream.write_all(bytes.as_bytes()).await.expect("bytes");
        let mut answer = String::new();
        let read = stream.read_to_string(&mut answer);
        // Far more than the market allows.
        let read = tokio::time::timeout(Duration::from_mins(2), read)
            .await
            .expect("an end");
        read.map(|_| answer)
    };

    let wire = served.wire();
    let (head, body, quick, unread) = tokio::join!(
        open("GET /products HTTP/1.1\r\nHost: market\r\nX-Slow: "),
        open(
            "POST /api/v1/sessions HTTP/1.1\r\nHost: market\r\nContent-Type: application/json\r\n\
             Content-Length: 1000\r\n\r\n{\"login\":"
        ),
        wire.get("/api/v1/products"),
        asks_and_never_reads(served.address),
    );

    assert_eq!(quick.unwrap().status, 200);
    assert!(
        unread,
        "who reads nothing of what was asked for loses the connection"
    );
    // Closed, with a word or without.
    assert!(head.is_err() || head.is_ok_and(|text| text.is_empty() || text.starts_with("HTTP/1.1 408")));
    let body = body.expect("an answer");
    assert!(
        body.starts_with("HTTP/1.1 408") && body.contains("\"code\":\"timeout\""),
        "{body}"
    );
}

/// Asks for much, again and again, and reads nothing of it: whether the connection was closed by the other side.
async fn asks_and_never_reads(address: SocketAddr) -> bool {
    let socket = TcpSocket::new_v4().expect("a socket");
    // The least that the system gives: what is answered stays with the server.
    socket.set_recv_buffer_size(4_096).expect("a small buffer");
    let mut stream = socket.connect(address).await.expect("a connection");
    let ask = b"GET /api/openapi.json HTTP/1.1\r\nHost: market\r\n\r\n".repeat(40);
    stream.write_all(&ask).await.expect("bytes");
    let closed = async {
        // Nothing can be written to a connection that the other side has given up.
        while stream
            .write_all(b"GET / HTTP/1.1\r\nHost: market\r\n\r\n")
            .await
            .is_ok()
        {
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(2), closed).await.is_ok()
}

/// Opens so many connections that ask for nothing, and asks for something beside them.
async fn crowd(served: &Served, count: usize) {
    let mut idle = Vec::with_capacity(count);
    while idle.len() < count {
        let some = (0..200).map(|_| TcpStream::connect(served.address));
        idle.extend(
            join_all(some)
                .await
                .into_iter()
                .map(|stream| stream.expect("a connection")),
        );
    }
    for _ in 0..3 {
        // A connection of its own each time.
        let answer = Wire::new(served.address).get("/api/v1/products").await.unwrap();
        assert_eq!(answer.status, 200);
    }
    eprintln!("answered beside {} idle connections", idle.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_idle_connections_keep_nobody_out() {
    // This process and the program each hold one end; tests beside this one have their files too.
    let files = "--nofile=14000:";
    let pid = std::process::id().to_string();
    let raised = Command::new("prlimit").args(["--pid", &pid, files]).status();
    assert!(
        raised.is_ok_and(|status| status.success()),
        "10 000 connections need more open files than this user may have: raise `ulimit -Hn` to 14000"
    );
    let place = on_sqlite().await;
    let served = place.serve().await;
    crowd(&served, 10_000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_beyond_the_places_gives_way_to_whoever_comes() {
    let place = on_sqlite().await;
    let program = program();
    let few = place.command(
        "prlimit".as_ref(),
        &["--nofile=400", program.to_str().expect("a path")],
    );
    let served = place.serve_with(few).await;
    crowd(&served, 600).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_large_is_told_so() {
    let place = on_sqlite().await;
    let served = place.serve().await;
    let wire = served.wire();

    let long = wire
        .get(&format!("/api/v1/products?q={}", "x".repeat(9_000)))
        .await
        .unwrap();
    long.refused(414, "address_too_long");
    let wide = wire
        .request("GET", "/api/v1/sessions/current")
        .header("x-wide", "x".repeat(40_000));
    wire.send(wide).await.unwrap().refused(431, "headers_too_large");
    let mut many = wire.request("GET", "/api/v1/sessions/current");
    for number in 0..120 {
        many = many.header(format!("x-many-{number}"), "x");
    }
    wire.send(many).await.unwrap().refused(431, "headers_too_large");
    let big = purchase(&vec![(place.pack.as_str(), 1); 20_000]);
    let buyer = buyer(&place, &served).await;
    let refused = buyer.post("/api/v1/purchases", Some("big"), &big).await.unwrap();
    refused.refused(413, "body_too_large");
    // What no server would read: the connection says no by itself, or breaks off.
    let absurd = wire
        .request("GET", "/api/v1/products")
        .header("x-absurd", "x".repeat(200_000));
    if let Ok(answer) = wire.send(absurd).await {
        assert_eq!(answer.status, 431);
    }
    assert_eq!(wire.get("/healthz").await.unwrap().status, 200);
}

on_both_databases! {
    async fn work_that_breaks_off_is_done_later_and_takes_nothing_else_with_it(app: TestApp) {
        let market = &app.market().app;
        let (tries, others) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let (tried, other) = (Arc::clone(&tries), Arc::clone(&others));
        let mut runner = Runner::default();
        runner.register("breaks_off_once", move |_, ()| {
            let tried = Arc::clone(&tried);
            async move {
                assert!(tried.fetch_add(1, Ordering::SeqCst) > 0, "it breaks off");
                Ok::<(), Error>(())
            }
        });
        runner.register("goes_well", move |_, ()| {
            let other = Arc::clone(&other);
            async move {
                other.fetch_add(1, Ordering::SeqCst);
                Ok::<(), Error>(())
            }
        });
        for kind in ["breaks_off_once", "goes_well"] {
            enqueue(market.db.writer(), JobId(market.new_id()), kind, market.now(), &()).await.unwrap();
        }

        runner.run_due(market).await.unwrap();
        assert_eq!((tries.load(Ordering::SeqCst), others.load(Ordering::SeqCst)), (1, 1));
        app.clock().advance_seconds(60);
        runner.run_due(market).await.unwrap();
        assert_eq!((tries.load(Ordering::SeqCst), others.load(Ordering::SeqCst)), (2, 1));
        assert_eq!(runner.run_due(market).await.unwrap(), 0);
    }
}
