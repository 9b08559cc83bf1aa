//! From a pitch to the shelf.

use shared::{
    Call, ChainId, ClientError, Code, FieldCode, Input, ListingId, ProductId, StoreId, identity::Role,
    listings::*,
};
use tests::*;
use time::macros::date;

pub(crate) async fn chain_of(app: &TestApp, retailer: &Person, counts: bool) -> Chain {
    let body = ChainCreate {
        organisation_id: retailer.organisation_id(),
        name: format!("Chuỗi {}", app.next()),
        counts_as_retail_chain: counts,
    };
    let call = Call::<CreateChain>::new(()).body(&body);
    app.centre().send(call).await.unwrap()
}

pub(crate) async fn store_of(retailer: &Person, chain: ChainId, code: &str) -> Result<Store, ClientError> {
    let body = StoreCreate {
        code: code.into(),
        gln: None,
        ..StoreCreate::example()
    };
    retailer
        .send(Call::<CreateStore>::new((chain,)).body(&body))
        .await
}

pub(crate) async fn pitch(
    producer: &Person,
    product_id: ProductId,
    chain_id: ChainId,
) -> Result<Listing, ClientError> {
    let body = ListingPitch {
        product_id,
        chain_id,
        ..ListingPitch::example()
    };
    producer.send(Call::<PitchListing>::new(()).body(&body)).await
}

pub(crate) async fn answer(
    retailer: &Person,
    id: ListingId,
    decision: Decision,
) -> Result<Listing, ClientError> {
    let reason_code = (decision == Decision::Decline).then_some(ListingReason::Capacity);
    let body = ListingAnswer {
        decision,
        reason_code,
        reason: None,
    };
    retailer.send(Call::<AnswerListing>::new((id,)).body(&body)).await
}

pub(crate) async fn shelve(
    retailer: &Person,
    id: ListingId,
    stores: &[StoreId],
) -> Result<Listing, ClientError> {
    let body = ListingShelve {
        store_ids: stores.to_vec(),
    };
    retailer.send(Call::<ShelveListing>::new((id,)).body(&body)).await
}

pub(crate) async fn confirm(
    retailer: &Person,
    id: ListingId,
    stores: Option<&[StoreId]>,
) -> Result<Listing, ClientError> {
    let body = ListingConfirm {
        store_ids: stores.map(<[_]>::to_vec),
    };
    retailer
        .send(Call::<ConfirmListing>::new((id,)).body(&body))
        .await
}

pub(crate) async fn delist(retailer: &Person, id: ListingId) -> Result<Listing, ClientError> {
    let call = Call::<DelistListing>::new((id,)).body(&ListingDelist::example());
    retailer.send(call).await
}

async fn listed(person: &Person, filter: ListingFilter) -> Vec<ListingId> {
    let call = Call::<ListListings>::new(()).query(&filter);
    let page = person.send(call).await.unwrap();
    page.items.into_iter().map(|listing| listing.id).collect()
}

