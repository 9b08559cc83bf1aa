//! A producer's profile and its products.

use crate::{
    components::{
        bits::{breadcrumb, icon},
        card::card,
        frame::Frame,
        messages::empty,
    },
    format,
    pages::{address::parsed, discovery::product_story::paragraphs},
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, Lang,
    discovery::{ListProducts, ProductFilter, ProductList},
    endpoint::Key,
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
    Ok(visit.page(Frame::public(name.clone()).described(told), || {
        let cards: Vec<AnyView> = products
            .items
            .iter()
            .map(|product| card(&visit, product, None))
            .collect();
        let products = if cards.is_empty() {
            empty(
                &visit,
                tr!(visit, "producers.no_products"),
                tr!(visit, "producers.no_products_text"),
                None,
            )
        } else {
            view! { <div class="grid-cards">{cards}</div> }.into_any()
        };
        view! {
            {breadcrumb(&visit, vec![("/producers".to_owned(), tr!(visit, "frame.producers"))], name.clone())}
            <div class="split split--wide-first">
                <div class="stack">
                    <p class="eyebrow">{tr!(visit, format!("producers.kind_{}", producer.kind))}</p>
                    <h1>{name}</h1>
                    {other_name.map(|name| view! { <p class="muted" lang="vi">{name}</p> })}
                    {story(&visit, &producer)}
                </div>
                <aside class="panel stack">{facts(&visit, &producer)}{contact(&visit, &producer)}</aside>
            </div>
            <section class="section stack">
                <h2>{tr!(visit, "producers.products")}</h2>
                {products}
            </section>
        }
        .into_any()
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

fn facts(visit: &Visit, producer: &Producer) -> AnyView {
    let fact = |title: String, text: String| view! { <div><dt>{title}</dt><dd>{text}</dd></div> };
    let commune = visit.to(&format!("/producers?commune={}", producer.commune.code));
    let least = if producer.minimum_order.amount > 0 {
        format::money(visit.lang, producer.minimum_order)
    } else {
        tr!(visit, "producers.no_minimum")
    };
    view! {
        <dl class="facts facts--inline">
            <div><dt>{tr!(visit, "producers.commune")}</dt><dd><a href=commune>{producer.commune.name.clone()}</a></dd></div>
            {producer.founded_year.map(|year| fact(tr!(visit, "producers.founded"), year.to_string()))}
            {fact(tr!(visit, "product.lead_time"), tr!(visit, "product.days", n = producer.lead_time_days))}
            {fact(tr!(visit, "product.minimum_order"), least)}
        </dl>
    }
    .into_any()
}

fn contact(visit: &Visit, producer: &Producer) -> AnyView {
    let contact = producer.contact.clone();
    let dial: String = contact
        .phone
        .chars()
        .filter(|letter| letter.is_ascii_digit() || *letter == '+')
        .collect();
    view! {
        <div>
            <h2 class="h4">{tr!(visit, "producers.contact")}</h2>
            <ul class="list-plain">
                <li class="cluster">{icon(visit, "user")}<span>{contact.name}</span></li>
                <li class="cluster">{icon(visit, "phone")}<a href=format!("tel:{dial}")>{contact.phone}</a></li>
                {(!contact.email.is_empty()).then(|| view! {
                    <li class="cluster">{icon(visit, "mail")}<a href=format!("mailto:{}", contact.email)>{contact.email.clone()}</a></li>
                })}
            </ul>
        </div>
    }
    .into_any()
}
