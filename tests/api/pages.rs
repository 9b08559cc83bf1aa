//! Pages as plain HTML: reading and ordering without a line of script.

use shared::{Call, orders::*};
use std::collections::BTreeSet;
use tests::*;

/// The value of the first field of this name on a page.
pub(crate) fn field(page: &str, name: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("name=\"{name}\""))
        .unwrap_or_else(|| panic!("no field {name} in {page}"));
    let (_, rest) = rest.split_once("value=\"").expect("a value");
    rest.split('"').next().expect("its end").to_owned()
}

/// Sends a form as a browser does.
pub(crate) async fn post(person: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    let request = Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .body("application/x-www-form-urlencoded", body.join("&"));
    person.raw(request).await
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

on_both_databases! {
    async fn titles_and_text_areas_hold_their_text_and_nothing_else(app: TestApp) {
        let buyer = app.retailer("Siêu thị Xứ Lạng").await.by_cookie();
        let page = app.anonymous().raw(Request::get("/products")).await.text().to_owned();
        assert!(page.contains(" – OCOP Market</title>"));

        let looked = post(&buyer, "/basket/quick", &[("codes", "hồng < 9 & quýt")]).await;
        assert!(looked.text().contains(">\nhồng &lt; 9 &amp; quýt</textarea>"), "{}", looked.text());
    }

    async fn an_address_that_only_takes_a_form_leads_to_the_page_above_it(app: TestApp) {
        let visitor = app.anonymous();
        let id = shared::UserId::EXAMPLE;
        let invitation = format!("/en/desk/invitations/{id}/withdraw");
        let device = format!("/desk/account/devices/{id}/end");
        for (asked, above) in [
            ("/basket/order", "/basket"),
            ("/en/basket/order", "/en/basket"),
            ("/sign-out", "/"),
            ("/en/sign-out", "/en"),
            // What stands right above these is no page.
            (device.as_str(), "/desk/account/devices"),
            (invitation.as_str(), "/en/desk"),
        ] {
            let answer = visitor.raw(Request::get(asked)).await;
            assert_eq!((answer.status, answer.header("location")), (303, above), "{asked}");
        }
    }

    async fn a_shared_address_of_the_catalogue_may_carry_what_we_do_not_know(app: TestApp) {
        let answer = app.anonymous().raw(Request::get("/products?q=hong&utm_source=zalo&fbclid=x")).await;
        assert_eq!(answer.status, 200);
    }

    async fn a_buyer_orders_with_plain_forms_and_a_second_click_orders_nothing(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).name("Hồng sấy dẻo").stars(4).stock(10).published().create().await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await.by_cookie();

        let page = buyer.raw(Request::get(&format!("/products/{}", goods.slug))).await.text().to_owned();
        assert!(page.contains("4 sao") && page.contains("action=\"/basket/add\""));
        let pack = field(&page, "pack_id");
        let added = post(&buyer, "/basket/add", &[("pack_id", &pack), ("quantity", "3")]).await;
        assert_eq!(added.status, 303);

        let page = buyer.raw(Request::get("/basket")).await.text().to_owned();
        let (once, total) = (field(&page, "once"), field(&page, "expected_total"));
        let order = [
            ("once", once.as_str()), ("expected_total", &total),
            ("lines[0].pack_id", &pack), ("lines[0].quantity", "3"),
            ("delivery.name", "Kho Xứ Lạng"), ("delivery.address", "Số 1 đường Ví Dụ"),
            ("delivery.commune_code", "05977"), ("delivery.contact.name", "Bộ phận nhận hàng"),
            ("delivery.contact.phone", "0205 000 0456"), ("delivery.contact.email", "kho@example.com"),
            // A place outside is meant, whatever commune still stands there.
            ("delivery.locality", "Phường Ví Dụ, Hà Nội"),
        ];
        let first = post(&buyer, "/basket/order", &order).await;
        let second = post(&buyer, "/basket/order", &order).await;

        assert_eq!(first.status, 303, "{}", first.text());
        assert_eq!(first.header("location"), second.header("location"), "the same purchase");
        let orders = buyer.send(Call::<ListOrders>::new(()).query(&OrderFilter::default())).await.unwrap();
        assert_eq!(orders.items.len(), 1);
        let order = buyer.send(Call::<GetOrder>::new((orders.items[0].id,))).await.unwrap();
        assert_eq!(order.delivery.full_address(), "Số 1 đường Ví Dụ, Phường Ví Dụ, Hà Nội");
    }

    async fn a_refused_form_comes_back_filled_in_with_its_problem(app: TestApp) {
        let answer = post(&app.anonymous(), "/sign-in", &[("login", "khong-co@example.com"), ("password", "sai-mat-khau")]).await;

        assert_eq!(answer.status, 401);
        let page = answer.text();
        assert!(page.contains("Tên đăng nhập hoặc mật khẩu không đúng."));
        assert!(page.contains("value=\"khong-co@example.com\"") && !page.contains("sai-mat-khau"));
    }

    async fn signing_in_leads_only_to_addresses_of_this_site(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        for (next, expected) in [("/desk/stock", "/desk/stock"), ("//evil.example", "/desk"), ("https://evil.example", "/desk"), ("/\\evil.example", "/desk")] {
            let answer = post(&app.anonymous(), "/sign-in", &[("login", &coop.login()), ("password", &coop.password()), ("next", next)]).await;
            assert_eq!(answer.header("location"), expected, "{next}");
        }
    }

    async fn the_accounts_of_the_demonstration_are_the_same_wherever_they_are_listed(app: TestApp) {
        let app = app.with(|settings| settings.demo = true).await;
        let page = app.anonymous().raw(Request::get("/sign-in")).await.text().to_owned();
        let logins = |text: &str| {
            let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && !"@.".contains(letter));
            words.filter(|word| word.ends_with("@demo.example")).map(str::to_owned).collect::<BTreeSet<_>>()
        };
        let offered = logins(&page);
        assert_eq!(offered.len(), 12, "{offered:?}");
        assert_eq!(logins(include_str!("../../README.md")), offered);
        assert_eq!(logins(&server::demo::accounts()), offered);
    }

    async fn a_page_of_somebody_else_is_not_there(app: TestApp) {
        let goods = app.product(&app.cooperative("HTX Một").await).create().await;
        let other = app.cooperative("HTX Hai").await.by_cookie();
        assert_eq!(other.raw(Request::get(&format!("/desk/products/{}", goods.id))).await.status, 404);
        assert_eq!(other.raw(Request::get("/desk/organisations")).await.status, 403);
        let visitor = app.anonymous().raw(Request::get("/desk/orders")).await;
        assert_eq!((visitor.status, visitor.header("location")), (303, "/sign-in?next=%2Fdesk%2Forders"));
        let chosen = app.anonymous().raw(Request::get("/en/desk/orders?status=placed")).await;
        assert_eq!(chosen.header("location"), "/en/sign-in?next=%2Fen%2Fdesk%2Forders%3Fstatus%3Dplaced");
    }

    async fn an_address_with_a_stroke_too_many_is_led_on_and_no_further(app: TestApp) {
        let to = async |path: &str| {
            let answer = app.anonymous().raw(Request::get(path)).await;
            (answer.status, answer.header("location").to_owned())
        };
        for (path, onward) in [("/products/?q=ch%C3%A8", "/products?q=ch%C3%A8"), ("/en/", "/en"), ("/en/producers/", "/en/producers")] {
            assert_eq!(to(path).await, (308, onward.to_owned()), "{path}");
        }
        for path in ["/khong-co/", "//example.com/", "//products/", "/products//x/"] {
            assert_eq!(to(path).await, (404, String::new()), "{path}");
        }
    }

    async fn every_page_answers_in_both_languages(app: TestApp) {
        for path in ["/", "/products", "/producers", "/map", "/map?show=stores", "/communes", "/communes?q=bao", "/communes/xa-chi-lang", "/groups", "/groups/I", "/groups/II.1.a", "/where-to-buy", "/coverage", "/how-it-works", "/about", "/terms", "/privacy", "/sign-in", "/sign-up", "/problems/stock_insufficient"] {
            let vi = app.anonymous().raw(Request::get(path)).await;
            let en = app.anonymous().raw(Request::get(&format!("/en{}", path.trim_end_matches('/')))).await;
            assert_eq!((vi.status, en.status), (200, 200), "{path}");
            assert!(vi.text().contains("<html lang=\"vi\">") && en.text().contains("<html lang=\"en\">"), "{path}");
        }
        for path in ["/khong-co", "/communes/khong-co", "/groups/VII", "/products/khong-co"] {
            assert_eq!(app.anonymous().raw(Request::get(path)).await.status, 404, "{path}");
        }
        assert_eq!(app.anonymous().raw(Request::get("/communes/06463")).await.header("location"), "/communes/xa-chi-lang");
    }
}
