//! What the centre features.

use shared::{Call, ClientError, Code, FieldCode, Input, ProductId, curation::*};
use tests::*;

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

on_both_databases! {
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
}
