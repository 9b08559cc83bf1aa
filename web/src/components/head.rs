//! The head of every page: what browsers, search engines and whoever shares the page read.

use super::{frame::Frame, structured::absolute};
use crate::visit::{Visit, localised};
use html_escape::encode_text;
use leptos::{attr::custom::CustomAttribute, prelude::*};
use shared::Lang;

pub(super) fn head(visit: &Visit, frame: &Frame) -> AnyView {
    let title = format!("{} – OCOP Market", frame.title);
    let here = absolute(visit, &visit.to(&visit.path));
    let picture = frame.picture.clone().unwrap_or_else(|| visit.asset("share.png"));
    let font = |name: &str| visit.asset(&format!("fonts/be-vietnam-pro-600-{name}.woff2"));
    let language = |lang: Lang| absolute(visit, &localised(lang, &visit.path));
    let data: Vec<AnyView> = frame
        .data
        .iter()
        .map(|data| view! { <script type="application/ld+json" inner_html=data.clone()></script> }.into_any())
        .collect();
    // These count only as whole addresses: a market that does not know its own says nothing.
    let known = visit.site.public_url.is_some();
    // What is invented must not be found as if it were real.
    let found = frame.public && !visit.site.demo;
    let public = frame.public.then(|| {
        view! {
            {known.then(|| view! {
                <link rel="canonical" href=here.clone()/>
                <link rel="alternate" hreflang="vi" href=language(Lang::Vi)/>
                <link rel="alternate" hreflang="en" href=language(Lang::En)/>
                <link rel="alternate" hreflang="x-default" href=language(Lang::Vi)/>
            })}
            {property("og:title", title.clone())}
            {frame.description.clone().map(|text| property("og:description", text))}
            {property("og:type", frame.kind.unwrap_or("website").to_owned())}
            {property("og:site_name", "OCOP Market".to_owned())}
            {property("og:locale", visit.lang.pick("vi_VN", "en_GB").to_owned())}
            {property("og:url", here.clone())}
            {property("og:image", absolute(visit, &picture))}
            {property("og:image:width", "1200".to_owned())}
            {property("og:image:height", "630".to_owned())}
            <meta name="twitter:card" content="summary_large_image"/>
        }
    });
    view! {
        <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            // As a child, the text would end in a marker of the renderer, and a title shows it.
            <title inner_html=encode_text(&title).into_owned()></title>
            {frame.description.clone().map(|text| view! { <meta name="description" content=text/> })}
            {(!found).then(|| view! { <meta name="robots" content="noindex"/> })}
            {preload(font("latin"))}
            {preload(font("vietnamese"))}
            <link rel="stylesheet" href=visit.asset("style.css")/>
            <link rel="icon" type="image/svg+xml" href=visit.asset("favicon.svg")/>
            <link rel="apple-touch-icon" href=visit.asset("apple-touch-icon.png")/>
            <meta name="theme-color" content="#1f5b45"/>
            {public}
            {data}
        </head>
    }
    .into_any()
}

/// Headings must not jump when their font arrives.
fn preload(font: String) -> AnyView {
    leptos::html::link()
        .rel("preload")
        .attr("as", "font")
        .r#type("font/woff2")
        .attr("crossorigin", "anonymous")
        .href(font)
        .into_any()
}

/// What others show when the page is shared (Open Graph).
fn property(name: &'static str, content: String) -> AnyView {
    leptos::html::meta()
        .attr("property", name)
        .content(content)
        .into_any()
}
