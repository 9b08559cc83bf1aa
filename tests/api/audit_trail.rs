//! The audit trail says in words what each entry is about and what changed, and is filtered by what the form offers.

use crate::listings::{answer, chain_of, pitch, store_of};
use shared::{
    Call, Input, Patch,
    catalogue::{ProductUpdate, UpdateProduct},
    identity::{ListOrganisations, OrganisationKind},
    listings::Decision,
    orders::{DeclineOrder, OrderDecline, PlacePurchase, PurchaseLine, PurchasePlace},
    papers::PaperKind,
    producers::{ListCommunes, ProducerUpdate, UpdateProducer},
    reports::*,
    stock::{AdjustLot, LotAdjust},
    text::folded,
};
use std::collections::BTreeSet;
use tests::*;

async fn entries(app: &TestApp, filter: AuditFilter) -> Vec<AuditEntry> {
    let filter = AuditFilter {
        limit: Some(100),
        ..filter
    };
    let call = Call::<ListAudit>::new(()).query(&filter);
    app.centre().send(call).await.unwrap().items
}

/// The newest entry of an operation.
pub(crate) async fn newest(app: &TestApp, operation: &str) -> AuditEntry {
    let filter = AuditFilter {
        operation: Some(operation.to_owned()),
        ..AuditFilter::default()
    };
    entries(app, filter).await.remove(0)
}

/// What an entry says of a field: before and after.
fn change<'a>(entry: &'a AuditEntry, field: &str) -> (Option<&'a str>, Option<&'a str>) {
    let change = entry.changes.iter().find(|change| change.field == field);
    let change = change.unwrap_or_else(|| panic!("no {field} in {:?}", entry.changes));
    (change.before.as_deref(), change.after.as_deref())
}

