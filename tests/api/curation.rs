//! What the centre features.

use shared::{
    Call, ClientError, Code, Date, FieldCode, Input, ProductId,
    catalogue::WithdrawProduct,
    curation::*,
    discovery::{Collection, CollectionFilter, GetCollection, GetFeatures, ListCollections},
    endpoint::Key,
    time::plus_days,
};
use tests::*;
use time::macros::date;

async fn put(person: &Person, slot: u8, product_id: ProductId) -> Result<FeatureSlot, ClientError> {
    let body = FeaturePut {
        product_id,
        ..FeaturePut::example()
    };
    person.send(Call::<PutFeature>::new((slot,)).body(&body)).await
}

/// So many days from a day of 2026 on, at a slot.
async fn plan(
    person: &Person,
    slot: u8,
    product_id: ProductId,
    (after, days): (i64, i64),
    replaces: Option<Date>,
) -> Result<FeatureSlot, ClientError> {
    let from = plus_days(date!(2026 - 10 - 31), after);
    let body = FeaturePut {
        product_id,
        from,
        until: plus_days(from, days - 1),
        replaces,
        ..FeaturePut::example()
    };
    person.send(Call::<PutFeature>::new((slot,)).body(&body)).await
}

async fn clear(person: &Person, slot: u8) -> Result<(), ClientError> {
    person.send(Call::<DeleteFeature>::new((slot,))).await
}

fn key(slug: &str) -> Key {
    Key(slug.to_owned())
}

async fn collect(person: &Person, slug: &str, body: &CollectionPut) -> Result<CollectionRecord, ClientError> {
    person
        .send(Call::<PutCollection>::new((key(slug),)).body(body))
        .await
}

