//! The foot of every page.

use crate::visit::Visit;
use leptos::prelude::*;

pub(super) fn footer(visit: &Visit) -> AnyView {
    let link = |path: &'static str, text: String| view! { <li><a href=visit.to(path)>{text}</a></li> };
    // Whoever is signed in needs no account; signing out is a form of its own on the desk.
    let account = if visit.session.is_some() {
        view! {
            {link("/desk", tr!(visit, "frame.desk"))}
        }
        .into_any()
    } else {
        view! {
            {link("/sign-up", tr!(visit, "frame.sign_up"))}
            {link("/sign-in", tr!(visit, "frame.sign_in"))}
        }
        .into_any()
    };
    view! {
        <footer class="site-footer">
            <div class="container">
                <div class="site-footer__columns">
                    <section>
                        <h2>{tr!(visit, "frame.for_visitors")}</h2>
                        <ul>
                            {link("/products", tr!(visit, "frame.products"))}
                            {link("/groups", tr!(visit, "frame.groups"))}
                            {link("/producers", tr!(visit, "frame.producers"))}
                            {link("/where-to-buy", tr!(visit, "frame.where_to_buy"))}
                        </ul>
                    </section>
                    <section>
                        <h2>{tr!(visit, "frame.province")}</h2>
                        <ul>
                            {link("/map", tr!(visit, "frame.map"))}
                            {link("/communes", tr!(visit, "frame.communes"))}
                            {link("/coverage", tr!(visit, "frame.coverage"))}
                        </ul>
                    </section>
                    <section>
                        <h2>{tr!(visit, "frame.for_members")}</h2>
                        <ul>
                            {account}
                            {link("/how-it-works", tr!(visit, "frame.how"))}
                            {link("/how-it-works#ranking", tr!(visit, "frame.ranking"))}
                        </ul>
                    </section>
                    <section>
                        <h2>{tr!(visit, "frame.about")}</h2>
                        <ul>
                            {link("/about", tr!(visit, "frame.contact"))}
                            {link("/about#complaints", tr!(visit, "frame.complaints"))}
                            {link("/terms", tr!(visit, "frame.terms"))}
                            {link("/privacy", tr!(visit, "frame.privacy"))}
                            <li><a href="/api/docs" lang="en">"API"</a></li>
                        </ul>
                    </section>
                </div>
                <p class="site-footer__legal">{tr!(visit, "frame.legal")}</p>
            </div>
        </footer>
    }
    .into_any()
}
