//! The whole story without a mouse: Tab, Enter, Space and arrow keys reach everything, and where one is can be seen.

use serde_json::Value;
use shared::{
    Call,
    listings::{ChainCreate, CreateChain, CreateStore, StoreCreate},
};
use std::path::PathBuf;
use tests::{
    Person, TestApp,
    browser::{Browser, DOWN, ENTER, SPACE, Screen, TAB, browse},
    tax_code,
};

const COOPERATIVE: &str = "HTX Chè Mẫu Sơn";
const LOGIN: &str = "mau-son@example.com";
const PASSWORD: &str = "mat-khau-mau-son";
const PRODUCT: &str = "Chè Shan tuyết Mẫu Sơn";
const CHAIN: &str = "Siêu thị Xứ Lạng";
const STORE: &str = "Xứ Lạng Đông Kinh";
const REASON: &str = "Bốn sao, đủ hàng cho siêu thị.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_product_reaches_the_shelf_with_the_keys_alone() {
    browse(Screen::Desk, async |app, browser| {
        let seller = (LOGIN.to_owned(), PASSWORD.to_owned());
        let person = app.retailer(CHAIN).await;
        open_store(&app, &person).await;
        let buyer = (person.login(), person.password());
        let centre = (app.centre().login(), app.centre().password());
        let authority = (app.authority().login(), app.authority().password());

        sign_up(&app, &browser).await;
        sign_in(&browser, &centre).await;
        verify(&browser).await;
        sign_in(&browser, &seller).await;
        create_product(&browser).await;
        sign_in(&browser, &centre).await;
        publish(&browser).await;
        sign_in(&browser, &authority).await;
        certify(&browser).await;
        sign_in(&browser, &centre).await;
        feature(&browser).await;

        sign_in(&browser, &buyer).await;
        find(&browser).await;
        order(&browser).await;
        sign_in(&browser, &seller).await;
        confirm_and_ship(&browser).await;
        sign_in(&browser, &buyer).await;
        receive(&browser).await;
        sign_in(&browser, &seller).await;
        pitch(&browser).await;
        sign_in(&browser, &buyer).await;
        answer_and_shelve(&browser).await;
        browser.leave().await;
        read_coverage(&browser).await;
        assert_eq!(browser.console_errors().await, [""; 0]);
    })
    .await;
}

async fn open_store(app: &TestApp, buyer: &Person) {
    let chain = Call::<CreateChain>::new(()).body(&ChainCreate {
        organisation_id: buyer.organisation_id(),
        name: CHAIN.into(),
        counts_as_retail_chain: true,
    });
    let chain = app.centre().send(chain).await.expect("a chain").id;
    let store = Call::<CreateStore>::new((chain,)).body(&StoreCreate {
        code: "XL-01".into(),
        name: STORE.into(),
        address: "Đường Ví Dụ".into(),
        commune_code: "05977".into(),
        gln: None,
    });
    app.centre().send(store).await.expect("a store");
}

async fn sign_up(app: &TestApp, browser: &Browser) {
    // The first stop of every page leads past its head.
    browser.goto("/").await;
    browser.press(TAB).await;
    browser.press(ENTER).await;
    let focused = browser.run("return document.activeElement.id", vec![]).await;
    assert_eq!(focused, "main", "the skip link leads to the content");

    browser.goto("/").await;
    browser.enter("Đăng ký đơn vị").await;
    browser.wait_for_path("/sign-up").await;
    browser.tab_to("Bán hàng").await;
    browser.press(SPACE).await;
    browser.tab_to("Hợp tác xã").await;
    browser.press(SPACE).await;
    browser.write("Tên đơn vị", COOPERATIVE).await;
    browser.write("Mã số thuế", &tax_code(app.next())).await;
    browser.tab_to("Xã, phường").await;
    browser.press(DOWN).await;
    browser.write("Họ và tên", "Bộ phận bán hàng").await;
    browser.write("Số điện thoại", "0205 000 0123").await;
    browser.write("E-mail", LOGIN).await;
    browser.write("Mật khẩu", PASSWORD).await;
    browser.tab_to("Tôi đã đọc").await;
    browser.press(SPACE).await;
    browser.enter("Gửi đăng ký").await;
    browser.wait_for_text("Đã nhận đăng ký của bạn").await;
}

/// Another person sits down at the browser.
async fn sign_in(browser: &Browser, (login, password): &(String, String)) {
    browser.leave().await;
    browser.goto("/").await;
    browser.enter("Đăng nhập").await;
    browser.wait_for_path("/sign-in").await;
    browser.write("E-mail hoặc số điện thoại", login).await;
    browser.write("Mật khẩu", password).await;
    browser.press(ENTER).await;
    browser.wait_for_path("/desk").await;
}

