//! The program itself, serving on a port, over a market that was made in this process: for tests that kill it, and that
//! look at what a connection sees.

use crate::commands::program;
use serde_json::{Value, json};
use server::clock::Stopwatch;
use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tests::*;

/// The master key of the tests' markets, as an operator writes it.
const KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// A market with one producer's goods, plenty of them, and somebody who buys; nobody serves it yet.
pub(crate) struct Place {
    /// What its data lie on, where that is a disk of their own. Goes before the folder.
    disk: Option<SmallDisk>,
    folder: TempDir,
    url: Option<String>,
    pub(crate) pack: String,
    pub(crate) login: String,
    pub(crate) password: String,
    pub(crate) producer_login: String,
    pub(crate) product: String,
}

impl Place {
    /// Made by people through the API, in the database of the given market.
    pub(crate) async fn furnish(app: &TestApp) -> Self {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app
            .product(&coop)
            .stock(1_000_000)
            .stars(4)
            .published()
            .create()
            .await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(folder.path().join("data")).expect("a folder");
        let url = app.database_url();
        if url.is_none() {
            app.close().await;
            let from = app.folder().join("market.sqlite");
            std::fs::copy(from, folder.path().join("data/market.db")).expect("the database");
        }
        Self {
            disk: None,
            folder,
            url,
            pack: goods.pack_id().to_string(),
            login: buyer.login(),
            password: buyer.password(),
            producer_login: coop.login(),
            product: goods.id.to_string(),
        }
    }

    /// Puts its data on a disk that can be filled; false where this process may not mount one.
    pub(crate) fn move_to_small_disk(&mut self) -> bool {
        let file = self.path("data/market.db");
        let database = std::fs::read(&file).expect("the database");
        self.disk = SmallDisk::below(&self.path("data"), "24m");
        if self.disk.is_some() {
            std::fs::write(&file, database).expect("the database");
        }
        self.disk.is_some()
    }

    pub(crate) fn disk(&self) -> &SmallDisk {
        self.disk.as_ref().expect("a disk")
    }

    /// Moves it to another database, as an operator does.
    pub(crate) fn moved_to(mut self, url: String) -> Self {
        let written = self.run(&["backup", "market.tar.gz"]);
        assert!(written.status.success(), "{}", told(&written));
        self.url = Some(url);
        let read = self.run(&["restore", "market.tar.gz", "--data", "moved"]);
        assert!(read.status.success(), "{}", told(&read));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with its settings.
    pub(crate) fn command(&self, program: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("OCOP_MASTER_KEYS", KEY)
            // The day of the tests, whatever the machine's.
            .env("OCOP_DEMO", "true")
            .env("OCOP_DEMO_DATE", "2026-11-22");
        if let Some(url) = &self.url {
            command.env("DATABASE_URL", url);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(&program(), arguments)
            .output()
            .expect("the program runs")
    }

    /// Everything that is stored holds together.
    pub(crate) fn check(&self) {
        let checked = self.run(&["check"]);
        assert!(checked.status.success(), "{}", told(&checked));
    }

    /// Serves it.
    pub(crate) async fn serve(&self) -> Served {
        self.serve_with(self.command(&program(), &[])).await
    }

    /// The same, with a command that was prepared.
    pub(crate) async fn serve_with(&self, mut command: Command) -> Served {
        let log = self.path("log");
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        command.stdout(Stdio::piped()).stderr(
            std::fs::OpenOptions::new()
                .create(true)
                .append(true)
                .open(&log)
                .expect("a log"),
        );
        let began = Stopwatch::start();
        let started = tokio::task::spawn_blocking(move || {
            let mut child = command.spawn().expect("the program starts");
            let mut lines = BufReader::new(child.stdout.take().expect("an output"));
            let mut line = String::new();
            while !line.contains("listens on http://") {
                line.clear();
                if lines.read_line(&mut line).expect("lines") == 0 {
                    let ended = child.wait().expect("an end");
                    let log = std::fs::read_to_string(&log).unwrap_or_default();
                    panic!("the program does not serve ({ended}):\n{log}");
                }
            }
            // Read on, so that it never waits for a reader.
            std::thread::spawn(move || lines.read_to_end(&mut Vec::new()));
            let (_, address) = line.trim().split_once("http://").expect("an address");
            (child, address.parse().expect("an address"))
        });
        let (child, address) = started.await.expect("a start");
        let mut served = Served {
            child,
            address,
            started_in: Duration::ZERO,
        };
        let answered = served.wire().get("/api/v1/products").await.expect("an answer");
        assert_eq!(answered.status, 200);
        served.started_in = began.elapsed();
        served
    }
}

pub(crate) fn told(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

/// A process that serves; killed when it is dropped.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From its start to its first answer.
    pub(crate) started_in: Duration,
}

impl Served {
    /// Kills it without a word.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("a process to kill");
        self.child.wait().expect("a process that ends");
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn wire(&self) -> Wire {
        Wire::new(self.address)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("text"))
    }

    /// A problem document of this code, with its status.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.json()["code"], code);
    }
}

