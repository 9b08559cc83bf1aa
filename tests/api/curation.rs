//! What the centre features.

use shared::{
    Call, ClientError, Code, FieldCode, Input, ProductId,
    curation::*,
    discovery::{Collection, CollectionFilter, GetCollection, ListCollections},
    endpoint::Key,
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
        put(&centre, 3, two.id).await.unwrap();
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

    async fn a_slot_has_one_product_and_a_product_one_slot(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let one = app.product(&coop).stars(4).published().create().await;
        let two = app.product(&coop).stars(3).published().create().await;

        let slot = put(&app.centre(), 3, one.id).await.unwrap();
        assert_eq!((slot.slot, slot.product.slug), (3, one.slug));
        let problem = refused(put(&app.centre(), 4, one.id).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("product_id", FieldCode::Duplicate)]);
        put(&app.centre(), 3, two.id).await.unwrap();
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
        assert_eq!(fields(&problem), [("product_id", FieldCode::Unknown)]);
        let lapsed = app.product(&coop).stars(3).published().create().await;
        put(&app.centre(), 1, lapsed.id).await.unwrap();
        app.clock().advance_days(3 * 366);
        refused(put(&app.centre(), 1, lapsed.id).await, Code::CertificateLapsed);
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
