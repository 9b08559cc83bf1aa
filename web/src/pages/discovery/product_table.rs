//! The catalogue as a table: a row a pack, everything that is compared in columns, one form for all numbers.

use super::product_filters::Choices;
use crate::{
    components::bits::{icon, stars_short},
    format,
    pages::{
        catalogue::{barcodes, least},
        orders::agreed::AgreedPrices,
        papers::short::{papers_short, sees_papers},
        work::in_language,
    },
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    catalogue::Pack, discovery::ProductOffer, identity::OrganisationStatus, orders::AddBasketLines,
};

/// The table; verified buyers fill in numbers of cases and add them all at once.
pub(super) fn table(
    visit: &Visit,
    filter: &Choices,
    offers: &[ProductOffer],
    agreed: &AgreedPrices,
) -> AnyView {
    let verified = visit
        .session
        .as_ref()
        .is_some_and(|session| session.organisation.status == OrganisationStatus::Verified);
    let buys = verified && visit.may::<AddBasketLines>();
    let heads = Heads::of(visit, filter);
    let rows: Vec<AnyView> = offers
        .iter()
        .flat_map(|offer| {
            let packs: Vec<Option<&Pack>> = if offer.packs.is_empty() {
                vec![None]
            } else {
                offer.packs.iter().map(Some).collect()
            };
            packs.into_iter().map(move |pack| (offer, pack))
        })
        .map(|(offer, pack)| {
            let mark = pack.and_then(|pack| agreed.mark(visit, pack));
            let pack = pack.map(|pack| agreed.applied(pack));
            row(visit, &heads, offer, pack.as_ref(), mark, buys)
        })
        .collect();
    let shown = view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "products.title")>
            <table class="table table--cards table--dense table--wide">
                <caption class="visually-hidden">{tr!(visit, "products.table_caption")}</caption>
                <thead><tr>
                    {heads.product}
                    <th scope="col">{tr!(visit, "product.pack")}</th>
                    <th scope="col">{tr!(visit, "products.facet_stars")}</th>
                    <th scope="col" class="num">{tr!(visit, "product.case_price")}</th>
                    {heads.price}
                    <th scope="col" class="num">{tr!(visit, "product.left")}</th>
                    <th scope="col" class="num">{tr!(visit, "product.lead_time")}</th>
                    {sees_papers(visit.kind()).then(|| view! { <th scope="col">{tr!(visit, "papers.title")}</th> })}
                    {buys.then(|| view! { <th scope="col" class="num table__act">{tr!(visit, "orders.cases")}</th> })}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    };
    if !buys {
        return shown.into_any();
    }
    let back = visit.to(&format!("/products?{}", filter.query(&[("done", "added")])));
    view! {
        <form class="stack" method="post" action=visit.to("/basket/add")>
            <input type="hidden" name="back" value=back/>
            {shown}
            <div class="sticky-bar">
                <button class="button">{icon(visit, "basket")}{tr!(visit, "products.add_all")}</button>
                <span class="muted small">{tr!(visit, "products.add_all_hint")}</span>
            </div>
        </form>
    }
    .into_any()
}

/// Heads that sort, as links; and the texts that label cells on small screens.
struct Heads {
    product: AnyView,
    price: AnyView,
    texts: [String; 9],
}

impl Heads {
    fn of(visit: &Visit, filter: &Choices) -> Self {
        let sorted = filter.get("sort").unwrap_or_default();
        let to = |sort: &str| {
            visit.to(&format!(
                "/products?{}",
                filter.query(&[("sort", sort), ("cursor", "")])
            ))
        };
        let price_order = match sorted {
            "price" => Some("ascending"),
            "-price" => Some("descending"),
            _ => None,
        };
        let next = if sorted == "price" { "-price" } else { "price" };
        let name_order = (sorted == "name").then_some("ascending");
        let keys = [
            "listings.product",
            "product.pack",
            "products.facet_stars",
            "product.case_price",
            "products.price_per",
            "product.left",
            "product.lead_time",
            "orders.cases",
            "papers.title",
        ];
        Self {
            product: view! {
                <th scope="col" aria-sort=name_order><a class="sort" href=to("name")>{tr!(visit, "listings.product")}</a></th>
            }
            .into_any(),
            price: view! {
                <th scope="col" class="num" aria-sort=price_order>
                    <a class="sort" href=to(next)>{tr!(visit, "products.price_per")}</a>
                </th>
            }
            .into_any(),
            texts: keys.map(|key| tr!(visit, key)),
        }
    }
}

