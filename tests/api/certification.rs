//! Certificates: who records them, how long they last, who sees which.

use shared::{
    Call, CertificateId, Code, Date, FieldCode, Input, ProductId, certification::*, time::plus_days,
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
            (with(|body| body.issued_on = date!(2018 - 05 - 06)), "issued_on", FieldCode::InPast),
            (with(|body| body.stars = 5), "level", FieldCode::Unknown),
            (with(|body| body.level = IssuerLevel::Centre), "level", FieldCode::Unknown),
            (with(|body| body.level = IssuerLevel::District), "level", FieldCode::Unknown),
            (certificate(hidden.id), "product_id", FieldCode::Unknown),
            (certificate(ProductId::EXAMPLE), "product_id", FieldCode::Unknown),
        ] {
            let problem = refused(record(&app.centre(), &body).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [(field, code)]);
        }
        refused(record(&coop, &right).await, Code::Forbidden);
        record(&app.centre(), &right).await.unwrap();
        refused(record(&app.centre(), &right).await, Code::Taken);
    }

    async fn those_that_lapse_next_come_first_and_producers_see_their_own(app: TestApp) {
        let (one, other) = (app.cooperative("HTX Một").await, app.cooperative("HTX Hai").await);
        let on = |day: Date, producer: &Person| app.product(producer).stars(3).certified_on(day).published();
        let late = on(date!(2026 - 11 - 02), &one).create().await.certificate.unwrap().id;
        let soon = on(date!(2024 - 01 - 10), &other).create().await.certificate.unwrap().id;
        let lapsed = on(date!(2023 - 11 - 20), &one).create().await.certificate.unwrap().id;

        assert_eq!(list(&app.authority(), CertificateFilter::default()).await, [lapsed, soon, late]);
        assert_eq!(list(&one, CertificateFilter::default()).await, [lapsed, late]);
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
        assert_eq!(read, [lapsed, soon, late]);
    }
}
