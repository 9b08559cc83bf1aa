//! `check`: finds what does not hold together, and nothing where all is well.

use crate::{
    listings::{answer, chain_of, confirm, pitch, shelve, store_of},
    served::{Place, told},
};
use sea_orm::{
    ConnectionTrait, ExprTrait,
    sea_query::{Expr, Query},
};
use server::{
    check::check,
    db::{Db, DbConfig, Invariant},
    vault::Vault,
};
use shared::{
    Call, Input, ProductId, ProductVersionId, curation::*, endpoint::Key, listings::Decision, orders::*,
    papers::PaperKind,
};
use std::collections::BTreeSet;
use tests::*;
use time::macros::date;
use uuid::Uuid;

/// A market in which something of everything has happened.
async fn busy(app: &TestApp) -> Goods {
    let coop = app.cooperative("HTX Bảo Lâm").await;
    let buyer = app.retailer("Siêu thị Xanh").await;
    let goods = app.product(&coop).stars(4).stock(40).published().create().await;
    for (key, quantity) in [("first", 3), ("second", 4)] {
        let line = PurchaseLine {
            pack_id: goods.pack_id(),
            quantity,
            expected_case_price: None,
        };
        let body = PurchasePlace {
            lines: vec![line],
            ..PurchasePlace::example()
        };
        let call = Call::<PlacePurchase>::new(()).body(&body).idempotency_key(key);
        let id = buyer.send(call).await.expect("a purchase").orders[0].id;
        if key == "first" {
            coop.send(Call::<ConfirmOrder>::new((id,)))
                .await
                .expect("a confirmed order");
            let ship = Call::<ShipOrder>::new((id,)).body(&OrderShip { note: None });
            coop.send(ship).await.expect("a shipped order");
        }
    }
    let put = Call::<PutBasketLine>::new((goods.pack_id(),)).body(&BasketPut { quantity: 2 });
    buyer.send(put).await.expect("a basket");
    let chain = chain_of(app, &buyer, true).await.id;
    let store = store_of(&buyer, chain, "A").await.expect("a store").id;
    let listing = pitch(&coop, goods.id, chain).await.expect("a pitch").id;
    answer(&buyer, listing, Decision::Accept)
        .await
        .expect("an answer");
    shelve(&buyer, listing, &[store]).await.expect("a shelf");
    confirm(&buyer, listing, None).await.expect("a confirmation");
    let feature = FeaturePut {
        product_id: goods.id,
        ..FeaturePut::example()
    };
    let put = Call::<PutFeature>::new((1,)).body(&feature);
    app.centre().send(put).await.expect("a feature");
    let collection = CollectionPut {
        product_ids: vec![goods.id],
        ..CollectionPut::example()
    };
    let put = Call::<PutCollection>::new((Key("qua-tet".into()),)).body(&collection);
    app.centre().send(put).await.expect("a collection");
    files(app, &coop).await;
    goods
}

/// A picture of a product, a photograph of a producer, and the scan of a paper.
async fn files(app: &TestApp, coop: &Person) {
    let draft = app.product(coop).create().await.id;
    let paper = app.pending_paper(coop, PaperKind::Haccp, None).await.id;
    for address in [
        format!("products/{draft}/images"),
        format!("producers/{}/photos", coop.organisation_id()),
        format!("papers/{paper}/file"),
    ] {
        let photo = include_bytes!("../fixtures/persimmons.jpg");
        let request = Request::post(&format!("/api/v1/{address}"))
            .header("if-match", "*")
            .file("a.jpg", "image/jpeg", photo);
        let sent = coop.raw(request).await;
        assert!(sent.status < 300, "{address}: {}", sent.text());
    }
}

/// Writes past the market, as nobody should.
async fn spoil(db: &Db, table: &'static str, column: &'static str, value: Expr) {
    let update = Query::update().table(table).value(column, value).to_owned();
    let changed = db.writer().execute(&update).await.expect("an update");
    assert!(
        changed.rows_affected() > 0,
        "there is nothing to spoil in {table}"
    );
}

/// The same, past what SQLite itself asks for.
async fn spoil_freely(db: &Db, pragmas: [&str; 2], table: &'static str, column: &'static str, value: Expr) {
    let [off, on] = pragmas;
    db.writer().execute_unprepared(off).await.expect("a pragma");
    spoil(db, table, column, value).await;
    db.writer().execute_unprepared(on).await.expect("a pragma");
}

/// Everything that must be so, as it is known with these master keys.
async fn invariants(app: &TestApp, vault: &Vault) -> Vec<Invariant> {
    let market = &app.market().app;
    check(&market.db, &market.media, Some(vault), market.now())
        .await
        .expect("a check")
}

