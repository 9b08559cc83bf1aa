//! What may be featured when, and what the planning page says of it.

use crate::pages::post;
use shared::{
    Call, ClientError, Code, Date, FieldCode, Input, ProductId,
    certification::{CertificateRevoke, RevokeCertificate},
    curation::*,
    discovery::{FeatureFilter, GetFeatures},
    time::plus_days,
};
use tests::*;
use time::macros::date;

/// Features a product in the third slot, or only asks whether that would be refused.
async fn feature(
    centre: &Person,
    product_id: ProductId,
    (from, until): (Date, Date),
    dry_run: bool,
) -> Result<FeatureSlot, ClientError> {
    let body = FeaturePut {
        product_id,
        from,
        until,
        ..FeaturePut::example()
    };
    let tried = FeatureTry {
        dry_run: dry_run.then_some(true),
    };
    let call = Call::<PutFeature>::new((3,)).query(&tried).body(&body);
    centre.send(call).await
}

async fn planned(app: &TestApp) -> usize {
    let all = FeatureFilter { all: Some(true) };
    let features = app.centre().send(Call::<GetFeatures>::new(()).query(&all)).await;
    features.expect("what is planned").items.len()
}

on_both_databases! {
    async fn a_period_ends_with_the_products_certificate_at_the_latest(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let goods = app.product(&coop).stars(4).certified_on(date!(2024 - 01 - 10)).published().create().await;
        let last = date!(2027 - 01 - 10);
        let centre = app.centre();

        for (from, until, field) in [
            (date!(2026 - 12 - 01), plus_days(last, 1), "until"),
            (plus_days(last, 1), plus_days(last, 9), "from"),
        ] {
            let problem = refused(feature(&centre, goods.id, (from, until), false).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [(field, FieldCode::CertificateEnds)]);
            assert_eq!(problem.fields[0].message, "Giấy chứng nhận OCOP của sản phẩm chỉ còn hạn đến hết ngày 10/01/2027.");
        }
        let english = feature(&centre.in_english(), goods.id, (last, plus_days(last, 1)), false).await;
        let problem = refused(english, Code::ValidationFailed);
        assert_eq!(problem.fields[0].message, "The product's OCOP certificate is valid until 10/01/2027.");
        feature(&centre, goods.id, (date!(2026 - 12 - 01), last), false).await.unwrap();

        app.clock().set_day(plus_days(last, 1));
        let problem = refused(feature(&centre, goods.id, (date!(2026 - 12 - 01), last), false).await, Code::CertificateLapsed);
        assert_eq!(fields(&problem), [("product_id", FieldCode::CertificateEnds)]);
    }

    async fn the_latest_last_day_is_told_as_a_day(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let goods = app.product(&coop).stars(4).published().create().await;
        let from = date!(2026 - 11 - 22);

        let long = feature(&app.centre(), goods.id, (from, plus_days(from, 93)), false).await;

        let problem = refused(long, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("until", FieldCode::TooLate)]);
        assert_eq!(problem.fields[0].message, "Muộn nhất là ngày 22/02/2027.");
        feature(&app.centre(), goods.id, (from, plus_days(from, 92)), false).await.unwrap();
    }

    async fn a_dry_run_refuses_as_planning_does_and_writes_nothing(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let one = app.product(&coop).stars(4).published().create().await;
        let two = app.product(&coop).stars(4).published().create().await;
        let days = (date!(2026 - 11 - 22), date!(2026 - 12 - 01));
        let centre = app.centre();

        let tried = feature(&centre, one.id, days, true).await.unwrap();
        assert_eq!((tried.product.id, planned(&app).await), (one.id, 0));
        assert_eq!(feature(&centre, one.id, days, false).await.unwrap(), tried);
        let problem = refused(feature(&centre, two.id, days, true).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("from", FieldCode::Overlap)]);
        refused(feature(&coop, one.id, days, true).await, Code::Forbidden);
        assert_eq!(planned(&app).await, 1);
    }

    async fn a_slot_shows_nothing_whose_stars_were_taken_back_or_whose_stock_is_gone(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let goods = app.product(&coop).stars(4).stock(5).published().create().await;
        let bare = app.product(&coop).stars(4).published().create().await;
        let (today, later) = (app.today(), plus_days(app.today(), 10));
        let shown = async || app.anonymous().send(Call::<GetFeatures>::new(())).await.unwrap().items.len();

        feature(&app.centre(), bare.id, (plus_days(later, 1), plus_days(later, 5)), false).await.expect("stock may come");
        feature(&app.centre(), goods.id, (today, later), false).await.unwrap();
        assert_eq!(shown().await, 1);
        let id = goods.certificate.as_ref().unwrap().id;
        let revoke = Call::<RevokeCertificate>::new((id,)).body(&CertificateRevoke::example());
        app.authority().send(revoke).await.unwrap();
        assert_eq!(shown().await, 0);
        app.clock().set_day(plus_days(later, 2));
        assert_eq!(shown().await, 0);
    }

    async fn the_planning_page_warns_previews_what_saving_would_say_and_asks_before_taking_away(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let goods = app.product(&coop).name("Hồng sấy").stars(4).stock(5).published().create().await;
        let bare = app.product(&coop).name("Chè dây").stars(4).certified_on(date!(2024 - 01 - 10)).published().create().await;
        feature(&app.centre(), goods.id, (date!(2026 - 11 - 22), date!(2026 - 12 - 20)), false).await.unwrap();
        let centre = app.centre().by_cookie();
        let page = async |path: &str| centre.raw(Request::get(path)).await.text().to_owned();

        let form = page(&format!("/desk/features/3?product={}", bare.id)).await;
        assert!(form.contains("Hôm nay sản phẩm hết hàng"), "{form}");
        assert!(form.contains("Giấy chứng nhận còn hạn đến hết 10/01/2027."), "{form}");
        assert_eq!(crate::pages::field(&form, "until"), "2027-01-10", "no later than the certificate");
        let product = bare.id.to_string();
        let preview = async |from: &str, until: &str| {
            let reason = ("reason", "Đang vào vụ, đủ hàng.");
            let sent = [("product_id", product.as_str()), ("from", from), ("until", until), reason, ("step", "preview")];
            post(&centre, "/desk/features/3", &sent).await
        };

        let overlap = preview("2026-12-20", "2026-12-25").await;
        assert_eq!(overlap.status, 422);
        assert!(overlap.text().contains("Ô 3 đã có Hồng sấy"), "{}", overlap.text());
        let lapsed = preview("2027-01-01", "2027-01-11").await;
        assert!(lapsed.text().contains("chỉ còn hạn đến hết ngày 10/01/2027"), "{}", lapsed.text());
        let right = preview("2026-12-21", "2026-12-25").await;
        assert_eq!(right.status, 200);
        assert!(right.text().contains("aria-label=\"Xem trước\""), "{}", right.text());
        assert_eq!(planned(&app).await, 1);

        let all = page("/desk/features").await;
        assert!(all.contains("<details class=\"confirm\"><summary>Rút xuống"), "{all}");
        assert!(all.contains("Rút xuống, bỏ đợt này"), "{all}");
    }
}