fn row(
    visit: &Visit,
    heads: &Heads,
    offer: &ProductOffer,
    pack: Option<&Pack>,
    mark: Option<AnyView>,
    buys: bool,
) -> AnyView {
    let product = &offer.product;
    let [
        _,
        pack_head,
        stars_head,
        case_head,
        per_head,
        left_head,
        lead_head,
        cases_head,
        papers_head,
    ] = heads.texts.clone();
    let name = product.name_in(visit.lang).to_owned();
    let address = visit.to(&format!("/products/{}", product.slug));
    let by = format!(
        "{} · {}",
        product.producer.name_in(visit.lang),
        product.commune.name
    );
    let shelf = product
        .on_shelf
        .then(|| view! { <small class="chip chip--shelf">{tr!(visit, "common.on_shelf")}</small> });
    let certified = offer.stars_until.map(|day| {
        view! { <small class="muted num">{tr!(visit, "products.until", day = format::date(day))}</small> }
    });
    let label = pack.map(|pack| in_language(visit.lang, &pack.label, pack.label_en.as_deref()));
    let per = pack.map(|pack| {
        let key = format!("common.price_per_{}", pack.price_per.unit);
        tr!(
            visit,
            key,
            price = format::money(visit.lang, pack.price_per.price)
        )
    });
    let left = pack.map(|pack| {
        if pack.available > 0 {
            format::number(visit.lang, pack.available)
        } else {
            tr!(visit, "common.out_of_stock")
        }
    });
    let least = pack.map(|pack| least(visit, pack.min_cases, pack.case_multiple));
    let minimum = (offer.minimum_order.amount > 0).then(|| {
        let least = format::money(visit.lang, offer.minimum_order);
        view! { <small class="muted">{tr!(visit, "products.order_from", n = least)}</small> }
    });
    let papers = offer
        .papers
        .as_ref()
        .map(|state| view! { <td data-label=papers_head>{papers_short(visit, state)}</td> });
    let field = buys.then(|| cases(visit, &name, label.clone(), pack, cases_head));
    view! {
        <tr>
            <th scope="row"><span class="stack stack--tight"><a href=address>{name.clone()}</a><small class="muted">{by}</small>{shelf}</span></th>
            <td data-label=pack_head><span>{label.clone().unwrap_or_else(|| tr!(visit, "product.not_sold"))}{pack.map(|pack| barcodes(visit, pack))}</span></td>
            <td data-label=stars_head><span class="stack stack--tight">{stars_short(visit, product.stars)}{certified}</span></td>
            <td class="num" data-label=case_head><span class="stack stack--tight">{pack.map(|pack| view! { <strong>{format::money(visit.lang, pack.case_price)}</strong> })}{mark}</span></td>
            <td class="num" data-label=per_head>{per}</td>
            <td class="num" data-label=left_head><span class="stack stack--tight">{left}{least}{minimum}</span></td>
            <td class="num" data-label=lead_head>{tr!(visit, "product.plain_days", n = offer.lead_time_days)}</td>
            {papers}
            {field}
        </tr>
    }
    .into_any()
}

/// The number of cases to add; none where nothing is left.
fn cases(visit: &Visit, name: &str, label: Option<String>, pack: Option<&Pack>, head: String) -> AnyView {
    let Some(pack) = pack.filter(|pack| pack.available >= i64::from(pack.min_cases)) else {
        return view! { <td class="num table__act" data-label=head></td> }.into_any();
    };
    let named = format!("{name} · {}", label.unwrap_or_default());
    let aria = tr!(visit, "product.cases_of", pack = named);
    view! {
        <td class="num table__act" data-label=head>
            <span>
                <input type="hidden" name=format!("label.{}", pack.id) value=named/>
                <input class="input num input--cases" inputmode="numeric" autocomplete="off" name=format!("cases.{}", pack.id)
                    aria-label=aria placeholder=pack.min_cases.to_string()/>
            </span>
        </td>
    }
    .into_any()
}
