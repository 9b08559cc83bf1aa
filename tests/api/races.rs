//! Many at once: nobody gets what is not there, nobody waits for ever, and one request has one effect.

use crate::served::{Wire, purchase as body_of};
use futures_util::future::join_all;
use shared::{
    Call, ClientError, Code, FieldCode, Input, PackId,
    curation::{FeaturePut, PutFeature},
    identity::{Reason, Role},
    orders::*,
    stock::{AdjustLot, CreateLot, ListLots, Lot, LotAdjust, LotCreate, MovementReason},
    time::plus_days,
};
use std::collections::{BTreeMap, BTreeSet};
use tests::*;

fn purchase(lines: &[(PackId, i64)]) -> PurchasePlace {
    let line = |(pack_id, quantity): &(PackId, i64)| PurchaseLine {
        pack_id: *pack_id,
        quantity: *quantity,
        expected_case_price: None,
    };
    PurchasePlace {
        lines: lines.iter().map(line).collect(),
        ..PurchasePlace::example()
    }
}

fn place(lines: &[(PackId, i64)], key: &str) -> Call<PlacePurchase> {
    Call::new(()).body(&purchase(lines)).idempotency_key(key)
}

async fn lots(coop: &Person) -> Vec<Lot> {
    coop.send(Call::<ListLots>::new(())).await.expect("lots").items
}

fn reason() -> Reason {
    Reason {
        reason: "Hết hàng đến cuối tháng.".into(),
    }
}

/// How each call ended: `200`, or the problem's code.
fn ends<T>(results: impl IntoIterator<Item = Result<T, ClientError>>) -> BTreeMap<String, usize> {
    let mut ends = BTreeMap::new();
    for result in results {
        let end = match result {
            Ok(_) => "done".to_owned(),
            Err(ClientError::Problem(problem)) => problem.code.to_string(),
            Err(error) => panic!("{error}"),
        };
        *ends.entry(end).or_default() += 1;
    }
    ends
}

fn counted(ends: &BTreeMap<String, usize>) -> Vec<(&str, usize)> {
    ends.iter().map(|(end, count)| (end.as_str(), *count)).collect()
}

