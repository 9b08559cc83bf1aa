//! Lists as tables: who gets what, and in which shape.

use shared::{
    Call, Input,
    orders::{PlacePurchase, PurchaseLine, PurchasePlace},
};
use tests::*;

/// The file of an export.
pub(crate) async fn export(person: &Person, address: &str) -> Vec<u8> {
    let answer = person
        .raw(Request::get(&format!("/api/v1/exports/{address}")))
        .await;
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    answer.body.to_vec()
}

/// The cells of an exported CSV below its header.
fn rows(csv: &[u8]) -> Vec<String> {
    let text = String::from_utf8(csv.to_vec()).expect("UTF-8");
    assert!(text.starts_with('\u{feff}'));
    text.lines().skip(1).map(str::to_owned).collect()
}

on_both_databases! {
    async fn orders_are_taken_out_by_both_sides_with_their_lines(app: TestApp) {
        let (coop, buyer) = (app.cooperative("HTX Bán").await, app.retailer("Siêu thị Mua").await);
        let goods = app.product(&coop).stock(50).published().create().await;
        let body = PurchasePlace {
            lines: vec![PurchaseLine { pack_id: goods.pack_id(), quantity: 3, expected_case_price: None }],
            ..PurchasePlace::example()
        };
        let call = Call::<PlacePurchase>::new(()).body(&body).idempotency_key("tables");
        buyer.send(call).await.expect("a purchase");
        for person in [&coop, &buyer, &app.centre()] {
            let lines = rows(&export(person, "orders?format=csv&from=2026-11-22&until=2026-11-22").await);
            assert_eq!(lines.len(), 1);
            assert!(lines.iter().all(|line| line.contains("Siêu thị Mua") && line.contains(&goods.slug)));
            assert!(rows(&export(person, "orders?format=csv&until=2026-11-21").await).is_empty());
            assert!(rows(&export(person, "orders?format=csv&status=shipped").await).is_empty());
        }
        let other = app.cooperative("HTX Khác").await;
        assert!(rows(&export(&other, "orders?format=csv").await).is_empty());
        let sheet = server::sheet::read(&export(&coop, "orders?lang=en").await).expect("a spreadsheet");
        let total = sheet.header.iter().position(|name| name == "Total").expect("a total");
        let cell = sheet.rows.first().expect("a line").cell(total).clone();
        assert!(matches!(cell, server::sheet::Cell::Number(number) if number > 0.0), "{cell:?}");
    }

    async fn nobody_takes_out_what_they_may_not_see(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX Kín").await, app.retailer("Siêu thị Kín").await);
        app.product(&coop).stars(4).published().create().await;
        for (person, address, status) in [
            (&coop, "audit", 403),
            (&retailer, "products", 403),
            (&retailer, "lots", 403),
            (&coop, "organisations", 403),
            (&app.anonymous(), "coverage", 401),
            (&app.centre(), "audit?from=2026-11-22", 200),
            (&app.centre(), "organisations", 200),
            (&app.authority(), "certificates?on=2026-11-22", 200),
            (&coop, "certificates", 200),
            (&retailer, "listings", 200),
            (&retailer, "coverage", 200),
            (&coop, "packs?status=lapsed", 422),
            (&coop, "nothing", 404),
        ] {
            let answer = person.raw(Request::get(&format!("/api/v1/exports/{address}"))).await;
            assert_eq!(answer.status, status, "{address}: {}", String::from_utf8_lossy(&answer.body));
        }
        let missing = rows(&export(&retailer, "coverage?format=csv").await);
        assert_eq!(missing.len(), 1);
    }
}
