//! The day the buyer wants the goods: what is held for it, sent on it and said of it.

use crate::{
    buying_pages::get,
    pages::{field, post},
};
use shared::{
    Call, Code, Date, FieldCode, Input, PackId, discovery::GetProduct, endpoint::Key, orders::*, stock::*,
    time::plus_days,
};
use tests::*;

/// A producer's pack with five cases that are good for five days and three that are good for thirty.
async fn stocked(app: &TestApp, coop: &Person) -> Goods {
    let goods = app
        .product(coop)
        .pack(|pack| pack.min_cases = 1)
        .published()
        .create()
        .await;
    for (code, quantity, days) in [("SOON", 5, 5), ("LATE", 3, 30)] {
        let body = LotCreate {
            pack_id: goods.pack_id(),
            code: code.into(),
            quantity,
            produced_on: app.today(),
            best_before: Some(plus_days(app.today(), days)),
        };
        let made = coop.send(Call::<CreateLot>::new(()).body(&body)).await;
        made.expect("a lot");
    }
    goods
}

fn wanted(pack_id: PackId, quantity: i64, day: Option<Date>) -> PurchasePlace {
    let mut body = PurchasePlace {
        lines: vec![PurchaseLine {
            pack_id,
            quantity,
            expected_case_price: None,
        }],
        ..PurchasePlace::example()
    };
    body.delivery.wanted_on = day;
    body
}

fn place(app: &TestApp, body: &PurchasePlace) -> Call<PlacePurchase> {
    let key = format!("wanted-{}", app.next());
    Call::new(()).body(body).idempotency_key(key)
}

