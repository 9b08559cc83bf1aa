//! The cooperative's desk as plain HTML: what a phone without script can do.

use crate::pages::{field, post};
use shared::{Call, Input, PackId, orders::*, producers::*, stock::*};
use tests::*;

pub(crate) async fn page(person: &Person, path: &str) -> String {
    let answer = person.raw(Request::get(path)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text().to_owned()
}

pub(crate) async fn ordered(app: &TestApp, buyer: &Person, pack_id: PackId, quantity: i64) -> Order {
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
        .idempotency_key(format!("pages-{}", app.next()));
    let placed = buyer.send(call).await.expect("a purchase");
    placed.orders.into_iter().next().expect("an order")
}

on_both_databases! {
    async fn stock_changes_with_three_taps_and_without_script(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();
        let goods = app.product(&coop).stock(4).published().create().await;
        let lot = goods.lot.as_ref().unwrap();
        // Few cases are left: the lot's pack waits on the desk, and the lot one tap behind the stock.
        let today = page(&coop, "/desk").await;
        assert!(today.contains(&format!("/desk/stock/new?pack={}", goods.pack.id)), "{today}");
        assert!(page(&coop, "/desk/stock").await.contains(&format!("/desk/stock/{}", lot.id)));
        let path = format!("/desk/stock/{}", lot.id);
        let counted = post(&coop, &path, &[("quantity", "1"), ("step", "10")]).await;
        assert_eq!(counted.status, 200);
        assert_eq!(field(counted.text(), "quantity"), "11");
        let once = field(counted.text(), "once");
        let change = [("quantity", "11"), ("reason", "produced"), ("once", once.as_str())];
        assert_eq!(post(&coop, &path, &change).await.status, 303);
        // The second tap on the same page writes nothing.
        assert_eq!(post(&coop, &path, &change).await.status, 303);
        let after = coop.send(Call::<GetLot>::new((lot.id,))).await.unwrap();
        assert_eq!(after.on_hand, 15);
    }

    async fn the_summary_of_what_is_wrong_names_the_field(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stock(9).published().create().await;
        let order = ordered(&app, &app.retailer("Siêu thị Xanh").await, goods.pack_id(), 4).await;
        let (coop, authority) = (coop.by_cookie(), app.authority().by_cookie());
        let lot = format!("/desk/stock/{}", goods.lot.as_ref().unwrap().id);
        let (product, order) = (goods.id.to_string(), format!("/desk/orders/{}/decline", order.id));

        for (person, path, sent, told) in [
            (&coop, lot.as_str(), &[("quantity", "0"), ("reason", "produced")][..], "Mấy thùng: nhỏ nhất là 1."),
            (&coop, &lot, &[("quantity", "1")], "Vì sao: ô này bắt buộc."),
            (&coop, &order, &[("action", "decline"), ("once", "decline-no-reason")], "Lý do: "),
            (&authority, "/desk/certificates/new", &[("product_id", &product)], "Hạng sao: ô này bắt buộc."),
        ] {
            let answer = post(person, path, sent).await;
            let summary = answer.text().split_once("id=\"problem\"").map(|(_, rest)| rest.split_once("</div>").unwrap().0.to_owned());
            assert!(answer.status == 422 && summary.as_ref().is_some_and(|summary| summary.contains(told)), "{path}: {told}: {summary:?}");
        }
    }

    async fn a_form_that_comes_too_late_keeps_what_was_typed(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();
        let goods = app.product(&coop).name("Hồng sấy").create().await;
        let path = format!("/desk/products/{}/edit", goods.id);
        let version = field(&page(&coop, &path).await, "version");
        let save = async |name: &str, version: &str| {
            let sent = [("version", version), ("name", name), ("group", "I.3.c"), ("description", "Hồng sấy ở nhiệt độ thấp.")];
            post(&coop, &path, &sent).await
        };
        assert_eq!(save("Hồng sấy gió", &version).await.status, 303);

        let late = save("Hồng sấy dẻo", &version).await;

        assert_eq!(late.status, 412);
        assert_eq!(field(late.text(), "name"), "Hồng sấy dẻo");
        assert!(late.text().contains("Hồng sấy gió"), "{}", late.text());
        let newest = field(late.text(), "version");
        assert_ne!(newest, version);
        assert_eq!(save("Hồng sấy dẻo", &newest).await.status, 303);
    }

    async fn expired_stock_that_is_held_is_explained(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).published().create().await;
        let body = LotCreate {
            pack_id: goods.pack.id,
            code: "L1".into(),
            quantity: 10,
            produced_on: app.today(),
            best_before: Some(app.today()),
        };
        let lot = coop.send(Call::<CreateLot>::new(()).body(&body)).await.unwrap();
        let order = ordered(&app, &buyer, goods.pack_id(), 4).await;
        app.clock().advance_days(1);
        let shown = page(&coop, &format!("/desk/stock/{}", lot.id)).await;
        assert!(shown.contains("còn 4 thùng đang giữ cho đơn") && shown.contains(&order.number));
    }

    async fn orders_to_answer_stand_first_with_the_time_left(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(40).published().create().await;
        let order = ordered(&app, &buyer, goods.pack_id(), 4).await;
        app.clock().advance_hours(45);
        let today = page(&coop, "/desk").await;
        assert!(today.contains(&order.number) && today.contains("Còn 3 giờ để trả lời"), "{today}");
        assert!(page(&coop, "/en/desk").await.contains("3 hours left to answer"));
    }

    async fn the_delivery_note_is_a_paper_with_a_code(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();
        let buyer = app.retailer("Siêu thị Xanh").await;
        let coded = app.product(&coop).pack(|pack| {
            pack.gtin = Some("9520000010010".into());
            pack.case_gtin = Some("19520000010017".into());
        });
        let goods = coded.stock(40).published().create().await;
        let order = ordered(&app, &buyer, goods.pack_id(), 4).await;
        coop.send(Call::<ConfirmOrder>::new((order.id,))).await.unwrap();
        let packing = page(&coop, "/desk/orders/packing").await;
        assert!(packing.contains(&order.number) && packing.contains(&goods.lot.as_ref().unwrap().code));
        coop.send(Call::<ShipOrder>::new((order.id,)).body(&OrderShip::example())).await.unwrap();
        let path = format!("/desk/orders/{}/delivery-note", order.id);
        let note = coop.raw(Request::get(&path).header("host", "market.example")).await;
        let note = note.text();
        assert!(note.contains(&order.number.replace("DH-", "GH-")) && note.contains("class=\"qr\""));
        // Whoever receives writes by hand what came, of each lot and in all, and signs.
        let plain = note.replace("<!>", "");
        for told in ["Thực nhận (thùng)</th>", "Hỏng (thùng)</th>", "Người nhận hàng", "(ký, ghi rõ họ tên)"] {
            assert!(plain.contains(told), "{told}: {plain}");
        }
        assert_eq!(plain.matches("<td></td><td></td></tr>").count(), 2, "{plain}");
        assert!(note.contains(&format!("http://market.example/desk/orders/{}", order.id)));
        // Both codes by their names, on every paper of the order.
        let paper = page(&coop, &format!("/desk/orders/{}", order.id)).await;
        for paper in [packing.as_str(), note, &paper] {
            for told in ["GTIN đơn vị", ">9520000010010<", "GTIN thùng", ">19520000010017<"] {
                assert!(paper.contains(told), "{told}: {paper}");
            }
        }
        assert_eq!(page(&coop, "/desk/orders").await.matches(&order.number).count(), 1);
    }

    async fn a_delivery_that_was_not_accepted_whole_stands_on_the_day_for_a_week(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();
        let buyer = app.retailer("Siêu thị Xanh").await.by_cookie();
        let own = Call::<GetProducer>::new((coop.organisation_id().to_string().parse().unwrap(),));
        let version = coop.send(own).await.unwrap().version;
        let named = ProducerUpdate { name_en: Some("Bao Lam Cooperative".into()), ..ProducerUpdate::default() };
        coop.send(Call::<UpdateProducer>::new((coop.organisation_id(),)).body(&named).if_version(version)).await.unwrap();
        let goods = app.product(&coop).stock(40).published().create().await;
        let whole = ordered(&app, &buyer, goods.pack_id(), 2).await;
        let order = ordered(&app, &buyer, goods.pack_id(), 4).await;
        for id in [whole.id, order.id] {
            coop.send(Call::<ConfirmOrder>::new((id,))).await.unwrap();
            coop.send(Call::<ShipOrder>::new((id,)).body(&OrderShip::example())).await.unwrap();
        }
        assert!(!page(&coop, "/desk").await.contains(&order.number));
        let path = format!("/desk/orders/{}", order.id);
        let form = page(&buyer, &path).await;
        for told in [goods.pack.label.as_str(), "giao 4 thùng", "Thùng nhận", "Thùng hỏng"] {
            assert!(form.contains(told), "{told}: {form}");
        }
        let all = OrderReceive { lines: Vec::new(), note: None };
        buyer.send(Call::<ReceiveOrder>::new((whole.id,)).body(&all)).await.unwrap();
        let short = OrderReceive {
            lines: vec![ReceiveLine { line_id: order.lines[0].id, accepted: 1, damaged: Some(1) }],
            note: None,
        };
        buyer.send(Call::<ReceiveOrder>::new((order.id,)).body(&short)).await.unwrap();

        let today = page(&coop, "/desk").await;
        assert!(today.contains(&order.number) && today.contains("Bên mua không nhận 3 thùng"), "{today}");
        assert!(!today.contains(&whole.number));
        let history = page(&buyer, &format!("/en{path}")).await;
        assert!(history.contains("class=\"small\">Bao Lam Cooperative<"), "{history}");
        app.clock().advance_days(8);
        assert!(!page(&coop, "/desk").await.contains(&order.number));
        let since = format!("/desk/orders?short_since={}", order.placed_at.day());
        let list = page(&coop, &since).await;
        assert!(list.contains(&order.number) && !list.contains(&whole.number));
    }

    async fn a_shelf_that_does_not_count_for_coverage_says_so(app: TestApp) {
        use crate::listings::{answer, chain_of, pitch, store_of};
        use shared::listings::Decision;
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let retailer = app.retailer("Siêu thị Xứ Lạng").await;
        let (counted, other) = (chain_of(&app, &retailer, true).await.id, chain_of(&app, &retailer, false).await.id);
        for (stars, chain, says) in [
            (4, counted, "tính vào độ phủ trong 90 ngày"),
            (3, counted, "Độ phủ kệ chỉ tính sản phẩm bốn và năm sao"),
            (4, other, "Chuỗi này không tính vào độ phủ kệ"),
        ] {
            let goods = app.product(&coop).stars(stars).published().create().await;
            let store = store_of(&retailer, chain, &format!("K{}", app.next())).await.unwrap().id.to_string();
            let id = pitch(&coop, goods.id, chain).await.unwrap().id;
            answer(&retailer, id, Decision::Accept).await.unwrap();
            let buyer = retailer.by_cookie();
            let path = format!("/desk/listings/{id}");
            let once = format!("shelve-{id}");
            let sent = [("once", once.as_str()), ("action", "shelve"), ("store_ids", store.as_str())];
            let answer = post(&buyer, &format!("{path}/shelve"), &sent).await;
            let next = answer.header("location").to_owned();
            let page = buyer.raw(Request::get(&next)).await.text().to_owned();
            assert!(page.contains(says), "{stars}: {page}");
            assert_eq!(page.contains("tính vào độ phủ trong 90 ngày"), stars == 4 && chain == counted);
        }
    }

    async fn a_declined_pitch_says_what_to_mend_and_leads_to_the_next(app: TestApp) {
        use shared::listings::*;
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();
        let buyer = app.retailer("Siêu thị Xứ Lạng").await;
        let goods = app.product(&coop).published().create().await;
        let chain = ChainCreate {
            organisation_id: buyer.organisation_id(),
            name: "Chuỗi Xứ Lạng".into(),
            counts_as_retail_chain: true,
        };
        let chain = app.centre().send(Call::<CreateChain>::new(()).body(&chain)).await.unwrap();
        let other = app.product(&coop).name("Chè dây").published().create().await;
        let products = page(&coop, "/desk/listings/new").await;
        for product in [goods.id, other.id] {
            assert!(products.contains(&format!("/desk/listings/new?product={product}")), "{products}");
        }
        let form = page(&coop, &format!("/desk/listings/new?product={}", goods.id)).await;
        assert!(form.contains(&goods.pack.id.to_string()) && !form.contains(&other.pack.id.to_string()), "{form}");
        let (product, chain, pack) = (goods.id.to_string(), chain.id.to_string(), goods.pack.id.to_string());
        let refused = post(&coop, "/desk/listings/new", &[("once", "empty"), ("product_id", &product), ("chain_id", &chain), ("note", "")]).await;
        assert_eq!(refused.status, 422);
        let again = refused.text();
        assert!(again.contains(&pack) && !again.contains(&other.pack.id.to_string()), "{again}");
        assert!(!again.contains("Đã khôi phục"), "nothing is brought back where what was sent is shown");
        let sent = post(&coop, "/desk/listings/new", &[
            ("once", &field(&form, "once")), ("product_id", &product), ("chain_id", &chain), ("pack_id", &pack),
            ("weekly_cases", "40"), ("unit_price", "82.000"), ("starts_on", "2026-12-01"), ("note", "Có hàng mẫu."),
        ]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let listings = coop.send(Call::<ListListings>::new(())).await.unwrap().items;
        let answer = ListingAnswer {
            decision: Decision::Decline,
            reason_code: Some(ListingReason::Price),
            reason: Some("Cao hơn hàng cùng loại.".into()),
        };
        buyer.send(Call::<AnswerListing>::new((listings[0].id,)).body(&answer)).await.unwrap();
        assert!(page(&coop, "/desk").await.contains("Cao hơn hàng cùng loại."));
        let shown = page(&coop, &format!("/desk/listings/{}", listings[0].id)).await;
        assert!(shown.contains("40 thùng mỗi tuần") && shown.contains("Xem lại giá từng quy cách"));
        let again = page(&coop, &format!("/desk/listings/new?again={}", listings[0].id)).await;
        assert_eq!(field(&again, "weekly_cases"), "40");
    }
}
