//! The way of an order between its buyer and its seller.

use crate::purchases::{bought, stock_of, text};
use shared::{Call, Code, FieldCode, Input, PackId, identity::Reason, orders::*, stock::*, time::plus_days};
use tests::*;

fn reason() -> Reason {
    Reason {
        reason: "Hết hàng đến cuối tháng.".into(),
    }
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

on_both_databases! {
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

    async fn declined_and_cancelled_orders_give_their_stock_back(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let first = bought(&app, &buyer, &[(goods.pack_id(), 6)]).await.orders[0].id;
        let declined = coop.send(Call::<DeclineOrder>::new((first,)).body(&OrderDecline::example())).await.unwrap();
        assert_eq!(declined.events[1].reason_code, Some(DeclineReason::OutOfStock));
        assert_eq!(declined.events[1].note, OrderDecline::example().reason);
        let page = buyer.by_cookie().raw(Request::get(&format!("/desk/orders/{first}"))).await.text().to_owned();
        assert!(page.contains("<strong>Từ chối") && !page.contains("Bỏ đơn"), "{page}");
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
        assert!(page.contains("<strong>Bỏ đơn sau khi đã xác nhận"), "{page}");
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
}