async fn page(person: &Person, path: &str) -> String {
    let answer = person.by_cookie().raw(Request::get(path)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text().to_owned()
}

/// The words of a page's main part that are written with Vietnamese letters, without what somebody else has named.
fn vietnamese_words(page: &str, names: &[&str]) -> BTreeSet<String> {
    let main = page.split_once("<main").expect("a main part").1;
    let main = main.split_once("</main>").expect("its end").0;
    let text = main.split('<').filter_map(|piece| piece.split_once('>'));
    let text: Vec<&str> = text
        .map(|(_, text)| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    let text = names
        .iter()
        .fold(text.join("\n"), |text, name| text.replace(name, ""));
    text.split_whitespace()
        .filter(|word| folded(word) != word.to_lowercase())
        .map(str::to_owned)
        .collect()
}

on_both_databases! {
    async fn english_pages_of_organisations_papers_and_the_trail_are_english(app: TestApp) {
        let coop = app.cooperative("Coop One").await;
        let waiting = app.pending(OrganisationKind::Retailer, "Shop One").await;
        let paper = app.paper(&coop, PaperKind::Haccp, None).await;
        let centre = app.centre().in_english();
        // Names stay as they are registered.
        let communes = centre.send(Call::<ListCommunes>::new(())).await.unwrap().items;
        let organisations = centre.send(Call::<ListOrganisations>::new(())).await.unwrap().items;
        let names: Vec<&str> = communes
            .iter()
            .map(|commune| commune.name.as_str())
            .chain(organisations.iter().map(|organisation| organisation.name.as_str()))
            .chain(paper.issuer.as_deref())
            .chain(["Người của", "NĐ-CP"])
            .collect();
        let id = coop.organisation_id();

        for path in [
            "/en/desk/audit".to_owned(),
            "/en/desk/audit?operation=ship_order".to_owned(),
            "/en/desk/organisations".to_owned(),
            "/en/desk/organisations?status=verified".to_owned(),
            format!("/en/desk/organisations/{id}"),
            format!("/en/desk/organisations/{}", waiting.organisation_id()),
            format!("/en/desk/papers/{}", paper.id),
        ] {
            let words = vietnamese_words(&page(&centre, &path).await, &names);
            assert!(words.is_empty(), "{path}: {words:?}");
        }
        let shown = page(&centre, &format!("/en/desk/papers/{}", paper.id)).await;
        assert!(shown.contains("Decree 15/2018/NĐ-CP, Article 12"), "{shown}");
        let shown = page(&app.centre(), &format!("/desk/papers/{}", paper.id)).await;
        assert!(shown.contains("NĐ 15/2018/NĐ-CP, Điều 12"), "{shown}");
    }

    async fn every_entry_names_what_it_is_about_and_whose_page_shows_it(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await;
        let goods = app.product(&coop).name("Hồng sấy dẻo").stars(4).stock(20).published().create().await;
        let chain = chain_of(&app, &buyer, true).await;
        let store = store_of(&buyer, chain.id, "S1").await.unwrap();
        let listing = pitch(&coop, goods.id, chain.id).await.unwrap();
        answer(&buyer, listing.id, Decision::Accept).await.unwrap();
        let paper = app.paper(&coop, PaperKind::Haccp, None).await;
        let lines = vec![PurchaseLine { pack_id: goods.pack_id(), quantity: 2, expected_case_price: None }];
        let body = PurchasePlace { lines, ..PurchasePlace::example() };
        let call = Call::<PlacePurchase>::new(()).body(&body).idempotency_key("one");
        let purchase = buyer.send(call).await.unwrap();
        let order = &purchase.orders[0];

        let found = entries(&app, AuditFilter::default()).await;

        let named: BTreeSet<(&str, &str, Option<&str>)> = found
            .iter()
            .filter_map(|entry| Some((entry.subject.as_str(), entry.subject_name.as_deref()?, entry.shown_by.as_deref())))
            .collect();
        let (lot, certificate) = (goods.lot.as_ref().unwrap(), goods.certificate.as_ref().unwrap());
        for (kind, name, shown_by) in [
            ("organisation", "Siêu thị Xứ Lạng".to_owned(), "organisation"),
            ("product", "Hồng sấy dẻo".to_owned(), "product"),
            ("pack", format!("{} · Hồng sấy dẻo", goods.pack.label), "product"),
            ("lot", format!("{} · Hồng sấy dẻo", lot.code), "product"),
            ("certificate", format!("{} · Hồng sấy dẻo", certificate.decision_no), "certificate"),
            ("chain", chain.name.clone(), "chain"),
            ("store", format!("{} · {}", store.name, chain.name), "chain"),
            ("listing", format!("Hồng sấy dẻo · {}", chain.name), "listing"),
            ("paper", format!("Chứng nhận HACCP {} · HTX Bảo Lâm", paper.number.clone().unwrap()), "paper"),
            ("purchase", order.number.clone(), "order"),
        ] {
            assert!(named.contains(&(kind, name.as_str(), Some(shown_by))), "{kind} {name}: {named:#?}");
        }
        let shown = page(&app.centre(), "/desk/audit").await;
        for link in [
            format!("href=\"/desk/orders/{}\">{}", order.id, order.number),
            format!("href=\"/desk/review/{}\">{} · Hồng sấy dẻo", goods.id, lot.code),
            format!("href=\"/desk/papers/{}\">", paper.id),
        ] {
            assert!(shown.contains(&link), "{link} in {shown}");
        }
    }

    async fn texts_and_reasons_stand_whole_before_and_after(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await;
        let goods = app.product(&coop).stock(20).published().create().await;
        let long = format!("Hồng Bảo Lâm {}hết", "phơi trên giàn tre ".repeat(40));
        let body = ProductUpdate { description: Some(long.clone()), ..ProductUpdate::example() };
        let call = Call::<UpdateProduct>::new((goods.id,)).body(&body).if_version(goods.product.version);
        coop.send(call).await.unwrap();
        let entry = newest(&app, "update_product").await;
        assert_eq!(change(&entry, "description"), (Some(goods.product.texts.description.as_str()), Some(long.as_str())));
        let story = ProducerUpdate { story: Some(long.clone()), ..ProducerUpdate::default() };
        let call = |body: &ProducerUpdate, version| Call::<UpdateProducer>::new((coop.organisation_id(),)).body(body).if_version(version);
        coop.send(call(&story, 0)).await.unwrap();
        let story = ProducerUpdate { story: Some("Ngắn thôi.".into()), lead_time_days: None, members: Patch::Keep, ..story };
        coop.send(call(&story, 1)).await.unwrap();
        let entry = newest(&app, "update_producer").await;
        assert_eq!(change(&entry, "story"), (Some(long.as_str()), Some("Ngắn thôi.")));
        let lines = vec![PurchaseLine { pack_id: goods.pack_id(), quantity: 2, expected_case_price: None }];
        let body = PurchasePlace { lines, ..PurchasePlace::example() };
        let purchase = buyer.send(Call::<PlacePurchase>::new(()).body(&body).idempotency_key("one")).await.unwrap();
        let body = OrderDecline { reason_code: None, reason: Some("Xe hỏng giữa đường".into()) };
        coop.send(Call::<DeclineOrder>::new((purchase.orders[0].id,)).body(&body)).await.unwrap();
        let entry = newest(&app, "decline_order").await;
        assert_eq!(change(&entry, "status"), (Some("placed"), Some("declined")));
        assert_eq!(change(&entry, "note"), (None, Some("Xe hỏng giữa đường")));
        let body = LotAdjust { delta: -3, note: Some("Ẩm mốc".into()), ..LotAdjust::example() };
        coop.send(Call::<AdjustLot>::new((goods.lot.as_ref().unwrap().id,)).body(&body)).await.unwrap();
        let entry = newest(&app, "adjust_lot").await;
        assert_eq!((change(&entry, "on_hand"), change(&entry, "note").1), ((Some("20"), Some("17")), Some("Ẩm mốc")));
        let shown = page(&app.centre(), "/desk/audit?operation=decline_order").await;
        assert!(shown.contains("<del>Đã đặt") && shown.contains("<ins>Từ chối"), "{shown}");
        let shown = page(&app.centre(), "/desk/audit?operation=adjust_lot").await;
        assert!(shown.contains("<ins>Kiểm kho") && !shown.contains("<ins>counted"), "{shown}");
        let shown = page(&app.centre(), "/desk/audit?operation=update_product").await;
        assert!(shown.contains("<summary>Hồng Bảo Lâm phơi") && shown.contains(&long) && shown.contains("mô tả"), "{shown}");
    }

    async fn what_is_published_is_compared_with_what_was_public(app: TestApp) {
        use shared::catalogue::{PublishProduct, SubmitProduct};
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        let body = ProductUpdate { description: Some("Vụ này sấy lâu hơn.".into()), ..ProductUpdate::example() };
        let call = Call::<UpdateProduct>::new((goods.id,)).body(&body).if_version(goods.product.version);
        coop.send(call).await.unwrap();
        coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();
        app.centre().send(Call::<PublishProduct>::new((goods.id,))).await.unwrap();
        let entry = newest(&app, "publish_product").await;
        let before = goods.product.texts.description.as_str();
        assert_eq!(change(&entry, "public_texts.description"), (Some(before), Some("Vụ này sấy lâu hơn.")));
        assert!(entry.changes.iter().all(|change| !change.field.starts_with("texts.")), "{:?}", entry.changes);
        assert_eq!(change(&newest(&app, "submit_product").await, "status"), (Some("draft"), Some("in_review")));
    }

    async fn the_form_chooses_operation_and_organisation_and_an_empty_trail_says_what_was_asked(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        app.product(&coop).create().await;
        let centre = app.centre();
        let id = coop.organisation_id();

        let shown = page(&centre, &format!("/desk/audit?operation=create_pack&organisation_id={id}")).await;

        assert!(shown.contains("<option value=\"create_pack\" selected>Thêm quy cách"), "{shown}");
        assert!(shown.contains(&format!("<option value=\"{id}\" selected>HTX Bảo Lâm")), "{shown}");
        assert!(shown.contains("<optgroup label=\"Chủ thể\">"), "{shown}");
        let export = format!("operation=create_pack&amp;organisation_id={id}");
        assert!(shown.contains(&export) || shown.contains(&export.replace("&amp;", "&")), "{shown}");
        let none = page(&centre, &format!("/desk/audit?operation=ship_order&organisation_id={id}&from=2026-11-02")).await;
        let said = "Việc: Giao đơn hàng; Đơn vị của người làm: HTX Bảo Lâm; Từ ngày: ";
        assert!(none.contains("Không có dòng nào khớp với") && none.contains(said), "{none}");
        let english = page(&centre, &format!("/en/desk/audit?operation=ship_order&organisation_id={id}")).await;
        assert!(english.contains("What was done: Shipped an order"), "{english}");
    }
}
