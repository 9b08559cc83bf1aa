//! Pictures that others show when a page is shared: 1200 by 630, made by the server of what the page shows.

use shared::{catalogue::ImageSource, discovery::ProductCard};

/// The picture to share of a photograph or drawing, as a path.
pub(crate) fn picture(sources: &[ImageSource]) -> Option<String> {
    let source = sources.last()?;
    let of = |folder: &str, ending: &str| {
        let name = source.url.strip_prefix(folder)?.strip_suffix(ending)?;
        Some(name.to_owned())
    };
    let photo = of("/media/", ".webp").map(|name| format!("/share/photo/{name}.jpg"));
    photo.or_else(|| of("/assets/illustrations/", ".svg").map(|name| format!("/share/drawn/{name}.jpg")))
}

/// The picture of the first product that has one.
pub(crate) fn of_products(products: &[ProductCard]) -> Option<String> {
    products
        .iter()
        .filter_map(|product| product.image.as_ref())
        .find_map(|image| picture(&image.sources))
}