on_both_databases! {
    async fn a_pitch_goes_all_the_way_to_the_shelf_and_off_it(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let chain = chain_of(&app, &retailer, true).await;
        let (one, two) = (
            store_of(&retailer, chain.id, "A").await.unwrap().id,
            store_of(&retailer, chain.id, "B").await.unwrap().id,
        );
        let goods = app.product(&coop).stars(4).published().create().await;

        let pitched = pitch(&coop, goods.id, chain.id).await.unwrap();
        assert_eq!((pitched.status, pitched.stars), (ListingStatus::Pitched, Some(4)));
        assert_eq!(pitched.actions, []);
        let accepted = answer(&retailer, pitched.id, Decision::Accept).await.unwrap();
        assert_eq!(accepted.actions, [ListingAction::Shelve, ListingAction::Delist]);
        let shelved = shelve(&retailer, pitched.id, &[one, two]).await.unwrap();
        assert_eq!(shelved.status, ListingStatus::OnShelf);
        assert_eq!((shelved.overdue, shelved.stores.len()), (false, 2));
        assert_eq!(shelved.confirm_by, Some(date!(2027 - 02 - 20)), "who shelves has seen it there");
        confirm(&retailer, pitched.id, Some(&[one])).await.unwrap();
        app.clock().advance_days(10);
        let confirmed = confirm(&retailer, pitched.id, Some(&[two])).await.unwrap();
        assert_eq!(confirmed.confirm_by, Some(date!(2027 - 02 - 20)));
        let again = shelve(&retailer, pitched.id, &[one]).await.unwrap();
        assert_eq!(again.stores, confirmed.stores);
        let delisted = delist(&retailer, pitched.id).await.unwrap();

        assert_eq!((delisted.status, delisted.stores.len()), (ListingStatus::Delisted, 0));
        assert_eq!(delisted.reason_code, Some(ListingReason::Season));
        refused(confirm(&retailer, pitched.id, None).await, Code::WrongState);
        pitch(&coop, goods.id, chain.id).await.unwrap();
    }

    async fn one_open_pitch_a_chain_and_a_declined_one_may_be_pitched_again(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let chain = chain_of(&app, &retailer, true).await;
        let goods = app.product(&coop).published().create().await;
        let first = pitch(&coop, goods.id, chain.id).await.unwrap();

        refused(pitch(&coop, goods.id, chain.id).await, Code::Taken);
        refused(shelve(&retailer, first.id, &[StoreId::EXAMPLE]).await, Code::WrongState);
        let body = ListingAnswer { decision: Decision::Decline, reason_code: Some(ListingReason::Other), reason: None };
        let problem = refused(retailer.send(Call::<AnswerListing>::new((first.id,)).body(&body)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("reason", FieldCode::TooShort)], "another reason takes words");
        let declined = answer(&retailer, first.id, Decision::Decline).await.unwrap();
        assert_eq!(declined.reason_code, Some(ListingReason::Capacity));
        refused(answer(&retailer, first.id, Decision::Accept).await, Code::WrongState);
        let second = pitch(&coop, goods.id, chain.id).await.unwrap();

        assert_ne!(second.id, first.id);
        assert_eq!(listed(&coop, ListingFilter::default()).await, [second.id, first.id]);
    }

    async fn a_pitch_names_the_producers_own_public_product_and_the_chains_own_stores(app: TestApp) {
        let (coop, other) = (app.cooperative("HTX Một").await, app.cooperative("HTX Hai").await);
        let retailer = app.retailer("Siêu thị").await;
        let (chain, elsewhere) = (
            chain_of(&app, &retailer, true).await.id,
            chain_of(&app, &retailer, true).await.id,
        );
        let store = store_of(&retailer, chain, "A").await.unwrap().id;
        let foreign = store_of(&retailer, elsewhere, "A").await.unwrap().id;
        let goods = app.product(&coop).published().create().await;
        let draft = app.product(&coop).create().await;

        for (person, product, to, field) in [
            (&other, goods.id, chain, "product_id"),
            (&coop, draft.id, chain, "product_id"),
            (&coop, goods.id, ChainId::EXAMPLE, "chain_id"),
        ] {
            let problem = refused(pitch(person, product, to).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [(field, FieldCode::Unknown)]);
        }
        let body = ListingPitch {
            product_id: goods.id,
            chain_id: chain,
            store_ids: Some(vec![store, foreign]),
            ..ListingPitch::example()
        };
        let result = coop.send(Call::<PitchListing>::new(()).body(&body)).await;
        assert_eq!(
            fields(&refused(result, Code::ValidationFailed)),
            [("store_ids[1]", FieldCode::Unknown)]
        );
    }

    async fn strangers_do_not_learn_of_a_listing(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let chain = chain_of(&app, &retailer, true).await.id;
        let goods = app.product(&coop).published().create().await;
        let id = pitch(&coop, goods.id, chain).await.unwrap().id;
        let (other_coop, other_retailer) = (app.cooperative("HTX khác").await, app.retailer("Chợ khác").await);

        for stranger in [&other_coop, &other_retailer] {
            refused(stranger.send(Call::<GetListing>::new((id,))).await, Code::NotFound);
            assert_eq!(listed(stranger, ListingFilter::default()).await, []);
        }
        refused(answer(&other_retailer, id, Decision::Accept).await, Code::NotFound);
        refused(store_of(&other_retailer, chain, "X").await, Code::NotFound);
        for reader in [&coop, &retailer, &app.centre(), &app.authority()] {
            assert_eq!(listed(reader, ListingFilter::default()).await, [id]);
            let own = reader.organisation_id() == retailer.organisation_id();
            let seen = reader.send(Call::<GetListing>::new((id,))).await.unwrap();
            assert_eq!(seen.actions == [ListingAction::Answer], own);
        }
    }

    async fn listings_that_wait_for_an_answer_come_first_on_every_page(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let chain = chain_of(&app, &retailer, true).await.id;
        let mut ids = Vec::new();
        for _ in 0..4 {
            let goods = app.product(&coop).published().create().await;
            ids.push(pitch(&coop, goods.id, chain).await.unwrap().id);
        }
        for id in [ids[1], ids[3]] {
            answer(&retailer, id, Decision::Accept).await.unwrap();
        }

        let (mut read, mut cursor) = (Vec::new(), None);
        loop {
            let filter = ListingFilter { limit: Some(1), cursor, ..Default::default() };
            let page = retailer.send(Call::<ListListings>::new(()).query(&filter)).await.unwrap();
            read.extend(page.items.into_iter().map(|listing| listing.id));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }

        assert_eq!(read, [ids[2], ids[0], ids[3], ids[1]]);
    }

    async fn chains_belong_to_verified_retailers_and_codes_to_one_store(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let body = ChainCreate {
            organisation_id: coop.organisation_id(),
            name: "Chuỗi".into(),
            counts_as_retail_chain: true,
        };
        let result = app.centre().send(Call::<CreateChain>::new(()).body(&body)).await;
        let problem = refused(result, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("organisation_id", FieldCode::Unknown)]);
        let chain = chain_of(&app, &retailer, false).await;
        store_of(&retailer, chain.id, "A").await.unwrap();

        let problem = refused(store_of(&app.centre(), chain.id, "A").await, Code::ValidationFailed);

        assert_eq!(fields(&problem), [("code", FieldCode::Taken)]);
        let chains = app.anonymous().send(Call::<ListChains>::new(())).await.unwrap();
        assert_eq!(chains.items[0].stores.len(), 1);
        assert!(!chains.items[0].counts_as_retail_chain);
    }

    async fn shelves_that_do_not_count_come_first_and_are_confirmed_together(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let (retailer, other) = (app.retailer("Siêu thị Xanh").await, app.retailer("Siêu thị Đỏ").await);
        let chain = chain_of(&app, &retailer, true).await;
        let (one, two) = (
            store_of(&retailer, chain.id, "X1").await.unwrap().id,
            store_of(&retailer, chain.id, "X2").await.unwrap().id,
        );
        let mut on_shelf = Vec::new();
        for _ in 0..3 {
            let goods = app.product(&coop).stars(4).published().create().await;
            let id = pitch(&coop, goods.id, chain.id).await.unwrap().id;
            answer(&retailer, id, Decision::Accept).await.unwrap();
            shelve(&retailer, id, &[one, two]).await.unwrap();
            on_shelf.push(id);
        }
        for id in &on_shelf {
            confirm(&retailer, *id, None).await.unwrap();
        }
        app.clock().advance_days(60);
        confirm(&retailer, on_shelf[1], None).await.unwrap();
        confirm(&retailer, on_shelf[2], Some(&[one])).await.unwrap();
        let pitched = app.product(&coop).published().create().await;
        let pitched = pitch(&coop, pitched.id, chain.id).await.unwrap().id;
        app.clock().advance_days(30);
        let expected = [on_shelf[2], on_shelf[0], pitched, on_shelf[1]];
        assert_eq!(listed(&retailer, ListingFilter::default()).await, expected);
        let late = || ListingFilter { overdue: Some(true), ..Default::default() };
        assert_eq!(listed(&retailer, late()).await, [on_shelf[2], on_shelf[0]]);
        assert_eq!(listed(&retailer, ListingFilter { store_id: Some(two), ..Default::default() }).await.len(), 3);

        let place = |listing_id, store_id| ShelfConfirm { listing_id, store_id };
        let send = async |who: &Person, places: Vec<ShelfConfirm>| {
            who.send(Call::<ConfirmShelves>::new(()).body(&ShelvesConfirm { places })).await
        };
        let stranger = send(&other, vec![place(on_shelf[0], one)]).await;
        assert_eq!(fields(&refused(stranger, Code::ValidationFailed)), [("places[0].listing_id", FieldCode::Unknown)]);
        let nowhere = send(&retailer, vec![place(on_shelf[0], one), place(on_shelf[0], StoreId::EXAMPLE)]).await;
        assert_eq!(fields(&refused(nowhere, Code::ValidationFailed)), [("places[1].store_id", FieldCode::Unknown)]);
        assert_eq!(listed(&retailer, late()).await.len(), 2, "all or none");
        let all = vec![place(on_shelf[0], one), place(on_shelf[0], two), place(on_shelf[2], two)];
        let confirmed = send(&retailer, all).await.unwrap().items;
        assert!(confirmed.iter().all(|listing| !listing.overdue));
        assert_eq!(listed(&retailer, late()).await, []);
    }

    async fn what_was_confirmed_by_mistake_is_taken_back_while_nothing_newer_was_said(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let retailer = app.retailer("Siêu thị Xanh").await;
        let chain = chain_of(&app, &retailer, true).await;
        let one = store_of(&retailer, chain.id, "X1").await.unwrap().id;
        let two = store_of(&retailer, chain.id, "X2").await.unwrap().id;
        let goods = app.product(&coop).stars(4).published().create().await;
        let id = pitch(&coop, goods.id, chain.id).await.unwrap().id;
        answer(&retailer, id, Decision::Accept).await.unwrap();
        let shelved = shelve(&retailer, id, &[one, two]).await.unwrap();
        let first = shelved.stores[0].confirmed_at;
        app.clock().advance_days(100);
        let places = [one, two].map(|store_id| ShelfConfirm { listing_id: id, store_id }).to_vec();
        let all = ShelvesConfirm { places };
        let confirm_all = async || retailer.send(Call::<ConfirmShelves>::new(()).body(&all)).await.unwrap().items.remove(0);
        let take_back = async |who: &Person, confirmed_at| {
            who.send(Call::<TakeBackShelves>::new(()).body(&ShelvesTakeBack { confirmed_at })).await
        };
        let at = confirm_all().await.stores[0].confirmed_at.unwrap();
        let colleague = retailer.colleague(Role::Buyer).await;
        let unknown = refused(take_back(&colleague, at).await, Code::ValidationFailed);
        assert_eq!(fields(&unknown), [("confirmed_at", FieldCode::Unknown)], "somebody else has said so");

        app.clock().advance_hours(1);
        let back = take_back(&retailer, at).await.unwrap().items.remove(0);

        assert!(back.overdue && back.stores.iter().all(|store| store.overdue && store.confirmed_at == first));
        let on_shelf = async || app.anonymous().send(Call::<GetCoverage>::new(())).await.unwrap().listed;
        assert_eq!(on_shelf().await, 0);
        refused(take_back(&retailer, at).await, Code::ValidationFailed);
        let at = confirm_all().await.stores[0].confirmed_at.unwrap();
        app.clock().advance_hours(1);
        confirm(&retailer, id, Some(&[two])).await.unwrap();
        refused(take_back(&retailer, at).await, Code::WrongState);
        assert_eq!(on_shelf().await, 1, "nothing of it was taken back");
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn a_pitch_says_how_much_at_what_price_from_when(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await;
        let goods = app.product(&coop).published().create().await;
        let other = app.product(&coop).published().create().await;
        let chain = chain_of(&app, &buyer, true).await.id;
        let send = async |change: fn(&mut ListingPitch, Goods)| {
            let mut body = ListingPitch {
                product_id: goods.id,
                chain_id: chain,
                ..ListingPitch::example()
            };
            change(&mut body, other.clone());
            coop.send(Call::<PitchListing>::new(()).body(&body)).await
        };
        let problem = refused(send(|body, _| body.weekly_cases = Some(40)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("pack_id", FieldCode::Required)]);
        let problem = refused(send(|body, other| body.pack_id = Some(other.pack.id)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("pack_id", FieldCode::Unknown)]);
        let body = ListingPitch {
            product_id: goods.id,
            chain_id: chain,
            pack_id: Some(goods.pack.id),
            weekly_cases: Some(40),
            unit_price: Some(82_000),
            starts_on: Some(app.today()),
            ..ListingPitch::example()
        };
        let call = |body: &ListingPitch| Call::<PitchListing>::new(()).body(body);
        let past = ListingPitch { starts_on: app.today().previous_day(), ..body.clone() };
        let problem = refused(coop.send(call(&past)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("starts_on", FieldCode::InPast)]);
        let list = goods.pack.unit_price.amount;
        let dear = ListingPitch { unit_price: Some(list + 1), ..body.clone() };
        let problem = refused(coop.send(call(&dear)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("unit_price", FieldCode::TooLarge)]);
        assert_eq!(problem.fields[0].limit, Some(list), "what everybody pays");

        let pitched = coop.send(call(&body)).await.unwrap();

        let offer = buyer.send(Call::<GetListing>::new((pitched.id,))).await.unwrap().offer;
        assert_eq!(offer.pack_label.as_deref(), Some(goods.pack.label.as_str()));
        assert_eq!((offer.weekly_cases, offer.unit_price.map(|price| price.amount)), (Some(40), Some(82_000)));
        assert_eq!(offer.starts_on, Some(app.today()));
    }
}
