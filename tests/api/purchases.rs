//! Baskets and purchases: what can be ordered, at which terms, for how much, and where it goes.

use sea_orm::ConnectionTrait;
use shared::{Call, Code, FieldCode, Input, PackId, orders::*, producers::*, stock::*, time::plus_days};
use tests::*;

/// Whoever takes a number of six digits finds that the first order of all has got it the moment before.
const FASTER_SQLITE: &str = "CREATE TRIGGER somebody_was_faster BEFORE INSERT ON orders WHEN length(NEW.number) = 16 \
    BEGIN UPDATE orders SET number = NEW.number WHERE placed_at < NEW.placed_at; END";
const FASTER_POSTGRESQL: &str = "CREATE FUNCTION be_faster() RETURNS trigger LANGUAGE plpgsql AS $$ \
    BEGIN UPDATE orders SET number = NEW.number WHERE placed_at < NEW.placed_at; RETURN NEW; END $$; \
    CREATE TRIGGER somebody_was_faster BEFORE INSERT ON orders \
    FOR EACH ROW WHEN (length(NEW.number) = 16) EXECUTE FUNCTION be_faster()";

pub(crate) fn purchase(lines: &[(PackId, i64)]) -> PurchasePlace {
    PurchasePlace {
        lines: lines
            .iter()
            .map(|(pack_id, quantity)| PurchaseLine {
                pack_id: *pack_id,
                quantity: *quantity,
                expected_case_price: None,
            })
            .collect(),
        ..PurchasePlace::example()
    }
}

/// With a key that was not used before.
pub(crate) fn place(app: &TestApp, body: &PurchasePlace) -> Call<PlacePurchase> {
    Call::new(())
        .body(body)
        .idempotency_key(format!("purchase-{}", app.next()))
}

pub(crate) async fn bought(app: &TestApp, buyer: &Person, lines: &[(PackId, i64)]) -> Purchase {
    buyer
        .send(place(app, &purchase(lines)))
        .await
        .expect("a purchase")
}

/// (on hand, reserved) of each of the producer's lots, by code.
pub(crate) async fn stock_of(coop: &Person) -> Vec<(String, i64, i64)> {
    let lots = coop.send(Call::<ListLots>::new(())).await.expect("lots").items;
    let mut lots: Vec<_> = lots
        .into_iter()
        .map(|lot| (lot.code, lot.on_hand, lot.reserved))
        .collect();
    lots.sort();
    lots
}

pub(crate) fn text(stock: &[(String, i64, i64)]) -> Vec<(&str, i64, i64)> {
    stock
        .iter()
        .map(|(code, on_hand, reserved)| (code.as_str(), *on_hand, *reserved))
        .collect()
}

