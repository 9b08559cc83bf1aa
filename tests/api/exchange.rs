//! Tables that are brought in.

use crate::exports::export;
use serde_json::Value;
use shared::{
    Call, Code, FieldCode, ImportId, Page,
    catalogue::{GetManagedProduct, ListManagedProducts, ManagedProduct},
    certification::ListCertificates,
    exchange::{ApplyImport, GetImport, Import, ImportKind, ImportStatus, ListImports},
    stock::{ListLots, Lot},
};
use std::io::{Cursor, Read};
use tests::*;

const PRODUCTS: &str = "Mã sản phẩm,Tên sản phẩm,Mã nhóm,Mô tả,Tháng có hàng,Hình minh họa\n\
    ,Chè dây Mẫu Sơn,I.5.b,\"Chè dây hái trên núi Mẫu Sơn, phơi khô.\",\"5, 6\",herbal-tea\n\
    ,Mật ong hoa nhãn,I.2.b,Mật ong nguyên chất từ hoa nhãn.,,honey\n";

/// Sends a file as browsers do.
async fn sent(person: &Person, query: &str, file: &[u8]) -> Answer {
    // Some browsers send a whole path.
    let request = Request::post(&format!("/api/v1/imports?{query}")).file(
        "C:/bang/hang.csv",
        "application/octet-stream",
        file,
    );
    person.raw(request).await
}

/// Sends a file and lets the work be done.
async fn checked(app: &TestApp, person: &Person, query: &str, file: &str) -> Import {
    let answer = sent(person, query, file.as_bytes()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let import: Import = answer.json();
    assert_eq!(import.status, ImportStatus::Checking);
    app.run_jobs().await;
    person
        .send(Call::<GetImport>::new((import.id,)))
        .await
        .expect("the import")
}

async fn applied(app: &TestApp, person: &Person, id: ImportId) -> Import {
    let import = person
        .send(Call::<ApplyImport>::new((id,)))
        .await
        .expect("it is applied");
    assert_eq!(import.status, ImportStatus::Applying);
    app.run_jobs().await;
    person
        .send(Call::<GetImport>::new((id,)))
        .await
        .expect("the import")
}

async fn products(person: &Person) -> Vec<ManagedProduct> {
    let page: Page<ManagedProduct> = person
        .send(Call::<ListManagedProducts>::new(()))
        .await
        .expect("products");
    page.items
}

const fn counts(import: &Import) -> [i64; 4] {
    [import.created, import.changed, import.unchanged, import.refused]
}

fn told(import: &Import) -> Vec<(i64, &str, FieldCode)> {
    import
        .errors
        .iter()
        .map(|error| (error.line, error.field.as_str(), error.code))
        .collect()
}

/// A part of a spreadsheet, as text.
fn part(spreadsheet: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(spreadsheet)).expect("an archive");
    let mut text = String::new();
    let mut part = archive.by_name(name).expect("such a part");
    part.read_to_string(&mut text).expect("text");
    text
}