async fn verify(browser: &Browser) {
    browser.enter("Đơn vị").await;
    browser.wait_for_path("/desk/organisations").await;
    browser.enter(COOPERATIVE).await;
    browser.wait_for_text("Xác minh, cho giao dịch").await;
    browser.enter("Xác minh, cho giao dịch").await;
    browser.wait_for_text("Đã xác minh").await;
}

async fn create_product(browser: &Browser) {
    // The first entry of this name is the storefront's.
    browser.goto("/desk/products").await;
    browser.enter("Thêm sản phẩm").await;
    browser.wait_for_path("/desk/products/new").await;
    browser.write("Tên sản phẩm", PRODUCT).await;
    browser.tab_to("Nhóm sản phẩm OCOP").await;
    browser.press(DOWN).await;
    browser
        .write(
            "Mô tả",
            "Chè cổ thụ hái tay trên núi Mẫu Sơn, sao củi, nước vàng sánh.",
        )
        .await;
    browser.enter("Lưu bản nháp").await;
    browser.wait_for_text("Đã lưu bản nháp").await;
    let path = browser.path().await;
    let path = path.split('?').next().expect("a path").to_owned();

    // Which file it is, the machine's own dialogue asks.
    browser.wait_for_islands().await;
    browser.tab_to("Chụp hoặc chọn ảnh").await;
    let photo = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/persimmons.jpg");
    let photo = photo.canonicalize().expect("a photograph");
    browser.attach("file", &photo).await;
    browser
        .until("the photograph on the page", async || {
            let script = "return !!document.querySelector('main img[src*=\"/media/\"]')";
            (browser.run(script, vec![]).await == true).then_some(())
        })
        .await;

    browser.enter("Thêm quy cách bán").await;
    browser.wait_for_path(&format!("{path}/packs/new")).await;
    browser.write("Tên quy cách", "Thùng 20 hộp 250 g").await;
    browser.write("Số gói trong một thùng", "20").await;
    browser.write("Lượng trong một gói", "250").await;
    browser.write("Giá một gói", "85000").await;
    browser.write("Đặt ít nhất", "1").await;
    browser.write("Đặt theo bội số", "1").await;
    browser.enter("Lưu").await;
    browser.wait_for_text("Đã lưu quy cách bán").await;

    browser.enter("Tồn kho").await;
    browser.wait_for_path("/desk/stock").await;
    browser.enter("Nhập lô hàng").await;
    browser.wait_for_path("/desk/stock/new").await;
    browser.tab_to("Sản phẩm, quy cách").await;
    browser.press(DOWN).await;
    browser.write("Số lượng", "20").await;
    browser.write("Mã lô", "L-01").await;
    write_day(browser, "Ngày sản xuất", "11112026", "2026-11-11").await;
    write_day(browser, "Hạn dùng", "08082027", "2027-08-08").await;
    browser.enter("Nhập kho").await;
    browser.wait_for_text("Đã nhập lô hàng").await;

    browser.goto("/desk/products").await;
    browser.enter(PRODUCT).await;
    browser.wait_for_text("Gửi Trung tâm duyệt").await;
    browser.enter("Gửi Trung tâm duyệt").await;
    browser.wait_for_text("Đã gửi duyệt").await;
}

/// Days whose number is the month's: browsers ask for the two in different orders.
async fn write_day(browser: &Browser, label: &str, digits: &str, day: &str) {
    browser.write(label, digits).await;
    let written: Value = browser.run("return document.activeElement.value", vec![]).await;
    assert_eq!(written, day, "{label}");
}

async fn publish(browser: &Browser) {
    browser.enter("Duyệt").await;
    browser.wait_for_path("/desk/review").await;
    browser.enter(PRODUCT).await;
    browser.wait_for_text("sao củi").await;
    browser.enter("Duyệt và đăng").await;
    browser.wait_for_text("Đã đăng").await;
}

async fn certify(browser: &Browser) {
    browser.enter("Chứng nhận").await;
    browser.wait_for_path("/desk/certificates").await;
    browser.enter("Ghi giấy chứng nhận").await;
    browser.wait_for_path("/desk/certificates/new").await;
    browser.enter(PRODUCT).await;
    browser.wait_for_text("Ghi vào sổ").await;
    // A group of radio buttons is one stop; arrows move within.
    browser.tab_to("3 sao").await;
    browser.press(DOWN).await;
    browser.write("Số quyết định", "0001/QĐ-UBND").await;
    write_day(browser, "Ngày quyết định", "11112026", "2026-11-11").await;
    browser.write("Cơ quan cấp", "UBND tỉnh Lạng Sơn").await;
    browser.enter("Ghi vào sổ").await;
    browser.wait_for_text("Đã ghi giấy chứng nhận").await;
    browser.wait_for_text("4 sao").await;
}

