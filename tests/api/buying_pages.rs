//! The buyer's desk by plain forms: the table, quick order, approving, many shelves at once.

use crate::pages::post;
use shared::{Call, Input, identity::Role, listings::*, orders::*};
use tests::*;

async fn get(person: &Person, path: &str) -> String {
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
        for (text, told) in [("x", "Phải là một con số."), ("3", "Phải là bội số của 2."), ("0", "Nhỏ nhất là 1."), ("10", "Chỉ còn 9.")] {
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
        let list = "Mã\tSố lượng\n9520000010010\t3\n4006381333931\t1\n8,9E+12\t2";
        let answer = post(&buyer, "/basket/quick", &[("codes", list), ("counting", "cases")]).await;
        let page = answer.text();
        assert_eq!(answer.status, 200);
        for told in ["Làm tròn lên bội số của 2.", "1 mã không có trên sàn", "1 dòng chưa đọc được", "Dòng 4:"] {
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

    async fn a_purchase_is_approved_and_shelves_are_confirmed_by_plain_forms(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).name("Hồng sấy dẻo").stars(4).stock(9).published().create().await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await.by_cookie();
        let saved = post(&buyer, "/desk/buying-rules", &[("approval_from", "1.000")]).await;
        assert_eq!(saved.header("location"), "/desk/buying-rules?done=saved");
        assert!(post(&buyer, "/desk/buying-rules", &[("approval_from", "nhiều")]).await.text().contains("Phải là một con số."));
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
        assert!(get(&buyer, "/desk/shelves?overdue=true").await.contains(&shelf));
        let confirmed = post(&buyer, "/desk/shelves?overdue=true", &[("shelf", &shelf), ("once", "confirm-once")]).await;
        assert_eq!(confirmed.header("location"), "/desk/shelves?overdue=true&done=confirmed");
        let whole = post(&buyer, "/desk/shelves", &[("store", &store.id.to_string()), ("once", "confirm-store")]).await;
        assert_eq!(whole.status, 303);
        assert!(!get(&buyer, "/desk/shelves?overdue=true").await.contains(&shelf));
        assert!(post(&buyer, "/desk/shelves", &[]).await.text().contains("Ô này bắt buộc."));
    }
}
