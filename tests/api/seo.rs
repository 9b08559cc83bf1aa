//! What search engines and those who share a link read.

use serde_json::Value;
use shared::{
    Call, Input,
    curation::{CollectionPut, PutCollection},
    endpoint::Key,
    producers::GetProducer,
};
use tests::*;

/// The pieces between two marks.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    let pieces = text.split(start).skip(1);
    pieces.filter_map(|piece| piece.split(end).next()).collect()
}

async fn page(app: &TestApp, path: &str) -> String {
    let answer = app.anonymous().raw(Request::get(path)).await;
    assert_eq!(answer.status, 200, "{path}");
    answer.text().to_owned()
}

/// Structured data of a page, by type.
fn data(page: &str) -> Vec<(String, Value)> {
    between(page, "<script type=\"application/ld+json\">", "</script>")
        .into_iter()
        .map(|json| {
            let value: Value = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
            assert_eq!(value["@context"], "https://schema.org");
            (value["@type"].as_str().unwrap_or_default().to_owned(), value)
        })
        .collect()
}

on_both_databases! {
    async fn public_pages_say_what_they_are_in_both_languages(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).name("Hồng sấy").published().create().await;
        let product = format!("/products/{}", goods.slug);
        let nameless = page(&app, "/").await;
        assert!(!nameless.contains("rel=\"canonical\"") && !nameless.contains("rel=\"alternate\""), "half an address is none");
        let origin = "https://market.example";
        let app = app.with(|settings| settings.public_url = Some(origin.into())).await;
        for path in ["/", "/products", "/producers", "/groups", "/groups/I", "/collections", "/communes", "/communes/xa-chi-lang", "/map", "/where-to-buy", "/coverage", "/how-it-works", "/about", "/terms", "/privacy", &product] {
            let text = page(&app, path).await;
            let english = if path == "/" { "/en".to_owned() } else { format!("/en{path}") };
            for wanted in [
                format!("<link rel=\"canonical\" href=\"{origin}{path}\">"),
                format!("<link rel=\"alternate\" hreflang=\"vi\" href=\"{origin}{path}\">"),
                format!("<link rel=\"alternate\" hreflang=\"en\" href=\"{origin}{english}\">"),
                format!("<link rel=\"alternate\" hreflang=\"x-default\" href=\"{origin}{path}\">"),
            ] {
                assert!(text.contains(&wanted), "{path} lacks {wanted}");
            }
            let description = between(&text, "<meta name=\"description\" content=\"", "\"");
            assert!(description.first().is_some_and(|text| (20..=200).contains(&text.chars().count())), "{path}: {description:?}");
            assert!(!text.contains("noindex"), "{path}");
            data(&text);
        }
        let sign_in = page(&app, "/sign-in").await;
        assert!(sign_in.contains("noindex") && !sign_in.contains("rel=\"canonical\""));
    }

    async fn a_product_offers_only_what_can_be_had(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let there = app.product(&coop).name("Hồng </script> sấy").stars(4).stock(5).published().create().await;
        let gone = app.product(&coop).published().create().await;

        let found = data(&page(&app, &format!("/products/{}", there.slug)).await);
        let types: Vec<&str> = found.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(types, ["Product", "BreadcrumbList"]);
        let product = &found[0].1;
        assert_eq!(product["offers"][0]["availability"], "https://schema.org/InStock");
        assert_eq!(product["offers"][0]["priceCurrency"], "VND");
        assert!(product["offers"][0]["price"].as_i64().is_some_and(|price| price > 0));
        assert!(product.get("aggregateRating").is_none(), "nobody has rated anything");
        let crumbs = found[1].1["itemListElement"].as_array().unwrap();
        let positions: Vec<_> = crumbs.iter().map(|crumb| crumb["position"].as_i64().unwrap()).collect();
        assert_eq!(positions, [1, 2, 3]);
        assert!(crumbs[2]["item"].as_str().unwrap().ends_with(&there.slug));

        let found = data(&page(&app, &format!("/products/{}", gone.slug)).await);
        assert!(found[0].1.get("offers").is_none());
    }

    async fn the_site_map_lists_what_everybody_may_see(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let shown = app.product(&coop).name("Hồng sấy").published().create().await;
        let hidden = app.product(&coop).name("Bản nháp").create().await;

        let robots = page(&app, "/robots.txt").await;
        assert!(robots.contains("Disallow: /desk") && robots.contains("/sitemap.xml"));
        let parts = between(&page(&app, "/sitemap.xml").await, "<loc>", "</loc>").iter().map(|part| part.split("/sitemaps/").nth(1).unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(parts, ["pages.xml", "producers.xml", "products-1.xml"]);
        let mut all = String::new();
        for part in &parts {
            all += &page(&app, &format!("/sitemaps/{part}")).await;
        }
        for path in [format!("/products/{}<", shown.slug), format!("/en/products/{}<", shown.slug), "/communes/xa-chi-lang<".into(), "/groups/VI<".into(), "/en</loc>".into()] {
            assert!(all.contains(&path), "{path}");
        }
        assert!(all.contains("<lastmod>2026-11-22T"));
        assert!(!all.contains(&hidden.slug) && !all.contains("/desk"));
        for path in ["/sitemaps/products-2.xml", "/sitemaps/products-0.xml", "/sitemaps/x.xml"] {
            assert_eq!(app.anonymous().raw(Request::get(path)).await.status, 404, "{path}");
        }
    }

    async fn producers_communes_and_collections_are_shared_with_a_picture_of_theirs(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).stars(4).texts(|texts| texts.illustration = Some("tea".into())).published().create().await;
        let bare = app.cooperative("HTX Chưa Có Ảnh").await;
        let body = CollectionPut { product_ids: vec![goods.id], ..CollectionPut::example() };
        app.centre().send(Call::<PutCollection>::new((Key("qua-tet".into()),)).body(&body)).await.unwrap();
        let producer = format!("/producers/{}", goods.product.producer.slug);

        for path in [producer.as_str(), "/communes/xa-chi-lang", "/collections", "/collections/qua-tet"] {
            let text = page(&app, path).await;
            let picture = between(&text, "<meta property=\"og:image\" content=\"", "\"")[0].to_owned();
            assert!(picture.starts_with("/share/drawn/tea."), "{path}: {picture}");
            let description = between(&text, "<meta name=\"description\" content=\"", "\"");
            assert!(description.first().is_some_and(|text| (20..=200).contains(&text.chars().count())), "{path}: {description:?}");
        }
        let slug = bare.send(Call::<GetProducer>::new((Key(bare.organisation_id().to_string()),))).await.unwrap().slug;
        let text = page(&app, &format!("/producers/{slug}")).await;
        assert!(text.contains("og:image\" content=\"/assets/share."), "the market's own picture where there is no other");

        let pages = page(&app, "/sitemaps/pages.xml").await;
        for path in ["/collections<", "/collections/qua-tet<", "/en/collections/qua-tet<"] {
            assert!(pages.contains(path), "{path}");
        }
    }

    async fn a_drawing_can_be_shared_as_a_picture(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).texts(|texts| texts.illustration = Some("tea".into())).published().create().await;
        let text = page(&app, &format!("/products/{}", goods.slug)).await;
        let picture = between(&text, "<meta property=\"og:image\" content=\"", "\"")[0].to_owned();
        assert!(picture.starts_with("/share/drawn/"), "{picture}");
        let answer = app.anonymous().raw(Request::get(&picture)).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "image/jpeg"));
        assert_eq!(app.anonymous().raw(Request::get("/share/drawn/khong-co.jpg")).await.status, 404);
        assert_eq!(app.anonymous().raw(Request::get("/share/photo/khong-co.jpg")).await.status, 404);
    }
}
