//! What search engines read (schema.org). It says nothing that the page does not show: no offer of what cannot be ordered now, no
//! stars as if shoppers had given them.

use super::{
    product::{description_of, name_of},
    product_buy::{is_orderable, label_of},
};
use crate::{
    components::structured::{absolute, script},
    visit::Visit,
};
use serde_json::{Value, json};
use shared::discovery::Product;

/// The product as JSON-LD, safe inside a script element.
pub(super) fn structured(visit: &Visit, product: &Product) -> String {
    let address = absolute(visit, &visit.to(&format!("/products/{}", product.slug)));
    let images: Vec<String> = product
        .texts
        .images
        .iter()
        .filter_map(|image| image.sources.last())
        .map(|source| absolute(visit, &source.url))
        .collect();
    let offers: Vec<Value> = product
        .packs
        .iter()
        .filter(|pack| is_orderable(pack))
        .map(|pack| {
            json!({
                "@type": "Offer",
                "name": label_of(visit, pack),
                "url": address,
                "sku": pack.id.to_string(),
                "availability": "https://schema.org/InStock",
                "price": pack.case_price.amount,
                "priceCurrency": pack.case_price.currency.as_str(),
                "priceSpecification": {
                    "@type": "UnitPriceSpecification",
                    "price": pack.case_price.amount,
                    "priceCurrency": pack.case_price.currency.as_str(),
                    "valueAddedTaxIncluded": false,
                },
                "seller": { "@type": "Organization", "name": product.producer.name },
            })
        })
        .collect();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": name_of(visit, product),
        "description": description_of(visit, product),
        "url": address,
        "image": images,
        "category": visit.lang.pick(&product.group_name, &product.group_name_en),
        "brand": { "@type": "Organization", "name": product.producer.name },
        "countryOfOrigin": "VN",
    });
    if let Some(data) = data.as_object_mut() {
        if let Some(gtin) = product.packs.iter().find_map(|pack| pack.gtin.clone()) {
            data.insert("gtin".to_owned(), Value::String(gtin));
        }
        if !offers.is_empty() {
            data.insert("offers".to_owned(), Value::Array(offers));
        }
    }
    script(&data)
}
