//! The whole trade without a mouse: Tab, Enter, Space and arrow keys reach everything, and where one is can be seen.

use shared::{
    Call,
    listings::{ChainCreate, CreateChain, CreateStore, StoreCreate},
};
use tests::{
    Person, TestApp,
    browser::{Browser, DOWN, ENTER, SPACE, Screen, TAB, browse},
};

const PRODUCT: &str = "Chè Shan tuyết Mẫu Sơn";
const CHAIN: &str = "Siêu thị Xứ Lạng";
const STORE: &str = "Xứ Lạng Đông Kinh";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_of_the_trade_can_be_done_with_the_keys_alone() {
    browse(Screen::Desk, async |app, browser| {
        let seller = app.cooperative("HTX Chè Mẫu Sơn").await;
        app.product(&seller)
            .name(PRODUCT)
            .stars(4)
            .stock(20)
            .published()
            .create()
            .await;
        let buyer = app.retailer(CHAIN).await;
        open_store(&app, &buyer).await;

        sign_in(&browser, &buyer).await;
        find(&browser).await;
        order(&browser).await;
        confirm_and_ship(&browser, &seller).await;
        receive(&browser, &buyer).await;
        pitch(&browser, &seller).await;
        answer_and_shelve(&browser, &buyer).await;
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

/// The first stop of every page leads past its head.
async fn sign_in(browser: &Browser, person: &Person) {
    browser.goto("/").await;
    browser.press(TAB).await;
    browser.press(ENTER).await;
    let focused = browser.run("return document.activeElement.id", vec![]).await;
    assert_eq!(focused, "main", "the skip link leads to the content");

    browser.goto("/").await;
    browser.enter("Đăng nhập").await;
    browser.wait_for_path("/sign-in").await;
    browser.write("E-mail hoặc số điện thoại", &person.login()).await;
    browser.write("Mật khẩu", &person.password()).await;
    browser.press(ENTER).await;
    browser.wait_for_path("/desk").await;
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

async fn confirm_and_ship(browser: &Browser, seller: &Person) {
    browser.sign_in(seller).await;
    browser.goto("/desk").await;
    browser.enter("Đơn hàng").await;
    browser.wait_for_path("/desk/orders").await;
    browser.enter("DH-").await;
    browser.wait_for_text("Xác nhận đơn").await;
    browser.enter("Xác nhận đơn").await;
    browser.wait_for_text("Đã xác nhận đơn").await;
    browser.enter("Báo đã giao đi").await;
    browser.wait_for_text("Đã báo giao đi").await;
}

async fn receive(browser: &Browser, buyer: &Person) {
    browser.sign_in(buyer).await;
    browser.goto("/desk/orders?status=shipped").await;
    browser.enter("DH-").await;
    browser.wait_for_text("Xác nhận đã nhận").await;
    browser.enter("Xác nhận đã nhận").await;
    browser.wait_for_text("Đã nhận hàng").await;
}

async fn pitch(browser: &Browser, seller: &Person) {
    browser.sign_in(seller).await;
    browser.goto("/desk/listings").await;
    browser.enter("Chào hàng").await;
    browser.wait_for_path("/desk/listings/new").await;
    browser.tab_to("Sản phẩm bắt buộc").await;
    browser.press(DOWN).await;
    let chosen = browser
        .run(
            "return document.getElementsByName('product_id')[0].selectedOptions[0].text",
            vec![],
        )
        .await;
    assert_eq!(chosen, PRODUCT);
    browser.tab_to(CHAIN).await;
    browser.press(SPACE).await;
    browser
        .write("Lời chào", "Giao được 40 thùng mỗi tuần, giấy tờ đầy đủ.")
        .await;
    browser.enter("Gửi lời chào").await;
    browser.wait_for_text("Đã gửi lời chào").await;
}

async fn answer_and_shelve(browser: &Browser, buyer: &Person) {
    browser.sign_in(buyer).await;
    browser.goto("/desk/listings?status=pitched").await;
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
