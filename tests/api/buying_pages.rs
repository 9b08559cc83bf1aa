//! The buyer's desk by plain forms: the table, quick order, approving, many shelves at once.

use crate::pages::{field, post};
use shared::{Call, Input, identity::Role, listings::*, orders::*};
use tests::*;

pub(crate) async fn get(person: &Person, path: &str) -> String {
    let answer = person.raw(Request::get(path)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text().to_owned()
}

async fn held(buyer: &Person) -> Vec<i64> {
    let basket = buyer.send(Call::<GetBasket>::new(())).await.expect("a basket");
    let lines = basket.groups.iter().flat_map(|group| &group.lines);
    lines.map(|line| line.quantity).collect()
}

on_both_databases! {
    async fn a_buyer_fills_the_basket_from_the_table(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app
            .product(&coop)
            .name("Hồng sấy dẻo")
            .pack(|pack| (pack.min_cases, pack.case_multiple) = (2, 2))
            .stars(4)
            .stock(9)
            .published()
            .create()
            .await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await.by_cookie();
        let visitor = get(&app.anonymous(), "/products?view=table&season=11").await;
        assert!(visitor.contains("Hồng sấy dẻo") && !visitor.contains("/basket/add"));
        let page = get(&buyer, "/products?view=table&sort=price&in_stock=true").await;
        let field = format!("cases.{}", goods.pack_id());
        assert!(page.contains(&field) && page.contains("view=table") && page.contains("aria-sort=\"ascending\""));
        let back = "/products?view=table&done=added";
        for (text, told) in [("x", "Phải là số nguyên, ví dụ 12."), ("3", "Phải là bội số của 2."), ("0", "Nhỏ nhất là 1."), ("10", "Chỉ còn 9.")] {
            let answer = post(&buyer, "/basket/add", &[("back", back), (&field, text)]).await;
            assert!(answer.status != 303 && answer.text().contains(told), "{text}: {}", answer.text());
        }
        assert_eq!(held(&buyer).await, [0_i64; 0]);
        let possible = post(&buyer, "/basket/add", &[("back", back), (&field, "10"), ("possible", "true")]).await;
        assert_eq!((possible.status, possible.header("location")), (303, back));
        assert_eq!(held(&buyer).await, [8]);
        let page = get(&buyer, "/en/products").await;
        assert!(page.contains("class=\"count num\">1<"), "the frame counts what is in the basket");
    }

    async fn a_pasted_list_is_looked_up_and_added(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app
            .product(&coop)
            .pack(|pack| {
                pack.gtin = Some("9520000010010".into());
                pack.case_multiple = 2;
            })
            .stock(20)
            .published()
            .create()
            .await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await.by_cookie();
        get(&buyer, "/basket/quick").await;
        let list = "Mã\tSố lượng\n9520000010010\t3\n4006381333931\t1\n8,9E+12\t2\n9520000010010 abc\n9520000010010\nxyz\n9520000010010 1.000.001\n9520000010011 2";
        let answer = post(&buyer, "/basket/quick", &[("codes", list), ("counting", "cases")]).await;
        let page = answer.text();
        assert_eq!(answer.status, 200);
        for told in ["Làm tròn lên bội số của 2.", "2 mã không có trên sàn", "Số kiểm tra không khớp", "5 dòng chưa đọc được", "nhiều nhất 1.000.000 thùng một dòng", "Dòng 4:", "Dòng 5:", "chưa có số lượng sau mã", "Dòng 7:"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        let field = format!("cases.{}", goods.pack_id());
        assert!(page.contains(&field) && page.contains("value=\"4\""));
        let added = post(&buyer, "/basket/add", &[("back", "/basket?done=added"), (&field, "4")]).await;
        assert_eq!(added.header("location"), "/basket?done=added");
        let order = buyer.send(Call::<PlacePurchase>::new(()).idempotency_key("quick-order").body(&PurchasePlace {
            lines: vec![PurchaseLine { pack_id: goods.pack_id(), quantity: 16, expected_case_price: None }],
            ..PurchasePlace::example()
        })).await.unwrap().orders.remove(0);
        // Sixteen were ordered; four are left to order again.
        let again = post(&buyer, &format!("/desk/orders/{}/reorder", order.id), &[]).await;
        let basket = get(&buyer, again.header("location")).await;
        assert!(basket.contains("chỉ có 4 trong 16 thùng."), "{basket}");
    }

    async fn who_orders_again_twice_has_the_old_order_in_the_basket_once(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let one = app.product(&coop).unit_price(10_000).stock(90).published().create().await.pack_id();
        let two = app.product(&coop).unit_price(10_000).stock(90).published().create().await.pack_id();
        let buyer = app.retailer("Siêu thị Xứ Lạng").await.by_cookie();
        let line = |pack_id| PurchaseLine { pack_id, quantity: 6, expected_case_price: None };
        let body = PurchasePlace { lines: vec![line(one), line(two)], ..PurchasePlace::example() };
        let call = Call::<PlacePurchase>::new(()).idempotency_key("to-order-again").body(&body);
        let order = buyer.send(call).await.unwrap().orders.remove(0);
        for (pack, quantity) in [(one, 2), (two, 9)] {
            buyer.send(Call::<PutBasketLine>::new((pack,)).body(&BasketPut { quantity })).await.unwrap();
        }
        let held = async || {
            let basket = buyer.send(Call::<GetBasket>::new(())).await.unwrap();
            let lines = basket.groups.into_iter().flat_map(|group| group.lines);
            lines.map(|line| (line.pack_id, line.quantity)).collect::<Vec<_>>()
        };
        let address = format!("/desk/orders/{}/reorder", order.id);

        let first = post(&buyer, &address, &[]).await;

        assert_eq!(first.header("location"), format!("/basket?from={}", order.id));
        let basket = held().await;
        assert!(basket.contains(&(one, 6)) && basket.contains(&(two, 9)), "at least as many: {basket:?}");
        let again = post(&buyer, &address, &[]).await;
        assert_eq!(held().await, basket);
        let page = get(&buyer, again.header("location")).await;
        assert!(page.contains("đã có đủ trong giỏ từ trước: không thêm gì."), "{page}");
    }

    async fn a_purchase_is_approved_and_shelves_are_confirmed_by_plain_forms(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).name("Hồng sấy dẻo").stars(4).stock(9).published().create().await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await.by_cookie();
        let saved = post(&buyer, "/desk/buying-rules", &[("approval_from", "1.000")]).await;
        assert_eq!(saved.header("location"), "/desk/buying-rules?done=saved");
        assert!(post(&buyer, "/desk/buying-rules", &[("approval_from", "nhiều")]).await.text().contains("Phải là số nguyên, ví dụ 12."));
        let purchaser = buyer.colleague(Role::Buyer).await.by_cookie();
        let purchase = purchaser.send(Call::<PlacePurchase>::new(()).idempotency_key("to-approve").body(&PurchasePlace {
            lines: vec![PurchaseLine { pack_id: goods.pack_id(), quantity: 2, expected_case_price: None }],
            ..PurchasePlace::example()
        })).await.unwrap();
        let address = format!("/desk/purchases/{}", purchase.id);
        assert!(!get(&purchaser, &address).await.contains("/approve"));
        let buyer = buyer.colleague(Role::Approver).await.by_cookie();
        assert!(get(&buyer, "/desk").await.contains("lần đặt mua chờ duyệt"));
        assert!(get(&buyer, "/desk/purchases?awaiting=true").await.contains(&address));
        assert!(get(&buyer, &address).await.contains("/approve"));
        let approved = post(&buyer, &format!("{address}/approve"), &[("once", "approve-once")]).await;
        assert_eq!(approved.header("location"), format!("{address}?done=approve"));
        assert!(get(&buyer, "/desk/orders?status=placed&q=PO-&from=2026-11-22").await.contains("PO-2611-001"));

        let body = ChainCreate { organisation_id: buyer.organisation_id(), name: "Chuỗi Xanh".into(), counts_as_retail_chain: true };
        let chain = app.centre().send(Call::<CreateChain>::new(()).body(&body)).await.unwrap();
        let store = app.centre().send(Call::<CreateStore>::new((chain.id,)).body(&StoreCreate::example())).await.unwrap();
        let pitch = ListingPitch { product_id: goods.id, chain_id: chain.id, ..ListingPitch::example() };
        let listing = coop.send(Call::<PitchListing>::new(()).body(&pitch)).await.unwrap().id;
        buyer.send(Call::<AnswerListing>::new((listing,)).body(&ListingAnswer::example())).await.unwrap();
        buyer.send(Call::<ShelveListing>::new((listing,)).body(&ListingShelve { store_ids: vec![store.id] })).await.unwrap();
        let shelf = format!("{listing}:{}", store.id);
        let shelves = get(&buyer, "/desk/shelves").await;
        assert!(shelves.contains(&shelf) && !shelves.contains(" checked"), "nothing is ticked that nobody has seen");
        assert!(!get(&buyer, "/desk/shelves?overdue=true").await.contains(&shelf));
        let confirmed = post(&buyer, "/desk/shelves?overdue=true", &[("shelf", &shelf), ("once", "confirm-once")]).await;
        assert!(confirmed.header("location").starts_with("/desk/shelves?overdue=true&done=confirmed.1."));
        assert!(shelves.contains("Xác nhận 1 sản phẩm đang trên kệ"), "{shelves}");
        app.clock().advance_days(1);
        let whole = post(&buyer, "/desk/shelves", &[("store", &store.id.to_string()), ("once", "confirm-store")]).await;
        let after = get(&buyer, whole.header("location")).await;
        assert!(after.contains("Đã xác nhận 1 kệ.") && after.contains("tính đến 21/02/2027"), "{after}");
        let at = app.clock().now().0.to_string();
        assert!(after.contains(&format!(r#"name="take_back" value="{at}""#)), "{after}");
        let undone = post(&buyer, "/desk/shelves", &[("take_back", &at), ("once", "take-back")]).await;
        let after = get(&buyer, undone.header("location")).await;
        assert!(after.contains("Đã hoàn tác") && after.contains("tính đến 20/02/2027"), "{after}");
        let twice = post(&buyer, "/desk/shelves", &[("take_back", &at), ("once", "take-back-2")]).await;
        assert_eq!(twice.status, 422);
        assert!(post(&buyer, "/desk/shelves", &[]).await.text().contains("Ô này bắt buộc."));
    }

    async fn what_is_ordered_is_what_stands_in_the_boxes(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app
            .product(&coop)
            .pack(|pack| (pack.unit_price, pack.min_cases, pack.case_multiple) = (10_000, 2, 2))
            .stock(30)
            .published()
            .create()
            .await;
        let other = app.product(&coop).unit_price(20_000).stock(30).published().create().await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await.by_cookie();
        let fill = async || {
            for pack_id in [goods.pack_id(), other.pack_id()] {
                app.clock().advance_hours(1);
                let put = Call::<PutBasketLine>::new((pack_id,)).body(&BasketPut { quantity: 4 });
                buyer.send(put).await.unwrap();
            }
        };
        fill().await;
        // Lines are sent as the page shows them, with other numbers typed into the boxes.
        let sent = async |path: &str, typed: [&str; 2], pressed: &[(&str, &str)]| {
            let page = get(&buyer, "/basket").await;
            let hidden = |name: &str| (name.to_owned(), field(&page, name));
            let mut fields = vec![hidden("once"), hidden("expected_total")];
            for (index, number) in typed.into_iter().enumerate() {
                fields.extend(["pack_id", "shown", "case_price"].map(|part| hidden(&format!("lines[{index}].{part}"))));
                fields.push((format!("lines[{index}].quantity"), number.to_owned()));
            }
            let delivery = [
                ("delivery.name", "Kho Xứ Lạng"), ("delivery.address", "Số 1 đường Ví Dụ"), ("delivery.commune_code", "05977"),
                ("delivery.contact.name", "Bộ phận nhận hàng"), ("delivery.contact.phone", "0205 000 0456"),
                ("delivery.contact.email", "kho@example.com"), ("note", "Giao buổi sáng"),
            ];
            let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            all.extend(delivery);
            all.extend(pressed);
            post(&buyer, path, &all).await
        };
        let orders = async || buyer.send(Call::<ListOrders>::new(()).query(&OrderFilter::default())).await.unwrap().items;

        let unreadable = sent("/basket/order", ["nhiều", "4"], &[]).await;
        assert_eq!(unreadable.status, 422);
        for kept in ["value=\"nhiều\"", "Phải là số nguyên, ví dụ 12.", "Giao buổi sáng", "Kho Xứ Lạng"] {
            assert!(unreadable.text().contains(kept), "{kept}: {}", unreadable.text());
        }
        let odd = sent("/basket/order", ["5", "4"], &[]).await;
        assert!(odd.status == 409 && odd.text().contains("Phải là bội số của 2."), "{}", odd.text());
        let scarce = sent("/basket/order", ["32", "4"], &[]).await;
        assert!(scarce.status == 409 && scarce.text().contains("Chỉ còn 30."), "{}", scarce.text());
        // 12 × 20 × 10 000 and 4 × 20 × 20 000, with 8 % of tax.
        let asked = sent("/basket/order", ["12", "4"], &[]).await;
        assert_eq!(asked.status, 409);
        for told in ["Số thùng đã được cập nhật, chưa đặt hàng.", "4.320.000", "value=\"12\"", "Giao buổi sáng"] {
            assert!(asked.text().contains(told), "{told}: {}", asked.text());
        }
        assert_eq!(orders().await.len(), 0, "no other sum is ordered than the one on the page");
        assert_eq!(held(&buyer).await, [12, 4]);
        let placed = sent("/basket/order", ["12", "4"], &[]).await;
        assert_eq!(placed.status, 303, "{}", placed.text());
        assert_eq!(orders().await[0].total.amount, 4_320_000);

        fill().await;
        // A step takes the other box along, and keeps what was written about the delivery.
        let stepped = sent("/basket/lines", ["4", "7"], &[("step", "0:2")]).await;
        assert!(stepped.status == 200 && stepped.text().contains("Giao buổi sáng"), "{}", stepped.text());
        assert_eq!(held(&buyer).await, [6, 7]);
        sent("/basket/lines", ["6", "7"], &[("remove", "1")]).await;
        assert_eq!(held(&buyer).await, [6]);
    }

    async fn store_staff_are_not_offered_what_they_may_not_do(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stock(30).published().create().await;
        let manager = app.retailer("Siêu thị Xứ Lạng").await;
        let chain = crate::listings::chain_of(&app, &manager, true).await.id;
        let listing = crate::listings::pitch(&coop, goods.id, chain).await.unwrap().id;
        let (buyer, store) = (manager.colleague(Role::Buyer).await.by_cookie(), manager.colleague(Role::Store).await.by_cookie());
        let (product, listing) = (format!("/products/{}", goods.slug), format!("/desk/listings/{listing}"));
        for (path, offered) in [
            ("/desk", "/basket/quick"), ("/desk", "lời chào hàng chờ trả lời"), ("/desk", "href=\"/basket\""),
            (product.as_str(), "/basket/add"), ("/products?view=table", "/basket/add"), (listing.as_str(), "Gửi trả lời"),
        ] {
            assert!(get(&buyer, path).await.contains(offered), "{path}: {offered}");
            assert!(!get(&store, path).await.contains(offered), "{path}: {offered}");
        }
        assert_eq!(store.raw(Request::get("/basket/quick")).await.status, 403);
        let seen = store.send(Call::<GetListing>::new((listing.rsplit('/').next().unwrap().parse().unwrap(),))).await.unwrap();
        assert_eq!(seen.actions, []);
    }
}