on_both_databases! {
    async fn a_purchase_becomes_one_order_a_producer_and_holds_its_stock(app: TestApp) {
        let first = app.cooperative("HTX Bảo Lâm").await;
        let second = app.cooperative("HTX Mẫu Sơn").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let one = app.product(&first).unit_price(10_000).stock(10).published().create().await;
        let two = app.product(&second).unit_price(333).stock(10).published().create().await;
        let placed = bought(&app, &buyer, &[(two.pack_id(), 3), (one.pack_id(), 4)]).await;
        let sellers: Vec<_> = placed.orders.iter().map(|order| order.producer.id).collect();
        assert_eq!(sellers, [first.organisation_id(), second.organisation_id()]);
        // 20 units a case, 8 % VAT.
        assert_eq!(placed.orders[0].total.amount, 864_000);
        assert_eq!(placed.orders[1].subtotal.amount, 19_980);
        assert_eq!(placed.orders[1].vat.amount, 1_598);
        assert_eq!(placed.total.amount, 864_000 + 21_578);
        let order = &placed.orders[0];
        assert_eq!(order.status, OrderStatus::Placed);
        assert!(order.number.starts_with("DH-") && order.number.len() == 16, "{}", order.number);
        assert_eq!(order.answer_by, Some(order.placed_at.plus_hours(ANSWER_HOURS)));
        assert_eq!(order.actions, [OrderAction::Cancel]);
        assert_eq!(order.events[0].by.as_deref(), Some("Siêu thị Xanh"));
        let stock = stock_of(&first).await;
        assert_eq!((stock[0].1, stock[0].2), (10, 4));
        let again = buyer.send(Call::<GetPurchase>::new((placed.id,))).await.unwrap();
        assert_eq!(again, placed);
        assert_eq!(buyer.send(Call::<GetOrder>::new((order.id,))).await.unwrap(), *order);
    }

    async fn a_purchase_whose_numbers_are_taken_gets_longer_ones(app: TestApp) {
        let coops = [app.cooperative("HTX Bảo Lâm").await, app.cooperative("HTX Mẫu Sơn").await];
        let buyer = app.retailer("Siêu thị Xanh").await;
        let one = app.product(&coops[0]).stock(10).published().create().await;
        let two = app.product(&coops[1]).stock(10).published().create().await;
        bought(&app, &buyer, &[(one.pack_id(), 1)]).await;
        app.clock().advance_seconds(1);
        let faster = match app.kind() {
            Kind::Sqlite => FASTER_SQLITE,
            Kind::Postgresql => FASTER_POSTGRESQL,
        };
        app.market().app.db.writer().execute_unprepared(faster).await.unwrap();

        let placed = bought(&app, &buyer, &[(one.pack_id(), 1), (two.pack_id(), 1)]).await;

        let lengths: Vec<_> = placed.orders.iter().map(|order| order.number.len()).collect();
        assert_eq!(lengths, [17, 17]);
        let again = buyer.send(Call::<GetPurchase>::new((placed.id,))).await.unwrap();
        assert_eq!(again, placed);
        assert_eq!(stock_of(&coops[0]).await[0].2, 2);
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn too_little_stock_refuses_the_purchase_whole(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let plenty = app.product(&coop).stock(10).published().create().await;
        let scarce = app.product(&coop).stock(3).published().create().await;
        let lines = [(plenty.pack_id(), 1), (scarce.pack_id(), 2), (scarce.pack_id(), 2)];
        let problem = refused(
            buyer.send(place(&app, &purchase(&lines))).await,
            Code::StockInsufficient,
        );
        let expected = ["lines[1].quantity", "lines[2].quantity"].map(|field| (field, FieldCode::StockInsufficient));
        assert_eq!(fields(&problem), expected);
        assert_eq!(problem.fields[0].limit, Some(3));
        assert!(stock_of(&coop).await.iter().all(|lot| lot.2 == 0));
        assert!(buyer.send(Call::<ListOrders>::new(())).await.unwrap().items.is_empty());
    }

    async fn a_purchase_keeps_to_the_terms_of_packs_and_producers(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app
            .product(&coop)
            .unit_price(1_000)
            .pack(|pack| (pack.min_cases, pack.case_multiple) = (4, 2))
            .stock(100)
            .published()
            .create()
            .await;
        let refusal = async |lines: &[(PackId, i64)]| {
            let result = buyer.send(place(&app, &purchase(lines))).await;
            let problem = refused(result, Code::ValidationFailed);
            (problem.fields[0].field.clone(), problem.fields[0].code, problem.fields[0].limit)
        };
        let pack = goods.pack_id();
        let field = || "lines[0].quantity".to_owned();
        assert_eq!(refusal(&[(pack, 2)]).await, (field(), FieldCode::Minimum, Some(4)));
        assert_eq!(refusal(&[(pack, 3), (pack, 2)]).await, (field(), FieldCode::Multiple, Some(2)));
        bought(&app, &buyer, &[(pack, 3), (pack, 1)]).await;
        let producer = coop.send(Call::<GetProducer>::new((coop.organisation_id().to_string().parse().unwrap(),)));
        let version = producer.await.unwrap().version;
        let body = ProducerUpdate {
            minimum_order: Some(100_001),
            ..ProducerUpdate::default()
        };
        let update = Call::<UpdateProducer>::new((coop.organisation_id(),)).body(&body).if_version(version);
        coop.send(update).await.unwrap();
        // 4 cases of 20 units are 80 000 đồng before VAT.
        let expected = ("lines[0].pack_id".to_owned(), FieldCode::ProducerMinimum, Some(100_001));
        assert_eq!(refusal(&[(pack, 4)]).await, expected);
    }

    async fn only_public_packs_of_goods_can_be_ordered(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let draft = app.product(&coop).stock(10).create().await;
        let lines = [(draft.pack_id(), 1), (PackId::EXAMPLE, 1)];
        let problem = refused(buyer.send(place(&app, &purchase(&lines))).await, Code::NotOrderable);
        let expected = ["lines[0].pack_id", "lines[1].pack_id"].map(|field| (field, FieldCode::NotOrderable));
        assert_eq!(fields(&problem), expected);
        let put = Call::<PutBasketLine>::new((draft.pack_id(),)).body(&BasketPut { quantity: 1 });
        refused(buyer.send(put).await, Code::NotOrderable);
    }

    async fn goods_go_to_a_warehouse_outside_the_province_too(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let mut body = purchase(&[(goods.pack_id(), 1)]);
        (body.delivery.commune_code, body.delivery.locality) = (None, Some("Phường Ví Dụ, Hà Nội".into()));
        let order = buyer.send(place(&app, &body)).await.expect("a purchase").orders.remove(0);
        let whole = "Số 1 đường Ví Dụ, Phường Ví Dụ, Hà Nội";
        assert_eq!((order.delivery.commune, order.delivery.locality.as_deref()), (None, Some("Phường Ví Dụ, Hà Nội")));

        let seen = coop.send(Call::<GetOrder>::new((order.id,))).await.expect("the order");
        assert_eq!(seen.delivery.full_address(), whole);
        let page = coop.by_cookie().raw(Request::get(&format!("/desk/orders/{}", order.id))).await;
        assert!(page.text().contains(whole), "{}", page.text());
        let places = buyer.send(Call::<ListDeliveryPlaces>::new(())).await.expect("places").items;
        assert_eq!(places[0].locality.as_deref(), Some("Phường Ví Dụ, Hà Nội"));
        let basket = Call::<PutBasketLine>::new((goods.pack_id(),)).body(&BasketPut { quantity: 1 });
        buyer.send(basket).await.expect("a basket");
        let page = buyer.by_cookie().raw(Request::get("/basket")).await;
        assert!(page.text().contains("value=\"Phường Ví Dụ, Hà Nội\""), "what was used last stands there again");
    }

    async fn a_buyer_pays_what_was_seen_and_delivers_where_there_is_a_place(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).unit_price(10_000).stock(10).published().create().await;
        let mut body = purchase(&[(goods.pack_id(), 1)]);
        body.expected_total = Some(1);
        let problem = refused(buyer.send(place(&app, &body)).await, Code::PriceChanged);
        assert_eq!((problem.fields[0].field.as_str(), problem.fields[0].limit), ("expected_total", Some(216_000)));
        body.expected_total = Some(216_000);
        body.delivery.commune_code = Some("99999".into());
        let problem = refused(buyer.send(place(&app, &body)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("delivery.commune_code", FieldCode::Unknown)]);
        body.delivery.commune_code = None;
        let problem = refused(buyer.send(place(&app, &body)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("delivery.commune_code", FieldCode::Required)]);
        body.delivery = DeliveryInput::example();
        body.delivery.wanted_on = Some(plus_days(app.today(), -1));
        let problem = refused(buyer.send(place(&app, &body)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("delivery.wanted_on", FieldCode::InPast)]);
        body.delivery.wanted_on = Some(app.today());
        buyer.send(place(&app, &body)).await.unwrap();
    }

    async fn amounts_too_large_to_count_are_refused(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let dear = app.product(&coop).unit_price(1_000_000_000).pack(|pack| pack.units = 10_000);
        let goods = dear.stock(1_000_000).published().create().await;
        let lines = [(goods.pack_id(), 1_000_000)];
        let problem = refused(buyer.send(place(&app, &purchase(&lines))).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("lines[0].quantity", FieldCode::TooLarge)]);
    }

    async fn a_basket_tells_what_keeps_it_from_being_ordered(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).unit_price(1_000).pack(|pack| pack.min_cases = 2);
        let goods = goods.stock(5).published().create().await;
        let put = async |quantity| {
            let call = Call::<PutBasketLine>::new((goods.pack_id(),)).body(&BasketPut { quantity });
            buyer.send(call).await.unwrap()
        };
        assert!(!buyer.send(Call::<GetBasket>::new(())).await.unwrap().ready);
        for (quantity, problem) in [
            (1, Some(FieldCode::Minimum)),
            (6, Some(FieldCode::StockInsufficient)),
            (3, None),
        ] {
            let basket = put(quantity).await;
            assert_eq!(basket.groups[0].lines[0].problem, problem);
            assert_eq!(basket.ready, problem.is_none());
        }
        let basket = buyer.send(Call::<GetBasket>::new(())).await.unwrap();
        assert_eq!(basket.total.amount, 64_800);
        assert_eq!((basket.groups[0].lead_time_days, basket.groups[0].minimum_reached), (3, true));
        let page = buyer.by_cookie().raw(Request::get("/basket")).await.text().to_owned();
        assert!(page.contains("đặt từ 2"), "{page}");
        assert!(put(0).await.groups.is_empty());
        put(3).await;
        bought(&app, &buyer, &[(goods.pack_id(), 3)]).await;
        assert!(buyer.send(Call::<GetBasket>::new(())).await.unwrap().groups.is_empty());
    }

    async fn of_many_buyers_at_once_nobody_gets_what_is_not_there(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let one = app.product(&coop).stock(10).published().create().await;
        let two = app.product(&coop).stock(10).published().create().await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let tasks: Vec<_> = (0..8)
            .map(|turn| {
                let (app, buyer) = (app.clone(), buyer.clone());
                let mut lines = [(one.pack_id(), 3), (two.pack_id(), 3)];
                if turn % 2 == 0 {
                    lines.reverse();
                }
                tokio::spawn(async move {
                    match buyer.send(place(&app, &purchase(&lines))).await {
                        Ok(_) => 1,
                        error => {
                            refused(error, Code::StockInsufficient);
                            0
                        }
                    }
                })
            })
            .collect();
        let mut placed = 0;
        for task in tasks {
            placed += task.await.unwrap();
        }
        assert_eq!(placed, 3);
        assert!(stock_of(&coop).await.iter().all(|lot| (lot.1, lot.2) == (10, 9)));
    }

    async fn a_repeated_purchase_is_answered_and_not_placed_again(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let body = purchase(&[(goods.pack_id(), 10)]);
        let call = || Call::<PlacePurchase>::new(()).body(&body).idempotency_key("once".to_owned());
        let first = buyer.raw_call(call()).await;
        let again = buyer.raw_call(call()).await;
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!(first.body, again.body);
        assert_eq!(again.header("idempotent-replayed"), "true");
    }
}