on_both_databases! {
    async fn the_trail_says_what_stood_in_a_slot_and_in_a_collection(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let one = app.product(&coop).name("Hồng sấy").stars(4).published().create().await;
        let two = app.product(&coop).name("Chè dây").stars(4).published().create().await;
        let centre = app.centre();
        put(&centre, 3, one.id).await.unwrap();
        plan(&centre, 3, two.id, (22, 12), Some(date!(2026 - 11 - 22))).await.unwrap();
        clear(&centre, 3).await.unwrap();
        let body = CollectionPut { product_ids: vec![one.id], ..CollectionPut::example() };
        collect(&centre, "qua-tet", &body).await.unwrap();
        centre.send(Call::<DeleteCollection>::new((key("qua-tet"),))).await.unwrap();
        let trail = app.audit().await;
        let told = |operation: &str| {
            let row = trail.iter().rev().find(|row| row.operation == operation).expect("a line");
            row.changes.clone().unwrap_or_default()
        };
        assert!(told("put_feature").contains("Hồng sấy") && told("put_feature").contains("Chè dây"));
        assert!(told("delete_feature").contains("Chè dây"));
        assert!(told("delete_collection").contains("Hồng sấy"));
    }

    async fn periods_of_a_slot_follow_each_other_and_never_overlap(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let one = app.product(&coop).name("Hồng sấy").stars(4).stock(9).published().create().await;
        let two = app.product(&coop).name("Chè dây").stars(4).stock(9).published().create().await;
        let centre = app.centre();
        let first = plan(&centre, 3, one.id, (22, 10), None).await.unwrap();
        let second = plan(&centre, 3, two.id, (32, 10), None).await.unwrap();

        let problem = refused(plan(&centre, 3, two.id, (31, 1), None).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("from", FieldCode::Overlap)]);
        let detail = problem.detail.clone().unwrap_or_default();
        assert!(detail.contains("Hồng sấy") && detail.contains("22/11/2026") && detail.contains("01/12/2026"), "{detail}");
        let problem = refused(plan(&centre, 4, two.id, (40, 5), None).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("product_id", FieldCode::Duplicate)]);
        plan(&centre, 4, two.id, (42, 5), None).await.expect("another place once it is free");

        // Each has its days, without anybody coming back.
        let shown = async || {
            let features = app.anonymous().send(Call::<GetFeatures>::new(())).await.unwrap();
            features.items.into_iter().map(|feature| (feature.slot, feature.product.id)).collect::<Vec<_>>()
        };
        assert_eq!(shown().await, [(3, one.id)]);
        app.clock().set_day(second.from);
        assert_eq!(shown().await, [(3, two.id)]);

        // A period is changed by its first day, and taken away by it.
        let longer = plan(&centre, 3, two.id, (33, 9), Some(second.from)).await.unwrap();
        let problem = refused(plan(&centre, 3, two.id, (34, 5), Some(second.from)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("replaces", FieldCode::Unknown)]);
        let away = |from| Call::<DeleteFeature>::new((3,)).query(&FeaturePeriod { from: Some(from) });
        centre.send(away(longer.from)).await.unwrap();
        refused(centre.send(away(longer.from)).await, Code::NotFound);
        // What left the market keeps no days.
        coop.send(Call::<WithdrawProduct>::new((one.id,))).await.unwrap();
        plan(&centre, 3, two.id, (24, 10), None).await.unwrap();
        refused(centre.send(away(first.from)).await, Code::NotFound);
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn the_centre_sees_what_is_planned_and_why_days_are_refused(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let one = app.product(&coop).name("Hồng sấy").stars(4).stock(9).published().create().await;
        let two = app.product(&coop).name("Chè dây").stars(4).stock(9).published().create().await;
        plan(&app.centre(), 3, one.id, (22, 10), None).await.unwrap();
        plan(&app.centre(), 3, two.id, (40, 10), None).await.unwrap();
        let centre = app.centre().by_cookie();
        let page = async |path: &str| centre.raw(Request::get(path)).await.text().to_owned();

        let all = page("/desk/features").await;
        assert!(all.contains("22/11/2026 – 01/12/2026") && all.contains("10/12/2026 – 19/12/2026"), "{all}");
        assert!(all.contains("/desk/features/3?period=2026-12-10"));
        let fresh = page(&format!("/desk/features/3?product={}", one.id)).await;
        assert_eq!(crate::pages::field(&fresh, "from"), "2026-12-20", "the first free day");
        let changed = page("/desk/features/3?period=2026-12-10").await;
        assert_eq!(crate::pages::field(&changed, "replaces"), "2026-12-10");
        assert_eq!(crate::pages::field(&changed, "until"), "2026-12-19");

        let product = two.id.to_string();
        let reason = ("reason", "Đang vào vụ, đủ hàng.");
        let days = [("product_id", product.as_str()), ("from", "2026-11-30"), ("until", "2026-12-05"), reason];
        let refused = crate::pages::post(&centre, "/desk/features/3", &days).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("Trùng ngày với một đợt đã có.") && refused.text().contains("Ô 3 đã có Hồng sấy"));
        let moved = [("product_id", product.as_str()), ("from", "2026-12-02"), ("until", "2026-12-05"), ("replaces", "2026-12-10"), reason];
        assert_eq!(crate::pages::post(&centre, "/desk/features/3", &moved).await.header("location"), "/desk/features?done=put");
        let none = crate::pages::post(&centre, "/desk/features/3/delete?from=mai", &[]).await;
        assert_eq!(none.status, 404, "a day that is none takes nothing away");
        let gone = crate::pages::post(&centre, "/desk/features/3/delete?from=2026-12-02", &[]).await;
        assert_eq!(gone.header("location"), "/desk/features?done=emptied");
        let left = page("/desk/features").await;
        assert!(left.contains("22/11/2026 – 01/12/2026") && !left.contains("02/12/2026 –"));
    }

    async fn a_slot_has_one_product_and_a_product_one_slot(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let one = app.product(&coop).stars(4).published().create().await;
        let two = app.product(&coop).stars(3).published().create().await;

        let slot = put(&app.centre(), 3, one.id).await.unwrap();
        assert_eq!((slot.slot, slot.product.slug), (3, one.slug));
        let problem = refused(put(&app.centre(), 4, one.id).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("product_id", FieldCode::Duplicate)]);
        let problem = refused(put(&app.centre(), 3, two.id).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("from", FieldCode::Overlap)]);
        plan(&app.centre(), 3, two.id, (22, 40), Some(date!(2026 - 11 - 22))).await.unwrap();
        put(&app.centre(), 4, one.id).await.unwrap();
        clear(&app.centre(), 3).await.unwrap();

        refused(clear(&app.centre(), 3).await, Code::NotFound);
        put(&app.centre(), 3, two.id).await.unwrap();
    }

    async fn only_public_products_with_a_valid_certificate_are_featured(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let plain = app.product(&coop).published().create().await;
        let draft = app.product(&coop).create().await;

        refused(put(&app.centre(), 1, plain.id).await, Code::CertificateLapsed);
        let problem = refused(put(&app.centre(), 1, draft.id).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("product_id", FieldCode::NotPublic)]);
        let problem = refused(put(&app.centre(), 1, ProductId::EXAMPLE).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("product_id", FieldCode::Unknown)]);
        let lapsed = app.product(&coop).stars(3).published().create().await;
        put(&app.centre(), 1, lapsed.id).await.unwrap();
        app.clock().advance_days(3 * 366);
        refused(put(&app.centre(), 1, lapsed.id).await, Code::CertificateLapsed);
    }

    async fn nothing_is_planned_for_days_that_are_over(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let goods = app.product(&coop).stars(4).stock(9).published().create().await;
        let (centre, today) = (app.centre(), app.today());
        let put = async |from, until| {
            let body = FeaturePut { product_id: goods.id, from, until, ..FeaturePut::example() };
            centre.send(Call::<PutFeature>::new((3,)).body(&body)).await
        };
        let yesterday = plus_days(today, -1);
        let problem = refused(put(yesterday, yesterday).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("until", FieldCode::InPast)]);
        put(yesterday, today).await.expect("a period that is not over");
    }

    async fn there_are_twelve_slots_and_they_are_the_centres(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let goods = app.product(&coop).stars(4).published().create().await;

        for slot in [0, SLOTS + 1] {
            refused(put(&app.centre(), slot, goods.id).await, Code::NotFound);
            refused(clear(&app.centre(), slot).await, Code::NotFound);
        }
        refused(put(&coop, 1, goods.id).await, Code::Forbidden);
        put(&app.centre(), SLOTS, goods.id).await.unwrap();
    }

    async fn a_collection_shows_its_products_in_order_while_their_certificates_last(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let one = app.product(&coop).stars(4).certified_on(date!(2024 - 01 - 10)).published().create().await;
        let two = app.product(&coop).stars(3).published().create().await;
        let body = CollectionPut { product_ids: vec![two.id, one.id], until: None, ..CollectionPut::example() };

        let made = collect(&app.centre(), "qua-tet", &body).await.unwrap();

        assert_eq!(made.version, 1);
        let shown = |collection: Collection| collection.products.into_iter().map(|card| card.id).collect::<Vec<_>>();
        let read = || async { app.anonymous().send(Call::<GetCollection>::new((key("qua-tet"),))).await };
        assert_eq!(shown(read().await.unwrap()), [two.id, one.id]);
        app.clock().set_day(date!(2027 - 01 - 11));
        assert_eq!(shown(read().await.unwrap()), [two.id]);
        let all = CollectionFilter { all: Some(true) };
        let call = Call::<GetCollection>::new((key("qua-tet"),)).query(&all);
        refused(app.anonymous().send(call.clone()).await, Code::Unauthenticated);
        let kept = app.centre().send(call).await.unwrap();
        assert_eq!((kept.left_out[0].id, kept.product_ids.len()), (one.id, 2));
        // What is in already may stay; what lapsed cannot come in.
        let again = CollectionPut { version: Some(1), ..body.clone() };
        assert_eq!(collect(&app.centre(), "qua-tet", &again).await.unwrap().version, 2);
        let fresh = CollectionPut { product_ids: vec![one.id], ..body };
        refused(collect(&app.centre(), "khac", &fresh).await, Code::CertificateLapsed);
    }

    async fn a_collection_is_hidden_until_it_is_published_and_within_its_days(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let goods = app.product(&coop).stars(4).published().create().await;
        let body = CollectionPut { product_ids: vec![goods.id], published: false, ..CollectionPut::example() };
        let listed = || async { app.anonymous().send(Call::<ListCollections>::new(())).await.unwrap().items.len() };

        collect(&app.centre(), "qua-tet", &body).await.unwrap();
        assert_eq!(listed().await, 0);
        refused(collect(&app.centre(), "qua-tet", &body).await, Code::Taken);
        let public = CollectionPut { published: true, version: Some(1), ..body.clone() };
        collect(&app.centre(), "qua-tet", &public).await.unwrap();
        assert_eq!(listed().await, 1);
        refused(collect(&app.centre(), "qua-tet", &public).await, Code::PreconditionFailed);
        refused(collect(&coop, "qua-tet", &public).await, Code::Forbidden);
        app.clock().set_day(date!(2027 - 02 - 06));
        assert_eq!(listed().await, 0);
        app.centre().send(Call::<DeleteCollection>::new((key("qua-tet"),))).await.unwrap();
        refused(app.centre().send(Call::<DeleteCollection>::new((key("qua-tet"),))).await, Code::NotFound);
    }

    async fn a_collection_has_each_product_once_and_only_public_ones(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let goods = app.product(&coop).stars(4).published().create().await;
        let draft = app.product(&coop).create().await;
        for (product_ids, field, code) in [
            (vec![goods.id, goods.id], "product_ids[1]", FieldCode::Duplicate),
            (vec![goods.id, draft.id], "product_ids[1]", FieldCode::Unknown),
        ] {
            let body = CollectionPut { product_ids, ..CollectionPut::example() };
            let problem = refused(collect(&app.centre(), "qua-tet", &body).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [(field, code)]);
        }
    }
}
