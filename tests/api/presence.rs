//! Products that leave the market for a time, or for good.

use shared::{
    Call, Code, catalogue::*, curation::*, discovery::*, endpoint::Key, identity::Reason, orders::*,
};
use shared::{Input, PackId, ProductId};
use tests::*;

fn why() -> Reason {
    Reason {
        reason: "Đang xem xét phản ánh về nhãn hàng.".into(),
    }
}

async fn withdraw(coop: &Person, id: ProductId) -> Result<ManagedProduct, shared::ClientError> {
    coop.send(Call::<WithdrawProduct>::new((id,))).await
}

async fn take_down(who: &Person, id: ProductId) -> Result<ManagedProduct, shared::ClientError> {
    who.send(Call::<TakeDownProduct>::new((id,)).body(&why())).await
}

/// Whether visitors find it and may look at it.
async fn is_public(app: &TestApp, goods: &Goods) -> bool {
    let list = app
        .anonymous()
        .send(Call::<ListProducts>::new(()))
        .await
        .expect("a list");
    let listed = list.items.iter().any(|card| card.id == goods.id);
    let page = app
        .anonymous()
        .raw(Request::get(&format!("/products/{}", goods.slug)))
        .await;
    assert_eq!(page.status == 200, listed, "page and list agree");
    listed
}

async fn order(buyer: &Person, pack_id: PackId, key: &str) -> Result<Purchase, shared::ClientError> {
    let body = PurchasePlace {
        lines: vec![PurchaseLine {
            pack_id,
            quantity: 2,
            expected_case_price: None,
        }],
        ..PurchasePlace::example()
    };
    let call = Call::<PlacePurchase>::new(()).body(&body).idempotency_key(key);
    buyer.send(call).await
}

