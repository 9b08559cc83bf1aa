//! What search engines read beside the page (schema.org, JSON-LD). It says nothing that the page does not show.

use crate::visit::Visit;
use serde_json::{Value, json};

/// JSON-LD that is safe inside a script element: `</script>` in a name must not end it.
pub(crate) fn script(data: &Value) -> String {
    data.to_string().replace('<', "\\u003c")
}

/// An address that leaves the page.
pub(crate) fn absolute(visit: &Visit, path: &str) -> String {
    let origin = visit.site.public_url.as_deref().unwrap_or_default();
    format!("{origin}{path}")
}

/// The trail of links to a page; the last is the page itself.
pub(crate) fn crumbs(visit: &Visit, trail: &[(String, String)], here: &str) -> String {
    let link = |path: &str| absolute(visit, &visit.to(path));
    let own = (visit.path.as_str(), here);
    let items: Vec<Value> = trail
        .iter()
        .map(|(path, name)| (path.as_str(), name.as_str()))
        .chain([own])
        .zip(1..)
        .map(|((path, name), position): (_, u8)| {
            json!({ "@type": "ListItem", "position": position, "name": name, "item": link(path) })
        })
        .collect();
    script(&json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": items,
    }))
}

/// The market: who runs this site, and how its search is called.
pub(crate) fn site(visit: &Visit) -> String {
    let home = absolute(visit, &visit.to("/"));
    script(&json!({
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Organization",
                "@id": format!("{}#organization", absolute(visit, "/")),
                "name": "OCOP Market",
                "url": home,
                "logo": absolute(visit, &visit.asset("apple-touch-icon.png")),
                "areaServed": visit.lang.pick(visit.site.province, visit.site.province_en),
            },
            {
                "@type": "WebSite",
                "name": "OCOP Market",
                "url": home,
                "inLanguage": visit.lang.as_str(),
                "publisher": { "@id": format!("{}#organization", absolute(visit, "/")) },
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {
                        "@type": "EntryPoint",
                        "urlTemplate": format!("{}?q={{search_term_string}}", absolute(visit, &visit.to("/products"))),
                    },
                    "query-input": "required name=search_term_string",
                },
            },
        ],
    }))
}