on_both_databases! {
    async fn a_dry_run_writes_nothing_and_applying_writes_what_it_announced(app: TestApp) {
        let coop = app.cooperative("HTX Bảng Tính").await;
        let import = checked(&app, &coop, "kind=products", PRODUCTS).await;
        assert_eq!((import.status, counts(&import)), (ImportStatus::Checked, [2, 0, 0, 0]));
        assert!(import.can_apply && import.present.is_none());
        assert_eq!(import.file_name, "hang.csv");
        assert!(products(&coop).await.is_empty());

        let import = applied(&app, &coop, import.id).await;
        assert_eq!(import.status, ImportStatus::Applied, "{import:?}");
        assert_eq!((import.announced, import.present), (2, Some(2)));
        let mut names: Vec<String> = products(&coop).await.into_iter().map(|product| product.texts.name).collect();
        names.sort();
        assert_eq!(names, ["Chè dây Mẫu Sơn", "Mật ong hoa nhãn"]);
        let audited = app.audit().await;
        let lines = audited.iter().filter(|line| line.operation == "create_product").count();
        assert_eq!(lines, 2, "every row has its line in the audit trail");
    }

    async fn a_file_sent_twice_does_nothing_the_second_time(app: TestApp) {
        let coop = app.cooperative("HTX Hai Lần").await;
        let first = checked(&app, &coop, "kind=products&dry_run=false", PRODUCTS).await;
        assert_eq!((first.status, first.present), (ImportStatus::Applied, Some(2)));
        let before = products(&coop).await;
        let again = checked(&app, &coop, "kind=products&dry_run=false", PRODUCTS).await;
        assert_eq!((again.status, counts(&again)), (ImportStatus::Applied, [0, 0, 2, 0]));
        assert_eq!(again.present, Some(again.announced));
        assert_eq!(products(&coop).await, before);
        let dry = checked(&app, &coop, "kind=products", PRODUCTS).await;
        assert!(!dry.can_apply);
        refused(coop.send(Call::<ApplyImport>::new((dry.id,))).await, Code::WrongState);
    }

    async fn a_table_after_which_a_newer_one_came_says_so(app: TestApp) {
        let coop = app.cooperative("HTX Hai Tệp").await;
        let older = checked(&app, &coop, "kind=products", PRODUCTS).await;
        assert!(older.can_apply && !older.is_overtaken());
        let newer = checked(&app, &coop, "kind=products", PRODUCTS).await;
        let older = coop.send(Call::<GetImport>::new((older.id,))).await.unwrap();
        assert!(older.is_overtaken() && !newer.is_overtaken());
        let list = coop.by_cookie().raw(Request::get("/desk/import")).await.text().to_owned();
        assert_eq!(list.matches("badge--overtaken\">Đã có tệp mới hơn<").count(), 1, "{list}");
        assert_eq!(list.matches("badge--checked").count(), 1, "{list}");
    }

    async fn one_refused_row_keeps_the_whole_file_out_and_is_told_with_row_and_column(app: TestApp) {
        let coop = app.cooperative("HTX Có Lỗi").await;
        let file = format!("{PRODUCTS},Mật ong hoa nhãn,IX.9,ngắn,13,\n");
        let import = checked(&app, &coop, "kind=products&dry_run=false", &file).await;
        assert_eq!((import.status, counts(&import)), (ImportStatus::Checked, [2, 0, 0, 1]));
        assert_eq!(
            told(&import),
            [
                (4, "group", FieldCode::Unknown),
                (4, "name", FieldCode::Duplicate),
                (4, "description", FieldCode::TooShort),
                (4, "season_months", FieldCode::TooLarge),
            ]
        );
        let group = import.errors.first().expect("an error");
        assert_eq!((group.column.as_str(), group.value.as_str()), ("Mã nhóm", "IX.9"));
        let english = coop.in_english().send(Call::<GetImport>::new((import.id,))).await.expect("the import");
        assert_eq!(english.errors.first().expect("an error").column, "Group");
        refused(coop.send(Call::<ApplyImport>::new((import.id,))).await, Code::WrongState);
        assert!(products(&coop).await.is_empty());
        let errors = coop.raw(Request::get(&format!("/api/v1/imports/{}/errors?lang=en", import.id))).await;
        assert_eq!(errors.status, 200);
        let sheet = server::sheet::read(&errors.body).expect("a spreadsheet");
        assert_eq!((sheet.header.first().map(String::as_str), sheet.rows.len()), (Some("Row"), 4));
    }

    async fn what_was_exported_can_be_imported_and_changes_nothing(app: TestApp) {
        let coop = app.cooperative("HTX Khứ Hồi").await;
        for name in ["Hồng sấy", "=HYPERLINK(\"x\")", "Na \"dai\", loại 1", "+84 đặc sản"] {
            app.product(&coop).name(name).stock(12).published().create().await;
        }
        let before = products(&coop).await;
        for kind in ["products", "packs", "lots"] {
            for format in ["xlsx", "csv"] {
                for lang in ["vi", "en"] {
                    let file = export(&coop, &format!("{kind}?format={format}&lang={lang}")).await;
                    let answer = sent(&coop, &format!("kind={kind}&dry_run=false"), &file).await;
                    assert_eq!(answer.status, 201, "{}", answer.text());
                    app.run_jobs().await;
                    let id = answer.json::<Import>().id;
                    let import = coop.send(Call::<GetImport>::new((id,))).await.expect("the import");
                    assert_eq!(counts(&import), [0, 0, 4, 0], "{kind} {format} {lang}: {:?}", import.errors);
                }
            }
        }
        assert_eq!(products(&coop).await, before);
    }

    async fn packs_and_lots_are_brought_in_by_their_own_rules(app: TestApp) {
        let coop = app.cooperative("HTX Quy Cách").await;
        let goods = app.product(&coop).name("Na dai").published().create().await;
        let slug = &goods.slug;
        let head = "product,label,units,net_quantity,net_unit,unit_price,vat_code,min_cases,active\n";
        let file = format!("{head}{slug},Thùng 10 kg,1,10,kg,350.000 ₫,KCT,2,có\nNa dai,{},{},250,g,99000,8,,\n",
            goods.pack.label, goods.pack.units);
        let import = checked(&app, &coop, "kind=packs&dry_run=false", &file).await;
        assert_eq!((import.status, counts(&import)), (ImportStatus::Applied, [1, 1, 0, 0]), "{:?}", import.errors);
        let product = coop.send(Call::<GetManagedProduct>::new((goods.id,))).await.expect("the product");
        let prices: Vec<i64> = product.packs.iter().map(|pack| pack.unit_price.amount).collect();
        assert_eq!(prices, [99_000, 350_000]);
        // What a pack is cannot be changed, only what it costs.
        let file = format!("{head}{slug},Thùng 10 kg,2,10,kg,350000,KCT,2,có\n");
        let import = checked(&app, &coop, "kind=packs", &file).await;
        assert_eq!(told(&import), [(2, "units", FieldCode::Fixed)]);

        let head = "product,label,gtin,case_gtin,units,net_quantity,net_unit,unit_price,vat_code\n";
        let file = format!("{head}{slug},Thùng 5 kg,9520000010010,19520000010017,1,5,kg,9000,KCT\n\
            {slug},Thùng hai túi 5 kg,,19520000010017,2,5,kg,9000,KCT\n{slug},Thùng 4 kg,19520000010017,,1,4,kg,9000,KCT\n");
        let import = checked(&app, &coop, "kind=packs", &file).await;
        assert_eq!(told(&import), [(3, "case_gtin", FieldCode::Taken), (4, "gtin", FieldCode::Taken)]);

        let file = format!("product;pack;code;quantity;produced_on;best_before\n\
            {slug};Thùng 10 kg;L1;40;01/11/2026;2027-01-01\n{slug};Thùng 10 kg;L2;5;20/11/2026;\n");
        let import = checked(&app, &coop, "kind=lots&dry_run=false", &file).await;
        assert_eq!((import.status, counts(&import)), (ImportStatus::Applied, [2, 0, 0, 0]), "{:?}", import.errors);
        let lots: Page<Lot> = coop.send(Call::<ListLots>::new(())).await.expect("lots");
        assert_eq!(lots.items.iter().map(|lot| lot.on_hand).collect::<Vec<_>>(), [40, 5]);
        let import = checked(&app, &coop, "kind=lots&dry_run=false", &file).await;
        assert_eq!(counts(&import), [0, 0, 2, 0], "the stock is not doubled");
        let file = format!("product,pack,code,quantity,produced_on\n{slug},Thùng 10 kg,L1,41,23/11/2026\n");
        let import = checked(&app, &coop, "kind=lots", &file).await;
        assert_eq!(
            told(&import),
            [(2, "produced_on", FieldCode::InFuture), (2, "quantity", FieldCode::Fixed), (2, "produced_on", FieldCode::Fixed)]
        );
    }

    async fn certificates_are_brought_in_by_those_who_record_them(app: TestApp) {
        let coop = app.cooperative("HTX Có Sao").await;
        let goods = app.product(&coop).published().create().await;
        let head = "product,stars,score,decision_no,issuer,level,issued_on,criteria_version\n";
        let good = format!("{head}{},4,\"78,5\",17/QĐ-UBND,UBND tỉnh,Tỉnh,02/11/2026,1489\n", goods.slug);
        let bad = format!("{head}{},5,91,18/QĐ,UBND tỉnh,province,2026-11-30,1489\nkhong-co,4,,19/QĐ,UBND,xã,2026,148\n", goods.slug);
        refused_code(sent(&coop, "kind=certificates", good.as_bytes()).await, Code::Forbidden);
        let authority = app.authority();
        let import = checked(&app, &authority, "kind=certificates", &bad).await;
        assert_eq!(
            told(&import),
            [
                (2, "issued_on", FieldCode::InFuture),
                (3, "product", FieldCode::Unknown),
                (3, "level", FieldCode::Unknown),
                (3, "issued_on", FieldCode::Day),
            ]
        );
        let import = checked(&app, &authority, "kind=certificates&dry_run=false", &good).await;
        assert_eq!((import.status, import.present), (ImportStatus::Applied, Some(1)), "{:?}", import.errors);
        let list = authority.send(Call::<ListCertificates>::new(())).await.expect("certificates");
        assert_eq!(list.items.first().map(|certificate| certificate.stars), Some(4));
        let register = String::from_utf8(export(&authority, "certificates?format=csv").await).unwrap();
        assert!(register.contains(",Cấp tỉnh,") && !register.contains("province"), "{register}");
        let register = export(&authority, "certificates?format=xlsx").await;
        let answer = sent(&authority, "kind=certificates&dry_run=false", &register).await;
        app.run_jobs().await;
        let import = authority.send(Call::<GetImport>::new((answer.json::<Import>().id,))).await.expect("the import");
        assert_eq!(counts(&import), [0, 0, 1, 0], "{:?}", import.errors);
    }

    async fn an_import_is_nobody_elses(app: TestApp) {
        let (coop, other) = (app.cooperative("HTX Một").await, app.cooperative("HTX Hai").await);
        let goods = app.product(&other).create().await;
        let import = checked(&app, &coop, "kind=products", PRODUCTS).await;
        refused(other.send(Call::<GetImport>::new((import.id,))).await, Code::NotFound);
        refused(other.send(Call::<ApplyImport>::new((import.id,))).await, Code::NotFound);
        assert!(other.send(Call::<ListImports>::new(())).await.expect("imports").items.is_empty());
        // Nor can a file change what belongs to others.
        let file = format!("slug,name,group,description\n{},Của người khác,I.5.b,Một mô tả đủ dài.\n", goods.slug);
        let import = checked(&app, &coop, "kind=products", &file).await;
        assert_eq!(told(&import), [(2, "slug", FieldCode::Unknown)]);
        let retailer = app.retailer("Siêu thị Bảng").await;
        refused_code(sent(&retailer, "kind=products", PRODUCTS.as_bytes()).await, Code::Forbidden);
    }

    async fn the_centre_brings_in_a_producers_table_and_the_trail_says_for_whom(app: TestApp) {
        let (coop, centre) = (app.cooperative("HTX Vùng Xa").await, app.centre());
        let id = coop.organisation_id();
        let whose = format!("kind=products&producer_id={id}");
        refused_code(sent(&centre, "kind=products", PRODUCTS.as_bytes()).await, Code::ValidationFailed);
        let retailer = app.retailer("Siêu thị Bảng").await.organisation_id();
        refused_code(sent(&centre, &format!("kind=products&producer_id={retailer}"), PRODUCTS.as_bytes()).await, Code::ValidationFailed);
        refused_code(sent(&coop, &whose, PRODUCTS.as_bytes()).await, Code::ValidationFailed);
        refused_code(sent(&app.authority(), &whose, PRODUCTS.as_bytes()).await, Code::Forbidden);

        let import = checked(&app, &centre, &whose, PRODUCTS).await;
        assert_eq!(import.producer.as_ref().map(|producer| producer.id), Some(id));
        refused(coop.send(Call::<GetImport>::new((import.id,))).await, Code::NotFound);
        let import = applied(&app, &centre, import.id).await;

        assert_eq!((import.status, import.present), (ImportStatus::Applied, Some(2)), "{:?}", import.errors);
        assert_eq!(products(&coop).await.len(), 2);
        let trail = app.audit().await;
        let row = trail.iter().find(|row| row.operation == "apply_import" && row.subject == "organisation");
        let row = row.expect("a line that says for whom");
        assert_eq!(row.subject_id, id.to_string());
        assert_eq!(row.organisation_id, Some(centre.organisation_id()));
        let page = centre.by_cookie().raw(Request::get(&format!("/desk/import?{whose}"))).await;
        assert!(page.status == 200 && page.text().contains("Nhập thay: HTX Vùng Xa"), "{}", page.text());
    }

    async fn an_import_that_was_interrupted_is_finished_once(app: TestApp) {
        let coop = app.cooperative("HTX Mất Điện").await;
        let import = checked(&app, &coop, "kind=products", PRODUCTS).await;
        coop.send(Call::<ApplyImport>::new((import.id,))).await.expect("it is applied");
        // Two servers find the same work at the same time.
        tokio::join!(app.run_jobs(), app.run_jobs());
        let import = coop.send(Call::<GetImport>::new((import.id,))).await.expect("the import");
        assert_eq!((import.status, import.present), (ImportStatus::Applied, Some(2)));
        assert_eq!(products(&coop).await.len(), 2);
    }

    async fn rows_that_changed_since_the_dry_run_are_judged_again(app: TestApp) {
        let coop = app.cooperative("HTX Đổi Ý").await;
        let goods = app.product(&coop).name("Mật ong hoa nhãn").create().await;
        let import = checked(&app, &coop, "kind=products", PRODUCTS).await;
        assert_eq!(counts(&import), [1, 1, 0, 0]);
        coop.send(Call::<shared::catalogue::SubmitProduct>::new((goods.id,))).await.expect("it is handed in");
        let import = applied(&app, &coop, import.id).await;
        assert_eq!((import.status, counts(&import)), (ImportStatus::Checked, [1, 0, 0, 1]));
        assert_eq!(told(&import), [(3, "name", FieldCode::InReview)]);
        assert_eq!(products(&coop).await.len(), 1, "nothing of the file is there");
    }

    async fn files_that_are_no_tables_are_refused_in_the_readers_language(app: TestApp) {
        let coop = app.cooperative("HTX Tệp Hỏng").await;
        for (file, code) in [
            (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"[..], FieldCode::SheetOld),
            (b"<html><table></table></html>", FieldCode::SheetWebPage),
            (b"name,group,description\nG\xb9o n\xd5p, h\xeep t\xb8c\n", FieldCode::SheetTcvn3),
            (b"PK\x03\x04nothing", FieldCode::SheetBroken),
            (b"name\n", FieldCode::SheetEmpty),
            (b"", FieldCode::SheetEmpty),
            (b"name,description\nNa,x\n", FieldCode::SheetColumns),
        ] {
            let answer = sent(&coop.in_english(), "kind=products", file).await;
            let problem = refused_code(answer, Code::SheetRefused);
            let field = problem["fields"][0].clone();
            assert_eq!((&field["field"], &field["code"]), (&"file".into(), &code.as_str().into()), "{problem}");
        }
        let answer = sent(&coop, "kind=products", b"name,description\nNa,x\n").await;
        assert!(answer.text().contains("Tệp thiếu cột. Mã nhóm."), "{}", answer.text());
        refused_code(sent(&coop, "dry_run=true", PRODUCTS.as_bytes()).await, Code::ValidationFailed);
    }

    async fn the_template_of_lots_lists_ones_own_packs_as_the_import_knows_them(app: TestApp) {
        let (coop, other) = (app.cooperative("HTX Bảng Mẫu").await, app.cooperative("HTX Khác").await);
        let goods = app.product(&coop).name("Hồng treo gió").pack(|pack| {
            pack.label = "Thùng 12 hộp".into();
            pack.gtin = Some("9520000010010".into());
        });
        let goods = goods.create().await;
        app.product(&other).name("Chè Khác").create().await;
        let template = async |who: &Person| {
            let answer = who.raw(Request::get("/api/v1/templates/lots?lang=vi")).await;
            assert_eq!(answer.status, 200);
            (part(&answer.body, "xl/workbook.xml"), part(&answer.body, "xl/sharedStrings.xml"))
        };

        let (book, texts) = template(&coop).await;

        assert!(book.contains("Danh mục mã"), "{book}");
        let pack = format!("{} · Hồng treo gió · 9520000010010", goods.slug);
        for text in ["Mã sản phẩm", "Quy cách hoặc GTIN", &goods.slug, "Thùng 12 hộp", &pack] {
            assert!(texts.contains(text), "{text}: {texts}");
        }
        assert!(!texts.contains("Chè Khác"), "{texts}");
        let rows = format!("product,pack,code,quantity,produced_on\n{},Thùng 12 hộp,L1,5,20/11/2026\n", goods.slug);
        assert_eq!(sent(&coop, "kind=lots", rows.as_bytes()).await.status, 201);
        app.run_jobs().await;
        let imports = coop.send(Call::<ListImports>::new(())).await.expect("imports").items;
        assert_eq!(counts(&imports[0]), [1, 0, 0, 0], "{:?}", imports[0].errors);
        let (book, _) = template(&app.centre()).await;
        assert!(!book.contains("Danh mục mã"), "who has no packs gets no empty sheet: {book}");
    }

    async fn the_example_of_a_template_is_nobodys_data(app: TestApp) {
        let (coop, authority) = (app.cooperative("HTX Bảng Mẫu").await, app.authority());
        for kind in ImportKind::ALL {
            let person = if *kind == ImportKind::Certificates { &authority } else { &coop };
            for lang in ["vi", "en"] {
                let answer = person.raw(Request::get(&format!("/api/v1/templates/{kind}?lang={lang}"))).await;
                assert_eq!(answer.status, 200, "{kind}");
                let answer = sent(person, &format!("kind={kind}"), &answer.body).await;
                // Its headings are understood, and below them is nothing but the example.
                let problem = refused_code(answer, Code::SheetRefused);
                assert_eq!(problem["fields"][0]["code"], "sheet_empty", "{kind}: {problem}");
            }
        }
        let filled = format!("{PRODUCTS}(Ví dụ),Na Ví Dụ,,,,\n");
        let answer = sent(&coop, "kind=products", filled.as_bytes()).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        app.run_jobs().await;
        let imports = coop.send(Call::<ListImports>::new(())).await.expect("imports").items;
        assert_eq!(counts(&imports[0]), [2, 0, 0, 0], "{:?}", imports[0].errors);
    }

    async fn a_table_is_sent_and_applied_with_plain_forms(app: TestApp) {
        let coop = app.cooperative("HTX Biểu Mẫu").await.by_cookie();
        let post = |path: &str| Request::post(path).header("sec-fetch-site", "same-origin");
        let form = post("/desk/import?kind=products").file("hang.csv", "text/csv", PRODUCTS.as_bytes());
        let answer = coop.raw(form).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let page = answer.header("location").to_owned();
        app.run_jobs().await;
        let shown = coop.raw(Request::get(&page)).await;
        assert!(shown.text().contains("Mọi dòng đều đúng"), "{}", shown.text());
        let answer = coop.raw(post(&format!("{page}/apply"))).await;
        assert_eq!((answer.status, answer.header("location")), (303, page.as_str()));
        app.run_jobs().await;
        let shown = coop.raw(Request::get(&page)).await;
        assert!(shown.text().contains("2 dòng trong tệp = 2 dòng có trong hệ thống."), "{}", shown.text());
        let old = post("/desk/import?kind=lots").file("cu.xls", "application/vnd.ms-excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        let answer = coop.raw(old).await;
        assert!(answer.status == 422 && answer.text().contains("Đây là tệp Excel kiểu cũ (.xls)."), "{}", answer.text());
    }
}

/// The problem of a raw answer, which must have this code.
fn refused_code(answer: Answer, code: Code) -> Value {
    assert_eq!(answer.status, code.status(), "{}", answer.text());
    let problem: Value = answer.json();
    assert_eq!(problem["code"], code.as_str());
    problem
}
