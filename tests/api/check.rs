//! `check`: finds what does not hold together, and nothing where all is well.

use crate::listings::{answer, chain_of, confirm, pitch, shelve, store_of};
use sea_orm::{
    ConnectionTrait, ExprTrait,
    sea_query::{Expr, Query},
};
use shared::{Call, Input, curation::*, listings::Decision, orders::*};
use tests::*;

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
    goods
}

/// Writes past the market, as nobody should.
async fn spoil(app: &TestApp, table: &'static str, column: &'static str, value: Expr) {
    let update = Query::update().table(table).value(column, value).to_owned();
    let changed = app
        .market()
        .app
        .db
        .writer()
        .execute(&update)
        .await
        .expect("an update");
    assert!(
        changed.rows_affected() > 0,
        "there is nothing to spoil in {table}"
    );
}

on_both_databases! {
    async fn a_market_that_works_holds_together(app: TestApp) {
        busy(&app).await;
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn each_thing_that_does_not_add_up_is_found(app: TestApp) {
        busy(&app).await;
        let one_more = |column: &'static str| Expr::col(column).add(1);
        let spoilt: [(&str, &str, Expr, &str); 17] = [
            ("lots", "on_hand", one_more("on_hand"), "on hand, but its movements come to"),
            ("lots", "reserved", one_more("reserved"), "held, but its holds come to"),
            ("holds", "quantity", one_more("quantity"), "holds 5 instead of 4"),
            ("line_lots", "quantity", one_more("quantity"), "come to 4 instead of 3"),
            ("order_lines", "vat", one_more("vat"), "VAT make"),
            ("order_lines", "accepted", Expr::val(99_i64), "Some(99) accepted"),
            ("orders", "version", one_more("version"), "events, the last"),
            ("orders", "answer_by", Expr::val(0_i64), "its time is over"),
            ("purchases", "total", one_more("total"), "but its orders come to"),
            ("order_events", "at", one_more("at"), "nobody wrote down who made it"),
            ("jobs", "done_at", Expr::val(0_i64), "no job will end its waiting"),
            ("idempotency_keys", "status", Expr::val(0_i16), "has no answer"),
            ("basket_lines", "quantity", Expr::val(0_i64), "the basket of user"),
            ("listings", "open_key", Expr::val("another"), "its key is"),
            ("listing_stores", "confirmed_at", one_more("confirmed_at"), "which its history does not know"),
            ("features", "slot", Expr::val(99_i16), "slot 99"),
            ("memberships", "role", Expr::val("staff"), "has no manager"),
        ];
        for (table, column, value, expected) in spoilt {
            spoil(&app, table, column, value).await;
            let findings = app.findings().await;
            assert!(findings.iter().any(|line| line.contains(expected)), "{table}.{column}: {findings:#?}");
        }
        let later = shared::time::plus_days(app.today(), 2_000);
        spoil(&app, "certificates", "expires_on", Expr::val(later)).await;
        let findings = app.findings().await;
        assert!(findings.iter().any(|line| line.contains("valid until")), "{findings:#?}");
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