async fn feature(browser: &Browser) {
    browser.enter("Nổi bật").await;
    browser.wait_for_path("/desk/features").await;
    browser.enter("Đưa lên nổi bật").await;
    browser.wait_for_path("/desk/features/1").await;
    browser.enter(PRODUCT).await;
    browser.wait_for_text("Vì sao chọn").await;
    write_day(browser, "Từ ngày", "11112026", "2026-11-11").await;
    write_day(browser, "Đến hết ngày", "12122026", "2026-12-12").await;
    browser.write("Vì sao chọn", REASON).await;
    browser.enter("Đưa lên nổi bật").await;
    browser.wait_for_text("Đã đưa lên nổi bật").await;
    browser.goto("/").await;
    browser.wait_for_text(REASON).await;
}

async fn find(browser: &Browser) {
    browser.write("Tìm sản phẩm", "che shan").await;
    browser.press(ENTER).await;
    browser.wait_for_path("/products?q=che+shan").await;
    browser.enter(PRODUCT).await;
    browser.wait_for_text("Cho vào giỏ").await;
}

async fn order(browser: &Browser) {
    browser.wait_for_islands().await;
    browser.enter("Cho vào giỏ").await;
    browser.wait_for_text("Đã có trong giỏ").await;
    browser.goto("/").await;
    browser.enter("Giỏ hàng").await;
    browser.wait_for_path("/basket").await;
    // A store of one's own fills in where to deliver.
    browser.enter(STORE).await;
    browser.wait_for_text("Đường Ví Dụ").await;
    browser.write("Người nhận hàng", "Bộ phận nhận hàng").await;
    browser.write("Số điện thoại", "0205 000 0456").await;
    browser.enter("Đặt hàng").await;
    browser
        .until("the purchase", async || {
            browser.path().await.starts_with("/desk/purchases/").then_some(())
        })
        .await;
}

async fn confirm_and_ship(browser: &Browser) {
    browser.enter("Đơn hàng").await;
    browser.wait_for_path("/desk/orders").await;
    browser.enter("DH-").await;
    browser.wait_for_text("Xác nhận đơn").await;
    browser.enter("Xác nhận đơn").await;
    browser.wait_for_text("Đã xác nhận đơn").await;
    browser.enter("Báo đã giao đi").await;
    browser.wait_for_text("Đã báo giao đi").await;
}

async fn receive(browser: &Browser) {
    browser.enter("Đơn hàng").await;
    browser.wait_for_path("/desk/orders").await;
    browser.enter("DH-").await;
    browser.wait_for_text("Xác nhận đã nhận").await;
    browser.enter("Xác nhận đã nhận").await;
    browser.wait_for_text("Đã nhận hàng").await;
}

async fn pitch(browser: &Browser) {
    browser.enter("Lên kệ").await;
    browser.wait_for_path("/desk/listings").await;
    browser.enter("Chào hàng").await;
    browser.wait_for_path("/desk/listings/new").await;
    browser.enter(PRODUCT).await;
    browser.wait_for_text("Lời chào").await;
    browser.tab_to(CHAIN).await;
    browser.press(SPACE).await;
    browser
        .write("Lời chào", "Giao được 40 thùng mỗi tuần, giấy tờ đầy đủ.")
        .await;
    browser.enter("Gửi lời chào").await;
    browser.wait_for_text("Đã gửi lời chào").await;
}

async fn answer_and_shelve(browser: &Browser) {
    browser.enter("Lên kệ").await;
    browser.wait_for_path("/desk/listings").await;
    browser.enter(PRODUCT).await;
    browser.wait_for_text("Trả lời lời chào").await;
    browser.tab_to("Nhận, sẽ lên kệ").await;
    browser.press(SPACE).await;
    browser.tab_to("Nếu nhận: tôi biết").await;
    browser.press(SPACE).await;
    browser.enter("Gửi trả lời").await;
    browser.wait_for_text("Đã gửi trả lời").await;
    browser.tab_to(STORE).await;
    browser.press(SPACE).await;
    browser.enter("Ghi đã lên kệ").await;
    browser.wait_for_text("Đã ghi lên kệ").await;
    browser.enter("Xác nhận còn trên kệ").await;
    browser.wait_for_text("Đã xác nhận kệ hàng").await;
}

async fn read_coverage(browser: &Browser) {
    browser.goto("/").await;
    browser.enter("Độ phủ kệ").await;
    browser.wait_for_path("/coverage").await;
    browser.wait_for_text("100 %").await;
}
