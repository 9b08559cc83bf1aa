//! Purchases that somebody in the buyer's own organisation has to approve first.

use shared::{
    Call, ClientError, Code, Input, OrderId, PackId,
    identity::{Reason, Role},
    orders::*,
    stock::ListLots,
};
use tests::*;

async fn limit(buyer: &Person, from: Option<i64>) -> Result<BuyingRules, ClientError> {
    let body = BuyingRulesPut { approval_from: from };
    buyer.send(Call::<PutBuyingRules>::new(()).body(&body)).await
}

async fn buy(app: &TestApp, buyer: &Person, pack_id: PackId, quantity: i64) -> Purchase {
    let body = PurchasePlace {
        lines: vec![PurchaseLine {
            pack_id,
            quantity,
            expected_case_price: None,
        }],
        ..PurchasePlace::example()
    };
    let key = format!("approval-{}", app.next());
    buyer
        .send(Call::<PlacePurchase>::new(()).body(&body).idempotency_key(key))
        .await
        .expect("a purchase")
}

/// Cases held for orders.
async fn held(coop: &Person) -> i64 {
    let lots = coop.send(Call::<ListLots>::new(())).await.expect("lots").items;
    lots.iter().map(|lot| lot.reserved).sum()
}

async fn sees(person: &Person, id: OrderId) -> bool {
    let listed = person
        .send(Call::<ListOrders>::new(()))
        .await
        .expect("orders")
        .items;
    let listed = listed.iter().any(|order| order.id == id);
    let shown = person.send(Call::<GetOrder>::new((id,))).await.is_ok();
    assert_eq!(listed, shown);
    shown
}

fn reason() -> Reason {
    Reason {
        reason: "Vượt ngân sách tháng này.".into(),
    }
}

