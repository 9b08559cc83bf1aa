//! The cooperative's day: lots and what they are held for, packing, declining, delivery notes, drafts like another product.

use shared::{
    Call, Code, FieldCode, Input, PackId, Patch, catalogue::*, orders::*, stock::*, time::plus_days,
};
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
        .idempotency_key(format!("desk-{}", app.next()));
    let placed = buyer.send(call).await.expect("a purchase");
    placed.orders.into_iter().next().expect("an order")
}

async fn lot(app: &TestApp, coop: &Person, pack_id: PackId, code: &str, quantity: i64, days: i64) -> Lot {
    let body = LotCreate {
        pack_id,
        code: code.into(),
        quantity,
        produced_on: app.today(),
        best_before: Some(plus_days(app.today(), days)),
    };
    coop.send(Call::<CreateLot>::new(()).body(&body))
        .await
        .expect("a lot")
}

async fn confirm(coop: &Person, order: &Order) {
    coop.send(Call::<ConfirmOrder>::new((order.id,)))
        .await
        .expect("confirmed");
}

on_both_databases! {
    async fn a_lot_shows_its_names_and_the_orders_it_is_held_for(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app
            .product(&coop)
            .texts(|texts| texts.name_en = Some("Dried persimmon".into()))
            .published()
            .create()
            .await;
        let made = lot(&app, &coop, goods.pack_id(), "L1", 10, 5).await;
        let order = ordered(&app, &buyer, goods.pack_id(), 4).await;
        app.clock().advance_days(6);

        let lot = coop.send(Call::<GetLot>::new((made.id,))).await.unwrap();

        assert_eq!((lot.on_hand, lot.reserved, lot.available), (10, 4, 0));
        assert_eq!(lot.product_name_en.as_deref(), Some("Dried persimmon"));
        assert_eq!(lot.pack_label_en, goods.pack.label_en);
        let held = coop.send(Call::<ListLotOrders>::new((made.id,))).await.unwrap().items;
        let told: Vec<_> = held.iter().map(|row| (row.number.as_str(), row.quantity)).collect();
        assert_eq!(told, [(order.number.as_str(), 4)]);
        let other = app.cooperative("HTX Mẫu Sơn").await;
        refused(other.send(Call::<GetLot>::new((made.id,))).await, Code::NotFound);
        refused(other.send(Call::<ListLotOrders>::new((made.id,))).await, Code::NotFound);
    }

    async fn the_packing_list_names_lots_across_orders_first_expired_first_out(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).published().create().await;
        lot(&app, &coop, goods.pack_id(), "LATE", 10, 90).await;
        lot(&app, &coop, goods.pack_id(), "SOON", 5, 30).await;
        let (first, second) = (
            ordered(&app, &buyer, goods.pack_id(), 3).await,
            ordered(&app, &buyer, goods.pack_id(), 4).await,
        );
        confirm(&coop, &first).await;
        confirm(&coop, &second).await;
        // Not confirmed, and so not packed.
        ordered(&app, &buyer, goods.pack_id(), 1).await;

        let list = coop.send(Call::<GetPackingList>::new(())).await.unwrap();

        let orders: Vec<_> = list.orders.iter().map(|order| (order.id, order.cases)).collect();
        assert_eq!(orders, [(first.id, 3), (second.id, 4)]);
        let [item] = list.items.as_slice() else { panic!("not one pack") };
        assert_eq!((item.quantity, item.short), (7, 0));
        let lots: Vec<_> = item.lots.iter().map(|lot| (lot.code.as_str(), lot.quantity)).collect();
        assert_eq!(lots, [("SOON", 5), ("LATE", 2)]);
        let parts: Vec<_> = item.orders.iter().map(|part| part.quantity).collect();
        assert_eq!(parts, [3, 4]);
        refused(buyer.send(Call::<GetPackingList>::new(())).await, Code::Forbidden);
        let other = app.cooperative("HTX Mẫu Sơn").await;
        assert!(other.send(Call::<GetPackingList>::new(())).await.unwrap().orders.is_empty());
    }

    async fn what_has_expired_since_is_short_on_the_packing_list(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).published().create().await;
        let fine = app.product(&coop).stock(8).published().create().await;
        lot(&app, &coop, goods.pack_id(), "SOON", 5, 1).await;
        for pack in [goods.pack_id(), fine.pack_id()] {
            let order = ordered(&app, &buyer, pack, 3).await;
            confirm(&coop, &order).await;
        }
        app.clock().advance_days(2);

        let list = coop.send(Call::<GetPackingList>::new(())).await.unwrap();

        let item = |pack| list.items.iter().find(|item| item.pack_id == pack).unwrap();
        let (short, full) = (item(goods.pack_id()), item(fine.pack_id()));
        assert_eq!((short.short, short.lots.len()), (3, 0));
        assert_eq!((full.short, full.lots.len()), (0, 1));
    }

    async fn a_packing_list_names_the_lots_that_are_there_beside_what_is_short(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).published().create().await;
        lot(&app, &coop, goods.pack_id(), "SOON", 3, 1).await;
        lot(&app, &coop, goods.pack_id(), "LATE", 4, 90).await;
        let order = ordered(&app, &buyer, goods.pack_id(), 6).await;
        confirm(&coop, &order).await;
        app.clock().advance_days(2);

        let list = coop.send(Call::<GetPackingList>::new(())).await.unwrap();

        let [item] = list.items.as_slice() else { panic!("not one pack") };
        let lots: Vec<_> = item.lots.iter().map(|lot| (lot.code.as_str(), lot.quantity)).collect();
        assert_eq!((item.quantity, item.short, lots), (6, 2, vec![("LATE", 4)]));
        let answer = coop.by_cookie().raw(Request::get("/desk/orders/packing")).await;
        let shown = answer.text();
        assert!(shown.contains("LATE") && shown.contains("data-print"), "{shown}");
    }

    async fn a_decline_says_why_by_a_word_or_in_words(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(20).published().create().await;
        let order = ordered(&app, &buyer, goods.pack_id(), 1).await;
        let decline = |reason_code, reason: Option<&str>| {
            let body = OrderDecline { reason_code, reason: reason.map(str::to_owned) };
            let call = Call::<DeclineOrder>::new((order.id,)).body(&body);
            let coop = coop.clone();
            async move { coop.send(call).await }
        };
        for (code, words, field) in [(None, None, "reason_code"), (Some(DeclineReason::Other), None, "reason"), (None, Some("ừ"), "reason")] {
            let problem = refused(decline(code, words).await, Code::ValidationFailed);
            assert_eq!(problem.fields[0].field, field);
        }
        let declined = decline(Some(DeclineReason::Transport), None).await.unwrap();
        let told = declined.events.last().unwrap();
        assert_eq!((told.reason_code, told.note.as_deref()), (Some(DeclineReason::Transport), None));
    }

    async fn what_runs_out_and_what_nobody_can_order_is_one_answer(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let full = app.product(&coop).name("Hồng sấy").stock(6).published().create().await;
        let few = app.product(&coop).name("Chè Shan").stock(5).published().create().await;
        let none = app.product(&coop).name("Mật ong").published().create().await;
        app.product(&coop).name("Nháp").create().await;
        // It is November: what is picked in May is missed by nobody.
        app.product(&coop).name("Mận").texts(|texts| texts.season_months = vec![5]).published().create().await;
        let read = async || coop.send(Call::<GetShortages>::new(())).await.unwrap();

        let told = read().await;
        assert_eq!(told.running_out.iter().map(|low| (low.pack_id, low.available)).collect::<Vec<_>>(), [(few.pack_id(), 5)]);
        assert_eq!(told.unstocked.iter().map(|product| product.id).collect::<Vec<_>>(), [none.id]);

        // What an order holds cannot be ordered, nor what is past its day.
        let buyer = app.retailer("Siêu thị Xứ Lạng").await;
        ordered(&app, &buyer, full.pack_id(), 2).await;
        let told = read().await;
        assert_eq!(told.running_out.iter().map(|low| low.available).collect::<Vec<_>>(), [4, 5]);
        ordered(&app, &buyer, few.pack_id(), 5).await;
        let told = read().await;
        assert_eq!(told.unstocked.iter().map(|product| product.name.as_str()).collect::<Vec<_>>(), ["Chè Shan", "Mật ong"]);

        // A page that is being changed is still what buyers see.
        let version = coop.send(Call::<GetManagedProduct>::new((none.id,))).await.unwrap().version;
        let body: ProductUpdate = serde_json::from_str(r#"{"name":"Mật ong bạc hà"}"#).unwrap();
        let call = Call::<UpdateProduct>::new((none.id,)).body(&body).if_version(version);
        coop.send(call).await.unwrap();
        assert!(read().await.unstocked.iter().any(|product| product.name == "Mật ong"));
        let page = coop.by_cookie().raw(Request::get("/desk")).await.text().to_owned();
        assert!(page.contains("Sắp hết hàng: Hồng sấy") && !page.contains("Hết hàng: Hồng sấy") && page.contains("Đã đăng nhưng chưa có hàng để đặt: Chè Shan"), "{page}");
        let other = app.cooperative("HTX Khác").await;
        assert_eq!(other.send(Call::<GetShortages>::new(())).await.unwrap().unstocked, []);
    }

    async fn a_shipped_order_has_a_delivery_note(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).published().create().await;
        lot(&app, &coop, goods.pack_id(), "L1", 10, 90).await;
        let order = ordered(&app, &buyer, goods.pack_id(), 3).await;
        let note = || Call::<GetDeliveryNote>::new((order.id,));
        refused(coop.send(note()).await, Code::WrongState);
        confirm(&coop, &order).await;
        let ship = OrderShip { note: Some("Xe 12C-000.00".into()) };
        coop.send(Call::<ShipOrder>::new((order.id,)).body(&ship)).await.unwrap();

        let found = coop.send(note()).await.unwrap();

        assert_eq!(found.number, order.number.replace("DH-", "GH-"));
        assert_eq!((found.seller.name.as_str(), found.buyer.name.as_str()), ("HTX Bảo Lâm", "Siêu thị Xanh"));
        assert!(!found.seller.tax_code.is_empty() && !found.buyer.contact.phone.is_empty());
        assert_eq!(found.note.as_deref(), Some("Xe 12C-000.00"));
        assert_eq!(found.order.lines[0].lots[0].code, "L1");
        let seen = buyer.send(note()).await.unwrap();
        assert_eq!((seen.number, seen.seller, seen.order.lines), (found.number, found.seller, found.order.lines));
        app.centre().send(note()).await.unwrap();
        let stranger = app.retailer("Siêu thị Khác").await;
        refused(stranger.send(note()).await, Code::NotFound);
    }

    async fn null_takes_away_what_may_be_missing(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app
            .product(&coop)
            .pack(|pack| pack.gtin = Some("9520000010010".into()))
            .create()
            .await;
        let nothing: PackUpdate = serde_json::from_str("{}").unwrap();
        let change = async |body: &PackUpdate, version| {
            coop.send(Call::<UpdatePack>::new((goods.pack.id,)).body(body).if_version(version)).await.unwrap()
        };
        assert_eq!(change(&nothing, 1).await.gtin.as_deref(), Some("9520000010010"));
        let cleared = PackUpdate { gtin: Patch::Clear, label_en: Patch::Clear, ..nothing };
        let pack = change(&cleared, 2).await;
        assert_eq!((pack.gtin, pack.label_en), (None, None));

        let body = serde_json::json!({ "shelf_life_days": null, "name_en": null, "storage": "" });
        let request = Request::new("PATCH", &format!("/api/v1/products/{}", goods.id))
            .header("If-Match", "*")
            .json(&body);
        let product: ManagedProduct = coop.raw(request).await.json();
        assert_eq!((product.texts.shelf_life_days, product.texts.name_en), (None, None));
        assert_eq!(product.texts.storage, None);
        assert!(product.texts.ingredients.is_some());
    }

    async fn unit_and_case_have_barcodes_of_their_own(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let add = async |gtin: &str, case_gtin: &str| {
            let body = PackCreate {
                gtin: Some(gtin.into()),
                case_gtin: Some(case_gtin.into()),
                ..PackCreate::example()
            };
            coop.send(Call::<CreatePack>::new((goods.id,)).body(&body)).await
        };
        let problem = refused(add("9520000010011", "1952000001001").await, Code::ValidationFailed);
        let wrong = [("case_gtin", FieldCode::CheckDigit), ("gtin", FieldCode::CheckDigit)];
        assert_eq!(fields(&problem), wrong);
        let problem = refused(add("9520000010010", "9520000010010").await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("case_gtin", FieldCode::Duplicate)]);
        add("9520000010010", "19520000010017").await.unwrap();
    }

    async fn a_barcode_names_one_thing_of_what_is_on_sale(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let (unit, case) = ("9520000010010", "19520000010017");
        let numbered = |gtin: &str, case_gtin: Option<&str>| PackCreate {
            gtin: Some(gtin.into()),
            case_gtin: case_gtin.map(str::to_owned),
            ..PackCreate::example()
        };
        let first = app.product(&coop).name("Hồng sấy").pack(|pack| *pack = numbered(unit, Some(case))).published().create().await;
        let second = app.product(&coop).name("Na dai").create().await;
        let add = async |id, body: PackCreate| coop.send(Call::<CreatePack>::new((id,)).body(&body)).await;
        let taken = |answer, field| {
            let problem = refused(answer, Code::ValidationFailed);
            assert_eq!(fields(&problem), [(field, FieldCode::Taken)]);
            problem.detail.expect("what has it")
        };

        let told = taken(add(second.id, numbered(unit, None)).await, "gtin");
        assert!(told.contains("Hồng sấy"), "{told}");
        taken(add(second.id, numbered(case, None)).await, "gtin");
        taken(add(first.id, PackCreate { net_quantity: 500, ..numbered(unit, None) }).await, "gtin");
        taken(add(second.id, numbered("9528765432108", Some("09520000010010"))).await, "case_gtin");
        let larger = add(first.id, PackCreate { units: 40, ..numbered(unit, None) }).await.expect("the same bags in a larger case");
        let nothing = || serde_json::from_str::<PackUpdate>("{}").unwrap();
        let same_case = PackUpdate { case_gtin: Patch::Set(case.into()), ..nothing() };
        let change = async |pack: &Pack, body: &PackUpdate| {
            coop.send(Call::<UpdatePack>::new((pack.id,)).body(body).if_version(pack.version)).await
        };
        taken(change(&larger, &same_case).await, "case_gtin");

        // Written down wrongly, taken off, and written again.
        let off = PackUpdate { active: Some(false), ..nothing() };
        let first_off = change(&first.pack, &off).await.expect("it is taken off");
        change(&larger, &off).await.expect("it is taken off");
        add(second.id, numbered(unit, Some(case))).await.expect("the numbers are free");
        let on = PackUpdate { active: Some(true), ..nothing() };
        let problem = refused(change(&first_off, &on).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("case_gtin", FieldCode::Taken), ("gtin", FieldCode::Taken)]);
        let other = app.cooperative("HTX Mẫu Sơn").await;
        app.product(&other).pack(|pack| *pack = numbered(unit, None)).create().await;
    }

    async fn a_product_can_be_started_like_another(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app
            .product(&coop)
            .name("Hồng sấy dẻo")
            .pack(|pack| pack.gtin = Some("9520000010010".into()))
            .stock(5)
            .published()
            .create()
            .await;

        let copy = coop.send(Call::<CopyProduct>::new((goods.id,))).await.unwrap();

        assert_eq!((copy.status, copy.published_at), (ProductStatus::Draft, None));
        assert_eq!(copy.texts.name, "Hồng sấy dẻo (bản sao)");
        assert_eq!(copy.texts.description, goods.product.texts.description);
        let (picture, original) = (&copy.texts.images[0], &goods.product.texts.images[0]);
        assert_eq!(picture.sources, original.sources);
        assert_ne!(picture.id, original.id);
        let [pack] = copy.packs.as_slice() else { panic!("not one pack") };
        assert_eq!((pack.unit_price, pack.gtin.as_deref(), pack.available), (goods.pack.unit_price, None, 0));
        coop.send(Call::<SubmitProduct>::new((copy.id,))).await.unwrap();
        let other = app.cooperative("HTX Mẫu Sơn").await;
        refused(other.send(Call::<CopyProduct>::new((goods.id,))).await, Code::NotFound);
    }
}