on_both_databases! {
    async fn a_producer_withdraws_a_product_and_shows_it_again(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stars(4).stock(40).published().create().await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await;
        let open = order(&buyer, goods.pack.id, "before").await.unwrap().orders.remove(0);

        let withdrawn = withdraw(&coop, goods.id).await.unwrap();

        assert_eq!((withdrawn.status, withdrawn.withdrawn_at.is_some()), (ProductStatus::Published, true));
        assert!(!is_public(&app, &goods).await);
        refused(order(&buyer, goods.pack.id, "after").await, Code::NotOrderable);
        refused(withdraw(&coop, goods.id).await, Code::WrongState);
        coop.send(Call::<ConfirmOrder>::new((open.id,))).await.unwrap();
        let shown = coop.send(Call::<RelistProduct>::new((goods.id,))).await.unwrap();
        assert_eq!(shown.withdrawn_at, None);
        assert!(is_public(&app, &goods).await);
        refused(coop.send(Call::<RelistProduct>::new((goods.id,))).await, Code::WrongState);
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn a_withdrawn_product_comes_back_changed_through_review(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        let version = withdraw(&coop, goods.id).await.unwrap().version;
        let change: ProductUpdate = serde_json::from_str(r#"{"name":"Hồng mới"}"#).unwrap();
        let call = Call::<UpdateProduct>::new((goods.id,)).body(&change).if_version(version);
        let draft = coop.send(call).await.unwrap();
        assert_eq!((draft.status, draft.withdrawn_at.is_some()), (ProductStatus::Draft, true));

        coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();
        // Withdrawn or not, nothing is public against its producer's will.
        assert!(!is_public(&app, &goods).await);
        let published = app.centre().send(Call::<PublishProduct>::new((goods.id,))).await.unwrap();

        assert_eq!(published.withdrawn_at, None);
        assert!(is_public(&app, &goods).await);
        let back = coop.send(Call::<GetManagedProduct>::new((goods.id,))).await.unwrap();
        let call = Call::<UpdateProduct>::new((goods.id,)).body(&change).if_version(back.version);
        coop.send(call).await.unwrap();
        coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();
        assert_eq!(withdraw(&coop, goods.id).await.unwrap().status, ProductStatus::Draft, "out of the review");
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn the_centre_takes_a_product_down_with_a_reason_and_puts_it_back(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stars(4).stock(40).published().create().await;
        let body = FeaturePut { product_id: goods.id, ..FeaturePut::example() };
        app.centre().send(Call::<PutFeature>::new((1,)).body(&body)).await.unwrap();
        let buyer = app.retailer("Siêu thị Xứ Lạng").await;

        let down = take_down(&app.centre(), goods.id).await.unwrap();

        assert_eq!(down.taken_down.unwrap().reason, why().reason);
        assert!(!is_public(&app, &goods).await);
        let features = app.anonymous().send(Call::<GetFeatures>::new(())).await.unwrap();
        assert!(features.items.is_empty());
        refused(order(&buyer, goods.pack.id, "after").await, Code::NotOrderable);
        let seen = coop.send(Call::<GetManagedProduct>::new((goods.id,))).await.unwrap();
        assert_eq!(seen.taken_down.unwrap().reason, why().reason, "its producer reads why");
        let filter = ManagedProductFilter { taken_down: Some(true), ..Default::default() };
        let listed = app.centre().send(Call::<ListManagedProducts>::new(()).query(&filter)).await.unwrap();
        assert_eq!(listed.items.len(), 1);
        refused(take_down(&app.centre(), goods.id).await, Code::WrongState);
        refused(take_down(&coop, goods.id).await, Code::Forbidden);
        assert!(app.audit().await.iter().any(|row| row.operation == "take_down_product"));
        app.centre().send(Call::<RestoreProduct>::new((goods.id,))).await.unwrap();
        assert!(is_public(&app, &goods).await);
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn neither_publishing_nor_its_producer_brings_back_what_the_centre_took_down(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        let version = take_down(&app.centre(), goods.id).await.unwrap().version;
        let change: ProductUpdate = serde_json::from_str(r#"{"name":"Hồng mới"}"#).unwrap();
        let call = Call::<UpdateProduct>::new((goods.id,)).body(&change).if_version(version);
        coop.send(call).await.unwrap();
        coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();
        app.centre().send(Call::<PublishProduct>::new((goods.id,))).await.unwrap();
        withdraw(&coop, goods.id).await.unwrap();
        coop.send(Call::<RelistProduct>::new((goods.id,))).await.unwrap();
        assert!(!is_public(&app, &goods).await);

        app.centre().send(Call::<RestoreProduct>::new((goods.id,))).await.unwrap();

        let shown = app.anonymous().send(Call::<GetProduct>::new((Key(goods.slug.clone()),))).await.unwrap();
        assert_eq!(shown.texts.name, "Hồng mới");
    }

    async fn a_draft_is_deleted_with_its_pictures_and_packs_and_nothing_else_is(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other = app.cooperative("HTX Mẫu Sơn").await;
        let delete = async |who: &Person, goods: &Goods| who.send(Call::<DeleteProduct>::new((goods.id,))).await;
        let draft = app.product(&coop).create().await;
        refused(delete(&other, &draft).await, Code::NotFound);

        delete(&coop, &draft).await.unwrap();

        refused(coop.send(Call::<GetManagedProduct>::new((draft.id,))).await, Code::NotFound);
        refused(delete(&coop, &draft).await, Code::NotFound);
        let waiting = app.product(&coop).submitted().create().await;
        refused(delete(&coop, &waiting).await, Code::WrongState);
        let public = app.product(&coop).published().create().await;
        refused(delete(&coop, &public).await, Code::WrongState);
        let stocked = app.product(&coop).stock(3).create().await;
        let problem = refused(delete(&coop, &stocked).await, Code::WrongState);
        assert!(problem.detail.unwrap().contains("lô hàng"));
        coop.send(Call::<GetManagedProduct>::new((stocked.id,))).await.unwrap();
        app.run_jobs().await;
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn both_desks_have_the_buttons_and_say_what_they_do(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();
        let centre = app.centre().by_cookie();
        let goods = app.product(&coop).name("Hồng sấy").published().create().await;
        let desk = format!("/desk/products/{}", goods.id);
        let review = format!("/desk/review/{}", goods.id);
        let read = async |who: &Person, path: &str| who.raw(Request::get(path)).await.text().to_owned();

        assert!(read(&coop, &desk).await.contains(&format!("{desk}/withdraw")));
        let sent = crate::pages::post(&coop, &format!("{desk}/withdraw"), &[]).await;
        assert_eq!(sent.status, 303);
        assert!(read(&coop, &desk).await.contains("Đã rút"));
        assert_eq!(crate::pages::post(&coop, &format!("{desk}/relist"), &[]).await.status, 303);
        let nothing = crate::pages::post(&centre, &format!("{review}/take-down"), &[("reason", "")]).await;
        assert_eq!(nothing.status, 422, "a reason is needed");
        let down = crate::pages::post(&centre, &format!("{review}/take-down"), &[("reason", "Nhãn sai.")]).await;
        assert_eq!(down.status, 303, "{}", down.text());
        assert!(read(&centre, "/desk/review").await.contains("Nhãn sai."));
        assert!(read(&coop, &desk).await.contains("Nhãn sai."), "its producer reads why");
        assert_eq!(crate::pages::post(&centre, &format!("{review}/restore"), &[]).await.status, 303);
        let draft = app.product(&coop).create().await;
        let delete = format!("/desk/products/{}/delete", draft.id);
        assert_eq!(crate::pages::post(&coop, &delete, &[]).await.status, 303);
    }
}
