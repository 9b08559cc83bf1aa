//! What search engines ask for: which pages to read, and a list of all that are there for everybody.

use crate::{
    pages::discovery::{groups::group_path, places::commune_path},
    visit::{PageError, PageResult, Visit, localised},
};
use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, Response, header},
};
use shared::{
    Call, Code, Lang, Timestamp,
    catalogue::ListGroups,
    discovery::{ListCollections, ListPlaces, ListProducts, ProductFilter, ProductSort},
    producers::{ListProducers, ProducerFilter},
};
use std::fmt::Write;

/// Products in one part of the list; a part stays well below the megabyte that is kept ready.
const PART: u16 = 1_000;
/// Rows that the API gives at once.
const AT_ONCE: u16 = 100;

/// Pages that are always there.
const PAGES: [&str; 13] = [
    "/",
    "/products",
    "/producers",
    "/groups",
    "/collections",
    "/communes",
    "/map",
    "/where-to-buy",
    "/coverage",
    "/how-it-works",
    "/about",
    "/terms",
    "/privacy",
];

pub(crate) async fn robots(visit: Visit, headers: HeaderMap) -> Response<Body> {
    let text = format!(
        "User-agent: *\nDisallow: /desk\nDisallow: /en/desk\nDisallow: /basket\nDisallow: /en/basket\nDisallow: /api/v1/\n\
         Disallow: /*?*cursor=\n\nSitemap: {}/sitemap.xml\n",
        origin(&visit, &headers)
    );
    answer(&visit, "text/plain; charset=utf-8", text)
}

pub(crate) async fn sitemap(visit: Visit, headers: HeaderMap) -> PageResult {
    let filter = ProductFilter {
        limit: Some(1),
        ..ProductFilter::default()
    };
    let total = visit
        .read(Call::<ListProducts>::new(()).query(&filter))
        .await?
        .total;
    let parts = usize::try_from(total)
        .unwrap_or_default()
        .div_ceil(usize::from(PART));
    let origin = origin(&visit, &headers);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let names = ["pages".to_owned(), "producers".to_owned()];
    for name in names
        .into_iter()
        .chain((1..=parts).map(|part| format!("products-{part}")))
    {
        // Writing to a string does not fail.
        let _ = writeln!(xml, "<sitemap><loc>{origin}/sitemaps/{name}.xml</loc></sitemap>");
    }
    xml.push_str("</sitemapindex>\n");
    Ok(answer(&visit, "application/xml", xml))
}

pub(crate) async fn part(visit: Visit, headers: HeaderMap, Path(name): Path<String>) -> PageResult {
    let name = name.strip_suffix(".xml").unwrap_or_default();
    let addresses = match name {
        "pages" => pages(&visit).await?,
        "producers" => producers(&visit).await?,
        _ => {
            let part = name
                .strip_prefix("products-")
                .and_then(|part| part.parse::<u32>().ok());
            let part = part
                .filter(|part| *part > 0)
                .ok_or_else(|| visit.refuse(Code::NotFound))?;
            products(&visit, part).await?
        }
    };
    if addresses.is_empty() {
        return Err(visit.refuse(Code::NotFound));
    }
    let origin = origin(&visit, &headers);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for (path, changed) in addresses {
        for lang in [Lang::Vi, Lang::En] {
            write_address(&mut xml, &origin, &path, lang, changed);
        }
    }
    xml.push_str("</urlset>\n");
    Ok(answer(&visit, "application/xml", xml))
}

/// Each language's page names both.
fn write_address(xml: &mut String, origin: &str, path: &str, lang: Lang, changed: Option<Timestamp>) {
    let _ = write!(xml, "<url><loc>{origin}{}</loc>", localised(lang, path));
    if let Some(changed) = changed {
        let _ = write!(xml, "<lastmod>{changed}</lastmod>");
    }
    for other in [Lang::Vi, Lang::En] {
        let _ = write!(
            xml,
            "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{origin}{}\"/>",
            other.as_str(),
            localised(other, path)
        );
    }
    xml.push_str("</url>\n");
}

/// Addresses with the instant of their last change, where it is known.
type Addresses = Vec<(String, Option<Timestamp>)>;

async fn pages(visit: &Visit) -> Result<Addresses, PageError> {
    let (groups, places, collections) = futures_util::future::try_join3(
        visit.get::<ListGroups>(()),
        visit.get::<ListPlaces>(()),
        visit.get::<ListCollections>(()),
    )
    .await?;
    let fixed = PAGES.into_iter().map(str::to_owned);
    let groups = groups.items.into_iter().map(|group| group_path(&group.code));
    let places = places
        .items
        .into_iter()
        .map(|place| commune_path(&place.commune.name));
    let collections = collections
        .items
        .into_iter()
        .map(|collection| format!("/collections/{}", collection.slug));
    Ok(fixed
        .chain(groups)
        .chain(places)
        .chain(collections)
        .map(|path| (path, None))
        .collect())
}

async fn producers(visit: &Visit) -> Result<Addresses, PageError> {
    let mut filter = ProducerFilter {
        limit: Some(AT_ONCE),
        ..ProducerFilter::default()
    };
    let mut addresses = Vec::new();
    loop {
        let page = visit.read(Call::<ListProducers>::new(()).query(&filter)).await?;
        let paths = page
            .items
            .into_iter()
            .map(|producer| format!("/producers/{}", producer.slug));
        addresses.extend(paths.map(|path| (path, None)));
        match page.next_cursor {
            // More than a list may hold is left to links.
            Some(cursor) if addresses.len() < 20_000 => filter.cursor = Some(cursor),
            _ => return Ok(addresses),
        }
    }
}

/// One part of the products, oldest or newest first makes no difference to who reads all.
async fn products(visit: &Visit, part: u32) -> Result<Addresses, PageError> {
    let mut filter = ProductFilter {
        sort: Some(ProductSort::Newest),
        limit: Some(AT_ONCE),
        ..ProductFilter::default()
    };
    let mut addresses = Vec::new();
    let pages = u32::from(PART / AT_ONCE);
    for page in 0..part.saturating_mul(pages) {
        let list = visit.read(Call::<ListProducts>::new(()).query(&filter)).await?;
        if page >= part.saturating_sub(1).saturating_mul(pages) {
            let cards = list.items.into_iter();
            addresses.extend(cards.map(|card| (format!("/products/{}", card.slug), Some(card.published_at))));
        }
        match list.next_cursor {
            Some(cursor) => filter.cursor = Some(cursor),
            None => break,
        }
    }
    Ok(addresses)
}

/// Where this site is: as its operator says, else as the request does.
fn origin(visit: &Visit, headers: &HeaderMap) -> String {
    visit.site.public_url.clone().unwrap_or_else(|| {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let plain = |host: &&str| {
            host.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
        };
        format!("http://{}", host.filter(plain).unwrap_or("localhost"))
    })
}

fn answer(visit: &Visit, kind: &'static str, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // What the request's host went into is not everybody's.
    if visit.site.public_url.is_some() && visit.session.is_none() {
        (visit.site.share)(&mut response);
    }
    response
}
