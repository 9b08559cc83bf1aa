//! Products, their pictures and packs, and the review before publication.

use shared::{Call, Code, FieldCode, Input, Patch, catalogue::*, identity::*};
use tests::*;

fn nothing() -> ProductUpdate {
    ProductUpdate {
        name: None,
        name_en: Patch::Keep,
        group: None,
        description: None,
        description_en: Patch::Keep,
        ingredients: Patch::Keep,
        ingredients_en: Patch::Keep,
        storage: Patch::Keep,
        storage_en: Patch::Keep,
        shelf_life_days: Patch::Keep,
        season_months: None,
        claims: None,
    }
}

fn renamed(name: &str) -> ProductUpdate {
    ProductUpdate {
        name: Some(name.into()),
        ..nothing()
    }
}

fn reason() -> Reason {
    Reason {
        reason: "Ảnh chưa rõ nhãn.".into(),
    }
}

/// The least PNG there is: one pixel.
const PNG: [u8; 69] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00,
    0x00, 0x00, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x38, 0x11, 0xa0, 0x00, 0x00, 0x03, 0x1c,
    0x01, 0x39, 0xa2, 0xe3, 0x01, 0x47, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60,
    0x82,
];

fn path_of(goods: &Goods) -> String {
    format!("/api/v1/products/{}/images", goods.id)
}

/// A small picture as a phone would send it.
fn photo_to(goods: &Goods) -> Request {
    Request::post(&path_of(goods)).file("na.png", "image/png", &PNG)
}

