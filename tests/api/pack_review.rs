//! Names and barcodes of packs wait for review where buyers see them; prices do not.

use shared::{Call, Code, Input, Patch, catalogue::*, discovery::*, endpoint::Key, identity::Reason};
use tests::*;

fn change(text: &str) -> PackUpdate {
    serde_json::from_str(text).expect("a change")
}

async fn update(coop: &Person, pack: &Pack, body: &PackUpdate) -> Pack {
    let call = Call::<UpdatePack>::new((pack.id,))
        .body(body)
        .if_version(pack.version);
    coop.send(call).await.expect("a changed pack")
}

/// The packs as visitors see them.
async fn public(app: &TestApp, goods: &Goods) -> Vec<Pack> {
    let call = Call::<GetProduct>::new((Key(goods.slug.clone()),));
    app.anonymous().send(call).await.expect("a product").packs
}

async fn managed(who: &Person, goods: &Goods) -> ManagedProduct {
    who.send(Call::<GetManagedProduct>::new((goods.id,)))
        .await
        .expect("a product")
}

/// The texts of a row's cells, without the hidden words that say what was removed and added.
fn cells(row: &str) -> Vec<String> {
    let text = |cell: &str| {
        let tags = cell.split('<').filter_map(|tag| Some(tag.split_once('>')?.1));
        tags.collect::<String>().replace("bỏ: ", "").replace("thêm: ", "")
    };
    let cells = row.split("</t").filter(|cell| cell.contains("<t"));
    cells.map(text).collect()
}

on_both_databases! {
    async fn a_new_name_or_barcode_of_a_published_pack_waits_for_review(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        let body = PackUpdate { gtin: Patch::Set("9520000010010".into()), ..change(r#"{"label":"Thùng quà 20 túi","unit_price":90000}"#) };

        let pack = update(&coop, &goods.pack, &body).await;

        assert_eq!(pack.label, "Thùng quà 20 túi", "its producer sees what it wrote");
        let seen = public(&app, &goods).await.remove(0);
        assert_eq!((seen.label, seen.gtin), (goods.pack.label.clone(), None));
        assert_eq!(seen.unit_price.amount, 90_000, "prices change at once");
        let product = managed(&coop, &goods).await;
        assert_eq!(product.status, ProductStatus::Draft);
        let waiting = &product.pack_changes[0];
        assert_eq!(waiting.public.as_ref().unwrap().label, goods.pack.label);
        assert_eq!(waiting.newest.gtin.as_deref(), Some("9520000010010"));

        coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();
        let call = Call::<ReturnProduct>::new((goods.id,)).body(&Reason { reason: "Sai mã vạch.".into() });
        app.centre().send(call).await.unwrap();
        assert_eq!(public(&app, &goods).await[0].gtin, None, "what goes back is not public either");
        coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();
        let done = app.centre().send(Call::<PublishProduct>::new((goods.id,))).await.unwrap();
        assert!(done.pack_changes.is_empty());
        let seen = public(&app, &goods).await.remove(0);
        assert_eq!((seen.label.as_str(), seen.gtin.as_deref()), ("Thùng quà 20 túi", Some("9520000010010")));
    }

    async fn a_new_pack_of_a_published_product_waits_for_review(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        let body = PackCreate { label: "Thùng nhỏ".into(), ..PackCreate::example() };

        coop.send(Call::<CreatePack>::new((goods.id,)).body(&body)).await.unwrap();

        assert_eq!(public(&app, &goods).await.len(), 1);
        let product = managed(&coop, &goods).await;
        assert_eq!((product.status, product.packs.len()), (ProductStatus::Draft, 2));
        assert_eq!(product.pack_changes[0].public, None);
        coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();
        app.centre().send(Call::<PublishProduct>::new((goods.id,))).await.unwrap();
        assert_eq!(public(&app, &goods).await.len(), 2);
    }

    async fn what_the_centre_reads_of_packs_stands_still_and_prices_do_not(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).submitted().create().await;
        let renamed = change(r#"{"label":"Thùng khác"}"#);
        let call = Call::<UpdatePack>::new((goods.pack.id,)).body(&renamed).if_version(1);
        refused(coop.send(call).await, Code::WrongState);
        let call = Call::<CreatePack>::new((goods.id,)).body(&PackCreate::example());
        refused(coop.send(call).await, Code::WrongState);
        let pack = update(&coop, &goods.pack, &change(r#"{"unit_price":70000,"min_cases":2,"active":false}"#)).await;
        assert_eq!((pack.unit_price.amount, pack.min_cases, pack.active), (70_000, 2, false));
    }

    async fn a_change_taken_back_leaves_nothing_to_review(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        let pack = update(&coop, &goods.pack, &change(r#"{"label":"Thùng khác"}"#)).await;
        let back = PackUpdate { label: Some(goods.pack.label.clone()), ..change("{}") };
        update(&coop, &pack, &back).await;
        assert!(managed(&coop, &goods).await.pack_changes.is_empty());
    }

    async fn the_reviewer_reads_old_and_new_side_by_side(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).name("Hồng vành khuyên").published().create().await;
        let version = goods.product.version;
        let texts: ProductUpdate = serde_json::from_str(r#"{"name":"Hồng mới","storage_en":"Keep in the fridge"}"#).unwrap();
        coop.send(Call::<UpdateProduct>::new((goods.id,)).body(&texts).if_version(version)).await.unwrap();
        update(&coop, &goods.pack, &change(r#"{"label":"Thùng quà 20 túi","case_gtin":"19520000010017"}"#)).await;
        let body = PackCreate { label: "Thùng nhỏ".into(), case_gtin: None, ..PackCreate::example() };
        coop.send(Call::<CreatePack>::new((goods.id,)).body(&body)).await.unwrap();
        coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();

        let centre = app.centre().by_cookie();
        let page = centre.raw(Request::get(&format!("/desk/review/{}", goods.id))).await;

        let table = page.text().split_once("</table>").unwrap().0;
        let rows: Vec<Vec<String>> = table.split("<tr>").map(cells).collect();
        let says = |old: &str, new: &str| {
            rows.iter()
                .any(|row| matches!(row.as_slice(), [_, seen, then] if seen.contains(old) && then.contains(new)))
        };
        for (old, new) in [
            ("Hồng vành khuyên", "Hồng mới"),
            ("below 25 °C", "Keep in the fridge"),
            (goods.pack.label.as_str(), "Thùng quà 20 túi"),
            ("", "19520000010017"),
            ("", "Thùng nhỏ"),
        ] {
            assert!(says(old, new), "{old} → {new}: {}", page.text());
        }
        // What stays is not told.
        assert!(!table.contains("100% seedless"));
    }

    async fn the_reviewer_is_shown_which_words_changed(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).name("Hồng vành khuyên").published().create().await;
        let texts: ProductUpdate = serde_json::from_str(r#"{"name":"Hồng dẻo khuyên"}"#).unwrap();
        let call = Call::<UpdateProduct>::new((goods.id,)).body(&texts).if_version(goods.product.version);
        coop.send(call).await.unwrap();
        coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();

        let centre = app.centre().by_cookie();
        let page = centre.raw(Request::get(&format!("/desk/review/{}", goods.id))).await;

        let removed = r#"Hồng <del><span class="visually-hidden">bỏ: </span><s>vành</s></del> khuyên"#;
        let added = r#"Hồng <ins><span class="visually-hidden">thêm: </span><u>dẻo</u></ins> khuyên"#;
        let plain = page.text().replace("<!>", "");
        assert!(plain.contains(removed) && plain.contains(added), "{plain}");
    }
}
