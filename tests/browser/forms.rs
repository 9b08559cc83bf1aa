//! What forms do beyond HTML: typed text survives a closed tab, barcodes are checked while they are typed, a
//! button fills in a part of a form.

use shared::{
    Call,
    orders::{BasketPut, PutBasketLine},
};
use tests::browser::{Screen, browse};

const NAME: &str = "Hồng sấy chưa lưu";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typed_text_survives_a_closed_tab_until_it_is_saved_or_discarded() {
    browse(Screen::Phone, async |app, browser| {
        browser.sign_in(&app.cooperative("HTX Bảo Lâm").await).await;
        let name = async || {
            let script = "return document.querySelector('[name=name]')?.value";
            browser
                .run(script, vec![])
                .await
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        let type_in = async |text: &str| {
            browser.goto("/desk/products/new").await;
            browser.wait_for_forms().await;
            browser.set("name", text).await;
            browser
                .until("that what was typed is kept", async || {
                    let script = "return !document.querySelector('[data-draft-saved]').hidden";
                    (browser.run(script, vec![]).await == true).then_some(())
                })
                .await;
        };
        type_in(NAME).await;
        browser.goto("/desk").await;

        browser.goto("/desk/products/new").await;
        browser.wait_for_text("Đã khôi phục bản nháp").await;
        assert_eq!(name().await, NAME);
        browser.screenshot("draft").await;
        browser.click("Bỏ bản nháp").await;
        assert_eq!(name().await, "");
        browser.goto("/desk/products/new").await;
        assert_eq!(name().await, "");

        type_in(NAME).await;
        browser.set("group", "I.3.c").await;
        browser
            .set("description", "Hồng sấy ở nhiệt độ thấp, không thêm đường.")
            .await;
        browser.click("Lưu bản nháp").await;
        browser.wait_for_text("Đã lưu bản nháp").await;
        browser.goto("/desk/products/new").await;
        assert_eq!(name().await, "");
        assert_eq!(browser.console_errors().await, [""; 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_barcode_is_told_while_it_is_typed() {
    browse(Screen::Phone, async |app, browser| {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        browser.sign_in(&coop).await;
        browser
            .goto(&format!("/desk/products/{}/packs/new", goods.id))
            .await;
        browser
            .until("the barcode's message", async || {
                browser.set("gtin", "9520000010011").await;
                browser
                    .text()
                    .await
                    .contains("Số kiểm tra không khớp")
                    .then_some(())
            })
            .await;
        browser.set("gtin", "9520000010010").await;
        browser.wait_until_gone("Số kiểm tra không khớp").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stock_is_counted_with_the_thumb() {
    browse(Screen::Phone, async |app, browser| {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stock(4).create().await;
        let lot = goods.lot.as_ref().expect("a lot");
        browser.sign_in(&coop).await;
        browser.goto(&format!("/desk/stock/{}", lot.id)).await;
        browser.wait_for_islands().await;
        browser.click("+10").await;
        browser.click("+ Làm thêm, thu thêm").await;
        browser.wait_for_text("Đã ghi thay đổi").await;
        browser.wait_for_text("+11").await;
        browser.screenshot("stock-lot").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typed_text_survives_a_refusal_and_a_session_that_ended() {
    browse(Screen::Phone, async |app, browser| {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        browser.sign_in(&coop).await;
        let name = async || {
            let script = "return document.querySelector('[name=name]')?.value";
            let value = browser.run(script, vec![]).await;
            value.as_str().unwrap_or_default().to_owned()
        };
        browser.goto("/desk/products/new").await;
        browser.wait_for_forms().await;
        browser.set("name", NAME).await;
        browser.set("group", "I.3.c").await;
        browser.set("description", "Ngắn").await;
        browser.click("Lưu bản nháp").await;
        browser.wait_for_text("Mô tả: cần ít nhất").await;

        // Refused, and left for something else.
        browser.goto("/desk").await;
        browser.goto("/desk/products/new").await;
        browser.wait_for_text("Đã khôi phục bản nháp").await;
        assert_eq!(name().await, NAME);

        // The session ends elsewhere while somebody types.
        browser.wait_for_forms().await;
        browser.leave().await;
        browser
            .set("description", "Hồng sấy ở nhiệt độ thấp, không thêm đường.")
            .await;
        browser.click("Lưu bản nháp").await;
        browser.wait_for_text("Hãy đăng nhập để tiếp tục").await;
        browser.send_sign_in(&coop.login(), tests::PASSWORD).await;
        browser.wait_for_text("Đã khôi phục bản nháp").await;
        assert_eq!(name().await, NAME);
        browser.click("Lưu bản nháp").await;
        browser.wait_for_text("Đã lưu bản nháp").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_words_of_an_order_survive_a_session_that_ended_at_the_checkout() {
    browse(Screen::Desk, async |app, browser| {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stock(9).published().create().await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let put = Call::<PutBasketLine>::new((goods.pack_id(),)).body(&BasketPut { quantity: 2 });
        buyer.send(put).await.expect("a full basket");
        browser.sign_in(&buyer).await;
        browser.goto("/basket").await;
        browser.wait_for_forms().await;
        let words = [
            ("po_number", "PO-77"),
            ("note", "Giao trước 8 giờ"),
            ("delivery.name", "Kho Kỳ Lừa"),
        ];
        for (name, text) in words {
            browser.set(name, text).await;
        }
        browser.set("delivery.address", "Số 4 đường Ví Dụ").await;
        browser.set("delivery.commune_code", "05977").await;

        // The session ends elsewhere while somebody types.
        browser.leave().await;
        let order = async || {
            browser
                .run("document.querySelector('#order .button--large').click()", vec![])
                .await
        };
        order().await;
        browser.wait_for_text("Hãy đăng nhập để tiếp tục").await;
        browser.send_sign_in(&buyer.login(), tests::PASSWORD).await;
        browser.wait_for_text("Đã khôi phục bản nháp").await;
        for (name, text) in words {
            let script = "return document.querySelector(`[name='${arguments[0]}']`).value";
            assert_eq!(browser.run(script, vec![name.into()]).await, text);
        }
        order().await;
        browser.wait_for_text("Đã gửi đơn hàng").await;
        browser
            .until("that what was ordered is kept no longer", async || {
                let kept = browser
                    .run("return Object.keys(localStorage).length", vec![])
                    .await;
                (kept == 0).then_some(())
            })
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_for_ones_commune_leaves_all_that_was_typed_even_the_password() {
    browse(Screen::Phone, async |_, browser| {
        browser.goto("/sign-up").await;
        browser.wait_for_forms().await;
        browser.set("name", "HTX Bảo Lâm").await;
        browser.set("password", "mat-khau-vi-du").await;
        let value = async |name: &str| {
            let script = "return document.querySelector(`[name=${arguments[0]}]`).value";
            browser.run(script, vec![name.into()]).await
        };

        browser.set("old_commune", "Hồng Phong").await;
        browser.click("Tìm xã, phường").await;
        browser.wait_for_text("Huyện Bình Gia").await;
        browser
            .run("document.querySelector('[name=take_commune]').click()", vec![])
            .await;
        browser.wait_until_gone("Huyện Bình Gia").await;

        assert_ne!(value("commune_code").await, "");
        assert_eq!(value("name").await, "HTX Bảo Lâm");
        assert_eq!(value("password").await, "mat-khau-vi-du");
        assert_eq!(browser.path().await, "/sign-up");
        assert_eq!(browser.console_errors().await, [""; 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filter_that_asks_for_nothing_leaves_no_trace_in_the_address() {
    browse(Screen::Phone, async |app, browser| {
        browser.sign_in(&app.authority()).await;
        browser.goto("/desk/certificates?stars=4").await;
        let script = "const form = document.querySelector('form:has([name=year])'); form.elements.stars.value = ''; \
            form.elements.year.value = '2026'; form.requestSubmit(); return form.elements.length";
        assert!(browser.run(script, vec![]).await.as_u64() > Some(2));
        browser.wait_for_path("/desk/certificates?year=2026").await;
    })
    .await;
}
