//! The coverage figure: what counts on which day, and what stands in the way.

use crate::listings::{answer, chain_of, confirm, delist, pitch, shelve, store_of};
use shared::{
    Call, Code, Date, FieldCode, ListingId,
    identity::{Reason, SuspendOrganisation},
    listings::*,
    time::plus_days,
};
use tests::*;

async fn coverage(app: &TestApp, on: Option<Date>) -> Coverage {
    let call = Call::<GetCoverage>::new(()).query(&CoverageQuery { on });
    app.anonymous().send(call).await.unwrap()
}

/// A product on a confirmed shelf: its chain, its store and its listing.
async fn on_shelf(
    app: &TestApp,
    coop: &Person,
    retailer: &Person,
    goods: &Goods,
) -> (ChainRecord, StoreRecord, ListingId) {
    let chain = chain_of(app, retailer, true).await.id;
    let store = store_of(retailer, chain, "A").await.unwrap().id;
    let id = pitch(coop, goods.id, chain).await.unwrap().id;
    answer(retailer, id, Decision::Accept).await.unwrap();
    shelve(retailer, id, &[store]).await.unwrap();
    confirm(retailer, id, None).await.unwrap();
    let record = app.centre().send(Call::<GetChain>::new((chain,))).await.unwrap();
    let store = record.stores[0].clone();
    (record, store, id)
}

async fn gaps(app: &TestApp) -> Vec<(Obstacle, Option<Date>)> {
    let page = app
        .authority()
        .send(Call::<ListCoverageGaps>::new(()))
        .await
        .unwrap();
    page.items
        .into_iter()
        .map(|gap| (gap.obstacle, gap.since))
        .collect()
}

