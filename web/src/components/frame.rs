//! What surrounds every page: head, header, navigation, footer.

use super::{bits::icon, footer::footer, head::head, messages::notice};
use crate::visit::Visit;
use leptos::prelude::*;
use shared::{exchange::CreateImport, identity::OrganisationKind, orders::PlacePurchase};

/// What a page says of itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    /// Whether any visitor gets the same: kept as ready bytes, and shown to search engines.
    pub(crate) public: bool,
    /// Whether this is a page of the desk, with its navigation.
    pub(crate) desk: bool,
    /// Structured data (schema.org), as JSON.
    pub(crate) data: Vec<String>,
    /// The picture to share, 1200 by 630, as a path.
    pub(crate) picture: Option<String>,
    /// What is shared (Open Graph): `website` where nothing is said.
    pub(crate) kind: Option<&'static str>,
    pub(crate) width: Width,
}

/// How wide a page outside the desk is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Width {
    #[default]
    Text,
    /// Room for a table of many columns.
    Table,
    /// The page brings its own, as the home page does.
    Own,
}

impl Frame {
    /// A page that any visitor gets the same.
    pub(crate) fn public(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            public: true,
            ..Self::default()
        }
    }

    /// A page of one's own.
    pub(crate) fn private(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// A page of the desk.
    pub(crate) fn desk(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            desk: true,
            ..Self::default()
        }
    }

    pub(crate) fn described(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }
}

/// The whole document.
pub(crate) fn frame(visit: &Visit, frame: Frame, body: AnyView) -> AnyView {
    let body_class = if frame.desk { "desk-page" } else { "" };
    let main = if frame.desk {
        view! {
            <div class="desk">
                {desk_nav(visit)}
                <main id="main" class="desk__main page" tabindex="-1">{closed(visit)}{body}</main>
            </div>
        }
        .into_any()
    } else {
        let class = match frame.width {
            Width::Text => "container page",
            Width::Table => "container container--wide page",
            Width::Own => "page",
        };
        view! { <main id="main" class=class tabindex="-1">{body}</main> }.into_any()
    };
    view! {
        <html lang=visit.lang.as_str()>
            {head(visit, &frame)}
            <body class=body_class>
                <a class="skip-link" href="#main">{tr!(visit, "frame.skip")}</a>
                {visit.site.demo.then(|| view! {
                    <aside class="demo-banner" aria-label=tr!(visit, "frame.note")>
                        {icon(visit, "info")} {tr!(visit, "frame.demo")}
                    </aside>
                })}
                {header(visit)}
                {main}
                {footer(visit)}
                <p class="offline" id="offline" role="status" tabindex="-1" hidden>{tr!(visit, "frame.offline")}</p>
                <script type="module" src=visit.asset("boot.js")></script>
                {frame.desk.then(|| view! { <script type="module" src=visit.asset("desk.js")></script> })}
            </body>
        </html>
    }
    .into_any()
}

/// On every page of a closed organisation: that it is closed, what is left, and how it is opened again. The desk's first
/// page says so with the reason.
fn closed(visit: &Visit) -> Option<AnyView> {
    (visit.closed() && visit.path != "/desk").then(|| {
        let text = tr!(visit, "today.closed_text");
        notice(visit, "danger", tr!(visit, "today.closed"), Some(text))
    })
}

fn header(visit: &Visit) -> AnyView {
    let (other, other_address) = visit.other_language();
    let other_name = other.pick("Tiếng Việt", "English");
    let words = form_urlencoded::parse(visit.query.as_bytes())
        .find(|(name, _)| name == "q" && visit.path == "/products")
        .map(|(_, words)| words.into_owned())
        .unwrap_or_default();
    let language = move |class: &'static str| {
        view! {
            <a class=class href=other_address.clone() hreflang=other.as_str() lang=other.as_str()>
                <span>{other_name}</span>
            </a>
        }
    };
    let province = visit
        .lang
        .pick(visit.site.province, visit.site.province_en)
        .to_owned();
    view! {
        <header class="site-header">
            <div class="container site-header__bar">
                <a class="brand" href=visit.to("/")>
                    <svg class="brand__glyph" aria-hidden="true"><use href=format!("{}#glyph", visit.asset("glyph.svg"))></use></svg>
                    <span class="brand__name">"OCOP Market " <small>{province}</small></span>
                </a>
                <form class="search site-header__search" role="search" aria-label=tr!(visit, "frame.search") action=visit.to("/products")>
                    <label class="visually-hidden" for="q">{tr!(visit, "frame.search")}</label>
                    {icon(visit, "search")}
                    <input class="input" id="q" name="q" type="search" value=words placeholder=tr!(visit, "frame.search_hint")/>
                    <button class="button button--quiet">{tr!(visit, "frame.search_go")}</button>
                </form>
                <div class="site-header__actions">
                    {language("header-link header-link--wide")}
                    {account(visit)}
                    <details class="menu">
                        <summary class="header-link">{icon(visit, "menu")}<span>{tr!(visit, "frame.menu")}</span></summary>
                        <nav class="menu__panel" aria-label=tr!(visit, "frame.menu")>
                            {links(visit)}
                            {own_links(visit)}
                            {language("")}
                        </nav>
                    </details>
                </div>
            </div>
            <nav class="site-nav" aria-label=tr!(visit, "frame.main_nav")>
                <div class="container">{links(visit)}</div>
            </nav>
        </header>
    }
    .into_any()
}