on_both_databases! {
    async fn a_product_starts_as_a_draft_with_its_drawing(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let call = Call::<CreateProduct>::new(()).body(&ProductCreate::example());
        let product = coop.send(call).await.unwrap();
        assert_eq!((product.status, product.version), (ProductStatus::Draft, 1));
        assert_eq!(product.slug, "hong-khong-hat-say-deo");
        assert_eq!(product.texts.season_months, [9, 10, 11]);
        assert_eq!(product.texts.claims, [Claim::Gi]);
        let image = &product.texts.images[0];
        assert_eq!(image.alt, product.texts.name);
        assert_eq!((image.sources[0].width, image.sources[0].height), (640, 480));

        let again = Call::<CreateProduct>::new(()).body(&ProductCreate::example());
        let again = coop.send(again).await.unwrap();
        assert!(again.slug.starts_with("hong-khong-hat-say-deo-"));
    }

    async fn an_unknown_group_or_drawing_is_a_wrong_field(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        for (group, illustration, field) in [("I", "rice", "group"), ("I.3.c", "hero", "illustration")] {
            let body = ProductCreate {
                group: group.into(),
                illustration: Some(illustration.into()),
                ..ProductCreate::example()
            };
            let problem = refused(coop.send(Call::<CreateProduct>::new(()).body(&body)).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [(field, FieldCode::Unknown)]);
        }
    }

    async fn other_producers_must_not_learn_that_a_product_exists(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other = app.cooperative("HTX Mẫu Sơn").await;
        let goods = app.product(&coop).create().await;
        refused(other.send(Call::<GetManagedProduct>::new((goods.id,))).await, Code::NotFound);
        refused(other.send(Call::<SubmitProduct>::new((goods.id,))).await, Code::NotFound);
        let update = Call::<UpdateProduct>::new((goods.id,)).body(&nothing()).if_version(1);
        refused(other.send(update).await, Code::NotFound);
        let pack = Call::<CreatePack>::new((goods.id,)).body(&PackCreate::example());
        refused(other.send(pack).await, Code::NotFound);
        let list = other.send(Call::<ListManagedProducts>::new(())).await.unwrap();
        assert!(list.items.is_empty());
        assert_eq!(app.centre().send(Call::<ListManagedProducts>::new(())).await.unwrap().items.len(), 1);
    }

    async fn the_centre_can_only_judge_what_has_a_picture_and_a_pack(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let bare = ProductCreate { illustration: None, ..ProductCreate::example() };
        let bare = coop.send(Call::<CreateProduct>::new(()).body(&bare)).await.unwrap();
        let problem = refused(coop.send(Call::<SubmitProduct>::new((bare.id,))).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("images", FieldCode::Required), ("packs", FieldCode::Required)]);
    }

    async fn an_unverified_producer_cannot_submit(app: TestApp) {
        let coop = app.pending(OrganisationKind::Producer, "HTX Mới").await;
        let goods = app.product(&coop).create().await;
        refused(coop.send(Call::<SubmitProduct>::new((goods.id,))).await, Code::OrganisationNotVerified);
    }

    async fn what_the_centre_reads_stands_still(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).submitted().create().await;
        let version = goods.product.version;
        let update = Call::<UpdateProduct>::new((goods.id,)).body(&nothing()).if_version(version);
        refused(coop.send(update).await, Code::WrongState);
        let image = goods.product.texts.images[0].id;
        refused(coop.send(Call::<DeleteProductImage>::new((goods.id, image))).await, Code::WrongState);
        refused(coop.send(Call::<SubmitProduct>::new((goods.id,))).await, Code::WrongState);
    }

    async fn a_returned_product_tells_why_and_can_be_mended(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).submitted().create().await;
        let call = Call::<ReturnProduct>::new((goods.id,)).body(&reason());
        let returned = app.centre().send(call).await.unwrap();
        assert_eq!(returned.status, ProductStatus::Returned);
        assert_eq!(returned.review_reason.as_deref(), Some("Ảnh chưa rõ nhãn."));
        let call = Call::<UpdateProduct>::new((goods.id,)).body(&renamed("Hồng dẻo")).if_version(returned.version);
        assert_eq!(coop.send(call).await.unwrap().status, ProductStatus::Draft);
        let again = coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();
        assert_eq!((again.status, again.review_reason), (ProductStatus::InReview, None));
    }

    async fn public_texts_stay_until_the_next_are_published(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).name("Hồng vành khuyên").published().create().await;
        assert_eq!(goods.product.public_texts, None);
        let version = goods.product.version;
        let change = |version| Call::<UpdateProduct>::new((goods.id,)).body(&renamed("Hồng mới")).if_version(version);
        let draft = coop.send(change(version)).await.unwrap();
        assert_eq!((draft.status, draft.texts.name.as_str()), (ProductStatus::Draft, "Hồng mới"));
        assert_eq!(draft.public_texts.unwrap().name, "Hồng vành khuyên");
        refused(coop.send(change(version)).await, Code::PreconditionFailed);

        coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();
        let published = app.centre().send(Call::<PublishProduct>::new((goods.id,))).await.unwrap();
        assert_eq!((published.texts.name.as_str(), published.public_texts), ("Hồng mới", None));
        refused(app.centre().send(Call::<PublishProduct>::new((goods.id,))).await, Code::WrongState);
    }

    async fn a_photograph_joins_the_draft_and_leaves_it(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        let answer = coop.raw(photo_to(&goods)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let image: Image = answer.json();
        assert_eq!(app.anonymous().raw(Request::get(&image.sources[0].url)).await.status, 200);
        let draft = coop.send(Call::<GetManagedProduct>::new((goods.id,))).await.unwrap();
        assert_eq!((draft.status, draft.texts.images.len()), (ProductStatus::Draft, 2));
        assert_eq!(draft.public_texts.unwrap().images.len(), 1);

        let remove = || Call::<DeleteProductImage>::new((goods.id, image.id));
        coop.send(remove()).await.unwrap();
        refused(coop.send(remove()).await, Code::NotFound);
    }

    async fn a_product_has_at_most_eight_pictures_and_only_pictures(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let text = Request::post(&path_of(&goods)).file("na.png", "image/png", b"not a picture");
        let problem = coop.raw(text).await.problem();
        assert_eq!(fields(&problem), [("file", FieldCode::Picture)]);
        for _ in 0..7 {
            assert_eq!(coop.raw(photo_to(&goods)).await.status, 201);
        }
        let problem = coop.raw(photo_to(&goods)).await.problem();
        assert_eq!(fields(&problem), [("file", FieldCode::TooMany)]);
    }

    async fn a_pack_costs_its_units_and_changes_at_once(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        assert_eq!(goods.pack.case_price.amount, 20 * 85_000);
        assert_eq!((goods.pack.available, goods.pack.active), (0, true));
        let update = |version| {
            let call = Call::<UpdatePack>::new((goods.pack.id,));
            call.body(&PackUpdate::example()).if_version(version)
        };
        let pack = coop.send(update(1)).await.unwrap();
        assert_eq!((pack.unit_price.amount, pack.version), (88_000, 2));
        refused(coop.send(update(1)).await, Code::PreconditionFailed);
        let other = app.cooperative("HTX Mẫu Sơn").await;
        refused(other.send(update(2)).await, Code::NotFound);
    }

    async fn services_have_no_packs(app: TestApp) {
        let coop = app.cooperative("HTX Du lịch").await;
        let groups = app.anonymous().send(Call::<ListGroups>::new(())).await.unwrap().items;
        let is_leaf = |group: &Group| !groups.iter().any(|other| other.parent.as_ref() == Some(&group.code));
        let service = groups.iter().find(|group| !group.orderable && is_leaf(group)).unwrap();
        let body = ProductCreate { group: service.code.clone(), ..ProductCreate::example() };
        let product = coop.send(Call::<CreateProduct>::new(()).body(&body)).await.unwrap();
        let pack = Call::<CreatePack>::new((product.id,)).body(&PackCreate::example());
        refused(coop.send(pack).await, Code::NotOrderable);
        coop.send(Call::<SubmitProduct>::new((product.id,))).await.unwrap();
    }

    async fn managed_products_are_filtered_and_the_newest_come_first(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        app.product(&coop).name("Gạo nếp").create().await;
        app.product(&coop).name("Chè Ô Long").submitted().create().await;
        let list = |filter: ManagedProductFilter| {
            let coop = coop.clone();
            async move {
                let call = Call::<ListManagedProducts>::new(()).query(&filter);
                let page = coop.send(call).await.unwrap();
                page.items.into_iter().map(|product| product.texts.name).collect::<Vec<_>>()
            }
        };
        assert_eq!(list(ManagedProductFilter::default()).await, ["Chè Ô Long", "Gạo nếp"]);
        let by_name = ManagedProductFilter { q: Some("gao NEP".into()), ..Default::default() };
        assert_eq!(list(by_name).await, ["Gạo nếp"]);
        let waiting = ManagedProductFilter { status: Some(ProductStatus::InReview), ..Default::default() };
        assert_eq!(list(waiting).await, ["Chè Ô Long"]);
    }

    async fn recorded_products_are_for_the_centre_and_the_authority(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        refused(coop.send(Call::<ListRecordedProducts>::new(())).await, Code::Forbidden);
        assert!(app.authority().send(Call::<ListRecordedProducts>::new(())).await.unwrap().items.is_empty());
    }
}
