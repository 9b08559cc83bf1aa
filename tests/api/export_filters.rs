//! A table holds what its list shows: under the same filter, in the reader's language, with the page's own words.

use crate::{
    exports::export,
    listings::{answer, chain_of, pitch, shelve, store_of},
};
use sea_orm::{ActiveModelTrait, EntityTrait};
use server::db::audit;
use shared::{
    AuditId, Call, Input,
    identity::{OrganisationKind, VerifyOrganisation},
    listings::Decision,
    orders::{PlacePurchase, PurchaseLine, PurchasePlace},
};
use tests::*;

/// An export as CSV in a language, without its mark.
async fn csv(person: &Person, address: &str) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    let bytes = export(person, &format!("{address}{mark}format=csv")).await;
    String::from_utf8(bytes)
        .expect("UTF-8")
        .trim_start_matches('\u{feff}')
        .to_owned()
}

fn count(csv: &str) -> usize {
    csv.lines().count() - 1
}

/// The page that a person sees.
async fn page(person: &Person, path: &str) -> String {
    let answer = person.by_cookie().raw(Request::get(path)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text().to_owned()
}

/// Whether a page offers a table under these parameters.
fn offers(page: &str, kind: &str, parameters: &[&str]) -> bool {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .any(|link| {
            link.contains(&format!("/desk/export/{kind}?"))
                && parameters
                    .iter()
                    .all(|parameter| link.replace("&amp;", "&").contains(parameter))
        })
}

async fn ordered(buyer: &Person, goods: &Goods, own: &str) {
    let body = PurchasePlace {
        lines: vec![PurchaseLine {
            pack_id: goods.pack_id(),
            quantity: 2,
            expected_case_price: None,
        }],
        po_number: Some(own.to_owned()),
        ..PurchasePlace::example()
    };
    let call = Call::<PlacePurchase>::new(()).body(&body).idempotency_key(own);
    buyer.send(call).await.expect("a purchase");
}

on_both_databases! {
    async fn orders_are_taken_out_under_the_filter_on_screen(app: TestApp) {
        let (first, second) = (app.cooperative("HTX Một").await, app.cooperative("HTX Hai").await);
        let buyer = app.retailer("Siêu thị Lọc").await;
        let one = app.product(&first).stock(50).published().create().await;
        let two = app.product(&second).stock(50).published().create().await;
        ordered(&buyer, &one, "PO-MOT").await;
        ordered(&buyer, &two, "PO-HAI").await;
        let of_first = format!("orders?producer={}", first.organisation_id());
        for (address, rows) in [
            ("orders", 2),
            (of_first.as_str(), 1),
            ("orders?q=po-hai", 1),
            ("orders?delivery=Nowhere", 0),
            ("orders?until=2026-11-21", 0),
        ] {
            assert_eq!(count(&csv(&buyer, address).await), rows, "{address}");
        }
        let shown = page(&buyer, "/desk/orders?q=po-hai&from=2026-11-01&status=placed").await;
        assert!(offers(&shown, "orders", &["q=po-hai", "from=2026-11-01", "status=placed"]), "{shown}");
    }

    async fn certificates_organisations_and_lots_keep_their_filters(app: TestApp) {
        let coop = app.cooperative("HTX Sổ Sách").await;
        app.product(&coop).stars(3).stock(9).published().create().await;
        app.product(&coop).stars(5).published().create().await;
        let centre = app.centre();
        assert_eq!(count(&csv(&centre, "certificates").await), 2);
        assert_eq!(count(&csv(&centre, "certificates?stars=5").await), 1);
        assert_eq!(count(&csv(&centre, "certificates?year=2019").await), 0);
        assert_eq!(count(&csv(&centre, "certificates?expires_within_days=1").await), 0);
        assert_eq!(count(&csv(&centre, "certificates?status=lapsed&on=2036-01-01").await), 2);
        assert_eq!(count(&csv(&centre, "organisations?q=so+sach").await), 1);
        assert_eq!(count(&csv(&centre, "organisations?q=so+sach&organisation_kind=retailer").await), 0);
        let refused = centre.raw(Request::get("/api/v1/exports/certificates?status=sold")).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        let shown = page(&centre, "/desk/organisations?status=verified&q=so+sach").await;
        assert!(offers(&shown, "organisations", &["status=verified", "q=so+sach"]), "{shown}");
        assert!(offers(&shown, "products", &[]) && offers(&shown, "packs", &[]));
        let shown = page(&centre, "/desk/certificates?stars=5&year=2026").await;
        assert!(shown.contains("name=\"stars\" value=\"5\"") && shown.contains("name=\"on\""), "{shown}");
        assert!(offers(&page(&coop, "/desk/stock").await, "lots", &["in_stock=true"]));
    }

    async fn the_audit_trail_is_taken_out_filtered_in_words_with_what_changed(app: TestApp) {
        let coop = app.cooperative("HTX Nhật Ký").await;
        app.product(&coop).published().create().await;
        let centre = app.centre();
        let all = csv(&centre, "audit").await;
        let some = csv(&centre, "audit?operation=publish_product").await;
        assert!(count(&some) == 1 && count(&all) > 1);
        assert!(some.contains("Duyệt, công bố sản phẩm") && some.contains("→"), "{some}");
        let english = csv(&centre, "audit?operation=publish_product&lang=en").await;
        assert!(english.contains("Published a product") && english.contains("What changed"), "{english}");
        assert_eq!(count(&csv(&centre, "audit?until=2026-11-21").await), 0);
        let shown = page(&centre, "/desk/audit?operation=publish_product&from=2026-11-01").await;
        assert!(offers(&shown, "audit", &["operation=publish_product", "from=2026-11-01"]), "{shown}");
        assert!(shown.contains("20.000 dòng"));
    }

    async fn the_desk_takes_out_what_stands_in_the_way_and_the_next_step(app: TestApp) {
        let coop = app.cooperative("HTX Vướng").await;
        app.product(&coop).stars(4).published().create().await;
        let gaps = csv(&app.centre(), "gaps").await;
        assert!(count(&gaps) == 1 && gaps.contains("Thiếu giấy tờ") && gaps.contains("Đăng ký kinh doanh"), "{gaps}");
        assert!(gaps.contains("Giúp chủ thể bổ sung giấy tờ"), "{gaps}");
        let english = csv(&app.centre(), "gaps?lang=en").await;
        assert!(english.contains("Next step") && english.contains("Papers are missing"), "{english}");
        assert!(offers(&page(&app.centre(), "/desk/coverage").await, "gaps", &[]));
        let answer = coop.raw(Request::get("/api/v1/exports/gaps")).await;
        assert_eq!(answer.status, 403, "{}", answer.text());
    }

    async fn a_buyer_takes_out_the_catalogue_the_shelves_and_the_agreed_prices(app: TestApp) {
        let coop = app.cooperative("HTX Chào Hàng").await;
        let buyer = app.retailer("Siêu thị Bảng").await;
        let goods = app.product(&coop).name("Hồng sấy dẻo").stars(4).stock(9).published().create().await;
        app.product(&coop).name("Chè dây").stock(9).published().create().await;
        assert_eq!(count(&csv(&buyer, "offers").await), 2);
        assert_eq!(count(&csv(&buyer, "offers?stars=4&in_stock=true").await), 1);
        assert_eq!(count(&csv(&buyer, "offers?q=che+day").await), 1);
        let shown = page(&buyer, "/products?view=table&stars=4").await;
        assert!(offers(&shown, "offers", &["stars=4"]), "{shown}");

        let chain = chain_of(&app, &buyer, true).await.id;
        let store = store_of(&buyer, chain, "A").await.unwrap().id;
        let listing = pitch(&coop, goods.id, chain).await.unwrap().id;
        answer(&buyer, listing, Decision::Accept).await.unwrap();
        shelve(&buyer, listing, &[store]).await.unwrap();
        let shelves = csv(&buyer, &format!("shelves?chain_id={chain}")).await;
        assert!(count(&shelves) == 1 && shelves.contains("Hồng sấy dẻo"), "{shelves}");
        assert_eq!(count(&csv(&buyer, "shelves?overdue=true").await), 0);
        assert!(offers(&page(&buyer, "/desk/shelves").await, "shelves", &[&format!("chain_id={chain}")]));
        assert!(offers(&page(&buyer, "/desk/listings").await, "agreed_prices", &[]));
        csv(&buyer, "agreed_prices").await;
        let answer = coop.raw(Request::get("/api/v1/exports/agreed_prices")).await;
        assert_eq!(answer.status, 403, "{}", answer.text());
    }

    async fn english_tables_name_products_in_english(app: TestApp) {
        let coop = app.cooperative("HTX Hai Thứ Tiếng").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).name("Hồng sấy").stars(4).stock(9)
            .texts(|texts| texts.name_en = Some("Dried persimmon".to_owned())).published().create().await;
        ordered(&buyer, &goods, "PO-EN").await;
        for (person, kind) in [(&buyer, "orders"), (&buyer, "coverage"), (&coop, "certificates"), (&buyer, "offers")] {
            let table = csv(person, &format!("{kind}?lang=en")).await;
            assert!(table.contains("Dried persimmon") && !table.contains("Hồng sấy"), "{kind}: {table}");
        }
    }

    async fn a_choice_that_the_list_behind_a_table_does_not_know_is_refused(app: TestApp) {
        let coop = app.cooperative("HTX Lọc Nhầm").await;
        for (address, field) in [
            ("products?year=2025", "year"),
            ("products?year=0", "year"),
            ("orders?stars=4", "stars"),
            ("lots?on=2026-11-01", "on"),
            ("coverage?q=hong", "q"),
            ("certificates?chain_id=01982521-5c00-7387-ab38-ec5aa5db43d9", "chain_id"),
        ] {
            let answer = coop.raw(Request::get(&format!("/api/v1/exports/{address}"))).await;
            assert_eq!(answer.status, 422, "{address}: {}", answer.text());
            let told: serde_json::Value = answer.json();
            assert_eq!((&told["fields"][0]["field"], &told["fields"][0]["code"]), (&field.into(), &"unknown".into()), "{told}");
        }
        for address in ["coverage?on=2026-11-01&lang=en", "certificates?on=2026-11-01&year=2025", "products?year="] {
            csv(&coop, address).await;
        }
    }

    async fn a_table_comes_through_its_page_and_a_refusal_is_told_there(app: TestApp) {
        let coop = app.cooperative("HTX Tải Về").await.by_cookie();
        let answer = coop.raw(Request::get("/desk/export/products?format=csv")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"products-2026-11-22.csv\"");
        // The register is named by the day that it is of.
        let register = Request::get("/api/v1/exports/certificates?format=csv&on=2026-10-01");
        let answer = app.authority().raw(register).await;
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"certificates-2026-10-01.csv\"");
        let answer = coop.raw(Request::get("/desk/export/products?status=sold")).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("Chưa tải được bảng này") && answer.text().contains("Về danh sách"), "{}", answer.text());
        let answer = app.anonymous().raw(Request::get("/desk/export/products")).await;
        assert_eq!(answer.status, 303);
    }

    async fn an_audit_trail_that_is_too_long_is_refused_before_it_is_read(app: TestApp) {
        let centre = app.centre();
        centre.send(Call::<VerifyOrganisation>::new((app.pending(OrganisationKind::Producer, "HTX Dài").await.organisation_id(),))).await.unwrap();
        let line = app.audit().await.pop().expect("a line");
        let lines: Vec<audit::ActiveModel> = (0..20_000_u128)
            .map(|number| {
                let id = AuditId(uuid::Uuid::from_u128(number));
                audit::ActiveModel::from(audit::Model { id, ..line.clone() }).reset_all()
            })
            .collect();
        for some in lines.chunks(500) {
            let insert = audit::Entity::insert_many(some.to_vec());
            insert.exec_without_returning(app.market().app.db.writer()).await.unwrap();
        }
        let before = app.statements();

        let refused = centre.raw(Request::get("/api/v1/exports/audit?format=csv")).await;

        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(app.statements() - before < 20, "it was read to its end");
    }
}