/// Somebody who speaks to a server over the network.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    client: reqwest::Client,
    address: SocketAddr,
    token: Option<String>,
}

impl Wire {
    pub(crate) fn new(address: SocketAddr) -> Self {
        server::media::prepare_tls();
        let client = reqwest::Client::builder()
            .timeout(Duration::from_mins(1))
            .build()
            .expect("a client");
        Self {
            client,
            address,
            token: None,
        }
    }

    pub(crate) fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// Signed in.
    pub(crate) async fn signed_in(self, login: &str, password: &str) -> Self {
        let body = json!({"login": login, "password": password});
        let answer = self
            .post("/api/v1/sessions", None, &body)
            .await
            .expect("an answer");
        assert_eq!(answer.status, 201, "{}", answer.text());
        let token = answer.json()["access_token"]
            .as_str()
            .expect("a token")
            .to_owned();
        self.with_token(&token)
    }

    pub(crate) async fn get(&self, target: &str) -> Result<Reply, reqwest::Error> {
        self.send(self.client.get(format!("http://{}{target}", self.address)))
            .await
    }

    /// The ids of everything that a list has, in order.
    pub(crate) async fn ids(&self, list: &str) -> Vec<String> {
        let (mut ids, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("/api/v1/{list}?limit=100{cursor}")).await;
            let page = page.expect("an answer");
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

    pub(crate) async fn post(
        &self,
        target: &str,
        key: Option<&str>,
        body: &Value,
    ) -> Result<Reply, reqwest::Error> {
        let mut request = self
            .client
            .post(format!("http://{}{target}", self.address))
            .json(body);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request).await
    }

    /// A request with what it is made of in the test's hand.
    pub(crate) fn request(&self, method: &str, target: &str) -> reqwest::RequestBuilder {
        let method = method.parse().expect("a method");
        self.client
            .request(method, format!("http://{}{target}", self.address))
    }

    pub(crate) async fn send(&self, mut request: reqwest::RequestBuilder) -> Result<Reply, reqwest::Error> {
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = answer.bytes().await?.to_vec();
        Ok(Reply {
            status,
            headers,
            body,
        })
    }

    pub(crate) async fn buy(&self, pack: &str, key: &str) -> Result<Reply, reqwest::Error> {
        self.post("/api/v1/purchases", Some(key), &purchase(&[(pack, 1)]))
            .await
    }
}

/// A purchase of so many cases of each pack.
pub(crate) fn purchase(lines: &[(&str, i64)]) -> Value {
    use shared::{Input, orders::PurchasePlace};
    let mut body = serde_json::to_value(PurchasePlace::example()).expect("a purchase");
    body["lines"] = lines
        .iter()
        .map(|(pack, quantity)| json!({"pack_id": pack, "quantity": quantity}))
        .collect();
    body
}
