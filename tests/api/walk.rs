//! Forty months, day by day where something falls due: no star outlives its certificate, and everything that has its time
//! ends when it is over.

use crate::{
    exports::export,
    listings::{answer, chain_of, confirm, pitch, shelve, store_of},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use shared::{
    Call, Code, Date, Input, OrderId, Timestamp,
    certification::{CertificateRevoke, RevokeCertificate, last_valid_day},
    curation::*,
    discovery::*,
    endpoint::{Key, Secret},
    identity::{GetInvitation, GetSession, Role},
    listings::{CONFIRMED_DAYS, CoverageQuery, Decision, GetCoverage},
    orders::*,
    stock::ListLots,
    time::{days_between, plus_days},
};
use std::collections::BTreeSet;
use tests::*;
use time::macros::date;

const LAST: Date = date!(2030 - 03 - 22);

/// A product, the stars of its certificate, and the days on which these are valid.
struct Certified {
    goods: Goods,
    stars: u8,
    from: Date,
    /// The first day without.
    until: Date,
}

impl Certified {
    fn stars_on(&self, day: Date) -> Option<u8> {
        (self.from <= day && day < self.until).then_some(self.stars)
    }
}

async fn page(app: &TestApp, path: &str) -> String {
    let answer = app.anonymous().raw(Request::get(path)).await;
    assert_eq!(answer.status, 200, "{path}");
    answer.text().to_owned()
}

/// What a page shows of stars, as numbers.
fn stars_shown(page: &str) -> Vec<u8> {
    let shown = page.split("#stars-").skip(1);
    shown
        .map(|rest| rest[..1].parse().expect("a number of stars"))
        .collect()
}

/// Everywhere where stars are shown, they are those that are valid now.
async fn look(app: &TestApp, all: &[Certified]) {
    let (day, visitor) = (app.today(), app.anonymous());
    let list = visitor.send(Call::<ListProducts>::new(())).await.unwrap();
    assert_eq!(list.items.len(), all.len(), "{day}");
    let offers = page(app, "/products").await;
    let mut valid: Vec<u8> = all.iter().filter_map(|one| one.stars_on(day)).collect();
    let mut shown = stars_shown(&offers);
    shown.sort_unstable();
    valid.sort_unstable();
    assert_eq!(shown, valid, "the list on {day}");
    for stars in 3..=5 {
        let found = page(app, &format!("/api/v1/products?stars={stars}")).await;
        let expected = all.iter().filter(|one| one.stars_on(day) == Some(stars)).count();
        assert_eq!(
            found.matches("\"slug\":\"hong-say").count(),
            expected,
            "{stars} stars on {day}"
        );
    }
    let counted = Call::<ListProducts>::new(()).query(&ProductFilter {
        facets: Some(true),
        ..ProductFilter::default()
    });
    let facets = visitor.send(counted).await.unwrap().facets.expect("facets");
    for stars in 1..=5_u8 {
        let expected = all.iter().filter(|one| one.stars_on(day) == Some(stars)).count();
        let facet = facets.stars.iter().find(|facet| facet.value == stars.to_string());
        let said = facet.map_or(0, |facet| usize::try_from(facet.count).unwrap());
        assert_eq!(said, expected, "the facet of {stars} stars on {day}");
    }
    for one in all {
        let (expected, slug) = (one.stars_on(day), &one.goods.slug);
        let card = list
            .items
            .iter()
            .find(|card| card.id == one.goods.id)
            .expect("a card");
        assert_eq!(card.stars, expected, "{slug} in the list on {day}");
        let product = visitor
            .send(Call::<GetProduct>::new((Key(slug.clone()),)))
            .await
            .unwrap();
        assert_eq!(product.stars, expected, "{slug} on {day}");
        for prefix in ["", "/en"] {
            let text = page(app, &format!("{prefix}/products/{slug}")).await;
            let shown: BTreeSet<u8> = stars_shown(&text).into_iter().collect();
            assert_eq!(
                shown,
                expected.into_iter().collect(),
                "the page of {slug} on {day}"
            );
            // Structured data never tells stars as if shoppers had given them.
            for data in text.split("<script type=\"application/ld+json\">").skip(1) {
                let data = data.split("</script>").next().unwrap_or_default();
                assert!(!data.contains("ating") && !data.contains("award"), "{data}");
            }
        }
    }
    let features = visitor.send(Call::<GetFeatures>::new(())).await.unwrap().items;
    for feature in &features {
        let one = all
            .iter()
            .find(|one| one.goods.id == feature.product.id)
            .expect("a product");
        assert!(
            one.stars_on(day).is_some() && feature.from <= day && day <= feature.until,
            "{day}: {feature:?}"
        );
    }
    let home = stars_shown(&page(app, "/").await);
    assert!(
        home.iter().all(|stars| valid.contains(stars)),
        "home on {day}: {home:?}"
    );
    assert_eq!(features.len(), valid.len(), "features on {day}");
    let collected = visitor
        .send(Call::<GetCollection>::new((Key("all-of-them".into()),)))
        .await;
    let expected = all.iter().filter(|one| one.stars_on(day).is_some()).count();
    match collected {
        Ok(collection) => assert_eq!(collection.products.len(), expected, "the collection on {day}"),
        Err(_) => assert_eq!(expected, 0, "the collection on {day}"),
    }
    let coverage = Call::<GetCoverage>::new(()).query(&CoverageQuery { on: None });
    let coverage = visitor.send(coverage).await.unwrap();
    let counted = all
        .iter()
        .filter(|one| one.stars_on(day).is_some_and(|stars| stars >= 4))
        .count();
    assert_eq!(
        usize::try_from(coverage.total).unwrap(),
        counted,
        "coverage on {day}"
    );
}

/// The tables that people take out say the same.
async fn look_at_tables(app: &TestApp, coop: &Person, buyer: &Person, all: &[Certified]) {
    let day = app.today();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let register = text(export(&app.authority(), "certificates?format=csv&lang=en").await);
    let valid = all.iter().filter(|one| one.stars_on(day).is_some()).count();
    let said = register
        .lines()
        .filter(|line| {
            line.contains(",Valid")
                || line.contains(",Expiring")
                || line.contains(",valid")
                || line.contains(",expiring")
        })
        .count();
    assert_eq!(said, valid, "the register on {day}:\n{register}");
    let offers = text(export(buyer, "offers?format=csv&lang=en").await);
    for one in all {
        let slug = format!("{},", one.goods.slug);
        let row = offers
            .lines()
            .find(|line| line.starts_with(&slug))
            .expect("a row");
        let said = row.split(',').nth(4).expect("a column of stars");
        let expected = one.stars_on(day).map_or(String::new(), |stars| stars.to_string());
        assert_eq!(said, expected, "the catalogue on {day}: {row}");
    }
    let missing = text(export(buyer, "coverage?format=csv").await);
    let missing = missing.lines().count() - 1;
    let high = all
        .iter()
        .filter(|one| one.stars_on(day).is_some_and(|stars| stars >= 4));
    assert_eq!(missing, high.count(), "what is missing on {day}");
    let products = text(export(coop, "products?format=csv").await);
    assert_eq!(products.lines().count(), all.len() + 1, "{products}");
}

/// Who ordered, what, and when.
struct Waiting {
    id: OrderId,
    until: Timestamp,
}

on_both_databases! {
    async fn in_forty_months_no_star_outlives_its_certificate(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let mut all = Vec::new();
        for (stars, certified_on) in [
            (3, date!(2024 - 02 - 29)),
            (4, date!(2024 - 01 - 10)),
            (5, date!(2025 - 06 - 30)),
            (4, date!(2026 - 11 - 22)),
            (4, date!(2026 - 05 - 01)),
            (3, date!(2024 - 08 - 31)),
        ] {
            let number = all.len();
            let new = app.product(&coop).name(&format!("Hồng sấy {number}")).stars(stars).certified_on(certified_on);
            let goods = new.stock(1_000).best_before(None).published().create().await;
            all.push(Certified { goods, stars, from: certified_on, until: plus_days(last_valid_day(certified_on), 1) });
        }
        let collection = CollectionPut {
            product_ids: all.iter().map(|one| one.goods.id).collect(),
            from: app.today(),
            until: None,
            published: true,
            ..CollectionPut::example()
        };
        let put = Call::<PutCollection>::new((Key("all-of-them".into()),)).body(&collection);
        app.centre().send(put).await.unwrap();
        let revoked_on = date!(2027 - 08 - 02);

        // The days before, on and after which something changes, and some that the generator chose.
        let mut days = BTreeSet::from([app.today(), LAST]);
        for day in all.iter().map(|one| one.until).chain([revoked_on]) {
            days.extend([-1, 0, 1].map(|by| plus_days(day, by)));
        }
        let mut random = TestRunner::deterministic();
        for _ in 0..20 {
            let by = (1..days_between(app.today(), LAST)).new_tree(&mut random).unwrap().current();
            days.insert(plus_days(app.today(), by));
        }
        days.retain(|day| (app.today()..=LAST).contains(day));
        let mut put_on = vec![None; all.len()];
        for day in days {
            app.clock().set_day(day);
            if day == revoked_on {
                let certificate = all[4].goods.certificate.as_ref().unwrap().id;
                let why = CertificateRevoke::example();
                let call = Call::<RevokeCertificate>::new((certificate,)).body(&why);
                app.authority().send(call).await.unwrap();
                all[4].until = day;
            }
            // Every slot is put anew with what may be featured, for no longer than is known to be allowed: it leaves by itself.
            for ((slot, one), last) in (1..).zip(&all).zip(&mut put_on) {
                let until = plus_days(day, 60).min(plus_days(one.until, -1)).max(day);
                let body = FeaturePut { product_id: one.goods.id, from: day, until, replaces: *last, ..FeaturePut::example() };
                let put = app.centre().send(Call::<PutFeature>::new((slot,)).body(&body)).await;
                assert_eq!(put.is_ok(), one.stars_on(day).is_some(), "slot {slot} on {day}");
                *last = if put.is_ok() { Some(day) } else { *last };
            }
            app.run_jobs().await;
            look(&app, &all).await;
            look_at_tables(&app, &coop, &buyer, &all).await;
            // The last second of the day, and the first of the next.
            let midnight = Timestamp::start_of(plus_days(day, 1));
            if all.iter().any(|one| one.until == plus_days(day, 1)) {
                app.clock().set(midnight.plus_seconds(-1));
                look(&app, &all).await;
                app.clock().set(midnight);
                look(&app, &all).await;
            }
        }
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn in_forty_months_everything_ends_when_its_time_is_over(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let buyer = app.retailer("Siêu thị Xanh").await;
        let goods = app.product(&coop).stars(4).stock(1_000).best_before(None).published().create().await;
        let chain = chain_of(&app, &buyer, true).await.id;
        let store = store_of(&buyer, chain, "A").await.unwrap().id;
        let listing = pitch(&coop, goods.id, chain).await.unwrap().id;
        answer(&buyer, listing, Decision::Accept).await.unwrap();
        shelve(&buyer, listing, &[store]).await.unwrap();
        let mut random = TestRunner::deterministic();
        let mut turn = 0;
        while app.today() < LAST {
            turn += 1;
            // What begins today.
            let mut waiting = Vec::new();
            for number in 0..2 {
                let body = PurchasePlace {
                    lines: vec![PurchaseLine { pack_id: goods.pack_id(), quantity: 5, expected_case_price: None }],
                    ..PurchasePlace::example()
                };
                let call = Call::<PlacePurchase>::new(()).body(&body).idempotency_key(format!("{turn}-{number}"));
                let placed = buyer.send(call).await.unwrap();
                waiting.push(Waiting { id: placed.orders[0].id, until: app.clock().now().plus_hours(ANSWER_HOURS) });
                app.clock().advance_hours(1);
            }
            let token = coop.invite(&format!("nguoi-{turn}@example.com"), Role::Staff).await;
            let invited = app.clock().now().plus_days(7);
            let visitor = coop.sign_in_again().await.by_cookie();
            let session = app.clock().now().plus_days(30);
            confirm(&buyer, listing, None).await.unwrap();
            let shelf = Timestamp::start_of(plus_days(app.today(), CONFIRMED_DAYS));
            let featured = app.today();
            let stars = last_valid_day(date!(2026 - 11 - 22));
            if featured <= stars {
                let body = FeaturePut { product_id: goods.id, from: featured, until: plus_days(featured, 9), ..FeaturePut::example() };
                app.centre().send(Call::<PutFeature>::new((1,)).body(&body)).await.unwrap();
            }
            let feature = Timestamp::start_of(plus_days(featured, 10));

            // The second before each end, the end itself, and a while after.
            let mut moments: BTreeSet<Timestamp> = BTreeSet::new();
            for end in waiting.iter().map(|one| one.until).chain([invited, session, shelf, feature]) {
                moments.extend([end.plus_seconds(-1), end]);
            }
            for now in moments {
                app.clock().set(now);
                app.run_jobs().await;
                for one in &waiting {
                    let order = app.centre().send(Call::<GetOrder>::new((one.id,))).await.unwrap();
                    let expected = if now < one.until { OrderStatus::Placed } else { OrderStatus::Expired };
                    assert_eq!(order.status, expected, "{now:?}");
                }
                let held: i64 = waiting.iter().filter(|one| now < one.until).map(|_| 5).sum();
                let lots = coop.send(Call::<ListLots>::new(())).await.unwrap().items;
                assert_eq!(lots[0].reserved, held, "{now:?}");
                let invitation = app.anonymous().send(Call::<GetInvitation>::new((Secret::new(&token),))).await;
                if now < invited { invitation.unwrap(); } else { refused(invitation, Code::NotFound); }
                let here = visitor.send(Call::<GetSession>::new(())).await;
                if now < session { here.unwrap(); } else { refused(here, Code::Unauthenticated); }
                let list = app.anonymous().send(Call::<ListProducts>::new(())).await.unwrap();
                assert_eq!(list.items[0].on_shelf, now < shelf, "{now:?}");
                let features = app.anonymous().send(Call::<GetFeatures>::new(())).await.unwrap().items.len();
                let shown = featured <= stars && now < feature && now.day() <= stars;
                assert_eq!(features, usize::from(shown), "{now:?}");
            }
            assert_eq!(app.findings().await, [""; 0]);
            let pause = (1_i64..60).new_tree(&mut random).unwrap().current();
            app.clock().advance_days(pause);
        }
    }
}

#[test]
fn whenever_a_certificate_is_issued_it_lasts_36_months_and_a_day_of_the_month_that_there_is() {
    let days = days_between(date!(2018 - 05 - 07), date!(2099 - 12 - 31));
    let mut runner = TestRunner::new(Config::with_cases(4_000));
    let outcome = runner.run(&(0..days), |by| {
        let issued = plus_days(date!(2018 - 05 - 07), by);
        let last = last_valid_day(issued);
        prop_assert_eq!(last.year(), issued.year() + 3);
        prop_assert_eq!(last.month(), issued.month());
        let same = last.day() == issued.day();
        let leap = issued.day() == 29 && last.day() == 28 && issued.month() == time::Month::February;
        prop_assert!(same || leap, "{} until {}", issued, last);
        // Later decisions never lapse earlier.
        prop_assert!(last_valid_day(plus_days(issued, 1)) >= last);
        prop_assert!((1_095..=1_096).contains(&days_between(issued, last)));
        Ok(())
    });
    outcome.unwrap();
}