on_both_databases! {
    async fn coverage_counts_confirmed_shelves_of_chains_on_any_day(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let chain = chain_of(&app, &retailer, true).await.id;
        let gifts = chain_of(&app, &retailer, false).await.id;
        let store = store_of(&retailer, chain, "A").await.unwrap().id;
        let gift_shop = store_of(&retailer, gifts, "A").await.unwrap().id;
        let began = app.today();
        assert_eq!(coverage(&app, None).await.percent, None);
        let on_shelf = app.product(&coop).stars(4).published().create().await;
        let gift = app.product(&coop).stars(4).published().create().await;
        app.product(&coop).stars(3).published().create().await;
        let mut listings = Vec::new();
        for (goods, chain, store) in [(&on_shelf, chain, store), (&gift, gifts, gift_shop)] {
            let id = pitch(&coop, goods.id, chain).await.unwrap().id;
            answer(&retailer, id, Decision::Accept).await.unwrap();
            listings.push((id, store));
        }
        let accepted_only = coverage(&app, None).await;
        assert_eq!((accepted_only.listed, accepted_only.total), (0, 2));
        assert_eq!(accepted_only.percent, Some(0.0));

        app.clock().advance_days(1);
        for (id, store) in &listings {
            shelve(&retailer, *id, &[*store]).await.unwrap();
        }
        let shelved = coverage(&app, None).await;
        assert_eq!((shelved.listed, shelved.percent), (1, Some(50.0)), "who shelves has seen it there");
        let listings: Vec<ListingId> = listings.into_iter().map(|(id, _)| id).collect();
        for id in &listings {
            confirm(&retailer, *id, None).await.unwrap();
        }
        let confirmed = coverage(&app, None).await;
        assert_eq!((confirmed.listed, confirmed.percent), (1, Some(50.0)));
        assert_eq!(confirmed.missing[0].product.id, gift.id);
        assert_eq!((confirmed.valid.all, confirmed.valid.three, confirmed.valid.four), (3, 1, 2));
        assert_eq!(coverage(&app, Some(began)).await.listed, 0);

        app.clock().advance_days(200);
        delist(&retailer, listings[0]).await.unwrap();
        let confirmed_on = plus_days(began, 1);
        for (days, expected) in [(0, 1), (89, 1), (90, 0), (200, 0)] {
            let figure = coverage(&app, Some(plus_days(confirmed_on, days))).await;
            assert_eq!(figure.listed, expected, "{days} days after");
        }
        let tomorrow = CoverageQuery { on: Some(plus_days(app.today(), 1)) };
        let result = app.anonymous().send(Call::<GetCoverage>::new(()).query(&tomorrow)).await;
        let problem = refused(result, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("on", FieldCode::InFuture)]);
    }

    async fn a_shelf_counts_until_the_day_before_it_was_cleared(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let chain = chain_of(&app, &retailer, true).await.id;
        let store = store_of(&retailer, chain, "A").await.unwrap().id;
        let goods = app.product(&coop).stars(4).published().create().await;
        let id = pitch(&coop, goods.id, chain).await.unwrap().id;
        answer(&retailer, id, Decision::Accept).await.unwrap();
        shelve(&retailer, id, &[store]).await.unwrap();
        confirm(&retailer, id, None).await.unwrap();
        let confirmed_on = app.today();
        app.clock().advance_days(5);
        delist(&retailer, id).await.unwrap();

        for (days, expected) in [(0, 1), (4, 1), (5, 0)] {
            let figure = coverage(&app, Some(plus_days(confirmed_on, days))).await;
            assert_eq!(figure.listed, expected, "{days} days after");
        }
    }
    async fn a_past_figure_stays_what_it_was_when_a_chain_no_longer_counts(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let goods = app.product(&coop).stars(4).published().create().await;
        let (chain, ..) = on_shelf(&app, &coop, &retailer, &goods).await;
        let began = app.today();
        app.clock().advance_days(10);
        let body = |counts| ChainUpdate { name: chain.name.clone(), counts_as_retail_chain: counts, contact: None };
        let call = |counts, version| Call::<UpdateChain>::new((chain.id,)).body(&body(counts)).if_version(version);
        refused(retailer.send(call(false, chain.version)).await, Code::Forbidden);

        let changed = app.centre().send(call(false, chain.version)).await.unwrap();

        assert_eq!(coverage(&app, None).await.listed, 0);
        assert_eq!(coverage(&app, Some(plus_days(began, 9))).await.listed, 1);
        assert_eq!(coverage(&app, Some(plus_days(began, 10))).await.listed, 0);
        app.clock().advance_days(5);
        app.centre().send(call(true, changed.version)).await.unwrap();
        assert_eq!(coverage(&app, None).await.listed, 1);
        assert_eq!(coverage(&app, Some(plus_days(began, 12))).await.listed, 0);
    }

    async fn a_past_figure_stays_what_it_was_when_a_product_comes_later(app: TestApp) {
        let coop = app.cooperative("HTX").await;
        let early = app.today();
        app.clock().advance_days(20);
        app.product(&coop).stars(4).certified_on(early).published().create().await;

        // The certificate was valid then, but nobody could see the product yet.
        assert_eq!(coverage(&app, Some(plus_days(early, 19))).await.total, 0);
        assert_eq!(coverage(&app, None).await.total, 1);
    }

    async fn a_closed_store_counts_until_the_day_before(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let goods = app.product(&coop).stars(4).published().create().await;
        let (chain, store, listing) = on_shelf(&app, &coop, &retailer, &goods).await;
        assert_eq!(store.listings, 1);
        app.clock().advance_days(4);

        let closed = retailer.send(Call::<CloseStore>::new((store.id,))).await.unwrap();

        assert!(closed.closed_at.is_some());
        assert_eq!(coverage(&app, None).await.listed, 0);
        assert_eq!(coverage(&app, Some(plus_days(app.today(), -1))).await.listed, 1);
        assert_eq!(gaps(&app).await[0].0, Obstacle::NotShelved);
        refused(retailer.send(Call::<CloseStore>::new((store.id,))).await, Code::WrongState);
        let problem = refused(shelve(&retailer, listing, &[store.id]).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("store_ids[0]", FieldCode::Unknown)]);
        let chains = app.anonymous().send(Call::<ListChains>::new(())).await.unwrap();
        assert!(chains.items.iter().all(|other| other.id != chain.id || other.stores.is_empty()));
    }

    async fn every_product_that_is_missing_says_what_stands_in_the_way(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let goods = app.product(&coop).stars(4).published().create().await;
        let chain = chain_of(&app, &retailer, true).await.id;
        let store = store_of(&retailer, chain, "A").await.unwrap().id;
        let today = app.today();
        assert_eq!(gaps(&app).await, [(Obstacle::Papers, None)]);
        app.all_papers(&coop, goods.id).await;
        assert_eq!(gaps(&app).await, [(Obstacle::NoPitch, None)]);

        let id = pitch(&coop, goods.id, chain).await.unwrap().id;
        assert_eq!(gaps(&app).await, [(Obstacle::Unanswered, Some(today))]);
        answer(&retailer, id, Decision::Accept).await.unwrap();
        assert_eq!(gaps(&app).await, [(Obstacle::NotShelved, Some(today))]);
        shelve(&retailer, id, &[store]).await.unwrap();
        assert_eq!(gaps(&app).await, []);
        app.clock().advance_days(90);
        assert_eq!(gaps(&app).await, [(Obstacle::Overdue, Some(app.today()))]);
        delist(&retailer, id).await.unwrap();
        assert_eq!(gaps(&app).await, [(Obstacle::Delisted, Some(app.today()))]);
        refused(coop.send(Call::<ListCoverageGaps>::new(())).await, Code::Forbidden);
    }

    async fn the_history_has_a_figure_for_the_end_of_each_month(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let goods = app.product(&coop).stars(5).published().create().await;
        on_shelf(&app, &coop, &retailer, &goods).await;
        app.clock().advance_days(70);
        let query = CoverageHistoryQuery { until: None, months: Some(4) };

        let page = app.anonymous().send(Call::<GetCoverageHistory>::new(()).query(&query)).await.unwrap();

        let points: Vec<_> = page.items.iter().map(|point| (point.on.to_string(), point.percent)).collect();
        let expected = [
            ("2026-10-31", None),
            ("2026-11-30", Some(100.0)),
            ("2026-12-31", Some(100.0)),
            ("2027-01-31", Some(100.0)),
        ];
        assert_eq!(points, expected.map(|(day, percent)| (day.to_owned(), percent)));
        let many = CoverageHistoryQuery { until: None, months: Some(61) };
        let result = app.anonymous().send(Call::<GetCoverageHistory>::new(()).query(&many)).await;
        assert_eq!(fields(&refused(result, Code::ValidationFailed)), [("months", FieldCode::TooLarge)]);
    }

    async fn the_figure_is_told_by_commune_too(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let goods = app.product(&coop).stars(4).published().create().await;
        app.product(&coop).stars(5).published().create().await;
        on_shelf(&app, &coop, &retailer, &goods).await;

        let coverage = coverage(&app, None).await;

        let counts: Vec<_> = coverage.communes.iter().map(|one| (one.total, one.listed)).collect();
        assert_eq!(counts, [(2, 1)]);
        let commune = &coverage.communes[0].commune.name;
        for (person, path) in [(app.anonymous(), "/coverage"), (app.centre().by_cookie(), "/desk/coverage")] {
            let page = person.raw(Request::get(path)).await;
            let told = format!("{commune}: 1/2 sản phẩm trên kệ");
            assert!(page.text().contains(&told), "{path}: {}", page.text());
        }
    }

    async fn what_visitors_cannot_see_is_told_beside_the_figure(app: TestApp) {
        let (coop, other) = (app.cooperative("HTX").await, app.cooperative("HTX Hai").await);
        for owner in [&coop, &other, &other] {
            app.product(owner).stars(4).published().create().await;
        }
        let told = async || {
            let page = app.anonymous().raw(Request::get("/en/coverage")).await;
            page.text().split_once("Not counted: ").map(|(_, rest)| rest.split(' ').next().unwrap().to_owned())
        };
        assert_eq!(told().await, None);
        let reason = Reason { reason: "Kiểm tra".into() };
        let suspend = Call::<SuspendOrganisation>::new((other.organisation_id(),)).body(&reason);
        app.centre().send(suspend).await.expect("a suspended producer");
        assert_eq!((coverage(&app, None).await.total, told().await.as_deref()), (1, Some("2")));
    }

    async fn a_store_that_takes_a_product_off_ends_only_its_own_shelf(app: TestApp) {
        let (coop, retailer) = (app.cooperative("HTX").await, app.retailer("Siêu thị").await);
        let goods = app.product(&coop).stars(4).published().create().await;
        let (chain, first, id) = on_shelf(&app, &coop, &retailer, &goods).await;
        let second = store_of(&retailer, chain.id, "B").await.unwrap().id;
        shelve(&retailer, id, &[second]).await.unwrap();
        app.clock().advance_days(85);
        confirm(&retailer, id, Some(&[first.id])).await.unwrap();
        app.clock().advance_days(10);
        let take_off = |stores: Option<Vec<shared::StoreId>>| {
            let body = ListingDelist { store_ids: stores, reason_code: ListingReason::Sales, reason: Some("Bán chậm ở đây".into()) };
            let call = Call::<DelistListing>::new((id,)).body(&body);
            let retailer = retailer.clone();
            async move { retailer.send(call).await }
        };

        // The one store whose confirmation still counts, but not the last.
        let thinned = take_off(Some(vec![first.id])).await.unwrap();

        assert_eq!((thinned.status, thinned.stores.len()), (ListingStatus::OnShelf, 1));
        let removed = &thinned.removed_stores[0];
        assert_eq!((removed.id, removed.reason_code, removed.reason.as_deref()), (first.id, Some(ListingReason::Sales), Some("Bán chậm ở đây")));
        assert_eq!(thinned.reason_code, None, "the listing itself goes on");
        let yesterday = plus_days(app.today(), -1);
        assert_eq!((coverage(&app, Some(yesterday)).await.listed, coverage(&app, None).await.listed), (1, 0));
        let problem = refused(take_off(Some(vec![first.id])).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("store_ids[0]", FieldCode::Unknown)]);
        let problem = refused(take_off(Some(vec![])).await, Code::ValidationFailed);
        assert_eq!(fields(&problem)[0].0, "store_ids");

        // Put there again, it counts from then on; the days between stay without it.
        app.clock().advance_days(5);
        let taken_off_on = plus_days(app.today(), -5);
        let again = shelve(&retailer, id, &[first.id]).await.unwrap();
        assert_eq!((again.stores.len(), again.removed_stores.len()), (2, 0));
        let listed = [Some(yesterday), Some(taken_off_on), None].map(|on| coverage(&app, on));
        let [before, between, now] = listed;
        assert_eq!([before.await.listed, between.await.listed, now.await.listed], [1, 0, 1]);

        let ended = take_off(Some(vec![first.id, second])).await.unwrap();
        assert_eq!((ended.status, ended.reason_code), (ListingStatus::Delisted, Some(ListingReason::Sales)));
    }

    async fn a_page_refuses_a_day_that_is_none(app: TestApp) {
        for path in ["/coverage?on=abc", "/en/coverage?on=2026-13-40", "/coverage?on=2099-01-01"] {
            let page = app.anonymous().raw(Request::get(path)).await;
            assert_eq!(page.status, 422, "{path}");
        }
        assert_eq!(app.anonymous().raw(Request::get("/coverage?on=2026-11-01")).await.status, 200);
    }
}
