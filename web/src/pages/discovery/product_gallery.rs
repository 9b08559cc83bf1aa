//! A product's pictures; they scroll and can be chosen without script.

use crate::{pages::work::in_language, visit::Visit};
use leptos::prelude::*;
use shared::catalogue::Image;

/// The pictures in a row that scrolls sideways; thumbnails lead to each.
pub(super) fn gallery(visit: &Visit, images: &[Image], name: &str) -> AnyView {
    let stage: Vec<AnyView> = images
        .iter()
        .enumerate()
        .filter_map(|(index, image)| {
            let widest = image.sources.last()?.clone();
            let set: Vec<String> = image.sources.iter().map(|source| format!("{} {}w", source.url, source.width)).collect();
            let set = (image.sources.len() > 1).then(|| set.join(", "));
            let sizes = set.is_some().then_some("(min-width: 60rem) 50vw, 100vw");
            let loading = if index == 0 { "eager" } else { "lazy" };
            let priority = (index == 0).then_some("high");
            let image = view! {
                <img id=format!("picture-{}", index + 1) src=widest.url srcset=set sizes=sizes width=widest.width
                    height=widest.height loading=loading fetchpriority=priority alt=in_language(visit.lang, &image.alt, image.alt_en.as_deref())/>
            };
            Some(image.into_any())
        })
        .collect();
    if stage.is_empty() {
        let src = visit.asset("illustrations/default.svg");
        return view! {
            <div class="gallery"><div class="gallery__stage"><img src=src width="640" height="480" alt=""/></div></div>
        }
        .into_any();
    }
    let thumbs: Vec<AnyView> = images
        .iter()
        .enumerate()
        .filter_map(|(index, image)| {
            let narrow = image.sources.first()?.clone();
            let alt = tr!(visit, "product.picture", n = index + 1);
            let thumb = view! {
                <a href=format!("#picture-{}", index + 1)>
                    <img src=narrow.url width=narrow.width height=narrow.height loading="lazy" alt=alt/>
                </a>
            };
            Some(thumb.into_any())
        })
        .collect();
    let thumbs = (thumbs.len() > 1).then(|| view! { <div class="gallery__thumbs">{thumbs}</div> });
    view! {
        <div class="gallery">
            <div class="gallery__stage" tabindex="0" role="region" aria-label=tr!(visit, "product.pictures", name = name)>{stage}</div>
            {thumbs}
        </div>
    }
    .into_any()
}
