//! What surrounds every page: head, header, navigation, footer.

use super::bits::icon;
use crate::visit::Visit;
use leptos::{attr::custom::CustomAttribute, prelude::*};
use shared::{Lang, identity::OrganisationKind};

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
    pub(crate) data: Option<String>,
    /// The picture to share, as a path.
    pub(crate) picture: Option<String>,
    /// Whether the page brings its own `<main>` width, as the home page does.
    pub(crate) wide: bool,
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
                <main id="main" class="desk__main page" tabindex="-1">{body}</main>
            </div>
        }
        .into_any()
    } else {
        let class = if frame.wide { "page" } else { "container page" };
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
                <script type="module" src=visit.asset("boot.js")></script>
            </body>
        </html>
    }
    .into_any()
}

fn head(visit: &Visit, frame: &Frame) -> AnyView {
    let title = format!("{} – OCOP Market", frame.title);
    let origin = visit.site.public_url.clone().unwrap_or_default();
    let here = format!("{origin}{}", visit.to(&visit.path));
    let picture = frame.picture.clone().unwrap_or_else(|| visit.asset("share.png"));
    let font = |name: &str| visit.asset(&format!("fonts/be-vietnam-pro-600-{name}.woff2"));
    view! {
        <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>{title.clone()}</title>
            {frame.description.clone().map(|text| view! { <meta name="description" content=text/> })}
            {(!frame.public).then(|| view! { <meta name="robots" content="noindex"/> })}
            {preload(font("latin"))}
            {preload(font("vietnamese"))}
            <link rel="stylesheet" href=visit.asset("style.css")/>
            <link rel="icon" type="image/svg+xml" href=visit.asset("favicon.svg")/>
            <link rel="apple-touch-icon" href=visit.asset("apple-touch-icon.png")/>
            <link rel="canonical" href=here.clone()/>
            <link rel="alternate" hreflang="vi" href=format!("{origin}{}", visit.path)/>
            <link rel="alternate" hreflang="en" href=format!("{origin}{}", crate::visit::localised(Lang::En, &visit.path))/>
            <meta name="theme-color" content="#1f5b45"/>
            {property("og:title", title)}
            {property("og:type", "website".to_owned())}
            {property("og:url", here)}
            {property("og:image", format!("{origin}{picture}"))}
            {frame.data.clone().map(|data| view! { <script type="application/ld+json" inner_html=data></script> })}
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
                <form class="search site-header__search" role="search" action=visit.to("/products")>
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
        Some(kind) => view! {
            <a class="header-link" href=visit.to("/desk")>{icon(visit, "user")}<span>{tr!(visit, "frame.desk")}</span></a>
            {(kind == OrganisationKind::Retailer).then(|| view! {
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
        {link("/coverage", tr!(visit, "frame.coverage"))}
        {link("/how-it-works", tr!(visit, "frame.how"))}
    }
    .into_any()
}

fn desk_nav(visit: &Visit) -> AnyView {
    let entries: &[(&str, &str, &str)] = match visit.kind() {
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
            ("/desk/features", "star", "desk.features"),
            ("/desk/chains", "store", "desk.chains"),
        ],
        Some(OrganisationKind::Authority) => &[
            ("/desk", "home", "desk.today"),
            ("/desk/certificates", "certificate", "desk.certificates"),
            ("/coverage", "chart", "desk.coverage"),
        ],
        None => &[],
    };
    // The bar on phones has no room for these; the desk's first page links to them.
    let more = [
        ("/desk/people", "users", "people.title"),
        ("/desk/organisation", "store", "own.title"),
    ]
    .map(|(path, glyph, key)| {
        let current = (visit.path == path).then_some("page");
        view! { <a class="desk__more" href=visit.to(path) aria-current=current>{icon(visit, glyph)}<span>{tr!(visit, key)}</span></a> }
    });
    let entries: Vec<AnyView> = entries
        .iter()
        .map(|(path, glyph, key)| {
            // What lies below an entry marks it too; everything lies below the desk itself.
            let below = *path != "/desk" && visit.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
            let current = if visit.path == *path { Some("page") } else { below.then_some("true") };
            view! { <a href=visit.to(path) aria-current=current>{icon(visit, glyph)}<span>{tr!(visit, *key)}</span></a> }.into_any()
        })
        .collect();
    view! { <nav class="desk__nav" aria-label=tr!(visit, "desk.nav")>{entries}{more.into_iter().collect_view()}</nav> }.into_any()
}

fn footer(visit: &Visit) -> AnyView {
    let link = |path: &'static str, text: String| view! { <li><a href=visit.to(path)>{text}</a></li> };
    view! {
        <footer class="site-footer">
            <div class="container">
                <div class="site-footer__columns">
                    <section>
                        <h2>{tr!(visit, "frame.for_visitors")}</h2>
                        <ul>
                            {link("/products", tr!(visit, "frame.products"))}
                            {link("/producers", tr!(visit, "frame.producers"))}
                            {link("/coverage", tr!(visit, "frame.coverage"))}
                        </ul>
                    </section>
                    <section>
                        <h2>{tr!(visit, "frame.for_members")}</h2>
                        <ul>
                            {link("/sign-up", tr!(visit, "frame.sign_up"))}
                            {link("/sign-in", tr!(visit, "frame.sign_in"))}
                            {link("/how-it-works", tr!(visit, "frame.how"))}
                        </ul>
                    </section>
                    <section>
                        <h2>{tr!(visit, "frame.about")}</h2>
                        <ul>
                            {link("/how-it-works#ranking", tr!(visit, "frame.ranking"))}
                            {link("/privacy", tr!(visit, "frame.privacy"))}
                            <li><a href="/api/docs">"API"</a></li>
                        </ul>
                    </section>
                </div>
                <p class="site-footer__legal">{tr!(visit, "frame.legal")}</p>
            </div>
        </footer>
    }
    .into_any()
}
