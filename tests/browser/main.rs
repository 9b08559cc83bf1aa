//! What people do with the pages, in Chromium.

mod forms;
mod keyboard;
mod looks;
mod queue;
mod shots;
mod story;
mod uploads;

use tests::browser::{Screen, browse};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_reaches_the_market() {
    for screen in [Screen::Desk, Screen::Phone] {
        browse(screen, async |_app, browser| {
            browser.goto("/healthz").await;

            browser.wait_for_text("ok").await;
            assert_eq!(browser.path().await, "/healthz");
            browser.screenshot("healthz").await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_readable_contract_is_a_page_without_complaints() {
    browse(Screen::Phone, async |app, browser| {
        browser.sign_in(&app.cooperative("HTX Bảo Lâm").await).await;
        browser.goto("/api/docs").await;

        browser.wait_for_text("register_organisation").await;
        browser.click("create_session").await;
        browser.wait_for_path("/api/docs").await;
        let width = browser.run("return screen.width", vec![]).await;
        assert_eq!(width, 360);
    })
    .await;
}
