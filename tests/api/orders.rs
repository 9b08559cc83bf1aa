//! Baskets, purchases, and the way of an order between its buyer and its seller.

use sea_orm::ConnectionTrait;
use shared::{
    Call, Code, FieldCode, Input, PackId, identity::Reason, orders::*, producers::*, stock::*,
    time::plus_days,
};
use tests::*;

/// Whoever takes a number of six digits finds that the first order of all has got it the moment before.
const FASTER_SQLITE: &str = "CREATE TRIGGER somebody_was_faster BEFORE INSERT ON orders WHEN length(NEW.number) = 16 \
    BEGIN UPDATE orders SET number = NEW.number WHERE placed_at < NEW.placed_at; END";
const FASTER_POSTGRESQL: &str = "CREATE FUNCTION be_faster() RETURNS trigger LANGUAGE plpgsql AS $$ \
    BEGIN UPDATE orders SET number = NEW.number WHERE placed_at < NEW.placed_at; RETURN NEW; END $$; \
    CREATE TRIGGER somebody_was_faster BEFORE INSERT ON orders \
    FOR EACH ROW WHEN (length(NEW.number) = 16) EXECUTE FUNCTION be_faster()";

fn purchase(lines: &[(PackId, i64)]) -> PurchasePlace {
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
fn place(app: &TestApp, body: &PurchasePlace) -> Call<PlacePurchase> {
    Call::new(())
        .body(body)
        .idempotency_key(format!("purchase-{}", app.next()))
}

async fn bought(app: &TestApp, buyer: &Person, lines: &[(PackId, i64)]) -> Purchase {
    buyer
        .send(place(app, &purchase(lines)))
        .await
        .expect("a purchase")
}

fn reason() -> Reason {
    Reason {
        reason: "Hết hàng đến cuối tháng.".into(),
    }
}

/// (on hand, reserved) of each of the producer's lots, by code.
async fn stock_of(coop: &Person) -> Vec<(String, i64, i64)> {
    let lots = coop.send(Call::<ListLots>::new(())).await.expect("lots").items;
    let mut lots: Vec<_> = lots
        .into_iter()
        .map(|lot| (lot.code, lot.on_hand, lot.reserved))
        .collect();
    lots.sort();
    lots
}

async fn add_lot(app: &TestApp, coop: &Person, pack_id: PackId, code: &str, quantity: i64, days: i64) {
    let body = LotCreate {
        pack_id,
        code: code.into(),
        quantity,
        produced_on: app.today(),
        best_before: Some(plus_days(app.today(), days)),
    };
    coop.send(Call::<CreateLot>::new(()).body(&body))
        .await
        .expect("a lot");
}

fn text(stock: &[(String, i64, i64)]) -> Vec<(&str, i64, i64)> {
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

    async fn an_order_goes_from_placed_to_received(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).published().create().await;
        add_lot(&app, &coop, goods.pack_id(), "LATE", 10, 90).await;
        add_lot(&app, &coop, goods.pack_id(), "SOON", 4, 30).await;
        let placed = bought(&app, &buyer, &[(goods.pack_id(), 6)]).await;
        let id = placed.orders[0].id;
        assert_eq!(text(&stock_of(&coop).await), [("LATE", 10, 2), ("SOON", 4, 4)]);
        refused(buyer.send(Call::<ConfirmOrder>::new((id,))).await, Code::Forbidden);
        let early = OrderShip { note: None };
        refused(coop.send(Call::<ShipOrder>::new((id,)).body(&early)).await, Code::WrongState);
        let confirmed = coop.send(Call::<ConfirmOrder>::new((id,))).await.unwrap();
        assert_eq!((confirmed.status, confirmed.answer_by), (OrderStatus::Confirmed, None));
        assert_eq!(confirmed.actions, [OrderAction::Decline, OrderAction::Ship]);
        refused(coop.send(Call::<ConfirmOrder>::new((id,))).await, Code::WrongState);
        let shipped = coop.send(Call::<ShipOrder>::new((id,)).body(&OrderShip::example())).await.unwrap();
        let lots: Vec<_> = shipped.lines[0].lots.iter().map(|lot| (lot.code.as_str(), lot.quantity)).collect();
        assert_eq!(lots, [("SOON", 4), ("LATE", 2)]);
        assert_eq!(text(&stock_of(&coop).await), [("LATE", 8, 0), ("SOON", 0, 0)]);
        let line_id = shipped.lines[0].id;
        let count = |accepted, damaged| OrderReceive {
            lines: vec![ReceiveLine { line_id, accepted, damaged: Some(damaged) }],
            note: None,
        };
        let problem = refused(
            buyer.send(Call::<ReceiveOrder>::new((id,)).body(&count(5, 2))).await,
            Code::ValidationFailed,
        );
        assert_eq!(fields(&problem), [("lines[0].damaged", FieldCode::TooLarge)]);
        let got = buyer.send(Call::<ReceiveOrder>::new((id,)).body(&count(5, 1))).await.unwrap();
        assert_eq!((got.lines[0].accepted, got.lines[0].damaged), (Some(5), Some(1)));
        let steps: Vec<_> = got.events.iter().map(|event| event.status.as_str()).collect();
        assert_eq!(steps, ["placed", "confirmed", "shipped", "received"]);
        assert_eq!(got.actions, [OrderAction::Correct]);
    }

    async fn a_line_left_out_was_accepted_whole(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let id = bought(&app, &buyer, &[(goods.pack_id(), 2)]).await.orders[0].id;
        coop.send(Call::<ConfirmOrder>::new((id,))).await.unwrap();
        coop.send(Call::<ShipOrder>::new((id,)).body(&OrderShip { note: None })).await.unwrap();
        let body = OrderReceive { lines: vec![], note: None };
        let got = buyer.send(Call::<ReceiveOrder>::new((id,)).body(&body)).await.unwrap();
        assert_eq!((got.lines[0].accepted, got.lines[0].damaged), (Some(2), Some(0)));
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

    async fn declined_and_cancelled_orders_give_their_stock_back(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let first = bought(&app, &buyer, &[(goods.pack_id(), 6)]).await.orders[0].id;
        let declined = coop.send(Call::<DeclineOrder>::new((first,)).body(&OrderDecline::example())).await.unwrap();
        assert_eq!(declined.events[1].reason_code, Some(DeclineReason::OutOfStock));
        assert_eq!(declined.events[1].note, OrderDecline::example().reason);
        let second = bought(&app, &buyer, &[(goods.pack_id(), 10)]).await.orders[0].id;
        coop.send(Call::<ConfirmOrder>::new((second,))).await.unwrap();
        buyer.send(Call::<CancelOrder>::new((second,)).body(&reason())).await.unwrap();
        let stock = stock_of(&coop).await;
        assert_eq!((stock[0].1, stock[0].2), (10, 0));
    }

    async fn a_producer_that_cannot_deliver_what_it_confirmed_says_why_and_its_stock_is_free(app: TestApp) {
        let mails = MailServer::start();
        let (coop, buyer) = (app.cooperative("HTX Bảo Lâm").await, app.retailer("Siêu thị Xanh").await);
        let goods = app.product(&coop).stock(10).published().create().await;
        let app = app.mailing_to(&mails).await;
        let (coop, buyer) = (app.sign_in(&coop).await, app.sign_in(&buyer).await);
        let id = bought(&app, &buyer, &[(goods.pack_id(), 6)]).await.orders[0].id;
        let confirmed = coop.send(Call::<ConfirmOrder>::new((id,))).await.unwrap();
        assert_eq!(confirmed.actions, [OrderAction::Decline, OrderAction::Ship]);
        let address = format!("/desk/orders/{id}");
        let page = coop.by_cookie().raw(Request::get(&address)).await.text().to_owned();
        assert!(page.contains("Báo không giao được"), "{page}");
        let give_up = async |code, words: Option<&str>| {
            let body = OrderDecline { reason_code: Some(code), reason: words.map(Into::into) };
            coop.send(Call::<DeclineOrder>::new((id,)).body(&body)).await
        };
        let problem = refused(give_up(DeclineReason::Other, None).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("reason", FieldCode::TooShort)]);

        give_up(DeclineReason::Other, Some("Mưa đá đêm qua.")).await.unwrap();

        let seen = buyer.send(Call::<GetOrder>::new((id,))).await.unwrap();
        let last = seen.events.last().unwrap();
        assert_eq!((seen.status, last.by.as_deref()), (OrderStatus::Declined, Some("HTX Bảo Lâm")));
        assert_eq!((last.reason_code, last.note.as_deref()), (Some(DeclineReason::Other), Some("Mưa đá đêm qua.")));
        let stock = stock_of(&coop).await;
        assert_eq!((stock[0].1, stock[0].2), (10, 0));
        let page = buyer.by_cookie().raw(Request::get(&address)).await.text().to_owned();
        assert!(page.contains("Lý do khác") && page.contains("Mưa đá đêm qua."), "{page}");
        app.run_jobs().await;
        let mail = mails.last_for(&buyer.login());
        assert!(mail.text.contains("không giao được đơn hàng đã xác nhận") && mail.text.contains("Mưa đá đêm qua."), "{}", mail.text);
        refused(coop.send(Call::<ShipOrder>::new((id,)).body(&OrderShip { note: None })).await, Code::WrongState);
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn what_has_left_is_not_given_up_any_more(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let id = bought(&app, &buyer, &[(goods.pack_id(), 6)]).await.orders[0].id;
        coop.send(Call::<ConfirmOrder>::new((id,))).await.unwrap();
        coop.send(Call::<ShipOrder>::new((id,)).body(&OrderShip { note: None })).await.unwrap();
        let decline = Call::<DeclineOrder>::new((id,)).body(&OrderDecline::example());
        refused(coop.send(decline).await, Code::WrongState);
    }

    async fn shipping_that_is_short_names_each_pack_and_what_is_there(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let enough = app.product(&coop).name("Hồng giòn").stock(10).published().create().await;
        let goods = app.product(&coop).name("Hồng sấy").stock(2).published().create().await;
        add_lot(&app, &coop, goods.pack_id(), "SOON", 5, 1).await;
        let id = bought(&app, &buyer, &[(enough.pack_id(), 1), (goods.pack_id(), 6)]).await.orders[0].id;
        coop.send(Call::<ConfirmOrder>::new((id,))).await.unwrap();
        app.clock().advance_days(2);
        let ship = || Call::<ShipOrder>::new((id,)).body(&OrderShip { note: None });

        let problem = refused(coop.send(ship()).await, Code::StockInsufficient);
        let english = refused(coop.in_english().send(ship()).await, Code::StockInsufficient);

        assert_eq!(fields(&problem), [("lines[1].quantity", FieldCode::StockInsufficient)]);
        let told = &problem.fields[0];
        assert!(told.message.starts_with("Hồng sấy · ") && told.message.ends_with(": cần 6 thùng, trong kho chỉ có 2 thùng."), "{told:?}");
        assert_eq!(told.limit, Some(2));
        assert!(english.fields[0].message.ends_with(": cases needed: 6, there: 2."), "{english:?}");
        let fields = [("action", "ship"), ("once", "short")];
        let page = crate::pages::post(&coop.by_cookie(), &format!("/desk/orders/{id}/ship"), &fields).await;
        assert!(page.text().contains(&told.message) && page.text().contains(r##"href="#lines-1-quantity""##), "{}", page.text());
        assert!(page.text().contains(r#"id="lines-1-quantity""#));
    }

    async fn an_unanswered_order_expires_once_and_frees_its_stock(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let waiting = bought(&app, &buyer, &[(goods.pack_id(), 6)]).await.orders[0].id;
        let answered = bought(&app, &buyer, &[(goods.pack_id(), 1)]).await.orders[0].id;
        coop.send(Call::<ConfirmOrder>::new((answered,))).await.unwrap();
        app.clock().advance_hours(ANSWER_HOURS - 1);
        app.run_jobs().await;
        let status = async |id| buyer.send(Call::<GetOrder>::new((id,))).await.unwrap().status;
        assert_eq!(status(waiting).await, OrderStatus::Placed);
        app.clock().advance_hours(1);
        app.run_jobs().await;
        app.run_jobs().await;
        assert_eq!(status(waiting).await, OrderStatus::Expired);
        assert_eq!(status(answered).await, OrderStatus::Confirmed);
        let stock = stock_of(&coop).await;
        assert_eq!((stock[0].1, stock[0].2), (10, 1));
        refused(coop.send(Call::<ConfirmOrder>::new((waiting,))).await, Code::WrongState);
    }

    async fn goods_past_their_day_are_not_shipped(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).published().create().await;
        add_lot(&app, &coop, goods.pack_id(), "SOON", 5, 1).await;
        let id = bought(&app, &buyer, &[(goods.pack_id(), 5)]).await.orders[0].id;
        coop.send(Call::<ConfirmOrder>::new((id,))).await.unwrap();
        app.clock().advance_days(2);
        let ship = || Call::<ShipOrder>::new((id,)).body(&OrderShip { note: None });
        let problem = refused(coop.send(ship()).await, Code::StockInsufficient);
        assert_eq!(fields(&problem), [("lines[0].quantity", FieldCode::StockInsufficient)]);
        add_lot(&app, &coop, goods.pack_id(), "FRESH", 9, 30).await;
        let page = coop.by_cookie().raw(Request::get("/desk/stock")).await;
        assert!(page.text().contains(">4 thùng đặt được"), "what is owed is free for nobody else: {}", page.text());
        let shipped = coop.send(ship()).await.unwrap();
        assert_eq!(shipped.lines[0].lots[0].code, "FRESH");
        assert_eq!(text(&stock_of(&coop).await), [("FRESH", 4, 0), ("SOON", 5, 0)]);
    }

    async fn strangers_must_not_learn_that_an_order_exists(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other = app.cooperative("HTX Mẫu Sơn").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let rival = app.retailer("Siêu thị Đỏ").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let placed = bought(&app, &buyer, &[(goods.pack_id(), 1)]).await;
        let id = placed.orders[0].id;
        for stranger in [&other, &rival] {
            refused(stranger.send(Call::<GetOrder>::new((id,))).await, Code::NotFound);
            assert!(stranger.send(Call::<ListOrders>::new(())).await.unwrap().items.is_empty());
        }
        refused(other.send(Call::<ConfirmOrder>::new((id,))).await, Code::NotFound);
        refused(rival.send(Call::<CancelOrder>::new((id,)).body(&reason())).await, Code::NotFound);
        refused(rival.send(Call::<GetPurchase>::new((placed.id,))).await, Code::NotFound);
        let seen = app.centre().send(Call::<GetOrder>::new((id,))).await.unwrap();
        assert!(seen.actions.is_empty());
        assert_eq!(app.centre().send(Call::<ListOrders>::new(())).await.unwrap().items.len(), 1);
    }

    async fn orders_are_listed_newest_first_for_ones_own_side(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.insert(0, bought(&app, &buyer, &[(goods.pack_id(), 1)]).await.orders[0].id);
        }
        let list = async |filter: OrderFilter| coop.send(Call::<ListOrders>::new(()).query(&filter)).await;
        let page = list(OrderFilter { limit: Some(2), role: Some(OrderSide::Seller), ..OrderFilter::default() });
        let page = page.await.unwrap();
        assert_eq!(page.items.iter().map(|order| order.id).collect::<Vec<_>>(), ids[..2]);
        let rest = list(OrderFilter { cursor: page.next_cursor, ..OrderFilter::default() }).await.unwrap();
        assert_eq!(rest.items.iter().map(|order| order.id).collect::<Vec<_>>(), ids[2..]);
        let none = OrderFilter { status: Some(OrderStatus::Shipped), ..OrderFilter::default() };
        assert!(list(none).await.unwrap().items.is_empty());
        let wrong = OrderFilter { role: Some(OrderSide::Buyer), ..OrderFilter::default() };
        refused(list(wrong).await, Code::Forbidden);
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

    async fn of_two_answers_at_once_one_counts(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let id = bought(&app, &buyer, &[(goods.pack_id(), 4)]).await.orders[0].id;
        let (body, decline) = (reason(), OrderDecline::example());
        let (confirmed, cancelled) = tokio::join!(
            coop.send(Call::<DeclineOrder>::new((id,)).body(&decline)),
            buyer.send(Call::<CancelOrder>::new((id,)).body(&body)),
        );
        assert!(confirmed.is_ok() != cancelled.is_ok());
        refused(if confirmed.is_ok() { cancelled } else { confirmed }, Code::WrongState);
        let stock = stock_of(&coop).await;
        assert_eq!((stock[0].1, stock[0].2), (10, 0));
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
