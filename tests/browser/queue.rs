//! The centre's queue worked through with the keys that its box of help names.

use serde_json::json;
use tests::browser::{Browser, ENTER, Screen, TAB, browse};

const FIRST: &str = "Chè Shan tuyết";
const SECOND: &str = "Hồng sấy dẻo";

/// What has the focus: its text, or the name of a field.
async fn focused(browser: &Browser) -> String {
    let script = "const node = document.activeElement; return node === document.body ? '' : node.name || clean(node.innerText)";
    let focused = browser.run(script, vec![]).await;
    focused.as_str().unwrap_or_default().to_owned()
}

/// Presses a key until it has moved the focus here: the page's script may still be on its way.
async fn press_until(browser: &Browser, key: &str, name: &str) {
    browser
        .until(&format!("{key:?} to lead to {name:?}"), async || {
            browser.press(key).await;
            focused(browser).await.contains(name).then_some(())
        })
        .await;
}

async fn shows(browser: &Browser, selector: &str) -> bool {
    let script = "const node = document.querySelector(arguments[0]); return !!node && seen(node)";
    browser.run(script, vec![json!(selector)]).await == true
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_is_worked_through_with_its_keys_and_one_slip_publishes_nothing() {
    browse(Screen::Desk, async |app, browser| {
        let coop = app.cooperative("HTX Mẫu Sơn").await;
        app.product(&coop).name(FIRST).submitted().create().await;
        app.clock().advance_days(1);
        app.product(&coop).name(SECOND).submitted().create().await;
        browser.sign_in(&app.centre()).await;

        // On and back, and in.
        browser.goto("/desk/review").await;
        press_until(&browser, "j", FIRST).await;
        browser.press("j").await;
        assert!(focused(&browser).await.contains(SECOND));
        browser.press("k").await;
        assert!(focused(&browser).await.contains(FIRST));
        browser.press(ENTER).await;
        let heading = async |name: &str| {
            browser
                .until(&format!("{name} to be read"), async || {
                    let script = "return document.querySelector('h1')?.innerText";
                    (browser.run(script, vec![]).await == name).then_some(())
                })
                .await;
        };
        heading(FIRST).await;
        // Here they lead to the next one and back.
        let lead_to = async |key: &str, name: &str| {
            browser
                .until(&format!("{key:?} to lead to {name}"), async || {
                    browser.press(key).await;
                    let script = "return document.querySelector('h1')?.innerText";
                    (browser.run(script, vec![]).await == name).then_some(())
                })
                .await;
        };
        lead_to("j", SECOND).await;
        lead_to("k", FIRST).await;

        // In a field they are letters.
        press_until(&browser, "r", "reason").await;
        browser.press("aj?").await;
        assert_eq!(focused(&browser).await, "reason");
        heading(FIRST).await;
        browser.press(TAB).await;
        assert!(!shows(&browser, "[data-keys] dl").await);
        browser.press("?").await;
        assert!(shows(&browser, "[data-keys] dl").await);

        // The first press only goes to the button and says what a second one does.
        assert!(!shows(&browser, ".approve__again").await);
        browser.press("a").await;
        assert!(focused(&browser).await.contains("Duyệt và đăng"));
        assert!(shows(&browser, ".approve__again").await);
        heading(FIRST).await;
        assert_eq!(waiting(&app).await, [FIRST, SECOND]);
        browser.press("a").await;
        browser.wait_for_text(&format!("Đã đăng {FIRST}")).await;
        heading(SECOND).await;
        assert_eq!(waiting(&app).await, [SECOND]);
        assert_eq!(browser.console_errors().await, [""; 0]);
    })
    .await;
}

/// What still waits for review.
async fn waiting(app: &tests::TestApp) -> Vec<String> {
    let filter = shared::catalogue::ManagedProductFilter {
        status: Some(shared::catalogue::ProductStatus::InReview),
        ..shared::catalogue::ManagedProductFilter::default()
    };
    let call = shared::Call::<shared::catalogue::ListManagedProducts>::new(()).query(&filter);
    let page = app.centre().send(call).await.expect("the queue");
    page.items.into_iter().map(|product| product.texts.name).collect()
}