fn account(visit: &Visit) -> AnyView {
    match visit.kind() {
        None => view! {
            <a class="header-link" href=visit.to("/sign-in")>{icon(visit, "user")}<span>{tr!(visit, "frame.sign_in")}</span></a>
        }
        .into_any(),
        Some(_) => view! {
            <a class="header-link" href=visit.to("/desk")>{icon(visit, "user")}<span>{tr!(visit, "frame.desk")}</span></a>
            {visit.may::<PlacePurchase>().then(|| view! {
                <a class="header-link" href=visit.to("/basket")>
                    {icon(visit, "basket")}<span>{tr!(visit, "frame.basket")}</span>
                    {(visit.in_basket > 0).then(|| view! {
                        <span class="count num">{visit.in_basket}<span class="visually-hidden">" " {tr!(visit, "frame.basket_lines")}</span></span>
                    })}
                </a>
            })}
        }
        .into_any(),
    }
}

/// The links of the main navigation, with the present page marked.
fn links(visit: &Visit) -> AnyView {
    let link = |path: &'static str, text: String| {
        let current = (visit.path == path).then_some("page");
        view! { <a href=visit.to(path) aria-current=current>{text}</a> }
    };
    view! {
        {link("/products", tr!(visit, "frame.products"))}
        {link("/producers", tr!(visit, "frame.producers"))}
        {link("/map", tr!(visit, "frame.map"))}
        {link("/where-to-buy", tr!(visit, "frame.where_to_buy"))}
        {link("/coverage", tr!(visit, "frame.coverage"))}
        {link("/how-it-works", tr!(visit, "frame.how"))}
    }
    .into_any()
}

/// A page of the desk: path, icon, text.
type Entry = (&'static str, &'static str, &'static str);

/// Of the following, the pages that are nothing but work: closed organisations have none.
const WORK: [&str; 2] = ["/desk/profile", "/desk/shelves"];

/// Pages of a kind of organisation that the desk's bar has no room for. They stand in the navigation of
/// wide screens, in the menu of phones, and below today's work.
fn rest(visit: &Visit) -> impl Iterator<Item = Entry> {
    let pages: &[Entry] = match visit.kind() {
        Some(OrganisationKind::Producer) => &[
            ("/desk/papers", "certificate", "papers.title"),
            ("/desk/sales", "chart", "sales.title"),
            ("/desk/import", "upload", "exchange.title"),
            ("/desk/profile", "image", "profile.title"),
        ],
        Some(OrganisationKind::Retailer) => &[
            ("/desk/purchases", "check", "purchase.list"),
            ("/desk/shelves", "grid", "shelves.title"),
            ("/desk/chains", "store", "chains.own"),
            ("/desk/papers", "certificate", "papers.title"),
        ],
        _ => &[],
    };
    let (closed, imports) = (visit.closed(), visit.may::<CreateImport>());
    pages
        .iter()
        .copied()
        .filter(move |(path, ..)| !closed || !WORK.contains(path))
        .filter(move |(path, ..)| imports || *path != "/desk/import")
}

/// Pages of a signed-in visitor that a phone's bottom bar has no room for.
fn own_links(visit: &Visit) -> AnyView {
    let account = visit.kind().map(|_| ("/desk/account", "account.title"));
    rest(visit)
        .map(|(path, _, key)| (path, key))
        .chain(account)
        .map(|(path, key)| {
            let current = (visit.path == path).then_some("page");
            view! { <a href=visit.to(path) aria-current=current>{tr!(visit, key)}</a> }.into_any()
        })
        .collect::<Vec<_>>()
        .into_any()
}

/// Links in a phone's bottom bar.
const BAR: usize = 5;

/// The desk's own pages, the weightiest first.
fn entries(visit: &Visit) -> &'static [Entry] {
    match visit.kind() {
        Some(OrganisationKind::Producer) => &[
            ("/desk", "home", "desk.today"),
            ("/desk/orders", "truck", "desk.orders"),
            ("/desk/stock", "box", "desk.stock"),
            ("/desk/products", "leaf", "desk.products"),
            ("/desk/listings", "shelf", "desk.listings"),
        ],
        Some(OrganisationKind::Retailer) => &[
            ("/desk", "home", "desk.today"),
            ("/products", "search", "desk.find"),
            ("/basket", "basket", "desk.basket"),
            ("/desk/orders", "truck", "desk.orders"),
            ("/desk/listings", "shelf", "desk.listings"),
        ],
        Some(OrganisationKind::Centre) => &[
            ("/desk", "home", "desk.today"),
            ("/desk/organisations", "users", "desk.organisations"),
            ("/desk/review", "check", "desk.review"),
            ("/desk/coverage", "chart", "desk.coverage"),
            ("/desk/features", "star", "desk.features"),
            ("/desk/collections", "grid", "desk.collections"),
            ("/desk/chains", "store", "desk.chains"),
            ("/desk/listings", "shelf", "desk.listings"),
            ("/desk/orders", "truck", "desk.orders"),
            ("/desk/papers", "image", "papers.title"),
            ("/desk/certificates", "certificate", "desk.certificates"),
            ("/desk/certificates/calendar", "calendar", "desk.expiry"),
            ("/desk/reports/state", "list", "desk.report"),
            ("/desk/audit", "clock", "desk.audit"),
        ],
        Some(OrganisationKind::Authority) => &[
            ("/desk", "home", "desk.today"),
            ("/desk/certificates", "certificate", "desk.certificates"),
            ("/desk/certificates/calendar", "calendar", "desk.expiry"),
            ("/desk/coverage", "chart", "desk.coverage"),
            ("/desk/reports/state", "list", "desk.report"),
            ("/desk/organisations", "users", "desk.organisations"),
            ("/desk/papers", "image", "papers.title"),
            ("/desk/chains", "store", "desk.chains"),
            ("/desk/listings", "shelf", "desk.listings"),
        ],
        None => &[],
    }
}