on_both_databases! {
    async fn only_what_is_still_good_on_the_wanted_day_can_be_ordered_for_it(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = stocked(&app, &coop).await;
        let in_days = |days| Some(plus_days(app.today(), days));
        let refusal = async |quantity, day| {
            let body = wanted(goods.pack_id(), quantity, day);
            refused(buyer.send(place(&app, &body)).await, Code::StockInsufficient)
        };

        let told = refusal(4, in_days(6)).await;
        let expected = [("delivery.wanted_on", FieldCode::GoodsExpire), ("lines[0].quantity", FieldCode::PastBestBefore)];
        assert_eq!(fields(&told), expected);
        assert_eq!(told.fields[0].limit, Some(3));
        assert_eq!(refusal(1, in_days(31)).await.fields[0].limit, Some(0));
        // The day is not the reason where there is no more today either.
        let told = refusal(9, in_days(5)).await;
        assert_eq!((fields(&told).as_slice(), told.fields[0].limit), (&[("lines[0].quantity", FieldCode::StockInsufficient)][..], Some(8)));

        // The best-before day is the last one.
        let body = wanted(goods.pack_id(), 8, in_days(5));
        buyer.send(place(&app, &body)).await.unwrap();
    }

    async fn what_is_held_of_a_lot_past_its_day_is_kept_of_the_others(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = stocked(&app, &coop).await;
        let order = async |quantity| {
            let body = wanted(goods.pack_id(), quantity, None);
            let purchase = buyer.send(place(&app, &body)).await?;
            coop.send(Call::<ConfirmOrder>::new((purchase.orders[0].id,))).await
        };
        let late = order(2).await.unwrap();
        app.clock().set_day(plus_days(app.today(), 6));

        let product = app.anonymous().send(Call::<GetProduct>::new((Key(goods.slug.clone()),))).await.unwrap();
        assert_eq!(product.available, 1, "two of three belong to the order that waits");
        let problem = refused(order(2).await, Code::StockInsufficient);
        assert_eq!((fields(&problem).as_slice(), problem.fields[0].limit), (&[("lines[0].quantity", FieldCode::StockInsufficient)][..], Some(1)));
        let next = order(1).await.unwrap();
        assert_eq!(app.findings().await, [""; 0]);
        for order in [next, late] {
            coop.send(Call::<ShipOrder>::new((order.id,)).body(&OrderShip::example())).await.expect("goods for both");
        }
    }

    async fn all_that_is_wrong_with_a_purchase_is_said_with_its_day(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = stocked(&app, &coop).await;
        let other = app.product(&coop).pack(|pack| pack.min_cases = 2).stock(9).published().create().await;
        let mut body = wanted(goods.pack_id(), 4, Some(plus_days(app.today(), 6)));
        body.lines.push(PurchaseLine { pack_id: other.pack_id(), quantity: 1, expected_case_price: None });

        let problem = refused(buyer.send(place(&app, &body)).await, Code::ValidationFailed);
        let expected = [
            ("delivery.wanted_on", FieldCode::GoodsExpire),
            ("lines[0].quantity", FieldCode::PastBestBefore),
            ("lines[1].quantity", FieldCode::Minimum),
        ];
        assert_eq!(fields(&problem), expected);

        body.delivery.wanted_on = Some(plus_days(app.today(), -1));
        let problem = refused(buyer.send(place(&app, &body)).await, Code::ValidationFailed);
        let expected = [("delivery.wanted_on", FieldCode::InPast), ("lines[1].quantity", FieldCode::Minimum)];
        assert_eq!(fields(&problem), expected);
    }

    async fn what_is_packed_and_sent_is_good_on_the_wanted_day(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = stocked(&app, &coop).await;
        let order = async |quantity, day| {
            let body = wanted(goods.pack_id(), quantity, day);
            let placed = buyer.send(place(&app, &body)).await.unwrap().orders.remove(0);
            coop.send(Call::<ConfirmOrder>::new((placed.id,))).await.unwrap()
        };
        let soon = order(4, None).await;
        let later = order(3, Some(plus_days(app.today(), 10))).await;

        let list = coop.send(Call::<GetPackingList>::new(())).await.unwrap();
        let lots: Vec<_> = list.items[0].lots.iter().map(|lot| (lot.code.as_str(), lot.quantity)).collect();
        assert_eq!((lots, list.items[0].short), (vec![("SOON", 4), ("LATE", 3)], 0));

        let ship = async |order: &Order| {
            let call = Call::<ShipOrder>::new((order.id,)).body(&OrderShip { note: None });
            let shipped = coop.send(call).await?;
            Ok::<_, shared::ClientError>(shipped.lines[0].lots.iter().map(|lot| lot.code.clone()).collect::<Vec<_>>())
        };
        // The lot that expires first is free again of one case, and still not good enough.
        assert_eq!(ship(&later).await.unwrap(), ["LATE"]);
        // What is sent late is good on the day it leaves.
        app.clock().advance_days(6);
        let problem = refused(ship(&soon).await, Code::StockInsufficient);
        assert_eq!(fields(&problem), [("lines[0].quantity", FieldCode::StockInsufficient)]);
    }

    async fn the_page_names_every_bad_field_and_what_the_day_leaves(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = stocked(&app, &coop).await;
        let buyer = app.retailer("Siêu thị Xanh").await.by_cookie();
        let put = Call::<PutBasketLine>::new((goods.pack_id(),)).body(&BasketPut { quantity: 4 });
        buyer.send(put).await.unwrap();
        let sent = async |delivery: &[(&str, &str)]| {
            let page = get(&buyer, "/basket").await;
            let hidden = ["once", "expected_total", "lines[0].pack_id", "lines[0].shown", "lines[0].case_price"];
            let hidden = hidden.map(|name| (name, field(&page, name)));
            let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
            fields.push(("lines[0].quantity", "4"));
            fields.extend(delivery);
            post(&buyer, "/basket/order", &fields).await
        };

        let bad = sent(&[("delivery.wanted_on", "mai"), ("delivery.contact.email", "kho")]).await;
        assert_eq!(bad.status, 422);
        for name in ["name", "address", "commune-code", "wanted-on", "contact-name", "contact-phone", "contact-email"] {
            assert!(bad.text().contains(&format!("id=\"delivery-{name}-error\"")), "{name}: {}", bad.text());
        }

        let day = plus_days(app.today(), 10).to_string();
        let whole = [
            ("delivery.name", "Kho Xứ Lạng"), ("delivery.address", "Số 1 đường Ví Dụ"), ("delivery.commune_code", "05977"),
            ("delivery.contact.name", "Bộ phận nhận hàng"), ("delivery.contact.phone", "0205 000 0456"),
            ("delivery.contact.email", "kho@example.com"), ("delivery.wanted_on", day.as_str()),
        ];
        let short = sent(&whole).await;
        assert_eq!(short.status, 409);
        for told in ["Số thùng còn hạn dùng đến ngày muốn nhận: 3.", "Có hàng hết hạn dùng trước ngày này."] {
            assert!(short.text().contains(told), "{told}: {}", short.text());
        }
        assert!(!short.text().contains("name=\"early\""), "the day itself can be kept");
    }
}
