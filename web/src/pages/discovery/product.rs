//! A product's page: first what a buyer decides by, then the story.

use super::{
    groups::group_path,
    places::commune_path,
    product_buy::{buy, packs},
    product_data::structured,
    product_facts::{certificates, claims, facts, season},
    product_gallery::gallery,
    product_papers::{Papers, at_a_glance, in_full},
    product_story::{producer_box, shelf, texts},
};
use crate::{
    components::{
        bits::{breadcrumb, only_vietnamese, stars},
        frame::Frame,
        share,
        structured::crumbs,
    },
    pages::{address::parsed, orders::agreed::AgreedPrices},
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Lang,
    discovery::{GetProduct, Product},
    endpoint::Key,
    identity::OrganisationKind,
};

pub(crate) async fn product(visit: Visit, Path(slug): Path<String>) -> PageResult {
    let product = visit.get::<GetProduct>((parsed::<Key>(&visit, &slug)?,)).await?;
    if product.slug != slug {
        // Found by its id, as printed codes may name it: there is one address.
        return Ok(visit.go(&format!("/products/{}", product.slug)));
    }
    let papers = Papers::read(&visit, &product).await?;
    let agreed = AgreedPrices::read(&visit, Some(product.id)).await?;
    let name = name_of(&visit, &product);
    let description = description_of(&visit, &product);
    let mut frame = Frame::public(name.clone()).described(shortened(&description));
    frame.picture = product
        .texts
        .images
        .first()
        .and_then(|image| share::picture(&image.sources));
    frame.kind = Some("product");
    let group = visit
        .lang
        .pick(&product.group_name, &product.group_name_en)
        .to_owned();
    let trail = vec![
        ("/groups".to_owned(), tr!(visit, "frame.groups")),
        (group_path(&product.texts.group), group),
    ];
    frame.data.push(structured(&visit, &product));
    frame.data.push(crumbs(&visit, &trail, &name));
    Ok(visit.page(frame, || {
        let producer = format!("/producers/{}", product.producer.slug);
        view! {
            {breadcrumb(&visit, trail, name.clone())}
            <div class="product">
                {gallery(&visit, &product.texts.images, &name)}
                <div class="product__facts stack">
                    <div class="stack stack--tight">
                        <h1 lang=only_vietnamese(visit.lang, product.texts.name_en.as_deref())>{name.clone()}</h1>
                        <p class="muted">
                            <a href=visit.to(&producer) lang=only_vietnamese(visit.lang, product.producer.name_en.as_deref())>{product.producer.name_in(visit.lang).to_owned()}</a>
                            " · " <a href=visit.to(&commune_path(&product.producer.commune.name)) lang=only_vietnamese(visit.lang, None)>{product.producer.commune.name.clone()}</a>
                        </p>
                        {stars(&visit, product.stars)}
                        {claims(&visit, &product)}
                    </div>
                    {facts(&visit, &product)}
                    {packs(&visit, &product, &agreed)}
                    {buy(&visit, &product)}
                    {(visit.kind() == Some(OrganisationKind::Centre)).then(|| view! {
                        <p><a class="button button--quiet" href=visit.to(&format!("/desk/review/{}", product.id))>{tr!(visit, "catalogue.at_centre")}</a></p>
                    })}
                </div>
                // Under the picture where there is room beside it: the price stands above the fold.
                <div class="stack">
                    {season(&visit, &product)}
                    {at_a_glance(&visit, &product, &papers)}
                </div>
            </div>
            {texts(&visit, &product, description)}
            {certificates(&visit, &product)}
            {in_full(&visit, &papers)}
            {shelf(&visit, &product)}
            {producer_box(&visit, &product)}
        }
        .into_any()
    }))
}

/// The name in the visit's language.
pub(super) fn name_of(visit: &Visit, product: &Product) -> String {
    match (visit.lang, &product.texts.name_en) {
        (Lang::En, Some(name)) => name.clone(),
        _ => product.texts.name.clone(),
    }
}

/// The description in the visit's language.
pub(super) fn description_of(visit: &Visit, product: &Product) -> String {
    match (visit.lang, &product.texts.description_en) {
        (Lang::En, Some(text)) => text.clone(),
        _ => product.texts.description.clone(),
    }
}

/// As much as search engines show.
pub(super) fn shortened(text: &str) -> String {
    if text.chars().count() <= 155 {
        return text.to_owned();
    }
    let start: String = text.chars().take(155).collect();
    let end = start.rfind(' ').unwrap_or(start.len());
    format!("{}…", start.get(..end).unwrap_or(&start))
}
