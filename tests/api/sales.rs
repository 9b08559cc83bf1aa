//! What a producer has sold in twelve months.

use shared::{Call, Code, Input, PackId, orders::*, reports::*, time::plus_days};
use tests::*;

async fn ordered(app: &TestApp, buyer: &Person, pack_id: PackId, quantity: i64) -> Order {
    let body = PurchasePlace {
        lines: vec![PurchaseLine {
            pack_id,
            quantity,
            expected_case_price: None,
        }],
        ..PurchasePlace::example()
    };
    let call = Call::<PlacePurchase>::new(())
        .body(&body)
        .idempotency_key(format!("sales-{}", app.next()));
    let placed = buyer.send(call).await.expect("a purchase");
    placed.orders.into_iter().next().expect("an order")
}

async fn sales(coop: &Person) -> Sales {
    coop.send(Call::<GetSales>::new(())).await.expect("sales")
}

on_both_databases! {
    async fn accepted_orders_are_sales_of_the_month_they_were_placed(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let other = app.retailer("Siêu thị Khác").await;
        let goods = app.product(&coop).unit_price(10_000).stock(100).published().create().await;
        let first = ordered(&app, &buyer, goods.pack_id(), 2).await;
        app.clock().advance_hours(5);
        coop.send(Call::<ConfirmOrder>::new((first.id,))).await.unwrap();
        let said_no = ordered(&app, &buyer, goods.pack_id(), 7).await;
        let reason = OrderDecline::example();
        coop.send(Call::<DeclineOrder>::new((said_no.id,)).body(&reason)).await.unwrap();
        app.clock().set_day(plus_days(app.today(), 20));
        let second = ordered(&app, &other, goods.pack_id(), 3).await;
        coop.send(Call::<ConfirmOrder>::new((second.id,))).await.unwrap();
        // Waits, and is neither sold nor answered.
        ordered(&app, &other, goods.pack_id(), 1).await;

        let sales = sales(&coop).await;

        assert_eq!(sales.months.len(), 12);
        assert_eq!((sales.from.to_string(), sales.to.to_string()), ("2026-01-01".into(), "2026-12-31".into()));
        let [.., november, december] = sales.months.as_slice() else { panic!("no months") };
        // 20 units a case.
        assert_eq!((november.figures.orders, november.figures.cases), (1, 2));
        assert_eq!(november.figures.amount.amount, 400_000);
        assert_eq!((december.figures.orders, december.figures.amount.amount), (1, 600_000));
        assert_eq!((sales.total.orders, sales.total.cases, sales.total.amount.amount), (2, 5, 1_000_000));
        assert_eq!((sales.answers.confirmed, sales.answers.declined, sales.answers.expired), (2, 1, 0));
        assert_eq!(sales.answers.percent, Some(100.0));
        assert_eq!(sales.answers.hours, Some(1.7));
        assert_eq!(sales.products.len(), 1);
        assert_eq!(sales.products[0].cases_by_month[10..], [2, 3]);
        let buyers: Vec<_> = sales.buyers.iter().map(|row| row.buyer.name.as_str()).collect();
        assert_eq!(buyers, ["Siêu thị Khác", "Siêu thị Xanh"]);
    }

    async fn orders_that_expire_lower_the_answer_rate(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(100).published().create().await;
        for _ in 0..2 {
            let order = ordered(&app, &buyer, goods.pack_id(), 1).await;
            coop.send(Call::<ConfirmOrder>::new((order.id,))).await.unwrap();
        }
        ordered(&app, &buyer, goods.pack_id(), 1).await;
        app.clock().advance_days(3);
        app.run_jobs().await;

        let sales = sales(&coop).await;

        assert_eq!((sales.answers.expired, sales.answers.percent), (1, Some(66.7)));
        assert_eq!(sales.total.orders, 2);
    }

    async fn an_order_that_was_confirmed_and_then_given_up_is_no_sale_and_was_answered_once(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(100).published().create().await;
        let order = ordered(&app, &buyer, goods.pack_id(), 2).await;
        app.clock().advance_hours(2);
        coop.send(Call::<ConfirmOrder>::new((order.id,))).await.unwrap();
        assert_eq!(sales(&coop).await.total.orders, 1);
        app.clock().advance_days(3);
        coop.send(Call::<DeclineOrder>::new((order.id,)).body(&OrderDecline::example())).await.unwrap();

        let sales = sales(&coop).await;

        assert_eq!((sales.total.orders, sales.total.amount.amount, sales.products.len()), (0, 0, 0));
        assert_eq!((sales.answers.declined, sales.answers.percent, sales.answers.hours), (1, Some(100.0), Some(2.0)));
    }

    async fn sales_are_ones_own(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let order = ordered(&app, &buyer, goods.pack_id(), 1).await;
        coop.send(Call::<ConfirmOrder>::new((order.id,))).await.unwrap();
        let neighbour = app.cooperative("HTX Mẫu Sơn").await;

        let sales = sales(&neighbour).await;

        assert_eq!((sales.total.orders, sales.answers.percent, sales.products.len()), (0, None, 0));
        refused(buyer.send(Call::<GetSales>::new(())).await, Code::Forbidden);
    }

    async fn what_was_not_accepted_is_neither_due_nor_sold(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).unit_price(10_000).stock(100).published().create().await;
        let order = ordered(&app, &buyer, goods.pack_id(), 4).await;
        coop.send(Call::<ConfirmOrder>::new((order.id,))).await.unwrap();
        let shipped = coop.send(Call::<ShipOrder>::new((order.id,)).body(&OrderShip { note: None })).await.unwrap();
        assert!(shipped.due.is_none());
        let before = sales(&coop).await;
        assert_eq!((before.total.orders, before.total.cases, before.total.amount.amount), (1, 4, 800_000));
        let counted = OrderReceive {
            lines: vec![ReceiveLine { line_id: order.lines[0].id, accepted: 3, damaged: Some(1) }],
            note: None,
        };

        let received = buyer.send(Call::<ReceiveOrder>::new((order.id,)).body(&counted)).await.unwrap();

        let due = received.due.expect("what is to be paid");
        // 3 cases of 20 units at 10 000, and 8 % of tax.
        assert_eq!((due.subtotal.amount, due.vat.amount, due.total.amount), (600_000, 48_000, 648_000));
        assert_eq!(received.total.amount, 864_000, "what was ordered stays");
        let sales = sales(&coop).await;
        assert_eq!((sales.total.orders, sales.total.cases, sales.total.amount.amount), (1, 3, 600_000));
        assert_eq!(sales.buyers[0].amount.amount, 600_000);
        assert_eq!((sales.products[0].cases, sales.products[0].amount.amount), (3, 600_000));
        let page = buyer.by_cookie().raw(Request::get(&format!("/desk/orders/{}", order.id))).await.text().to_owned();
        assert!(page.contains("Phải trả theo số nhận") && page.contains("648.000"), "{page}");
        let table = coop.raw(Request::get("/api/v1/exports/orders?format=csv")).await;
        assert!(table.text().contains("648000"), "{}", table.text());
    }
}
