//! Every row of the table.

use crate::{
    bare_sql,
    goods::{Buyer, NOT_KEPT, names, searches},
    load::{self, Outcome, same},
    options::{Options, Size},
    plain_http::{ask, get, request},
    process::Server,
    province,
    report::Report,
};
use anyhow::{Context, Result, ensure};
use sea_orm::{ConnectionTrait, Database};
use serde_json::Value;
use std::time::Duration;
use uuid::Uuid;

/// Callers at a time: those who read, and those who order.
const READERS: usize = 32;
const BUYERS: usize = 8;
/// Each speed is measured so often; what is in the middle counts.
const ROUNDS: usize = 3;
const LIST: &str = "/api/v1/products";

/// Measures what is asked for and prints the table.
pub(crate) fn everything(options: &Options) -> Result<()> {
    std::fs::create_dir_all(&options.folder)?;
    let mut report = Report::new(options.large.products >= BUDGETED);
    speeds(options, &mut report)?;
    purchases(options, &mut report)?;
    if options.wants("search") || options.wants("growth") {
        growth(options, &mut report)?;
    }
    start_and_memory(options, &mut report)?;
    report.print()
}

/// Products on the market that the budgets are for.
const BUDGETED: usize = 100_000;

/// What is kept and what is not, against the same bytes from memory.
fn speeds(options: &Options, report: &mut Report) -> Result<()> {
    let rows = ["list", "detail", "page", "uncached", "visit"];
    if !rows.iter().any(|row| options.wants(row)) {
        return Ok(());
    }
    let data = province::market(options, options.small, None)?;
    let (server, _) = Server::market(&options.program, &data, &[])?;
    let list = get(server.address, LIST)?;
    let slug = list
        .pointer("/items/0/slug")
        .and_then(Value::as_str)
        .context("no product")?;
    let detail = format!("{LIST}/{slug}");
    let json = "application/json";
    let cookie = [NOT_KEPT];
    for (row, what, target, headers, media_type, budget) in [
        (
            "list",
            "product list, cached, of bare axum",
            LIST,
            &[][..],
            json,
            0.7,
        ),
        (
            "detail",
            "product detail, cached, of bare axum",
            &detail,
            &[],
            json,
            0.7,
        ),
        (
            "page",
            "home page, cached, of bare axum",
            "/",
            &[],
            "text/html",
            0.6,
        ),
        (
            "uncached",
            "list of 24, not cached, of bare axum",
            LIST,
            &cookie,
            json,
            0.07,
        ),
    ] {
        if options.wants(row) {
            let (ratio, beside) = against_bare(options, &server, target, headers, media_type)?;
            report.at_least(what, budget, ratio, &beside);
        }
    }
    if options.wants("visit") {
        let product = format!("/products/{slug}");
        for (what, target) in [("the home page", "/"), ("a product page", &product)] {
            let (bytes, beside) = visit(options, &server, target)?;
            report.at_most(
                &format!("first visit to {what}"),
                150.0,
                " KB",
                f64::from(bytes) / 1e3,
                beside,
            );
        }
    }
    server.stop()
}

/// Bytes that a first visit to a page fetches, as browsers get them.
fn visit(options: &Options, server: &Server, target: &str) -> Result<(u32, &'static str)> {
    let (status, plain) = ask(server.address, &request("GET", target, &[], ""))?;
    ensure!(status == 200, "{target} answered {status}");
    let packed = request("GET", target, &[("accept-encoding", "br")], "");
    let (_, packed) = ask(server.address, &packed)?;
    let (assets, beside) = if String::from_utf8_lossy(&plain).contains("<leptos-island") {
        (options.assets_with_islands, " (with WebAssembly)")
    } else {
        (options.assets, " (it has no islands and fetches no WebAssembly)")
    };
    Ok((assets + u32::try_from(packed.len())?, beside))
}

fn against_bare(
    options: &Options,
    server: &Server,
    target: &str,
    headers: &[(&str, &str)],
    media_type: &str,
) -> Result<(f64, String)> {
    let (status, body) = ask(server.address, &request("GET", target, headers, ""))?;
    ensure!(status == 200, "{target} answered {status}");
    let bare = Server::bare(&options.folder, &body, media_type)?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let bare = load::run(
            bare.address,
            READERS,
            options.length,
            same(request("GET", "/", headers, "")),
        )?;
        let sources = same(request("GET", target, headers, ""));
        let market = load::run(server.address, READERS, options.length, sources)?;
        let (bare, market) = (bare.all(200)?.per_second, market.all(200)?.per_second);
        rounds.push((market / bare, market, bare));
    }
    let (ratio, market, bare) = middle(rounds, |round| round.0)?;
    let kilobytes = u32::try_from(body.len())?;
    let kilobytes = f64::from(kilobytes) / 1e3;
    Ok((
        ratio,
        format!(" ({market:.0} of {bare:.0} a second, {kilobytes:.1} KB)"),
    ))
}

fn middle<T>(mut rounds: Vec<T>, by: impl Fn(&T) -> f64) -> Result<T> {
    rounds.sort_by(|a, b| by(a).total_cmp(&by(b)));
    let place = rounds.len() / 2;
    ensure!(place < rounds.len(), "nothing was measured");
    Ok(rounds.swap_remove(place))
}

