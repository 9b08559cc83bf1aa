//! Signing up: what stays between the market and who runs the account, where an organisation may have its seat, and what
//! a form is told about all that is wrong with it.

use crate::pages::post;
use serde_json::json;
use shared::{
    Call, Code, FieldCode, Input, Patch, discovery::*, endpoint::Key, identity::*, orders::*, producers::*,
};
use tests::*;

/// A cooperative whose person runs it without making any contact public.
async fn private_cooperative(app: &TestApp) -> Person {
    let coop = app.cooperative("HTX Kín Đáo").await;
    let body = ProducerUpdate {
        contact: Patch::Clear,
        ..ProducerUpdate::default()
    };
    let call = Call::<UpdateProducer>::new((coop.organisation_id(),));
    coop.send(call.body(&body).if_version(0))
        .await
        .expect("no contact");
    coop
}

on_both_databases! {
    async fn the_commune_is_found_by_its_old_name_while_what_was_typed_stays(app: TestApp) {
        let visitor = app.anonymous();
        let search = |words: &'static str| [("name", "HTX Bảo Lâm"), ("kind", "producer"), ("step", "commune"), ("old_commune", words)];

        let one = post(&visitor, "/sign-up", &search("bao lam, cao loc")).await;
        assert_eq!(one.status, 200);
        assert!(one.text().contains("value=\"HTX Bảo Lâm\"") && one.text().contains("Đã chọn"), "{}", one.text());
        let (_, chosen) = one.text().split_once("trước 7/2025: Xã Bảo Lâm").map(|(before, _)| before.rsplit_once("<strong>").unwrap()).unwrap();
        let name = chosen.split('<').next().unwrap();
        let (before, _) = one.text().split_once(&format!(" selected>{name}")).expect("the only one is chosen");
        assert!(before.ends_with('"'));

        let two = post(&visitor, "/en/sign-up", &search("Hồng Phong")).await;
        let code = crate::pages::field(two.text(), "take_commune");
        assert!(two.text().matches("name=\"take_commune\"").count() > 1, "a name borne twice is chosen by hand");
        let taken = post(&visitor, "/en/sign-up", &[("name", "HTX Bảo Lâm"), ("take_commune", &code)]).await;
        assert!(taken.text().contains(&format!("<option value=\"{code}\" selected>")) && taken.text().contains("value=\"HTX Bảo Lâm\""), "{}", taken.text());

        assert!(!one.text().contains("Hãy nhập lại"), "no password was typed yet");
        let again = [("step", "commune"), ("old_commune", "zzz"), ("password", "mat-khau-vi-du")];
        let again = post(&visitor, "/sign-up", &again).await;
        assert!(again.text().contains("Hãy nhập lại") && !again.text().contains("mat-khau-vi-du"), "{}", again.text());

        let none = post(&visitor, "/sign-up", &search("zzz")).await;
        assert!(none.text().contains("Không tìm thấy xã, phường nào có tên này"));
        assert_eq!(app.centre().send(Call::<ListOrganisations>::new(()).query(&OrganisationFilter { status: Some(OrganisationStatus::Pending), ..Default::default() })).await.unwrap().items.len(), 0, "nobody has signed up");
    }

    async fn who_runs_the_account_is_not_public(app: TestApp) {
        let mut body = registration(&app, OrganisationKind::Producer, "HTX Bảo Lâm");
        body.public_contact = None;
        body.contact.phone = "0912 000 345".into();
        let signed_up = app.anonymous().send(Call::<RegisterOrganisation>::new(()).body(&body)).await.unwrap();
        app.centre().send(Call::<VerifyOrganisation>::new((signed_up.id,))).await.unwrap();

        let shown = app.anonymous().send(Call::<GetProducer>::new((Key(signed_up.slug.clone()),))).await.unwrap();
        let page = app.anonymous().raw(Request::get(&format!("/producers/{}", signed_up.slug))).await;
        let seen = app.centre().send(Call::<GetOrganisation>::new((signed_up.id,))).await.unwrap();

        assert_eq!(shown.contact, None);
        assert!(page.text().contains("Đơn vị không đăng liên hệ công khai"), "{}", page.text());
        assert!(!page.text().contains("345") && !page.text().contains(&body.contact.email));
        assert_eq!(seen.contact.phone, "0912 000 345");
    }

    async fn a_public_contact_is_what_the_seller_has_made_public_and_can_be_taken_away(app: TestApp) {
        let coop = private_cooperative(&app).await;
        let goods = app.product(&coop).stock(40).published().create().await;
        let shown = async || {
            let product = app.anonymous().send(Call::<GetProduct>::new((Key(goods.slug.clone()),))).await.unwrap();
            product.producer.contact
        };
        assert_eq!(shown().await, None);

        let body = ProducerUpdate { contact: Patch::Set(ContactInput::example()), ..ProducerUpdate::default() };
        let call = Call::<UpdateProducer>::new((coop.organisation_id(),)).body(&body).if_version(1);
        coop.send(call).await.unwrap();

        assert_eq!(shown().await.unwrap().name, ContactInput::example().name);
        let own = coop.send(Call::<GetOrganisation>::new((coop.organisation_id(),))).await.unwrap();
        assert_ne!(own.contact.name, ContactInput::example().name, "the account keeps its own");
    }

    async fn the_parties_of_an_order_know_who_answers_for_it(app: TestApp) {
        let coop = private_cooperative(&app).await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stock(40).published().create().await;
        let body = PurchasePlace {
            lines: vec![PurchaseLine { pack_id: goods.pack_id(), quantity: 4, expected_case_price: None }],
            ..PurchasePlace::example()
        };
        let call = Call::<PlacePurchase>::new(()).body(&body).idempotency_key("one");
        let order = buyer.send(call).await.unwrap().orders.remove(0);

        let seen = buyer.send(Call::<GetOrder>::new((order.id,))).await.unwrap();

        assert_eq!(seen.producer_contact, coop.session().organisation.contact);
        refused(app.retailer("Siêu thị Khác").await.send(Call::<GetOrder>::new((order.id,))).await, Code::NotFound);
    }

    async fn a_chain_from_another_province_signs_up_and_a_producer_does_not(app: TestApp) {
        let mut body = registration(&app, OrganisationKind::Retailer, "Chuỗi Thủ Đô");
        body.commune_code = None;
        body.seat = Some("Phường Cầu Giấy, Hà Nội".into());
        let register = async |body: &OrganisationRegister| {
            app.anonymous().send(Call::<RegisterOrganisation>::new(()).body(body)).await
        };
        let signed_up = register(&body).await.unwrap();
        assert_eq!((signed_up.commune_code, signed_up.seat.as_deref()), (None, Some("Phường Cầu Giấy, Hà Nội")));
        let centre = app.centre().by_cookie();
        let page = centre.raw(Request::get(&format!("/desk/organisations/{}", signed_up.id))).await;
        assert!(page.text().contains("Phường Cầu Giấy, Hà Nội"));

        let elsewhere = OrganisationRegister {
            commune_code: None,
            seat: Some("Hà Nội".into()),
            ..registration(&app, OrganisationKind::Producer, "HTX Phương Xa")
        };
        let problem = refused(register(&elsewhere).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("commune_code", FieldCode::Required)]);
        let nowhere = OrganisationRegister { commune_code: None, ..registration(&app, OrganisationKind::Retailer, "Chuỗi X") };
        let problem = refused(register(&nowhere).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("commune_code", FieldCode::Required)]);
    }

    async fn a_buyer_moves_out_of_the_province_and_back(app: TestApp) {
        let buyer = app.retailer("Siêu thị Xanh").await;
        let id = buyer.organisation_id();
        let update = async |person: &Person, change: serde_json::Value| {
            let seen = person.send(Call::<GetOrganisation>::new((person.organisation_id(),))).await.unwrap();
            let body: OrganisationUpdate = serde_json::from_value(change).unwrap();
            let call = Call::<UpdateOrganisation>::new((seen.id,)).body(&body).if_version(seen.version);
            person.send(call).await
        };
        let away = update(&buyer, json!({ "seat": "Hà Nội" })).await.unwrap();
        assert_eq!((away.id, away.commune_code, away.seat.as_deref()), (id, None, Some("Hà Nội")));
        let back = update(&buyer, json!({ "commune_code": "05977", "seat": "Hà Nội" })).await.unwrap();
        assert_eq!((back.commune_code.as_deref(), back.seat), (Some("05977"), None));

        let coop = app.cooperative("HTX Bảo Lâm").await;
        let problem = refused(update(&coop, json!({ "seat": "Hà Nội" })).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("commune_code", FieldCode::Required)]);
    }

    async fn the_api_names_every_wrong_field_of_a_body_at_once(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let problem = async |path: &str, body: serde_json::Value| {
            coop.raw(Request::post(path).json(&body)).await.problem()
        };

        let sign_up = problem("/api/v1/organisations", json!({ "kind": "producer" })).await;
        let named: Vec<&str> = sign_up.fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(named, ["name", "tax_code", "contact", "password", "consent", "producer_kind", "commune_code"]);

        let product = json!({ "name": "Hồng", "group": "IX", "description": "Ngắn" });
        assert_eq!(
            fields(&problem("/api/v1/products", product).await),
            [("description", FieldCode::TooShort), ("group", FieldCode::Unknown)]
        );
    }

    async fn the_form_names_the_fields_that_are_wrong_in_one_round(app: TestApp) {
        let sent = [("name", "x"), ("tax_code", "1"), ("contact.name", "Lan"), ("contact.phone", "gọi tôi"), ("contact.email", "abc")];
        let page = post(&app.anonymous(), "/sign-up", &sent).await;
        assert_eq!(page.status, 422);
        for told in [
            "Bạn đăng ký để: ô này bắt buộc.",
            "Mã số thuế: không đúng định dạng.",
            "Xã, phường: ô này bắt buộc.",
            "Số điện thoại: hãy ghi đầy đủ số điện thoại, ví dụ 0912 000 345.",
            "E-mail (nếu có): hãy ghi đầy đủ địa chỉ e-mail, ví dụ ten@example.com.",
            "Mật khẩu: cần ít nhất 10 ký tự.",
        ] {
            assert_eq!(page.text().matches(told).count(), 1, "{told}: {}", page.text());
        }
    }

    async fn what_is_decided_is_named_and_the_next_comes_after_it(app: TestApp) {
        let mut waiting = Vec::new();
        for name in ["HTX Một", "HTX Hai", "HTX Ba"] {
            waiting.push(app.pending(OrganisationKind::Producer, name).await.organisation_id());
        }
        let centre = app.centre().by_cookie();
        let decide = async |at: usize| {
            let answer = post(&centre, &format!("/desk/organisations/{}/verify", waiting[at]), &[]).await;
            assert_eq!(answer.status, 303);
            let to = answer.header("location").to_owned();
            (to.clone(), centre.raw(Request::get(&to)).await.text().to_owned())
        };

        let (to, page) = decide(1).await;
        assert!(to.starts_with(&format!("/desk/organisations/{}?", waiting[2])), "{to}");
        assert!(page.contains("Đã xác minh HTX Hai") && page.contains("Tiếp theo: HTX Ba"), "{page}");
        let (to, page) = decide(2).await;
        assert!(to.starts_with("/desk/organisations?"), "{to}");
        assert!(page.contains("Đã xác minh HTX Ba") && page.contains("HTX Một"), "{page}");
    }

    async fn a_pause_says_how_long_it_lasts(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let login = coop.login();
        let mut page = String::new();
        for _ in 0..11 {
            let sent = [("login", login.as_str()), ("password", "sai-mat-khau")];
            post(&app.anonymous(), "/sign-in", &sent).await.text().clone_into(&mut page);
        }
        assert!(page.contains("Thử lại được sau 15 phút."), "{page}");
    }

    async fn without_a_way_to_send_mails_none_is_promised(app: TestApp) {
        let page = app.anonymous().raw(Request::get("/forgot-password?done=asked")).await;
        assert!(page.text().contains("Máy chủ này chưa gửi được thư"), "{}", page.text());
        assert!(!page.text().contains("liên kết đã được gửi đi"));

        let server = MailServer::start();
        let app = app.mailing_to(&server).await;
        let page = app.anonymous().raw(Request::get("/forgot-password?done=asked")).await;
        assert!(page.text().contains("liên kết đã được gửi đi"), "{}", page.text());
    }

    async fn a_new_cooperative_is_led_to_its_first_shelf(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();
        let desk = async || coop.raw(Request::get("/desk")).await.text().to_owned();
        let first = desk().await;
        for step in ["/desk/products/new", "/desk/papers/new", "/desk/stock/new", "/desk/listings/new"] {
            assert!(first.contains(&format!("href=\"{step}\" class=\"today__item\"")), "{step}: {first}");
        }

        app.product(&coop).published().create().await;
        let second = desk().await;
        assert!(!second.contains("href=\"/desk/products/new\" class=\"today__item\""), "{second}");
        assert!(second.contains("Đã đăng nhưng chưa có hàng để đặt"), "{second}");
    }

    async fn a_refused_organisation_is_led_to_the_button_that_asks_again(app: TestApp) {
        let coop = app.pending(OrganisationKind::Producer, "HTX Bảo Lâm").await.by_cookie();
        let body = Reason { reason: "Thiếu giấy đăng ký kinh doanh".into() };
        app.centre().send(Call::<RejectOrganisation>::new((coop.organisation_id(),)).body(&body)).await.unwrap();

        let desk = coop.raw(Request::get("/desk")).await.text().to_owned();
        let own = coop.raw(Request::get("/desk/organisation")).await.text().to_owned();

        assert!(desk.contains("href=\"/desk/organisation#resubmit\""), "{desk}");
        assert!(own.contains("id=\"resubmit\""), "{own}");
    }

    async fn a_file_that_is_too_large_is_told_what_it_has_and_may_have(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let product = app.product(&coop).create().await;
        let path = format!("/api/v1/products/{}/images", product.id);
        let body = format!(
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n{}\r\n--b--\r\n",
            "x".repeat(11 * 1024 * 1024 + 100)
        );
        let length = body.len().to_string();
        let request = Request::post(&path)
            .body("multipart/form-data; boundary=b", body)
            .header("content-length", &length);
        let problem = coop.raw(request).await.problem();
        assert_eq!(problem.code, Code::BodyTooLarge);
        assert_eq!(problem.detail.as_deref(), Some("Mỗi tệp nhiều nhất 10 MB. Tệp này 12 MB."));
    }
}