on_both_databases! {
    async fn of_128_buyers_for_the_last_50_cases_exactly_50_get_one(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stock(50).published().create().await;
        let mut buyers = Vec::new();
        for some in 0..16 {
            let names: Vec<String> = (0..8).map(|number| format!("Siêu thị {some} {number}")).collect();
            buyers.extend(join_all(names.iter().map(|name| app.retailer(name))).await);
        }

        let tasks: Vec<_> = buyers
            .into_iter()
            .map(|buyer| {
                let call = place(&[(goods.pack_id(), 1)], "the-last-case");
                tokio::spawn(async move { buyer.send(call).await })
            })
            .collect();
        let ended = join_all(tasks).await.into_iter().map(|task| task.expect("an answer"));

        assert_eq!(counted(&ends(ended)), [("done", 50), ("stock_insufficient", 78)]);
        let lot = &lots(&coop).await[0];
        assert_eq!((lot.on_hand, lot.reserved, lot.available), (50, 50, 0));
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn purchases_that_take_products_in_opposite_orders_do_not_wait_for_each_other(app: TestApp) {
        let first = app.cooperative("HTX Bảo Lâm").await;
        let second = app.cooperative("HTX Mẫu Sơn").await;
        let mut packs = Vec::new();
        for coop in [&first, &second, &first, &second] {
            packs.push(app.product(coop).stock(1_000).published().create().await.pack_id());
        }
        let buyer = app.retailer("Siêu thị Xanh").await;

        let tasks: Vec<_> = (0..48)
            .map(|turn| {
                let mut lines: Vec<_> = packs.iter().map(|pack| (*pack, 1)).collect();
                lines.rotate_left(turn % 4);
                if turn % 2 == 0 {
                    lines.reverse();
                }
                let (buyer, call) = (buyer.clone(), place(&lines, &format!("turn-{turn}")));
                tokio::spawn(async move { buyer.send(call).await })
            })
            .collect();
        let ended = join_all(tasks).await.into_iter().map(|task| task.expect("an answer"));

        assert_eq!(counted(&ends(ended)), [("done", 48)]);
        for coop in [&first, &second] {
            assert!(lots(coop).await.iter().all(|lot| lot.reserved == 48));
        }
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn refusals_of_purchases_from_many_and_new_purchases_do_not_wait_for_each_other(app: TestApp) {
        let first = app.cooperative("HTX Bảo Lâm").await;
        let second = app.cooperative("HTX Mẫu Sơn").await;
        let mut packs = Vec::new();
        // Neither's lots come all before the other's.
        for coop in [&second, &first, &first, &second] {
            packs.push(app.product(coop).stock(1_000).published().create().await.pack_id());
        }
        let manager = app.retailer("Siêu thị Xanh").await;
        let from = BuyingRulesPut { approval_from: Some(1) };
        manager.send(Call::<PutBuyingRules>::new(()).body(&from)).await.unwrap();
        let (asking, other) = (manager.colleague(Role::Buyer).await, app.retailer("Siêu thị Đỏ").await);
        let lines = |turn: usize| {
            let mut lines: Vec<_> = packs.iter().map(|pack| (*pack, 1)).collect();
            lines.rotate_left(turn % 4);
            lines
        };
        let mut waiting = Vec::new();
        for turn in 0..32 {
            let asked = asking.send(place(&lines(turn), &format!("asked-{turn}"))).await.unwrap();
            assert_eq!(asked.orders.len(), 2);
            waiting.push(asked.id);
        }

        let tasks: Vec<_> = (0..64)
            .map(|turn| {
                let (manager, other, id) = (manager.clone(), other.clone(), waiting[turn / 2]);
                let call = place(&lines(turn / 2), &format!("turn-{turn}"));
                tokio::spawn(async move {
                    if turn % 2 == 0 {
                        manager.send(Call::<RefusePurchase>::new((id,)).body(&reason())).await.map(drop)
                    } else {
                        other.send(call).await.map(drop)
                    }
                })
            })
            .collect();
        let ended = join_all(tasks).await.into_iter().map(|task| task.expect("an answer"));

        assert_eq!(counted(&ends(ended)), [("done", 64)]);
        for coop in [&first, &second] {
            assert!(lots(coop).await.iter().all(|lot| lot.reserved == 32));
        }
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn the_same_pack_twice_in_one_purchase_counts_as_a_sum(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let pack = app.product(&coop).stock(5).published().create().await.pack_id();

        let problem = refused(buyer.send(place(&[(pack, 3), (pack, 3)], "six")).await, Code::StockInsufficient);
        let short = ["lines[0].quantity", "lines[1].quantity"].map(|field| (field, FieldCode::StockInsufficient));
        assert_eq!(fields(&problem), short);
        let placed = buyer.send(place(&[(pack, 3), (pack, 2)], "five")).await.unwrap();

        let quantities: Vec<i64> = placed.orders[0].lines.iter().map(|line| line.quantity).collect();
        assert_eq!(quantities, [5]);
        assert_eq!(lots(&coop).await[0].available, 0);
    }

    async fn sixty_four_identical_purchases_over_the_network_have_one_effect(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let pack = app.product(&coop).stock(100).published().create().await.pack_id().to_string();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let router = app.market().router.clone();
        let serving = tokio::spawn(server::listen::serve(listener, router, async { drop(stopped.await) }));
        let wire = Wire::new(address).with_token(&buyer.session().access_token);

        let same = body_of(&[(&pack, 7)]);
        let answers = join_all((0..64).map(|_| wire.post("/api/v1/purchases", Some("once"), &same))).await;
        let answers: Vec<_> = answers.into_iter().map(|answer| answer.expect("an answer")).collect();

        let told: BTreeSet<(u16, String)> = answers.iter().map(|answer| (answer.status, answer.text())).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(answers[0].status, 201);
        let first = answers.iter().filter(|answer| answer.header("idempotent-replayed").is_empty());
        assert_eq!(first.count(), 1);
        let other = wire.post("/api/v1/purchases", Some("once"), &body_of(&[(&pack, 8)])).await.unwrap();
        other.refused(422, "idempotency_key_reused");
        assert_eq!(lots(&coop).await[0].reserved, 7);
        assert_eq!(app.findings().await, [""; 0]);
        drop(stop);
        serving.await.unwrap();
    }

    async fn two_servers_of_one_market_sell_nothing_twice(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stock(50).published().create().await;
        let here = app.retailer("Siêu thị Xanh").await;
        let there = app.with(|_| {}).await.sign_in(&here).await;

        // Every purchase is sent to both at once, as an impatient program does.
        let tasks: Vec<_> = (0..120)
            .map(|turn| {
                let person = if turn % 2 == 0 { &here } else { &there }.clone();
                let call = place(&[(goods.pack_id(), 1)], &format!("purchase-{}", turn / 2));
                tokio::spawn(async move { person.send(call).await })
            })
            .collect();
        let ended: Vec<_> = join_all(tasks).await.into_iter().map(|task| task.expect("an answer")).collect();
        let placed: BTreeSet<_> = ended.iter().flatten().map(|purchase| purchase.id).collect();

        assert_eq!(counted(&ends(ended)), [("done", 100), ("stock_insufficient", 20)]);
        assert_eq!(placed.len(), 50);
        let lot = &lots(&coop).await[0];
        assert_eq!((lot.on_hand, lot.reserved, lot.available), (50, 50, 0));
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn of_many_answers_to_one_order_at_once_those_count_that_fit(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let id = buyer.send(place(&[(goods.pack_id(), 10)], "all")).await.unwrap().orders[0].id;
        let lot = goods.lot.as_ref().unwrap().id;
        let take = LotAdjust { delta: -1, reason: MovementReason::Spoilt, note: None };
        let (confirm, why) = (Call::<ConfirmOrder>::new((id,)), reason());

        let confirms = join_all((0..6).map(|_| coop.send(confirm.clone())));
        let declines = join_all((0..6).map(|_| coop.send(Call::<DeclineOrder>::new((id,)).body(&OrderDecline::example()))));
        let cancels = join_all((0..6).map(|_| buyer.send(Call::<CancelOrder>::new((id,)).body(&why))));
        let takes = join_all((0..6).map(|_| coop.send(Call::<AdjustLot>::new((lot,)).body(&take))));
        let (confirms, declines, cancels, takes) = tokio::join!(confirms, declines, cancels, takes);

        let [confirms, declines, cancels] = [confirms, declines, cancels].map(ends);
        let done = |ends: &BTreeMap<String, usize>| ends.get("done").copied().unwrap_or_default();
        for ends in [&confirms, &declines, &cancels] {
            assert!(done(ends) <= 1 && ends.keys().all(|end| end == "done" || end == "wrong_state"), "{ends:?}");
        }
        // Declined, or cancelled; confirmed before that, or neither.
        assert_eq!((done(&declines) + done(&cancels)).max(done(&confirms)), 1);
        assert!(done(&declines) + done(&cancels) <= 1, "{declines:?} {cancels:?}");
        let taken = done(&ends(takes));
        let lot = &lots(&coop).await[0];
        assert_eq!(lot.on_hand, 10 - i64::try_from(taken).unwrap());
        assert!(taken == 0 || lot.reserved == 0, "what was held was taken");
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn of_many_who_count_one_delivery_one_is_heard(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(10).published().create().await;
        let id = buyer.send(place(&[(goods.pack_id(), 4)], "four")).await.unwrap().orders[0].id;
        let ship = Call::<ShipOrder>::new((id,)).body(&OrderShip { note: None });
        coop.send(Call::<ConfirmOrder>::new((id,))).await.unwrap();

        let shipped = ends(join_all((0..8).map(|_| coop.send(ship.clone()))).await);
        let receive = Call::<ReceiveOrder>::new((id,)).body(&OrderReceive { lines: vec![], note: None });
        let received = ends(join_all((0..8).map(|_| buyer.send(receive.clone()))).await);

        for ends in [shipped, received] {
            assert_eq!(counted(&ends), [("done", 1), ("wrong_state", 7)]);
        }
        let lot = &lots(&coop).await[0];
        assert_eq!((lot.on_hand, lot.reserved), (6, 0));
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn of_many_editors_who_feature_at_once_where_nothing_is_featured_yet_one_has_the_days(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let mut products = Vec::new();
        for _ in 0..6 {
            products.push(app.product(&coop).stars(4).published().create().await.id);
        }
        let day = |number| plus_days(app.today(), number);
        // Two of the same product for two slots, and six for one slot whose periods all meet.
        let wanted = (0_i64..).zip(&products).map(|(number, product)| (3, *product, day(number)));
        let wanted: Vec<_> = wanted.chain(products.first().map(|product| (4, *product, day(0)))).collect();

        let tasks: Vec<_> = wanted
            .into_iter()
            .map(|(slot, product_id, from)| {
                let body = FeaturePut { product_id, from, until: day(30), ..FeaturePut::example() };
                let centre = app.centre();
                tokio::spawn(async move { centre.send(Call::<PutFeature>::new((slot,)).body(&body)).await })
            })
            .collect();
        let ended = ends(join_all(tasks).await.into_iter().map(|task| task.expect("an answer")));

        let done = ended.get("done").copied().unwrap_or_default();
        assert!((1..=2).contains(&done) && ended.get("validation_failed") == Some(&(7 - done)), "{ended:?}");
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn stock_that_comes_and_goes_while_people_buy_adds_up(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(20).published().create().await;
        let lot = goods.lot.as_ref().unwrap().id;
        let tasks: Vec<_> = (0..30)
            .map(|turn| {
                let (coop, buyer, goods, today) = (coop.clone(), buyer.clone(), goods.clone(), app.today());
                tokio::spawn(async move {
                    match turn % 3 {
                        0 => buyer.send(place(&[(goods.pack_id(), 3)], &format!("turn-{turn}"))).await.map(drop),
                        1 => {
                            let body = LotAdjust { delta: -2, reason: MovementReason::Spoilt, note: None };
                            coop.send(Call::<AdjustLot>::new((lot,)).body(&body)).await.map(drop)
                        }
                        _ => {
                            let body = LotCreate {
                                pack_id: goods.pack_id(),
                                code: format!("NEW{turn}"),
                                quantity: 1,
                                produced_on: today,
                                best_before: None,
                            };
                            coop.send(Call::<CreateLot>::new(()).body(&body)).await.map(drop)
                        }
                    }
                })
            })
            .collect();
        let ended = ends(join_all(tasks).await.into_iter().map(|task| task.expect("an answer")));

        assert!(ended.keys().all(|end| end == "done" || end == "stock_insufficient"), "{ended:?}");
        assert!(lots(&coop).await.iter().all(|lot| lot.available >= 0));
        assert_eq!(app.findings().await, [""; 0]);
    }
}
