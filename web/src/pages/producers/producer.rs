//! A producer's profile and its products.

use crate::{
    components::{
        bits::{breadcrumb, contact_lines, icon, only_vietnamese},
        card::cards_or,
        frame::Frame,
        messages::empty,
        share,
        structured::{absolute, crumbs, script},
    },
    format,
    pages::{
        address::parsed,
        discovery::{places::commune_path, product_papers::public, product_story::paragraphs},
        papers::kinds::Kinds,
    },
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use serde_json::json;
use shared::{
    Call, Lang,
    discovery::{ListProducts, ProductFilter, ProductList},
    endpoint::Key,
    papers::ListProducerPapers,
    producers::{GetProducer, Producer},
};

pub(crate) async fn producer(visit: Visit, Path(slug): Path<String>) -> PageResult {
    let producer = visit.get::<GetProducer>((parsed::<Key>(&visit, &slug)?,)).await?;
    if producer.slug != slug {
        return Ok(visit.go(&format!("/producers/{}", producer.slug)));
    }
    let filter = ProductFilter {
        producer: Some(slug),
        limit: Some(100),
        ..ProductFilter::default()
    };
    let products: ProductList = visit.read(Call::<ListProducts>::new(()).query(&filter)).await?;
    let papers = visit.get::<ListProducerPapers>((producer.id,)).await?.items;
    let kinds = Kinds::read(&visit).await?;
    let (name, other_name) = match (visit.lang, &producer.name_en) {
        (Lang::En, Some(name)) => (name.clone(), Some(producer.name.clone())),
        _ => (producer.name.clone(), None),
    };
    let told = tr!(
        visit,
        "producers.told",
        name = name,
        commune = producer.commune.name
    );
    let trail = vec![("/producers".to_owned(), tr!(visit, "frame.producers"))];
    let mut frame = Frame::public(name.clone()).described(told);
    frame.picture = producer
        .photos
        .first()
        .and_then(|photo| share::picture(&photo.sources))
        .or_else(|| share::of_products(&products.items));
    frame.data.push(structured(&visit, &producer));
    frame.data.push(crumbs(&visit, &trail, &name));
    Ok(visit.page(frame, || {
        let products = cards_or(&visit, &products.items, || {
            empty(
                &visit,
                tr!(visit, "producers.no_products"),
                tr!(visit, "producers.no_products_text"),
                None,
            )
        });
        view! {
            {breadcrumb(&visit, trail, name.clone())}
            <div class="split split--wide-first">
                <div class="stack">
                    <p class="eyebrow">{tr!(visit, format!("producers.kind_{}", producer.kind))}</p>
                    <h1>{name}</h1>
                    {other_name.map(|name| view! { <p class="muted" lang="vi">{name}</p> })}
                    {story(&visit, &producer)}
                    {photos(&visit, &producer)}
                </div>
                <aside class="panel stack">{facts(&visit, &producer)}{contact(&visit, &producer)}</aside>
            </div>
            {(!papers.is_empty()).then(|| view! {
                <section class="section stack">
                    <h2>{tr!(visit, "papers.title")}</h2>
                    {public(&visit, &kinds, &papers)}
                </section>
            })}
            <section class="section stack">
                <h2>{tr!(visit, "producers.products")}</h2>
                {products}
            </section>
        }
        .into_any()
    }))
}

/// The producer for search engines, with no more than the page shows.
fn structured(visit: &Visit, producer: &Producer) -> String {
    script(&json!({
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": producer.name,
        "alternateName": producer.name_en,
        "url": absolute(visit, &visit.to(&format!("/producers/{}", producer.slug))),
        "foundingDate": producer.founded_year.map(|year| year.to_string()),
        "address": {
            "@type": "PostalAddress",
            "addressLocality": producer.commune.name,
            "addressRegion": visit.lang.pick(visit.site.province, visit.site.province_en),
            "addressCountry": "VN",
        },
    }))
}

fn story(visit: &Visit, producer: &Producer) -> AnyView {
    let story = match (visit.lang, &producer.story_en) {
        (Lang::En, Some(story)) => Some(story),
        _ => producer.story.as_ref(),
    };
    match story {
        Some(story) => view! { <div class="prose stack">{paragraphs(story)}</div> }.into_any(),
        None => ().into_any(),
    }
}

/// Its people, fields and workshops.
fn photos(visit: &Visit, producer: &Producer) -> AnyView {
    if producer.photos.is_empty() {
        return ().into_any();
    }
    let photos: Vec<AnyView> = producer
        .photos
        .iter()
        .filter_map(|photo| {
            let source = photo.sources.get(1).or_else(|| photo.sources.first())?.clone();
            let caption = match (visit.lang, &photo.caption_en) {
                (Lang::En, Some(caption)) => Some(caption.clone()),
                _ => photo.caption.clone(),
            };
            let alt = caption.clone().unwrap_or_default();
            Some(
                view! {
                    <figure class="stack stack--tight">
                        <img src=source.url width=source.width height=source.height loading="lazy" alt=alt/>
                        {caption.map(|caption| view! { <figcaption class="small muted">{caption}</figcaption> })}
                    </figure>
                }
                .into_any(),
            )
        })
        .collect();
    view! { <div class="grid-cards">{photos}</div> }.into_any()
}

fn facts(visit: &Visit, producer: &Producer) -> AnyView {
    let fact = |title: String, text: String| view! { <div><dt>{title}</dt><dd>{text}</dd></div> };
    let commune = visit.to(&commune_path(&producer.commune.name));
    let capacity = match (visit.lang, &producer.capacity_en) {
        (Lang::En, Some(capacity)) => Some(capacity.clone()),
        _ => producer.capacity.clone(),
    };
    let least = if producer.minimum_order.amount > 0 {
        format::money(visit.lang, producer.minimum_order)
    } else {
        tr!(visit, "producers.no_minimum")
    };
    view! {
        <dl class="facts facts--inline">
            <div><dt>{tr!(visit, "producers.commune")}</dt><dd><a href=commune lang=only_vietnamese(visit.lang, None)>{producer.commune.name.clone()}</a></dd></div>
            {producer.address.clone().map(|address| fact(tr!(visit, "profile.address"), address))}
            {producer.founded_year.map(|year| fact(tr!(visit, "producers.founded"), year.to_string()))}
            {producer.members.map(|members| fact(tr!(visit, "profile.members"), format::number(visit.lang, i64::from(members))))}
            {capacity.map(|capacity| fact(tr!(visit, "producers.capacity"), capacity))}
            {fact(tr!(visit, "product.lead_time"), tr!(visit, "product.days", n = producer.lead_time_days))}
            {fact(tr!(visit, "product.minimum_order"), least)}
        </dl>
    }
    .into_any()
}

fn contact(visit: &Visit, producer: &Producer) -> AnyView {
    view! {
        <div>
            <h2 class="h4">{tr!(visit, "producers.contact")}</h2>
            <ul class="list-plain">
                {producer.contact.as_ref().map(|contact| contact_lines(visit, contact))}
                {contact_website(visit, producer)}
            </ul>
            {producer.contact.is_none().then(|| view! {
                <p class="muted">{tr!(visit, "producers.no_contact")} " " <a href=visit.to("/about")>{tr!(visit, "producers.ask_centre")}</a></p>
            })}
        </div>
    }
    .into_any()
}

fn contact_website(visit: &Visit, producer: &Producer) -> AnyView {
    let Some(website) = producer.website.clone() else {
        return ().into_any();
    };
    let shown = website
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .to_owned();
    view! { <li class="cluster cluster--icon">{icon(visit, "external")}<a href=website rel="nofollow noopener">{shown}</a></li> }.into_any()
}