/// Purchases a second, against the same rows by bare SQL.
fn purchases(options: &Options, report: &mut Report) -> Result<()> {
    for (row, what, postgres) in [
        ("purchases", "purchases on SQLite, of bare SQL", None),
        (
            "purchases-postgres",
            "purchases on PostgreSQL, of bare SQL",
            options.postgres.as_deref(),
        ),
    ] {
        if !options.wants(row) || (row == "purchases-postgres" && postgres.is_none()) {
            continue;
        }
        let url = postgres.map(new_database).transpose()?;
        let data = province::market(options, options.small, url.as_deref())?;
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let (server, _) = Server::market(&options.program, &data, &[])?;
            let buyer = Buyer::new(server.address)?;
            let market = load::run(server.address, BUYERS, options.length, buyer.purchases())?.all(201)?;
            let placed = buyer.place(server.address)?;
            server.stop()?;
            let placed = placed.pointer("/id").and_then(Value::as_str).context("no id")?;
            let clients = u32::try_from(BUYERS)?;
            let bare = bare_sql::purchases(&data, placed.parse::<Uuid>()?, clients, options.length)?;
            rounds.push((market.per_second / bare, market, bare));
        }
        let (ratio, market, bare) = middle(rounds, |round| round.0)?;
        let beside = format!(
            " ({:.0} of {bare:.0} a second, p99 {})",
            market.per_second,
            told(market.p99)
        );
        report.at_least(what, 0.5, ratio, &beside);
        if data.postgres.is_some() {
            std::fs::remove_dir_all(&data.folder)?;
        }
    }
    Ok(())
}

fn new_database(server: &str) -> Result<String> {
    let runtime = tokio::runtime::Runtime::new()?;
    let name = format!("bench_{}", std::process::id());
    runtime.block_on(async {
        let db = Database::connect(server).await?;
        db.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        db.close().await
    })?;
    let (host, _) = server.rsplit_once('/').context("no database in the address")?;
    Ok(format!("{host}/{name}"))
}

/// What callers wait for, on a small market and on a large one.
fn growth(options: &Options, report: &mut Report) -> Result<()> {
    let small = waits(options, options.small)?;
    let large = waits(options, options.large)?;
    let Size {
        products,
        order_lines,
    } = options.large;
    if options.wants("search") {
        let search = &large[1];
        let beside = format!(
            " (half within {}, {:.0} a second)",
            told(search.p50),
            search.per_second
        );
        let what = format!("search, not cached, {products} products, {READERS} callers, p99");
        report.at_most(&what, 10.0, " ms", milliseconds(search.p99), &beside);
    }
    if options.wants("growth") {
        for ((what, small), large) in ["list", "search", "purchase"].iter().zip(&small).zip(&large) {
            let grown = large.p99.as_secs_f64() / small.p99.as_secs_f64();
            let beside = format!(" ({} from {})", told(large.p99), told(small.p99));
            let what = format!(
                "{what}, p99, {products} products and {order_lines} order lines, of {} products",
                options.small.products
            );
            report.at_most(&what, 1.5, " ×", grown, &beside);
        }
    }
    Ok(())
}

/// A list, a search and a purchase.
fn waits(options: &Options, size: Size) -> Result<[Outcome; 3]> {
    let data = province::market(options, size, None)?;
    let (server, _) = Server::market(&options.program, &data, &[])?;
    let (address, length) = (server.address, options.length);
    let buyer = Buyer::new(address)?;
    let names = names(address)?;
    let mut rounds = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let list = load::run(
            address,
            READERS,
            length,
            same(request("GET", LIST, &[NOT_KEPT], "")),
        )?;
        let search = load::run(address, READERS, length, searches(&names))?;
        let purchase = load::run(address, BUYERS, length, buyer.purchases())?;
        let outcomes = [list.all(200)?, search.all(200)?, purchase.all(201)?];
        for (rounds, outcome) in rounds.iter_mut().zip(outcomes) {
            rounds.push(outcome);
        }
    }
    server.stop()?;
    let [list, search, purchase] = rounds.map(|rounds| middle(rounds, |round| round.p99.as_secs_f64()));
    Ok([list?, search?, purchase?])
}

/// A server with ten thousand products: how soon it answers, and what it takes.
fn start_and_memory(options: &Options, report: &mut Report) -> Result<()> {
    if !options.wants("start") && !options.wants("memory") {
        return Ok(());
    }
    let data = province::market(options, options.middle, None)?;
    let products = options.middle.products;
    let mut starts = Vec::new();
    for _ in 0..ROUNDS {
        let (server, start) = Server::market(&options.program, &data, &[])?;
        starts.push(start);
        server.stop()?;
    }
    let (server, start) = Server::market(&options.program, &data, &[])?;
    starts.push(start);
    if options.wants("start") {
        let start = middle(starts, Duration::as_secs_f64)?;
        let what = format!("start to first answer, {products} products");
        report.at_most(&what, 300.0, " ms", milliseconds(start), "");
    }
    if options.wants("memory") {
        // Until what the start needed has been given back, and background work has been looked for.
        std::thread::sleep(Duration::from_secs(6));
        let what = format!("memory, idle, {products} products");
        report.at_most(&what, 60.0, " MB", server.memory()?.0, "");
        let (address, length) = (server.address, options.length);
        let buyer = Buyer::new(address)?;
        let searches = searches(&names(address)?);
        load::run(
            address,
            READERS,
            length,
            same(request("GET", "/", &[NOT_KEPT], "")),
        )?
        .all(200)?;
        load::run(
            address,
            READERS,
            length,
            same(request("GET", "/products", &[], "")),
        )?
        .all(200)?;
        load::run(address, READERS, length, searches)?.all(200)?;
        load::run(address, BUYERS, length, buyer.purchases())?.all(201)?;
        let what = format!("memory, at its most under load, {products} products");
        let (after, most) = server.memory()?;
        report.at_most(&what, 200.0, " MB", most, &format!(" ({after:.0} MB afterwards)"));
    }
    server.stop()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn told(time: Duration) -> String {
    format!("{:.2} ms", milliseconds(time))
}