/// Pages that everybody's desk has, and no phone's bar has room for.
const SHARED: [Entry; 2] = [
    ("/desk/people", "users", "people.title"),
    ("/desk/organisation", "store", "own.title"),
];

/// Whether the navigation of wide screens leads there.
pub(crate) fn in_desk_nav(visit: &Visit, path: &str) -> bool {
    let mut all = entries(visit).iter().copied().chain(rest(visit)).chain(SHARED);
    all.any(|(known, ..)| known == path)
}

fn desk_nav(visit: &Visit) -> AnyView {
    let entries: Vec<Entry> = entries(visit)
        .iter()
        .copied()
        .filter(|(path, ..)| *path != "/basket" || visit.may::<PlacePurchase>())
        .collect();
    // The bottom bar of a phone has room for five: the fifth then leads to the rest, which stands below today's work.
    let long = entries.len() > BAR;
    // These have no room in the bar either; the desk's first page and the menu lead to them.
    let rest: Vec<Entry> = rest(visit).chain(SHARED).collect();
    // What lies below an entry marks it too, the longest path that fits; everything lies below the desk itself.
    let fits = |path: &str| {
        let below = visit
            .path
            .strip_prefix(path)
            .is_some_and(|rest| rest.starts_with('/'));
        visit.path == path || (path != "/desk" && below)
    };
    let here = entries
        .iter()
        .chain(&rest)
        .map(|(path, ..)| *path)
        .filter(|path| fits(path))
        .max_by_key(|path| path.len());
    let link = |(path, glyph, key): (&str, &str, &str), rest: bool| {
        let marked = if visit.path == path { "page" } else { "true" };
        let current = (here == Some(path)).then_some(marked);
        let class = rest.then_some("desk__rest");
        view! { <a class=class href=visit.to(path) aria-current=current>{icon(visit, glyph)}<span>{tr!(visit, key)}</span></a> }.into_any()
    };
    let links: Vec<AnyView> = entries
        .into_iter()
        .enumerate()
        .map(|(index, entry)| link(entry, long && index + 1 >= BAR))
        .chain(rest.iter().map(|entry| link(*entry, true)))
        .collect();
    let more = long.then(|| {
        let address = format!("{}#more", visit.to("/desk"));
        view! { <a class="desk__more" href=address>{icon(visit, "menu")}<span>{tr!(visit, "desk.more")}</span></a> }
    });
    view! { <nav class="desk__nav" aria-label=tr!(visit, "desk.nav")>{links}{more}</nav> }.into_any()
}
