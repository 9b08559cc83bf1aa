//! Where things come from and where they stand: communes, stores, who runs the market.

use shared::{Call, ChainId, FieldCode, ListingId, StoreId, discovery::*, listings::*, reports::*};
use tests::*;

/// A chain with one store in a commune; a gift shop's shelves count for nothing but are there to buy from.
async fn store_in(app: &TestApp, retailer: &Person, commune: &str, counts: bool) -> (ChainId, StoreId) {
    let chain = ChainCreate {
        organisation_id: retailer.organisation_id(),
        name: format!("Chuỗi {}", app.next()),
        counts_as_retail_chain: counts,
    };
    let chain = app
        .centre()
        .send(Call::<CreateChain>::new(()).body(&chain))
        .await
        .unwrap();
    let store = StoreCreate {
        commune_code: commune.into(),
        gln: None,
        ..<StoreCreate as shared::Input>::example()
    };
    let store = retailer
        .send(Call::<CreateStore>::new((chain.id,)).body(&store))
        .await
        .unwrap();
    (chain.id, store.id)
}

/// Puts a product on a shelf, and confirms it.
async fn shelve(
    producer: &Person,
    retailer: &Person,
    goods: &Goods,
    chain: ChainId,
    store: StoreId,
) -> ListingId {
    let pitch = ListingPitch {
        product_id: goods.id,
        chain_id: chain,
        store_ids: None,
        pack_id: None,
        unit_price: None,
        starts_on: None,
        weekly_cases: None,
        ..<ListingPitch as shared::Input>::example()
    };
    let id = producer
        .send(Call::<PitchListing>::new(()).body(&pitch))
        .await
        .unwrap()
        .id;
    let answer = ListingAnswer {
        decision: Decision::Accept,
        reason_code: None,
        reason: None,
    };
    retailer
        .send(Call::<AnswerListing>::new((id,)).body(&answer))
        .await
        .unwrap();
    let shelve = ListingShelve {
        store_ids: vec![store],
    };
    retailer
        .send(Call::<ShelveListing>::new((id,)).body(&shelve))
        .await
        .unwrap();
    crate::listings::confirm(retailer, id, None).await.unwrap();
    id
}

async fn stores(app: &TestApp, filter: StoreFilter) -> Vec<StoreShelf> {
    let call = Call::<ListStores>::new(()).query(&filter);
    app.anonymous().send(call).await.unwrap().items
}

on_both_databases! {
    async fn a_commune_counts_what_it_has_on_the_market(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let retailer = app.retailer("Siêu thị Xứ Lạng").await;
        let goods = app.product(&coop).stars(4).stock(3).published().create().await;
        app.product(&coop).published().create().await;
        app.product(&coop).create().await;
        let (chain, store) = store_in(&app, &retailer, "05977", true).await;
        shelve(&coop, &retailer, &goods, chain, store).await;

        let places = app.anonymous().send(Call::<ListPlaces>::new(())).await.unwrap().items;

        assert_eq!(places.len(), 65);
        let home = places.iter().find(|place| place.products > 0).unwrap();
        assert_eq!((home.producers, home.products, home.starred), (1, 2, 1), "drafts are nobody's to count");
        let shop = places.iter().find(|place| place.commune.code == "05977").unwrap();
        assert_eq!(shop.stores, 1);
    }

    async fn stores_show_what_they_confirmed_and_forget_it_after_90_days(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let retailer = app.retailer("Siêu thị Xứ Lạng").await;
        let one = app.product(&coop).name("Hồng sấy").stars(4).published().create().await;
        let two = app.product(&coop).name("Bún ngô").published().create().await;
        let (chain, store) = store_in(&app, &retailer, "05977", true).await;
        let (gifts, gift_store) = store_in(&app, &retailer, "05986", false).await;
        shelve(&coop, &retailer, &one, chain, store).await;
        shelve(&coop, &retailer, &two, chain, store).await;
        shelve(&coop, &retailer, &two, gifts, gift_store).await;

        let all = stores(&app, StoreFilter::default()).await;
        assert_eq!(all.len(), 2);
        let names: Vec<_> = all.iter().find(|shelf| shelf.store.id == store).unwrap().products.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["Bún ngô", "Hồng sấy"]);
        let with = |product: &Goods| StoreFilter { product: Some(product.slug.clone()), ..Default::default() };
        assert_eq!(stores(&app, with(&one)).await.len(), 1);
        assert_eq!(stores(&app, with(&two)).await.len(), 2, "gift shops sell too");
        let there = StoreFilter { commune: Some("05986".into()), ..Default::default() };
        assert_eq!(stores(&app, there).await[0].chain_id, gifts);
        let of_chain = StoreFilter { chain: Some(chain), ..Default::default() };
        assert_eq!(stores(&app, of_chain).await.len(), 1);

        app.clock().advance_days(CONFIRMED_DAYS + 1);
        assert!(stores(&app, StoreFilter::default()).await.is_empty());
    }

    async fn stores_come_page_by_page_and_unknown_communes_are_named(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let retailer = app.retailer("Siêu thị Xứ Lạng").await;
        let goods = app.product(&coop).published().create().await;
        for commune in ["05977", "05986"] {
            let (chain, store) = store_in(&app, &retailer, commune, true).await;
            shelve(&coop, &retailer, &goods, chain, store).await;
        }
        let page = |cursor| {
            let filter = StoreFilter { limit: Some(1), cursor, ..Default::default() };
            let visitor = app.anonymous();
            async move { visitor.send(Call::<ListStores>::new(()).query(&filter)).await.unwrap() }
        };
        let first = page(None).await;
        let second = page(first.next_cursor.clone()).await;
        assert_ne!(first.items[0].store.id, second.items[0].store.id);
        assert_eq!(second.next_cursor, None);
        let bad = Call::<ListStores>::new(()).query(&StoreFilter { commune: Some("1".into()), ..Default::default() });
        let problem = refused(app.anonymous().send(bad).await, shared::Code::ValidationFailed);
        assert_eq!(fields(&problem), [("commune", FieldCode::Unknown)]);
    }

    async fn goods_made_all_year_are_not_in_season(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        for months in [vec![], (1..=12).collect(), vec![11, 12]] {
            app.product(&coop).texts(|texts| texts.season_months = months).published().create().await;
        }
        let filter = ProductFilter { season: Some(11), facets: Some(true), ..Default::default() };
        let list = app.anonymous().send(Call::<ListProducts>::new(()).query(&filter)).await.unwrap();
        assert_eq!(list.total, 1);
        let months: Vec<_> = list.facets.unwrap().season.into_iter().map(|month| (month.value, month.label_en, month.count)).collect();
        assert_eq!(months, [("11".to_owned(), "November".to_owned(), 1), ("12".to_owned(), "December".to_owned(), 1)]);
    }

    async fn the_market_tells_who_runs_it(app: TestApp) {
        let market = app.anonymous().send(Call::<GetMarket>::new(())).await.unwrap();
        assert!(!market.demo && !market.province.is_empty());
        assert_eq!((market.centre.len(), market.authorities.len()), (1, 1));
        assert!(market.centre[0].contact.email.contains('@'));
    }
}
