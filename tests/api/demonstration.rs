//! What the demonstration province shows: everything in every state, and nothing that does not add up.

use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use serde_json::Value;
use server::{
    db::{Db, DbConfig},
    media::Media,
    vault::Vault,
};
use shared::{
    Timestamp,
    catalogue::ProductStatus,
    certification::CertificateState,
    exchange::ImportStatus,
    identity::{OrganisationKind, OrganisationStatus, ProducerKind, Role},
    listings::{ListingReason, ListingStatus},
    orders::{DeclineReason, OrderStatus},
    papers::{NeedState, PaperStatus, PaperValidity},
};
use std::{collections::BTreeSet, fmt::Display};
use tests::*;
use time::macros::date;

/// How many rows of a table a condition fits.
async fn count(app: &TestApp, table: &'static str, fits: Expr) -> i64 {
    let query = Query::select()
        .expr_as(Expr::cust("COUNT(*)"), "rows")
        .from(table)
        .and_where(fits)
        .to_owned();
    let row = app.db().query_one(&query).await.expect("a count").expect("a row");
    row.try_get("", "rows").expect("a number")
}

/// Those words of a closed list in which no row of a table stands.
async fn not_in<W: Display + Copy>(
    app: &TestApp,
    table: &'static str,
    column: &'static str,
    words: &[W],
) -> Vec<String> {
    let mut missing = Vec::new();
    for word in words {
        if count(app, table, Expr::col(column).eq(word.to_string())).await == 0 {
            missing.push(format!("{table}.{column} {word}"));
        }
    }
    missing
}

async fn read(person: &Person, address: &str) -> Value {
    person
        .raw(Request::get(&format!("/api/v1{address}")))
        .await
        .json()
}

/// Those words of a closed list that a list of the API finds nothing under.
async fn not_found<W: Display + Copy>(person: &Person, list: &str, words: &[W]) -> Vec<String> {
    let mut missing = Vec::new();
    for word in words {
        let found = read(person, &format!("{list}={word}")).await;
        if found["items"].as_array().is_none_or(Vec::is_empty) {
            missing.push(format!("{list}={word}"));
        }
    }
    missing
}

/// How the needs of products are met, as the centre reads it.
async fn needs(centre: &Person) -> BTreeSet<String> {
    let products = read(centre, "/products/managed?limit=100").await;
    let mut seen = BTreeSet::new();
    for product in products["items"].as_array().expect("products") {
        let id = product["id"].as_str().expect("an id");
        let compliance = read(centre, &format!("/products/{id}/compliance")).await;
        let needs = compliance["needs"].as_array().expect("needs").iter();
        seen.extend(needs.filter_map(|need| need["state"].as_str().map(str::to_owned)));
    }
    seen
}

/// Every state of everything. Left out is how mails to an organisation stand: no mails leave a demonstration.
async fn missing(app: &TestApp) -> Vec<String> {
    let mut missing = Vec::new();
    missing.extend(not_in(app, "organisations", "status", OrganisationStatus::ALL).await);
    missing.extend(not_in(app, "organisations", "kind", OrganisationKind::ALL).await);
    missing.extend(not_in(app, "organisations", "producer_kind", ProducerKind::ALL).await);
    missing.extend(not_in(app, "memberships", "role", Role::ALL).await);
    missing.extend(not_in(app, "products", "status", ProductStatus::ALL).await);
    missing.extend(not_in(app, "orders", "status", OrderStatus::ALL).await);
    missing.extend(not_in(app, "order_events", "reason_code", DeclineReason::ALL).await);
    missing.extend(not_in(app, "listings", "status", ListingStatus::ALL).await);
    missing.extend(not_in(app, "listings", "reason_code", ListingReason::ALL).await);
    missing.extend(not_in(app, "papers", "status", PaperStatus::ALL).await);
    let stays = |state: &&ImportStatus| match state {
        ImportStatus::Checked | ImportStatus::Applied | ImportStatus::Failed => true,
        // Only while a job is at it.
        ImportStatus::Checking | ImportStatus::Applying => false,
    };
    let stays: Vec<ImportStatus> = ImportStatus::ALL.iter().filter(stays).copied().collect();
    missing.extend(not_in(app, "imports", "status", &stays).await);

    let (centre, authority) = (
        app.demo_member("centre").await,
        app.demo_member("authority").await,
    );
    missing.extend(not_found(&authority, "/certificates?state", CertificateState::ALL).await);
    missing.extend(not_found(&centre, "/papers?validity", PaperValidity::ALL).await);
    let buyer = app.demo_member("buyer").await;
    missing.extend(not_found(&buyer, "/orders?status", OrderStatus::ALL).await);
    let needs = needs(&centre).await;
    let unmet = NeedState::ALL.iter().map(ToString::to_string);
    missing.extend(unmet.filter(|state| !needs.contains(state)));

    let some = |column: &'static str| Expr::col(column).is_not_null();
    for (what, found) in [
        (
            "a withdrawn product",
            count(app, "products", some("withdrawn_at")).await,
        ),
        (
            "a product taken down",
            count(app, "products", some("taken_down_at")).await,
        ),
        (
            "cases that are missing",
            count(
                app,
                "order_lines",
                Expr::col("accepted").lt(Expr::col("quantity")),
            )
            .await,
        ),
        (
            "damaged cases",
            count(app, "order_lines", Expr::col("damaged").gt(0)).await,
        ),
        ("a purchase that an approver refused", never_sent(app).await),
        (
            "a corrected certificate",
            count(app, "audit", Expr::col("operation").eq("correct_certificate")).await,
        ),
    ] {
        if found == 0 {
            missing.push(what.to_owned());
        }
    }
    missing
}

/// Orders that were let go of before their producer heard of them.
async fn never_sent(app: &TestApp) -> i64 {
    let cancelled = Expr::col("status").eq(OrderStatus::Cancelled.to_string());
    count(app, "orders", cancelled.and(Expr::col("sent_at").is_null())).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demonstration_province_shows_every_state_and_holds_together() {
    for kind in [Kind::Sqlite, Kind::Postgresql] {
        let app = TestApp::demonstration(kind).await;
        let (missing, findings) = (missing(&app).await, app.findings().await);
        app.close().await;
        assert_eq!(missing, [""; 0]);
        assert_eq!(findings, [""; 0]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_can_be_loaded_on_a_day_a_year_from_now() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = Db::connect(&DbConfig::Sqlite(folder.path().join("market.db")))
        .await
        .expect("a database");
    db.migrate().await.expect("a schema");
    let media = Media::folder(&folder.path().join("media")).expect("a folder for pictures");
    let vault = Vault::new(&[[7; 32]]).expect("a vault");
    let later = Timestamp::start_of(date!(2027 - 12 - 01));
    server::demo::load(&db, &media, &vault, later, |_| {})
        .await
        .expect("the demonstration province");
    db.close().await.expect("a closed database");
}
