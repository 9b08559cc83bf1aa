//! A table on its way to the market: what is too large is told before it is sent, what is refused is told in words, what
//! arrives leads on to its page.

use tests::browser::{Screen, browse};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_is_sent_with_its_progress_and_leads_to_what_would_happen() {
    browse(Screen::Phone, async |app, browser| {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let folder = tempfile::tempdir().expect("a folder");
        let put = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("a file");
            path
        };
        browser.sign_in(&coop).await;
        browser.goto("/desk/import?kind=products").await;
        browser.wait_for_islands().await;

        browser
            .attach("file", &put("qua-lon.csv", &vec![b'x'; 11 << 20]))
            .await;
        browser.wait_for_text("Mỗi tệp nhiều nhất 10 MB").await;
        assert_eq!(browser.console_errors().await, [""; 0], "nothing was sent");
        browser
            .attach("file", &put("cu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
            .await;
        browser.wait_for_text("Đây là tệp Excel kiểu cũ").await;
        browser.screenshot("upload-refused").await;
        let table = "Tên sản phẩm,Mã nhóm,Mô tả\nHồng sấy dẻo,I.1.a,Hồng không hạt sấy dẻo theo lối cũ.\n";
        browser.attach("file", &put("hang.csv", table.as_bytes())).await;
        browser.wait_for_text("hang.csv").await;
        browser
            .until("the import's page", async || {
                browser.path().await.starts_with("/desk/import/").then_some(())
            })
            .await;
    })
    .await;
}
