//! Finding products: words, filters, facets, features, and what is kept ready for visitors.

use shared::{
    Call, Code, FieldCode, Input, Timestamp,
    catalogue::*,
    curation::{FeaturePut, PutFeature},
    discovery::*,
    endpoint::Key,
    papers::PaperKind,
    stock::{AdjustLot, LotAdjust},
    time::plus_days,
};
use tests::*;

async fn list(person: &Person, filter: ProductFilter) -> ProductList {
    let call = Call::<ListProducts>::new(()).query(&filter);
    person.send(call).await.unwrap()
}

async fn names(app: &TestApp, words: &str) -> Vec<String> {
    let filter = ProductFilter {
        q: Some(words.into()),
        ..Default::default()
    };
    let list = list(&app.anonymous(), filter).await;
    list.items.into_iter().map(|card| card.name).collect()
}

async fn features(person: &Person, all: Option<bool>) -> Vec<Feature> {
    let call = Call::<GetFeatures>::new(()).query(&FeatureFilter { all });
    person.send(call).await.unwrap().items
}

on_both_databases! {
    async fn words_are_found_without_their_marks_and_marks_that_were_typed_count(app: TestApp) {
        let coop = app.cooperative("HTX Tràng Định").await;
        app.product(&coop).name("Gạo nếp cái").published().create().await;
        app.product(&coop).name("Gáo dừa nếp nhăn").group("IV.1").stars(5).published().create().await;
        app.product(&coop).name("Đào Mẫu Sơn").published().create().await;
        assert_eq!(names(&app, "gao nep").await, ["Gáo dừa nếp nhăn", "Gạo nếp cái"]);
        assert_eq!(names(&app, "gạo nếp").await, ["Gạo nếp cái"]);
        assert_eq!(names(&app, "gảo nếp").await, ["Gáo dừa nếp nhăn", "Gạo nếp cái"]);
        assert_eq!(names(&app, "dao mau").await, ["Đào Mẫu Sơn"]);
        assert_eq!(names(&app, "mau s").await, ["Đào Mẫu Sơn"]);
        // One letter too many in a longer word.
        assert_eq!(names(&app, "trangg dinh dao").await, ["Đào Mẫu Sơn"]);
        assert!(names(&app, "dao chua").await.is_empty());
    }

    async fn only_published_products_are_found_or_shown(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let draft = app.product(&coop).name("Hồng vành khuyên").submitted().create().await;
        assert!(names(&app, "hong vanh").await.is_empty());
        for key in [draft.id.to_string(), draft.slug.clone(), "khong-co-san-pham".into()] {
            let call = Call::<GetProduct>::new((Key(key),));
            refused(app.anonymous().send(call).await, Code::NotFound);
        }
    }

    async fn a_products_page_is_found_by_id_and_by_slug(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stars(4).stock(12).published().create().await;
        let by_id = app.anonymous().send(Call::<GetProduct>::new((Key(goods.id.to_string()),))).await.unwrap();
        let by_slug = app.anonymous().send(Call::<GetProduct>::new((Key(goods.slug.clone()),))).await.unwrap();
        assert_eq!(by_id, by_slug);
        assert_eq!((by_id.stars, by_id.available, by_id.packs.len()), (Some(4), 12, 1));
        assert_eq!(by_id.best_before, Some(plus_days(app.today(), 270)));
        assert_eq!(by_id.certificates.len(), 1);
        assert_eq!(by_id.producer.name, "HTX Bảo Lâm");
    }

    async fn stars_lapse_and_stock_passes_its_day_without_anybody_writing(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app
            .product(&coop)
            .stars(4)
            .stock(12)
            .best_before(Some(plus_days(app.today(), 30)))
            .published()
            .create()
            .await;
        let last = goods.certificate.as_ref().unwrap().expires_on;
        let card = || async { list(&app.anonymous(), ProductFilter::default()).await.items.remove(0) };
        assert_eq!((card().await.stars, card().await.available), (Some(4), 12));
        app.clock().advance_days(31);
        assert_eq!((card().await.stars, card().await.available), (Some(4), 0));
        let midnight = Timestamp::start_of(plus_days(last, 1));
        app.clock().set(Timestamp(midnight.0 - 1));
        assert_eq!(card().await.stars, Some(4));
        app.clock().set(midnight);
        assert_eq!(card().await.stars, None);
        let page = app.anonymous().send(Call::<GetProduct>::new((Key(goods.slug.clone()),))).await.unwrap();
        assert_eq!((page.stars, page.certificates.len()), (None, 1));
        let starred = ProductFilter { stars: Some("3,4,5".into()), ..Default::default() };
        assert_eq!(list(&app.anonymous(), starred).await.total, 0);
    }

    async fn filters_narrow_and_facets_ignore_their_own_choice(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        app.product(&coop).group("I.5.a").stars(5).stock(3).published().create().await;
        app.product(&coop).group("I.5.b").stars(4).published().create().await;
        app.product(&coop)
            .group("II.1.a")
            .texts(|texts| {
                texts.claims = vec![Claim::Organic, Claim::Gi];
                texts.season_months = vec![5];
            })
            .stars(4)
            .stock(5)
            .published()
            .create()
            .await;
        app.paper(&coop, PaperKind::Organic, None).await;
        app.paper(&coop, PaperKind::GiRight, None).await;
        let visitor = app.anonymous();
        let total = |filter| async { list(&visitor, filter).await.total };
        assert_eq!(total(ProductFilter { group: Some("I".into()), ..Default::default() }).await, 2);
        assert_eq!(total(ProductFilter { group: Some("I.5.b".into()), ..Default::default() }).await, 1);
        assert_eq!(total(ProductFilter { in_stock: Some(true), ..Default::default() }).await, 2);
        assert_eq!(total(ProductFilter { claim: Some("organic,gi".into()), ..Default::default() }).await, 1);
        assert_eq!(total(ProductFilter { claim: Some("organic,vietgap".into()), ..Default::default() }).await, 0);
        assert_eq!(total(ProductFilter { season: Some(6), group: Some("II".into()), ..Default::default() }).await, 0);
        assert_eq!(total(ProductFilter { producer: Some("khong-co".into()), ..Default::default() }).await, 0);
        let filter = ProductFilter { stars: Some("5".into()), facets: Some(true), ..Default::default() };
        let facets = list(&visitor, filter).await.facets.unwrap();
        let counts: Vec<_> = facets.stars.iter().map(|one| (one.value.as_str(), one.count)).collect();
        assert_eq!(counts, [("5", 1), ("4", 2)]);
        let groups: Vec<_> = facets.group.iter().map(|one| (one.value.as_str(), one.count)).collect();
        assert_eq!(groups, [("I", 1), ("I.5.a", 1)]);
    }

    async fn one_pack_has_to_fit_the_price_and_what_a_buyer_would_order(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let small = app.product(&coop).name("Hồng sấy").unit_price(30_000).create().await;
        let body = PackCreate {
            label: "Thùng quà".into(),
            unit_price: 90_000,
            min_cases: 10,
            case_multiple: 4,
            gtin: None,
            case_gtin: None,
            ..PackCreate::example()
        };
        coop.send(Call::<CreatePack>::new((small.id,)).body(&body)).await.unwrap();
        coop.send(Call::<SubmitProduct>::new((small.id,))).await.unwrap();
        app.centre().send(Call::<PublishProduct>::new((small.id,))).await.unwrap();
        app.product(&coop).name("Chè Shan").unit_price(120_000).published().create().await;
        let visitor = app.anonymous();
        let found = async |query: &str| {
            let answer = visitor.raw(Request::get(&format!("/api/v1/offers?sort=name&{query}"))).await;
            let list: ProductOfferList = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(list.total, i64::try_from(list.items.len()).unwrap());
            let packs = |offer: &ProductOffer| offer.packs.iter().map(|pack| pack.unit_price.amount).collect::<Vec<_>>();
            list.items.iter().map(|offer| (offer.product.name.clone(), packs(offer))).collect::<Vec<_>>()
        };
        let of = |name: &str, prices: &[i64]| (name.to_owned(), prices.to_vec());

        assert_eq!(found("max_price=100000").await, [of("Hồng sấy", &[30_000, 90_000])]);
        assert_eq!(found("min_price=50000&max_price=90000").await, [of("Hồng sấy", &[90_000])]);
        assert_eq!(found("min_price=90001").await, [of("Chè Shan", &[120_000])]);
        // Ten at least, in fours: twelve.
        assert_eq!(found("min_price=50000&max_price=90000&max_cases=11").await, []);
        assert_eq!(found("min_price=50000&max_price=90000&max_cases=12").await, [of("Hồng sấy", &[90_000])]);
    }

    async fn a_barcode_and_stars_find_what_they_name(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let gtin = |pack: &mut PackCreate| {
            pack.gtin = Some("9520000010010".into());
            pack.case_gtin = Some("19520000010017".into());
        };
        app.product(&coop).name("Hồng sấy").pack(gtin).stars(4).published().create().await;
        app.product(&coop).name("Chè 4 sao vàng").published().create().await;

        for question in ["9520000010010", "952-0000 010010", "09520000010010", "19520000010017", "4 sao", "hong OCOP 4 sao"] {
            assert_eq!(names(&app, question).await, ["Hồng sấy"], "{question}");
        }
        for question in ["9520000010027", "5 sao", "chè 4 sao", "';--"] {
            assert_eq!(names(&app, question).await, [""; 0], "{question}");
        }
        let answer = app.anonymous().raw(Request::get("/products?q=9520000010010")).await;
        assert!(answer.text().contains("Hồng sấy"), "{}", answer.text());
    }

    async fn a_price_is_of_packs_that_are_in_stock_where_any_is(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).unit_price(90_000).stock(5).create().await;
        let cheap = PackCreate { unit_price: 30_000, gtin: None, case_gtin: None, ..PackCreate::example() };
        coop.send(Call::<CreatePack>::new((goods.id,)).body(&cheap)).await.unwrap();
        coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();
        app.centre().send(Call::<PublishProduct>::new((goods.id,))).await.unwrap();
        let visitor = app.anonymous();
        let seen = async || {
            let price = list(&visitor, ProductFilter::default()).await.items[0].price_from.unwrap().amount;
            let filter = ProductFilter { max_price: Some(50_000), ..Default::default() };
            (price, list(&visitor, filter).await.total)
        };
        let take = async |delta| {
            let body = LotAdjust { delta, ..LotAdjust::example() };
            coop.send(Call::<AdjustLot>::new((goods.lot.as_ref().unwrap().id,)).body(&body)).await.unwrap();
        };

        assert_eq!(seen().await, (90_000, 0));
        for (query, packs) in [("", 2), ("?in_stock=true", 1)] {
            let answer = visitor.raw(Request::get(&format!("/api/v1/offers{query}"))).await;
            let list: ProductOfferList = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(list.items[0].packs.len(), packs, "{query}");
        }
        take(-4).await;
        assert_eq!(seen().await, (90_000, 0));
        take(-1).await;
        assert_eq!(seen().await, (30_000, 1), "nothing is left: what it costs when it is");
        take(5).await;
        assert_eq!(seen().await, (90_000, 0));
    }

    async fn values_that_nothing_has_are_named(app: TestApp) {
        for (query, field, code) in [
            ("stars=9", "stars", FieldCode::Unknown),
            ("group=VII", "group", FieldCode::Unknown),
            ("commune=1", "commune", FieldCode::Unknown),
            ("claim=cheap", "claim", FieldCode::Unknown),
            ("season=13", "season", FieldCode::TooLarge),
            ("min_price=-1", "min_price", FieldCode::TooSmall),
            ("max_price=x", "max_price", FieldCode::Format),
            ("min_price=50000&max_price=20000", "max_price", FieldCode::TooSmall),
            ("max_cases=0", "max_cases", FieldCode::TooSmall),
            ("sort=best", "sort", FieldCode::Unknown),
            ("limit=101", "limit", FieldCode::TooLarge),
            ("cursor=x", "cursor", FieldCode::Format),
        ] {
            let answer = app.anonymous().raw(Request::get(&format!("/api/v1/products?{query}"))).await;
            assert_eq!(answer.status, 422, "{query}");
            assert_eq!(fields(&answer.problem()), [(field, code)], "{query}");
        }
    }

    async fn pages_follow_each_other_and_a_cursor_belongs_to_its_sort(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        for (name, price) in [("Quế", 3), ("Ớt khô", 1), ("Đậu", 2), ("Dầu hồi", 5), ("An xoa", 4)] {
            app.product(&coop).name(name).unit_price(price * 1000).published().create().await;
        }
        let sorted = |sort, cursor| {
            let filter = ProductFilter { sort: Some(sort), cursor, limit: Some(2), ..Default::default() };
            Call::<ListProducts>::new(()).query(&filter)
        };
        let visitor = app.anonymous();
        for (sort, expected) in [
            (ProductSort::Name, ["An xoa", "Dầu hồi", "Đậu", "Ớt khô", "Quế"]),
            (ProductSort::PriceAscending, ["Ớt khô", "Đậu", "Quế", "An xoa", "Dầu hồi"]),
            (ProductSort::PriceDescending, ["Dầu hồi", "An xoa", "Quế", "Đậu", "Ớt khô"]),
            (ProductSort::Newest, ["An xoa", "Dầu hồi", "Đậu", "Ớt khô", "Quế"]),
        ] {
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let page = visitor.send(sorted(sort, cursor)).await.unwrap();
                assert_eq!(page.total, 5);
                seen.extend(page.items.into_iter().map(|card| card.name));
                cursor = page.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, expected, "{sort}");
        }
        let first = visitor.send(sorted(ProductSort::Name, None)).await.unwrap();
        let problem = refused(visitor.send(sorted(ProductSort::Newest, first.next_cursor)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("cursor", FieldCode::Format)]);
    }

    async fn a_change_is_seen_at_once_though_answers_are_kept(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).unit_price(10_000).published().create().await;
        let visitor = app.anonymous();
        let first = visitor.raw(Request::get("/api/v1/products")).await;
        let again = visitor.raw(Request::get("/api/v1/products")).await;
        assert_eq!(first.body, again.body);
        assert_eq!(first.header("etag"), again.header("etag"));
        assert!(again.header("vary").contains("cookie"));
        let known = Request::get("/api/v1/products").header("if-none-match", first.header("etag"));
        assert_eq!(visitor.raw(known.clone()).await.status, 304);
        let body = PackUpdate { unit_price: Some(11_000), ..empty() };
        let call = Call::<UpdatePack>::new((goods.pack_id(),)).body(&body).if_version(goods.pack.version);
        coop.send(call).await.unwrap();
        assert_eq!(visitor.raw(known).await.status, 200);
        let price = list(&visitor, ProductFilter::default()).await.items[0].price_from.unwrap();
        assert_eq!(price.amount, 11_000);
        // Who signed in gets the same list, from the index and not from what is kept.
        assert_eq!(list(&coop, ProductFilter::default()).await, list(&visitor, ProductFilter::default()).await);
    }

    async fn kept_answers_are_compressed_once_and_never_twice(app: TestApp) {
        let visitor = app.anonymous();
        let plain = visitor.raw(Request::get("/api/v1/products")).await;
        assert_eq!(plain.header("content-encoding"), "");
        let head = visitor.raw(Request::new("HEAD", "/api/v1/products")).await;
        assert_eq!(head.header("content-length"), plain.body.len().to_string());
        assert!(head.body.is_empty());
        assert_eq!(head.header("etag"), plain.header("etag"));
    }

    async fn features_show_why_and_leave_by_themselves(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stars(4).stock(5).published().create().await;
        let body = FeaturePut {
            product_id: goods.id,
            from: plus_days(app.today(), 1),
            until: plus_days(app.today(), 3),
            reason: "Đang vào vụ, đủ hàng.".into(),
            reason_en: None,
            replaces: None,
        };
        app.centre().send(Call::<PutFeature>::new((1,)).body(&body)).await.unwrap();
        let visitor = app.anonymous();
        assert!(features(&visitor, None).await.is_empty());
        assert!(!features(&app.centre(), Some(true)).await[0].shown);
        app.clock().advance_days(1);
        let shown = features(&visitor, None).await;
        assert_eq!((shown[0].reason.as_str(), shown[0].shown), ("Đang vào vụ, đủ hàng.", true));
        let featured = ProductFilter { featured: Some(true), ..Default::default() };
        assert_eq!(list(&visitor, featured.clone()).await.total, 1);
        app.clock().advance_days(3);
        assert!(features(&visitor, None).await.is_empty());
        assert_eq!(list(&visitor, featured).await.total, 0);
        let all = Call::<GetFeatures>::new(()).query(&FeatureFilter { all: Some(true) });
        refused(coop.send(all.clone()).await, Code::Forbidden);
        refused(visitor.send(all).await, Code::Unauthenticated);
    }
}

fn empty() -> PackUpdate {
    serde_json::from_str("{}").unwrap()
}
