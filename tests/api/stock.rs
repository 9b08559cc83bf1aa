//! Lots, and the ledger of what came and went.

use shared::{Call, Code, FieldCode, stock::*, time::plus_days};
use tests::*;

fn lot(app: &TestApp, goods: &Goods, code: &str, quantity: i64) -> LotCreate {
    LotCreate {
        pack_id: goods.pack_id(),
        code: code.into(),
        quantity,
        produced_on: app.today(),
        best_before: None,
    }
}

fn change(delta: i64) -> LotAdjust {
    LotAdjust {
        delta,
        reason: MovementReason::Counted,
        note: Some("Kiểm kho".into()),
    }
}

on_both_databases! {
    async fn a_lots_ledger_tells_how_its_stock_came_to_be(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let new = lot(&app, &goods, "L1", 40);
        let made = coop.send(Call::<CreateLot>::new(()).body(&new)).await.unwrap();
        assert_eq!((made.on_hand, made.reserved, made.available), (40, 0, 40));
        assert_eq!(made.product_name, goods.product.texts.name);
        assert_eq!(made.pack_label, goods.pack.label);
        let spoilt = LotAdjust { delta: -3, reason: MovementReason::Spoilt, note: None };
        let left = coop.send(Call::<AdjustLot>::new((made.id,)).body(&spoilt)).await.unwrap();
        assert_eq!(left.on_hand, 37);
        let ledger = coop.send(Call::<ListMovements>::new((made.id,))).await.unwrap().items;
        let told: Vec<_> = ledger.iter().map(|row| (row.delta, row.reason)).collect();
        assert_eq!(told, [(-3, MovementReason::Spoilt), (40, MovementReason::Produced)]);
    }

    async fn stock_never_goes_below_nothing(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stock(5).create().await;
        let id = goods.lot.as_ref().unwrap().id;
        let problem = refused(
            coop.send(Call::<AdjustLot>::new((id,)).body(&change(-6))).await,
            Code::StockInsufficient,
        );
        assert_eq!(fields(&problem), [("delta", FieldCode::StockInsufficient)]);
        assert_eq!(problem.fields[0].limit, Some(5));
        let left = coop.send(Call::<AdjustLot>::new((id,)).body(&change(-5))).await.unwrap();
        assert_eq!(left.on_hand, 0);
    }

    async fn a_lot_has_its_own_code_and_a_day_that_has_come(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let new = lot(&app, &goods, "L1", 1);
        coop.send(Call::<CreateLot>::new(()).body(&new)).await.unwrap();
        let problem =
            refused(coop.send(Call::<CreateLot>::new(()).body(&new)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("code", FieldCode::Taken)]);
        let early = LotCreate { produced_on: plus_days(app.today(), 1), ..lot(&app, &goods, "L2", 1) };
        let problem =
            refused(coop.send(Call::<CreateLot>::new(()).body(&early)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("produced_on", FieldCode::InFuture)]);
    }

    async fn a_lot_past_its_best_before_day_is_kept_but_not_available(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let yesterday = plus_days(app.today(), -1);
        for (best_before, available) in [(yesterday, 0), (app.today(), 7)] {
            let new = LotCreate {
                produced_on: yesterday,
                best_before: Some(best_before),
                ..lot(&app, &goods, &format!("L{best_before}"), 7)
            };
            let made = coop.send(Call::<CreateLot>::new(()).body(&new)).await.unwrap();
            assert_eq!((made.on_hand, made.available), (7, available));
        }
    }

    async fn other_producers_must_not_learn_that_a_lot_exists(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other = app.cooperative("HTX Mẫu Sơn").await;
        let goods = app.product(&coop).stock(5).create().await;
        let id = goods.lot.as_ref().unwrap().id;
        refused(other.send(Call::<AdjustLot>::new((id,)).body(&change(1))).await, Code::NotFound);
        refused(other.send(Call::<ListMovements>::new((id,))).await, Code::NotFound);
        assert!(other.send(Call::<ListLots>::new(())).await.unwrap().items.is_empty());
        let new = lot(&app, &goods, "L9", 1);
        let problem =
            refused(other.send(Call::<CreateLot>::new(()).body(&new)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("pack_id", FieldCode::Unknown)]);
    }

    async fn lots_are_listed_first_to_expire_first_page_by_page(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        for (code, days) in [("D", None), ("B", Some(5)), ("A", Some(2)), ("C", Some(5)), ("E", None)] {
            let best_before = days.map(|days| plus_days(app.today(), days));
            let new = LotCreate { best_before, ..lot(&app, &goods, code, 1) };
            coop.send(Call::<CreateLot>::new(()).body(&new)).await.unwrap();
        }
        let mut seen = String::new();
        let mut cursor = None;
        loop {
            let filter = LotFilter { limit: Some(2), cursor, ..LotFilter::default() };
            let page = coop.send(Call::<ListLots>::new(()).query(&filter)).await.unwrap();
            page.items.iter().for_each(|lot| seen.push_str(&lot.code));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, "ABCDE");
    }

    async fn of_many_changes_at_once_none_is_lost(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stock(10).create().await;
        let id = goods.lot.as_ref().unwrap().id;
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let coop = coop.clone();
                tokio::spawn(async move { coop.send(Call::<AdjustLot>::new((id,)).body(&change(-2))).await.is_ok() })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            done += i64::from(task.await.unwrap());
        }
        assert_eq!(done, 5);
        let lots = coop.send(Call::<ListLots>::new(())).await.unwrap().items;
        assert_eq!(lots[0].on_hand, 0);
        let ledger = coop.send(Call::<ListMovements>::new((id,))).await.unwrap().items;
        assert_eq!(ledger.iter().map(|row| row.delta).sum::<i64>(), 0);
    }
}
