//! The catalogue as visitors filter it, without a line of script.

use tests::*;

on_both_databases! {
    async fn every_choice_can_be_taken_back_by_a_link_of_its_own(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).name("Hồng sấy dẻo").group("I.1.a").stars(4).unit_price(30_000).stock(9).published().create().await;
        let producer = goods.product.producer.slug.clone();
        let visitor = app.anonymous();
        let page = async |query: &str| visitor.raw(Request::get(&format!("/products?{query}"))).await.text().to_owned();

        let shown = page(&format!("q=hong&stars=4,5&group=I.1.a&commune=06463&producer={producer}&in_stock=true&min_price=20.000&max_cases=10&view=table")).await;
        for (text, gone, left) in [
            ("“hong”", "q=hong", "stars=4%2C5"),
            ("4 sao", "stars=4", "stars=5"),
            ("HTX Bảo Lâm", "producer=", "q=hong"),
            ("Còn hàng", "in_stock", "min_price=20000"),
            ("Giá từ 20.000\u{a0}₫", "min_price", "max_cases=10"),
            ("Đặt 10 thùng trở xuống", "max_cases", "view=table"),
        ] {
            let address = chip(&shown, text);
            assert!(address.contains(left) && !address.contains(gone), "{text}: {address}");
        }
        assert!(shown.contains("href=\"/products?view=table\">Bỏ mọi điều kiện lọc"), "what is no filter stays");
        assert!(!page("sort=name").await.contains("chip--remove"), "an order is no filter");

        // Names are told where nothing is left to tell them.
        let nothing = page(&format!("producer={producer}&commune=06463&group=II.1.a&min_price=900000000")).await;
        for text in ["HTX Bảo Lâm", "Giá từ 900.000.000\u{a0}₫"] {
            assert!(!chip(&nothing, text).is_empty());
        }
        assert!(!nothing.contains("</span>II.1.a<"), "a group is called by its name");
    }

    async fn what_is_typed_wrongly_is_told_at_its_field_and_the_rest_still_counts(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        app.product(&coop).name("Hồng sấy dẻo").stars(4).published().create().await;
        app.product(&coop).name("Chè Shan").stars(5).published().create().await;

        let answer = app.anonymous().raw(Request::get("/products?stars=4&min_price=50.000&max_price=20.000")).await;

        assert_eq!(answer.status, 422);
        let kept = app.anonymous().raw(Request::get("/products?stars=4&min_price=20.000")).await;
        assert!(kept.header("vary").contains("cookie") && !answer.header("vary").contains("cookie"), "what is refused is kept for nobody");
        let page = answer.text();
        assert!(page.contains("id=\"max-price-error\"") && page.contains("Nhỏ nhất là 50.000."), "{page}");
        assert!(page.contains("value=\"50000\""), "what was typed is still there");
        assert!(page.contains("Hồng sấy dẻo") && !page.contains("Chè Shan"));
        let words = app.anonymous().raw(Request::get("/en/products?max_cases=few")).await;
        assert_eq!(words.status, 422);
        assert!(words.text().contains("value=\"few\""));
    }

    async fn an_address_with_choices_that_there_are_not_shows_the_list_of_the_others(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        app.product(&coop).name("Hồng sấy dẻo").group("I.1.a").stars(4).published().create().await;
        app.product(&coop).name("Chè Shan").group("I.5.a").stars(5).published().create().await;
        let long = format!("q={}", "x".repeat(101));
        for (query, field, told) in [
            ("stars=9", "stars", "Hạng sao: không có mục này."),
            ("season=13", "season", "Mùa vụ: lớn nhất là 12."),
            ("season=abc", "season", "Mùa vụ: "),
            ("commune=1", "commune", "Xã, phường: không có mục này."),
            ("claim=cheap", "claim", "Tiêu chuẩn: không có mục này."),
            ("cursor=zzz", "cursor", "Trang của danh sách: không đúng định dạng."),
            ("limit=1000", "limit", "Số sản phẩm một trang: "),
            ("sort=best", "sort", "Sắp xếp: "),
            (long.as_str(), "q", "Tìm sản phẩm: nhiều nhất 100 ký tự."),
        ] {
            let answer = app.anonymous().raw(Request::get(&format!("/products?group=I.1&{query}"))).await;
            assert_eq!(answer.status, 422, "{query}");
            let page = answer.text();
            assert!(page.contains(told) && page.contains(&format!("href=\"#{field}\"")), "{query}: {page}");
            assert!(page.contains(&format!("id=\"{field}\"")), "{query}: the message leads somewhere");
            assert!(page.contains("Hồng sấy dẻo") && !page.contains("Chè Shan"), "{query}: {page}");
        }
        let both = app.anonymous().raw(Request::get("/en/products?stars=9&season=0&min_price=few&view=table")).await;
        let page = both.text();
        assert_eq!(both.status, 422);
        for field in ["stars-error", "season-error", "min-price-error"] {
            assert!(page.contains(&format!("id=\"{field}\"")), "{field}: {page}");
        }
        assert!(page.contains("Chè Shan"));
    }
}

/// Where the chip with this text leads.
fn chip(page: &str, text: &str) -> String {
    let links = page.split("<a href=\"").skip(1);
    links
        .filter_map(|rest| rest.split_once("</a>"))
        .find(|(link, _)| link.contains("chip--remove") && link.contains(&format!("</span>{text}<")))
        .and_then(|(link, _)| link.split('"').next())
        .unwrap_or_else(|| panic!("no chip {text} in {page}"))
        .to_owned()
}