/// What each table is spoilt with, and the sentence that is true no more. In this order: what comes later would hide what
/// came before.
fn spoilers(another: ProductVersionId) -> Vec<(&'static str, &'static str, Expr, &'static str)> {
    let one_more = |column: &'static str| Expr::col(column).add(1);
    let long_ago = date!(2017 - 01 - 01);
    vec![
        ("lots", "on_hand", one_more("on_hand"), "what is on hand of a lot"),
        ("lots", "reserved", one_more("reserved"), "what is held of a lot"),
        (
            "holds",
            "quantity",
            one_more("quantity"),
            "a line holds its stock",
        ),
        (
            "line_lots",
            "quantity",
            one_more("quantity"),
            "a line that was shipped names lots",
        ),
        (
            "order_lines",
            "accepted",
            Expr::val(99_i64),
            "of a line no more was received",
        ),
        (
            "order_lines",
            "vat",
            one_more("vat"),
            "an order comes to the sum of its lines",
        ),
        (
            "orders",
            "version",
            one_more("version"),
            "an order stands where its last event left it",
        ),
        (
            "orders",
            "sent_at",
            Expr::val(None::<i64>),
            "an order has a time to be answered by",
        ),
        (
            "orders",
            "answer_by",
            Expr::val(0_i64),
            "no order waits beyond its time",
        ),
        (
            "purchases",
            "total",
            one_more("total"),
            "a purchase comes to the sum of its orders",
        ),
        (
            "purchases",
            "placed_at",
            one_more("placed_at"),
            "a purchase stands in the audit trail",
        ),
        (
            "order_events",
            "at",
            one_more("at"),
            "every step of an order stands in the audit trail",
        ),
        (
            "holds",
            "order_line_id",
            Expr::val(Uuid::nil()),
            "what holds stock is a line of an order",
        ),
        (
            "jobs",
            "done_at",
            Expr::val(0_i64),
            "an order that waits for an answer has the job",
        ),
        ("jobs", "attempts", Expr::val(99), "background work is done"),
        ("mails", "state", Expr::val("dead"), "a mail is delivered"),
        (
            "idempotency_keys",
            "status",
            Expr::val(0_i16),
            "a key of a request is kept",
        ),
        (
            "idempotency_keys",
            "body_sealed",
            Expr::val(vec![1_u8, 2, 3]),
            "what is sealed opens",
        ),
        (
            "basket_lines",
            "quantity",
            Expr::val(0_i64),
            "a basket has of each pack",
        ),
        (
            "listings",
            "open_key",
            Expr::val("another"),
            "a listing keeps its product's place",
        ),
        (
            "listings",
            "status",
            Expr::val("accepted"),
            "a product stands on shelves while",
        ),
        (
            "listing_stores",
            "confirmed_at",
            one_more("confirmed_at"),
            "the newest confirmation of a shelf",
        ),
        (
            "chain_periods",
            "until_at",
            one_more("from_at"),
            "a chain counts while its period lasts",
        ),
        (
            "feature_periods",
            "slot",
            Expr::val(99_i16),
            "a slot has one product",
        ),
        (
            "collection_products",
            "place",
            Expr::val(9_i16),
            "the products of a collection",
        ),
        (
            "memberships",
            "role",
            Expr::val("staff"),
            "an organisation has a manager",
        ),
        (
            "verified_periods",
            "until_at",
            one_more("from_at"),
            "an organisation is verified while",
        ),
        (
            "public_periods",
            "until_at",
            one_more("from_at"),
            "a product has public texts while",
        ),
        (
            "products",
            "taken_down_at",
            Expr::val(0_i64),
            "what was reviewed is public unless",
        ),
        (
            "products",
            "current_version_id",
            Expr::val(another.0),
            "a product's newest and public texts",
        ),
        (
            "papers",
            "status",
            Expr::val("verified"),
            "a paper was decided about",
        ),
        (
            "certificates",
            "expires_on",
            Expr::val(date!(2099 - 01 - 01)),
            "a certificate is valid for 36 months",
        ),
        (
            "certificates",
            "issued_on",
            Expr::val(long_ago),
            "a certificate has three to five stars",
        ),
    ]
}

/// Those that must be so of files.
const OF_FILES: [&str; 3] = [
    "every width of a product's picture",
    "every width of a producer's photograph",
    "a paper that has a scan",
];

/// Which sentences are true no more, and were before.
struct Watched<'a> {
    app: &'a TestApp,
    vault: Vault,
    before: Vec<Invariant>,
    found: BTreeSet<&'static str>,
}

