//! Certificates: who records them, how long they last, who sees which.

use shared::{
    Call, CertificateId, Code, Date, FieldCode, Input, ProductId,
    catalogue::TakeDownProduct,
    certification::*,
    discovery::GetProduct,
    identity::Reason,
    listings::{CoverageQuery, GetCoverage},
    reports::{AuditFilter, ListAudit},
    time::plus_days,
};
use tests::*;
use time::macros::date;

fn certificate(product_id: ProductId) -> CertificateCreate {
    CertificateCreate {
        product_id,
        score: None,
        ..CertificateCreate::example()
    }
}

async fn record(person: &Person, body: &CertificateCreate) -> Result<Certificate, shared::ClientError> {
    person.send(Call::<CreateCertificate>::new(()).body(body)).await
}

async fn list(person: &Person, filter: CertificateFilter) -> Vec<CertificateId> {
    let call = Call::<ListCertificates>::new(()).query(&filter);
    let page = person.send(call).await.unwrap();
    page.items.into_iter().map(|certificate| certificate.id).collect()
}

on_both_databases! {
    async fn a_certificate_lasts_36_months_from_its_decision(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        let body = CertificateCreate {
            issued_on: date!(2024 - 02 - 29),
            criteria_version: CriteriaVersion::V148,
            score: Some(78.25),
            ..certificate(goods.id)
        };

        let recorded = record(&app.authority(), &body).await.unwrap();

        assert_eq!(recorded.expires_on, date!(2027 - 02 - 28));
        assert_eq!((recorded.state, recorded.days_left), (CertificateState::Expiring, 98));
        assert_eq!(recorded.score, Some(78.25));
        assert_eq!(recorded.product_slug, goods.slug);
        assert_eq!(recorded.producer.id, coop.organisation_id());
        app.clock().set_day(date!(2027 - 03 - 01));
        let lapsed = CertificateFilter { state: Some(CertificateState::Lapsed), ..Default::default() };
        assert_eq!(list(&app.centre(), lapsed).await, [recorded.id]);
    }

    async fn a_certificate_is_found_by_its_product_and_by_its_decision_with_or_without_marks(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let persimmon = app.product(&coop).name("Hồng vành khuyên").published().create().await;
        let tea = app.product(&coop).name("Chè Shan tuyết").published().create().await;
        let numbered = |id, number: &str| CertificateCreate { decision_no: number.into(), ..certificate(id) };
        let first = record(&app.authority(), &numbered(persimmon.id, "2865/QĐ-UBND")).await.unwrap().id;
        let second = record(&app.authority(), &numbered(tea.id, "17_A/QĐ-UBND")).await.unwrap().id;
        let found = async |words: &str| {
            let filter = CertificateFilter { q: Some(words.into()), ..Default::default() };
            list(&app.authority(), filter).await
        };

        assert_eq!(found("hong vanh").await, [first]);
        assert_eq!(found("CHÈ shan").await, [second]);
        assert_eq!(found(" 2865/qd ").await, [first]);
        assert_eq!(found("2865/QĐ").await, [first]);
        assert_eq!(found("qđ-ubnd").await, [first, second]);
        assert_eq!(found("17_a").await, [second]);
        assert_eq!(found("1__A").await, []);
        assert_eq!(found("không có").await, []);

        let officer = app.authority().by_cookie();
        let page = officer.raw(Request::get("/desk/certificates?q=hong&state=valid")).await.text().to_owned();
        assert!(page.contains("Hồng vành khuyên") && !page.contains("Chè Shan tuyết"));
        assert!(page.contains("value=\"hong\" placeholder=\"Tên sản phẩm hoặc số quyết định\""), "the words stay in their field");
        assert_eq!(page.matches("type=\"hidden\" name=\"q\" value=\"hong\"").count(), 2, "the filters and the register go along");
    }

    async fn a_certificate_is_refused_where_it_cannot_be_true(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        let hidden = app.product(&coop).create().await;
        let right = certificate(goods.id);
        let with = |change: fn(&mut CertificateCreate)| {
            let mut body = right.clone();
            change(&mut body);
            body
        };
        let tomorrow = plus_days(app.today(), 1);

        for (body, field, code) in [
            (CertificateCreate { issued_on: tomorrow, ..right.clone() }, "issued_on", FieldCode::InFuture),
            (with(|body| body.issued_on = date!(1990 - 01 - 01)), "issued_on", FieldCode::ProgrammeBegan),
            (with(|body| body.stars = 5), "level", FieldCode::LevelStars),
            (with(|body| body.level = IssuerLevel::Centre), "level", FieldCode::LevelStars),
            (
                with(|body| (body.level, body.stars) = (IssuerLevel::District, 3)),
                "level",
                FieldCode::DistrictDays,
            ),
            (with(|body| body.criteria_version = CriteriaVersion::V148), "criteria_version", FieldCode::NotInForce),
            (with(|body| body.issued_on = date!(2025 - 07 - 05)), "criteria_version", FieldCode::NotInForce),
            (certificate(hidden.id), "product_id", FieldCode::NotPublic),
            (certificate(ProductId::EXAMPLE), "product_id", FieldCode::Unknown),
        ] {
            let problem = refused(record(&app.centre(), &body).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [(field, code)]);
        }
        refused(record(&coop, &right).await, Code::Forbidden);
        record(&app.centre(), &right).await.unwrap();
        refused(record(&app.centre(), &right).await, Code::Taken);
    }

    async fn whoever_records_a_certificate_reads_what_stars_the_product_has(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let starred = app.product(&coop).name("Chè dây").stars(4).published().create().await;
        let plain = app.product(&coop).name("Hồng sấy").published().create().await;
        let officer = app.authority().by_cookie();
        let form = async |id: ProductId| {
            let path = format!("/desk/certificates/new?product={id}");
            officer.raw(Request::get(&path)).await.text().to_owned()
        };
        let held = starred.certificate.as_ref().unwrap();

        let page = form(starred.id).await;
        let told = format!("href=\"/desk/certificates/{}\">4 sao, quyết định {}", held.id, held.decision_no);
        assert!(page.contains("Sản phẩm này đang có sao") && page.contains(&told), "{page}");
        assert!(!form(plain.id).await.contains("đang có sao"));
        app.clock().set(shared::Timestamp::start_of(plus_days(held.expires_on, 1)));
        assert!(!form(starred.id).await.contains("đang có sao"));
    }

    async fn only_what_is_shown_is_offered_for_a_certificate(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let shown = app.product(&coop).name("Chè dây").published().create().await;
        let down = app.product(&coop).name("Hồng sấy").published().create().await;
        let reason = Reason { reason: "Có phản ánh của khách, đang kiểm tra".into() };
        app.centre().send(Call::<TakeDownProduct>::new((down.id,)).body(&reason)).await.unwrap();
        let officer = app.authority().by_cookie();
        let page = async |path: &str| officer.raw(Request::get(path)).await.text().to_owned();

        let list = page("/desk/certificates/new").await;
        assert!(list.contains(&shown.id.to_string()) && !list.contains(&down.id.to_string()), "{list}");
        let form = page(&format!("/desk/certificates/new?product={}", down.id)).await;
        assert!(form.contains("đã bị gỡ") && !form.contains("name=\"decision_no\""), "{form}");
        // Taken down while the form stood open.
        let product = down.id.to_string();
        let sent = [
            ("once", "taken-down"), ("product_id", product.as_str()), ("stars", "4"), ("decision_no", "17/QĐ-UBND"), ("issuer", "UBND tỉnh"),
            ("level", "province"), ("issued_on", "2026-11-02"), ("criteria_version", "1489"),
        ];
        let refused = crate::pages::post(&officer, "/desk/certificates/new", &sent).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("<a href=\"#product-id\">Sản phẩm: sản phẩm chưa đăng, đã rút hoặc đã bị gỡ."), "{}", refused.text());
    }

    async fn those_that_lapse_next_come_first_and_producers_see_their_own(app: TestApp) {
        let (one, other) = (app.cooperative("HTX Một").await, app.cooperative("HTX Hai").await);
        let on = |day: Date, producer: &Person| app.product(producer).stars(3).certified_on(day).published();
        let late = on(date!(2026 - 11 - 02), &one).create().await.certificate.unwrap().id;
        let soon = on(date!(2024 - 01 - 10), &other).create().await.certificate.unwrap().id;
        let lapsed = on(date!(2023 - 11 - 20), &one).create().await.certificate.unwrap().id;

        assert_eq!(list(&app.authority(), CertificateFilter::default()).await, [soon, late, lapsed]);
        assert_eq!(list(&one, CertificateFilter::default()).await, [late, lapsed]);
        let decided = CertificateFilter { year: Some(2024), ..Default::default() };
        assert_eq!(list(&app.centre(), decided).await, [soon]);
        let nowhere = CertificateFilter { commune: Some("99999".into()), ..Default::default() };
        assert_eq!(list(&app.centre(), nowhere).await, []);
        let within = CertificateFilter { expires_within_days: Some(90), ..Default::default() };
        assert_eq!(list(&app.centre(), within).await, [soon]);
        let valid = CertificateFilter { state: Some(CertificateState::Valid), ..Default::default() };
        assert_eq!(list(&app.centre(), valid).await, [late]);
        let five = CertificateFilter { stars: Some("4,5".into()), ..Default::default() };
        assert_eq!(list(&app.centre(), five).await, []);
        let mut cursor = None;
        let mut read = Vec::new();
        loop {
            let filter = CertificateFilter { limit: Some(1), cursor, ..Default::default() };
            let page = app.centre().send(Call::<ListCertificates>::new(()).query(&filter)).await.unwrap();
            read.extend(page.items.into_iter().map(|certificate| certificate.id));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(read, [soon, late, lapsed]);
    }
    async fn a_typing_error_is_corrected_and_the_trail_says_what_stood_there(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let goods = app.product(&coop).stars(3).published().create().await;
        let recorded = goods.certificate.clone().unwrap();
        let body = CertificateCorrect {
            stars: 4,
            score: Some(71.5),
            decision_no: "0456/QĐ-UBND".into(),
            ..CertificateCorrect::example()
        };
        let call = |version| Call::<CorrectCertificate>::new((recorded.id,)).body(&body).if_version(version);

        let corrected = app.authority().send(call(recorded.version)).await.unwrap();

        assert_eq!((corrected.stars, corrected.decision_no.as_str()), (4, "0456/QĐ-UBND"));
        assert_eq!(corrected.expires_on, date!(2029 - 11 - 01));
        refused(app.authority().send(call(recorded.version)).await, Code::PreconditionFailed);
        refused(coop.send(call(corrected.version)).await, Code::Forbidden);
        let filter = AuditFilter { operation: Some("correct_certificate".into()), ..Default::default() };
        let page = app.centre().send(Call::<ListAudit>::new(()).query(&filter)).await.unwrap();
        let stars = page.items[0].changes.iter().find(|change| change.field == "stars").unwrap();
        assert_eq!((stars.before.as_deref(), stars.after.as_deref()), (Some("3"), Some("4")));
        let wrong = CertificateCorrect { score: Some(69.99), ..body.clone() };
        let call = Call::<CorrectCertificate>::new((recorded.id,)).body(&wrong).if_version(corrected.version);
        let problem = refused(app.centre().send(call).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("score", FieldCode::Score)]);
    }

    async fn a_revocation_that_was_recorded_by_mistake_is_lifted_by_who_may_revoke(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let goods = app.product(&coop).stars(4).published().create().await;
        let recorded = goods.certificate.clone().unwrap();
        let revoke = Call::<RevokeCertificate>::new((recorded.id,)).body(&CertificateRevoke::example());
        let revoked = app.authority().send(revoke).await.unwrap();
        let correct = |revoked_in_error| {
            let body = CertificateCorrect { stars: 4, score: None, revoked_in_error, ..CertificateCorrect::example() };
            Call::<CorrectCertificate>::new((recorded.id,)).body(&body).if_version(revoked.version)
        };
        let stars = async || {
            let call = Call::<GetProduct>::new((shared::endpoint::Key(goods.slug.clone()),));
            app.anonymous().send(call).await.unwrap().stars
        };
        assert_eq!(stars().await, None);
        refused(app.authority().send(correct(None)).await, Code::WrongState);
        refused(app.centre().send(correct(Some(true))).await, Code::Forbidden);
        let page = app.authority().by_cookie().raw(Request::get(&format!("/desk/certificates/{}", recorded.id))).await.text().to_owned();
        assert!(page.contains("name=\"revoked_in_error\""), "{page}");

        let lifted = app.authority().send(correct(Some(true))).await.unwrap();

        assert_eq!((lifted.state, lifted.revoke_reason), (CertificateState::Valid, None));
        assert_eq!(stars().await, Some(4));
    }

    async fn a_revoked_certificate_gives_no_stars_from_that_day_on(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let goods = app.product(&coop).stars(4).stock(5).published().create().await;
        let id = goods.certificate.clone().unwrap().id;
        let revoke = |person: &Person| {
            let person = person.clone();
            async move { person.send(Call::<RevokeCertificate>::new((id,)).body(&CertificateRevoke::example())).await }
        };
        let key = || shared::endpoint::Key(goods.slug.clone());
        let stars = || async { app.anonymous().send(Call::<GetProduct>::new((key(),))).await.unwrap().stars };
        app.clock().advance_days(3);
        assert_eq!(stars().await, Some(4));
        refused(revoke(&app.centre()).await, Code::Forbidden);

        let revoked = revoke(&app.authority()).await.unwrap();

        assert_eq!((revoked.state, revoked.revoked_on), (CertificateState::Revoked, Some(app.today())));
        assert_eq!(stars().await, None);
        refused(revoke(&app.authority()).await, Code::WrongState);
        let state = CertificateFilter { state: Some(CertificateState::Revoked), ..Default::default() };
        assert_eq!(list(&coop, state).await, [id]);
        let valid = CertificateFilter { state: Some(CertificateState::Valid), ..Default::default() };
        assert_eq!(list(&coop, valid).await, []);
        let on = |day| Call::<GetCoverage>::new(()).query(&CoverageQuery { on: Some(day) });
        let before = app.anonymous().send(on(plus_days(app.today(), -1))).await.unwrap();
        let after = app.anonymous().send(on(app.today())).await.unwrap();
        assert_eq!((before.total, after.total), (1, 0));
    }

    async fn the_calendar_has_every_certificate_in_the_month_of_its_last_day(app: TestApp) {
        let (coop, other) = (app.cooperative("HTX").await, app.cooperative("HTX Hai").await);
        let on = |day: Date, producer: &Person| app.product(producer).stars(3).certified_on(day).published();
        let soon = on(date!(2023 - 12 - 05), &coop).create().await.certificate.unwrap().id;
        let later = on(date!(2024 - 02 - 29), &other).create().await.certificate.unwrap().id;
        let calendar = |person: &Person| {
            let person = person.clone();
            async move {
                let call = Call::<GetCertificateCalendar>::new(()).query(&CalendarQuery::default());
                let months = person.send(call).await.unwrap().months;
                assert_eq!(months.len(), 12);
                let held = months.into_iter().filter(|month| !month.certificates.is_empty());
                held.map(|month| (month.month, month.certificates[0].id)).collect::<Vec<_>>()
            }
        };

        assert_eq!(
            calendar(&app.authority()).await,
            [(date!(2026 - 12 - 01), soon), (date!(2027 - 02 - 01), later)]
        );
        assert_eq!(calendar(&coop).await, [(date!(2026 - 12 - 01), soon)]);
        let call = Call::<GetCertificate>::new((later,));
        refused(coop.send(call).await, Code::NotFound);
    }
}