on_both_databases! {
    async fn a_large_purchase_waits_for_approval_unseen_and_holds_its_stock(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).unit_price(10_000).stock(20).published().create().await;
        // A case is 20 units and 8 % VAT: 216 000 đồng.
        limit(&buyer, Some(432_000)).await.unwrap();
        let (manager, buyer) = (buyer.clone(), buyer.colleague(Role::Buyer).await);
        refused(limit(&buyer, None).await, Code::Forbidden);
        let small = buy(&app, &buyer, goods.pack_id(), 1).await;
        assert_eq!(small.orders[0].status, OrderStatus::Placed);
        let large = buy(&app, &buyer, goods.pack_id(), 2).await;
        let order = &large.orders[0];
        assert_eq!((order.status, &order.actions[..]), (OrderStatus::AwaitingApproval, &[OrderAction::Cancel][..]));
        assert_eq!(large.actions, [], "whoever ordered does not approve");
        assert_eq!(held(&coop).await, 3);
        assert!(sees(&buyer, order.id).await && !sees(&coop, order.id).await && !sees(&app.centre(), order.id).await);
        refused(coop.send(Call::<ConfirmOrder>::new((order.id,))).await, Code::NotFound);
        let approve = Call::<ApprovePurchase>::new;
        refused(buyer.send(approve((large.id,))).await, Code::Forbidden);
        refused(app.retailer("Siêu thị Đỏ").await.send(approve((large.id,))).await, Code::NotFound);

        let buyer = manager.colleague(Role::Approver).await;
        let queue = PurchaseFilter { awaiting: Some(true), ..Default::default() };
        let waiting = buyer.send(Call::<ListPurchases>::new(()).query(&queue)).await.unwrap().items;
        assert_eq!((waiting.len(), waiting[0].id, waiting[0].total), (1, large.id, large.total));
        assert_eq!(waiting[0].answer_by, order.answer_by);
        app.clock().advance_hours(30);
        let approved = buyer.send(approve((large.id,))).await.unwrap();
        let order = &approved.orders[0];
        assert_eq!(order.status, OrderStatus::Placed);
        assert_eq!(order.answer_by, Some(app.clock().now().plus_hours(ANSWER_HOURS)), "the producer's time begins now");
        assert!(approved.approved_by.is_some() && approved.actions.is_empty());
        assert!(sees(&coop, order.id).await);
        let seen = coop.send(Call::<GetOrder>::new((order.id,))).await.unwrap();
        assert_eq!(seen.events.len(), 1, "what happened before is the buyer's own");
        assert_eq!(seen.placed_at, app.clock().now());
        refused(buyer.send(approve((large.id,))).await, Code::WrongState);
        // The time that the approver had is over, the producer's is not.
        app.clock().advance_hours(20);
        app.run_jobs().await;
        assert_eq!(coop.send(Call::<ConfirmOrder>::new((order.id,))).await.unwrap().status, OrderStatus::Confirmed);
        assert!(app.findings().await.is_empty());
    }

    async fn a_refused_or_forgotten_purchase_frees_its_stock_and_stays_unseen(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(20).published().create().await;
        limit(&buyer, Some(1)).await.unwrap();
        let (manager, buyer) = (buyer.clone(), buyer.colleague(Role::Buyer).await);
        let refuse = |id| Call::<RefusePurchase>::new((id,)).body(&reason());
        let (first, second) = (buy(&app, &buyer, goods.pack_id(), 3).await, buy(&app, &buyer, goods.pack_id(), 4).await);
        let third = buy(&app, &buyer, goods.pack_id(), 5).await;
        refused(buyer.send(refuse(first.id)).await, Code::Forbidden);
        buyer.send(Call::<CancelOrder>::new((third.orders[0].id,)).body(&reason())).await.unwrap();
        let buyer = manager;
        let refused_one = buyer.send(refuse(first.id)).await.unwrap();
        let order = &refused_one.orders[0];
        assert_eq!(order.status, OrderStatus::Cancelled);
        assert_eq!(order.events[1].note, Some(reason().reason));
        let page = buyer.by_cookie().raw(Request::get(&format!("/desk/purchases/{}", first.id))).await.text().to_owned();
        assert!(page.contains("Đã dừng") && page.contains(&reason().reason) && !page.contains("Việc tiếp theo"), "{page}");
        assert_eq!(held(&coop).await, 4);
        app.clock().advance_hours(ANSWER_HOURS);
        app.run_jobs().await;
        let forgotten = buyer.send(Call::<GetOrder>::new((second.orders[0].id,))).await.unwrap();
        assert_eq!(forgotten.status, OrderStatus::Expired);
        refused(buyer.send(Call::<ApprovePurchase>::new((second.id,))).await, Code::WrongState);
        assert_eq!(held(&coop).await, 0);
        for purchase in [&first, &second, &third] {
            assert!(!sees(&coop, purchase.orders[0].id).await);
        }
        // A manager's own purchase waits for nobody.
        let own = buy(&app, &buyer, goods.pack_id(), 6).await;
        assert_eq!(own.orders[0].status, OrderStatus::Placed);
        assert!(app.findings().await.is_empty());
    }

    async fn an_answer_that_comes_too_late_is_refused_although_nobody_has_ended_the_order_yet(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let manager = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(20).published().create().await;
        limit(&manager, Some(1)).await.unwrap();
        let buyer = manager.colleague(Role::Buyer).await;
        let waiting = buy(&app, &buyer, goods.pack_id(), 1).await;
        let early = buy(&app, &manager, goods.pack_id(), 2).await.orders[0].id;
        let late = buy(&app, &manager, goods.pack_id(), 4).await.orders[0].id;

        app.clock().advance_seconds(ANSWER_HOURS * 3_600 - 1);
        coop.send(Call::<ConfirmOrder>::new((early,))).await.unwrap();
        let open = coop.send(Call::<GetOrder>::new((late,))).await.unwrap();
        assert_eq!(open.actions, [OrderAction::Confirm, OrderAction::Decline]);
        app.clock().advance_seconds(1);
        refused(coop.send(Call::<ConfirmOrder>::new((late,))).await, Code::WrongState);
        refused(manager.send(Call::<ApprovePurchase>::new((waiting.id,))).await, Code::WrongState);

        // Nobody is offered what would be refused; it can still be ended by hand.
        let over = coop.send(Call::<GetOrder>::new((late,))).await.unwrap();
        assert_eq!((over.status, &over.actions[..]), (OrderStatus::Placed, &[OrderAction::Decline][..]));
        let over = manager.send(Call::<GetPurchase>::new((waiting.id,))).await.unwrap();
        assert_eq!(over.actions, [PurchaseAction::Refuse]);
        assert_eq!(held(&coop).await, 7);
        app.run_jobs().await;
        assert_eq!(held(&coop).await, 2);
        let ended = coop.send(Call::<GetOrder>::new((late,))).await.unwrap();
        assert_eq!(ended.status, OrderStatus::Expired);
    }
}