impl Watched<'_> {
    /// More of this is broken than before.
    async fn finds(&mut self, about: &str) {
        let now = invariants(self.app, &self.vault).await;
        let broken = |all: &[Invariant]| {
            let of = all.iter().find(|one| one.about.starts_with(about));
            let one = of.unwrap_or_else(|| panic!("nothing is said of `{about}`"));
            (one.broken, one.about)
        };
        let ((was, about), (is, _)) = (broken(&self.before), broken(&now));
        assert!(is > was, "`{about}`: {was} broken before, {is} now: {now:#?}");
        self.before = now;
        self.found.insert(about);
    }
}

on_both_databases! {
    async fn a_market_that_works_holds_together(app: TestApp) {
        busy(&app).await;
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn each_thing_that_does_not_add_up_is_found(app: TestApp) {
        let mails = MailServer::start();
        let app = app.mailing_to(&mails).await;
        let goods = busy(&app).await;
        let market = &app.market().app;
        let vault = Vault::new(&[[7; 32]]).unwrap();
        let before = invariants(&app, &vault).await;
        assert!(before.iter().all(|one| one.broken == 0), "{before:#?}");
        assert!(before.iter().all(|one| one.looked > 0 || one.about.contains("in another table")), "{before:#?}");
        let mut watched = Watched { app: &app, vault, before, found: BTreeSet::new() };

        for (table, column, value, about) in spoilers(version_of(&app, goods.id).await) {
            spoil(&market.db, table, column, value).await;
            watched.finds(about).await;
        }
        for file in std::fs::read_dir(app.folder().join("media")).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap();
        }
        let kept = watched.before.clone();
        for about in OF_FILES {
            watched.before.clone_from(&kept);
            watched.finds(about).await;
        }
        if app.kind() == Kind::Sqlite {
            let checks = ["PRAGMA ignore_check_constraints = ON", "PRAGMA ignore_check_constraints = OFF"];
            spoil_freely(&market.db, checks, "lots", "on_hand", Expr::val(-1_i64)).await;
            watched.finds("the database file is whole").await;
            let references = ["PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"];
            spoil_freely(&market.db, references, "movements", "lot_id", Expr::val(Uuid::nil())).await;
            watched.finds("what a row names in another table").await;
        }
        // What was sealed with the first key, once another is the first.
        watched.vault = Vault::new(&[[8; 32], [7; 32]]).unwrap();
        watched.finds("what is sealed is sealed with the first master key").await;

        let all: BTreeSet<&str> = watched.before.iter().map(|one| one.about).collect();
        let unbroken: Vec<&&str> = all.difference(&watched.found).collect();
        assert!(unbroken.is_empty(), "nobody has seen these broken: {unbroken:#?}");
    }

    async fn a_picture_without_its_file_is_found(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let photo = include_bytes!("../fixtures/persimmons.jpg");
        let address = format!("/api/v1/products/{}/images", goods.id);
        let sent = coop.raw(Request::post(&address).file("a.jpg", "image/jpeg", photo)).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
        assert_eq!(app.findings().await, [""; 0]);

        let files: Vec<_> = std::fs::read_dir(app.folder().join("media")).unwrap().collect();
        std::fs::remove_file(files[0].as_ref().unwrap().path()).unwrap();

        let findings = app.findings().await;
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].contains("has no file"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_names_what_is_broken_and_fails() {
    let app = TestApp::new(Kind::Sqlite).await;
    let place = Place::furnish(&app).await;
    let whole = place.run(&["check"]);
    assert_eq!(whole.status.code(), Some(0), "{}", told(&whole));
    assert!(
        told(&whole).contains("Everything holds together."),
        "{}",
        told(&whole)
    );
    let db = Db::connect(&DbConfig::Sqlite(place.path("data/market.db")))
        .await
        .unwrap();
    spoil(&db, "lots", "on_hand", Expr::col("on_hand").add(1)).await;
    db.close().await.unwrap();

    let broken = place.run(&["check"]);

    assert_eq!(broken.status.code(), Some(1), "{}", told(&broken));
    let told = told(&broken);
    assert!(
        told.contains("BROKEN 1") && told.contains("on hand, but its movements come to"),
        "{told}"
    );
    assert!(
        told.contains("1 findings") && !told.contains("Everything holds together."),
        "{told}"
    );
}

/// The newest texts of a product: those of no other.
async fn version_of(app: &TestApp, product: ProductId) -> ProductVersionId {
    let query = Query::select()
        .column("current_version_id")
        .from("products")
        .and_where(Expr::col("id").eq(product.0))
        .to_owned();
    let row = app.db().query_one(&query).await.unwrap().expect("a product");
    ProductVersionId(row.try_get("", "current_version_id").unwrap())
}
