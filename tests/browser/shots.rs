//! The README's pictures, taken anew on demand: docs/TESTING.md tells how.

use std::path::PathBuf;
use tests::{
    Kind, TestApp,
    browser::{Look, Medium, Screen, browse_in},
};

/// File, account of the demonstration, address, look, height.
const SHOTS: [(&str, &str, &str, Look, u64); 10] = [
    ("home", "", "/", Look::new(1280, Medium::Light), 860),
    (
        "products",
        "",
        "/en/products",
        Look::new(1280, Medium::Light),
        860,
    ),
    ("coverage", "", "/coverage", Look::new(1280, Medium::Dark), 860),
    (
        "cooperative",
        "cooperative",
        "/desk",
        Look::new(390, Medium::Light),
        844,
    ),
    (
        "cooperative-stock",
        "cooperative",
        "/desk/stock",
        Look::new(390, Medium::Dark),
        844,
    ),
    ("buyer", "buyer", "/desk", Look::new(1280, Medium::Light), 860),
    (
        "buyer-table",
        "buyer",
        "/en/products?view=table&in_stock=true",
        Look::new(1440, Medium::Light),
        860,
    ),
    ("centre", "centre", "/desk", Look::new(1280, Medium::Light), 860),
    (
        "centre-coverage",
        "centre",
        "/en/desk/coverage",
        Look::new(1280, Medium::Dark),
        860,
    ),
    (
        "authority",
        "authority",
        "/desk",
        Look::new(1280, Medium::Light),
        860,
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "writes docs/screenshots"]
async fn pictures_of_the_readme() {
    let app = TestApp::demonstration(Kind::Sqlite).await;
    let app = app.with(|settings| settings.demo = true).await;
    browse_in(&app, Screen::Desk, async |browser| {
        for (name, account, path, look, height) in SHOTS {
            browser.leave().await;
            if !account.is_empty() {
                browser.sign_in(&app.demo_member(account).await).await;
            }
            browser.put_on(look).await;
            browser.goto(path).await;
            let file = format!("readme/{name}.png");
            browser.picture(look, height, &file).await;
            let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
            let kept = root.join("docs/screenshots").join(format!("{name}.png"));
            std::fs::copy(root.join("target/screenshots").join(file), kept).expect("a picture");
        }
    })
    .await;
    app.close().await;
}
