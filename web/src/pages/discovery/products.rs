//! The catalogue: words, facets, cards or a table. Every choice is in the address, so that a list can be shared and kept.

use super::{
    product_chips::{Names, chips},
    product_filters::{Choices, TYPED, sort},
    product_table::table,
    products_facets::facets,
};
use crate::{
    components::{
        card::cards_or,
        export::{export_link, export_of},
        frame::{Frame, Width},
        messages::{empty, problem_summary},
    },
    form::Form,
    format,
    pages::{address::news, orders::agreed::AgreedPrices},
    visit::{PageError, PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    discovery::{Facets, ListOffers, ListProducts, ProductCard, ProductOffer},
    exchange::{ExportFilter, ExportKind},
};

/// What was found, as it is shown.
enum Found {
    Cards(Vec<ProductCard>),
    Table(Vec<ProductOffer>, AgreedPrices),
}

struct List {
    found: Found,
    next_cursor: Option<String>,
    total: i64,
    facets: Option<Facets>,
}

impl List {
    fn first(&self) -> Option<&ProductCard> {
        match &self.found {
            Found::Cards(cards) => cards.first(),
            Found::Table(offers, _) => offers.first().map(|offer| &offer.product),
        }
    }
}

pub(crate) async fn products(visit: Visit) -> PageResult {
    let (filter, typed, list) = asked(&visit).await?;
    let names = Names::read(&visit, &filter, list.facets.as_ref(), list.first()).await;
    let words = filter.get("q").unwrap_or_default().to_owned();
    let title = if words.is_empty() {
        tr!(visit, "products.title")
    } else {
        tr!(visit, "products.found", words = words)
    };
    let mut frame = Frame::public(title.clone()).described(tr!(visit, "products.description"));
    let is_table = matches!(list.found, Found::Table(..));
    if is_table {
        frame.width = Width::Table;
    }
    let refused = typed.problem.is_some();
    typed.called("q", &tr!(visit, "frame.search"));
    typed.called("sort", &tr!(visit, "products.sort"));
    typed.called("cursor", &tr!(visit, "products.place"));
    typed.called("limit", &tr!(visit, "products.limit"));
    let body = || {
        let next = list.next_cursor.clone().map(|cursor| {
            let address = visit.to(&format!("/products?{}", filter.query(&[("cursor", &cursor)])));
            view! {
                <nav class="pagination" aria-label=tr!(visit, "common.pages")>
                    <a rel="next" href=address>{tr!(visit, "common.next")}</a>
                </nav>
            }
        });
        view! {
            <h1>{title}</h1>
            {news(&visit, "basket", &["added"])}
            {problem_summary(&visit, &typed)}
            <div class=if is_table { "sidebar-late" } else { "with-sidebar" }>
                <aside>{facets(&visit, &filter, &typed, list.facets.clone())}</aside>
                <div class="stack" id="cursor">
                    <div class="toolbar" id="limit">
                        <h2 class="toolbar__count"><span role="status">
                            {tr!(visit, "places.products_n", n = format::number(visit.lang, list.total))}
                        </span></h2>
                        {views(&visit, &filter, is_table)}
                        {sort(&visit, &filter)}
                    </div>
                    {chips(&visit, &filter, names)}
                    {results(&visit, &filter, &list)}
                    {along(&visit, &filter, &list.found)}
                    {next}
                </div>
            </div>
        }
        .into_any()
    };
    // Only what is as it should be is kept for other visitors.
    Ok(if refused {
        visit.html(typed.status(), frame, body)
    } else {
        visit.page(frame, body)
    })
}

/// What is chosen, what was typed, and the list. What cannot be is told where it is chosen, and the list is that of the
/// other choices.
async fn asked(visit: &Visit) -> Result<(Choices, Form, List), PageError> {
    let mut filter = Choices::of(&visit.query);
    let mut typed = filter.typed();
    loop {
        let error = match read(visit, &filter).await {
            Ok(list) => return Ok((filter, typed, list)),
            Err(error) => error,
        };
        let told = error.problem().into_iter().flat_map(|problem| &problem.fields);
        let mut wrong: Vec<String> = told.map(|one| one.field.clone()).collect();
        if wrong.is_empty() || wrong.iter().any(|name| filter.get(name).is_none()) {
            return Err(error);
        }
        // A least price may be wrong because of the greatest.
        if wrong.iter().any(|name| TYPED.contains(&name.as_str())) {
            wrong.extend(TYPED.map(str::to_owned));
        }
        filter = filter.without(&wrong.iter().map(String::as_str).collect::<Vec<_>>());
        let before = typed.problem.take();
        typed = typed
            .refused(error.into_error())
            .map_err(|error| visit.error(error))?;
        if let (Some(before), Some(now)) = (before, &mut typed.problem) {
            now.fields.extend(before.fields);
        }
    }
}

/// The page's parameters are the operation's own; what the operation refuses, the page shows as a problem.
async fn read(visit: &Visit, filter: &Choices) -> Result<List, PageError> {
    let asked = |target: &str| format!("{target}?facets=true&{}", filter.for_api());
    if filter.get("view") == Some("table") {
        let mut call = Call::<ListOffers>::new(()).into_request();
        call.target = asked(&call.target);
        let list = visit.read_raw::<ListOffers>(call).await?;
        return Ok(List {
            found: Found::Table(list.items, AgreedPrices::read(visit, None).await?),
            next_cursor: list.next_cursor,
            total: list.total,
            facets: list.facets,
        });
    }
    let mut call = Call::<ListProducts>::new(()).into_request();
    call.target = asked(&call.target);
    let list = visit.read_raw::<ListProducts>(call).await?;
    Ok(List {
        found: Found::Cards(list.items),
        next_cursor: list.next_cursor,
        total: list.total,
        facets: list.facets,
    })
}

/// The table as a file, under the same choices, for whoever is signed in; and what a buyer's chains have agreed on.
fn along(visit: &Visit, filter: &Choices, found: &Found) -> AnyView {
    let Found::Table(offers, agreed) = found else {
        return ().into_any();
    };
    if visit.session.is_none() || offers.is_empty() {
        return ().into_any();
    }
    let agreed = agreed
        .any()
        .then(|| export_link(visit, ExportKind::AgreedPrices, &ExportFilter::default()));
    view! { <div class="cluster">{export_of(visit, ExportKind::Offers, &filter.for_table())}{agreed}</div> }
        .into_any()
}

/// Cards or table: the same choices either way.
fn views(visit: &Visit, filter: &Choices, is_table: bool) -> AnyView {
    let to = |view: &str| visit.to(&format!("/products?{}", filter.query(&[("view", view)])));
    let current = |shown: bool| shown.then_some("true");
    view! {
        <div class="toggle">
            <a href=to("") aria-current=current(!is_table)>{tr!(visit, "products.view_cards")}</a>
            <a href=to("table") aria-current=current(is_table)>{tr!(visit, "products.view_table")}</a>
        </div>
    }
    .into_any()
}

fn results(visit: &Visit, filter: &Choices, list: &List) -> AnyView {
    let nothing = || {
        empty(
            visit,
            tr!(visit, "products.empty_title"),
            tr!(visit, "products.empty_text"),
            Some((filter.cleared(), tr!(visit, "products.clear"))),
        )
    };
    match &list.found {
        Found::Cards(cards) => cards_or(visit, cards, nothing),
        Found::Table(offers, _) if offers.is_empty() => nothing(),
        Found::Table(offers, agreed) => table(visit, filter, offers, agreed),
    }
}
