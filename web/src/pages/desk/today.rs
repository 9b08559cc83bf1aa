//! "Việc hôm nay": what waits for this organisation today.

use super::{authority, centre, counts::Waiting, producer, retailer};
use crate::{
    components::{
        bits::{badge, icon},
        frame::{Frame, in_desk_nav},
        messages::notice,
    },
    format,
    pages::{address::news, identity::own::others},
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    identity::{CurrentSession, OrganisationKind, OrganisationStatus},
    producers::UpdateProducer,
};

/// Draws a part of the page once its owner is there.
pub(super) type Drawn = Box<dyn FnOnce(&Visit) -> AnyView + Send>;

/// What a kind of organisation finds on its desk.
pub(super) struct Desk {
    pub(super) waiting: Vec<Option<Waiting>>,
    /// What a newcomer does first.
    pub(super) first: Option<Drawn>,
    /// Figures or lists below what waits.
    pub(super) more: Option<Drawn>,
    /// Ways to pages that a phone's bar has no room for: path, icon, text. Wide screens show those alone that do not stand
    /// beside them in the navigation.
    pub(super) links: Vec<(&'static str, &'static str, String)>,
}

impl Desk {
    /// Of an organisation that has left the market: nothing waits, and what was can be read.
    fn closed(visit: &Visit, kind: OrganisationKind) -> Self {
        let goods: &[(&'static str, &'static str, &'static str)] = match kind {
            OrganisationKind::Producer => &[
                ("/desk/products", "leaf", "desk.products"),
                ("/desk/stock", "box", "desk.stock"),
                ("/desk/papers", "certificate", "papers.title"),
                ("/desk/certificates", "certificate", "certification.own"),
                ("/desk/sales", "chart", "sales.title"),
            ],
            OrganisationKind::Retailer => &[("/desk/purchases", "check", "purchase.list")],
            OrganisationKind::Centre | OrganisationKind::Authority => &[],
        };
        let links = [
            ("/desk/orders", "truck", "desk.orders"),
            ("/desk/listings", "shelf", "desk.listings"),
        ];
        let links = links.iter().chain(goods);
        Self {
            waiting: Vec::new(),
            first: Some(Box::new(|_| ().into_any())),
            more: None,
            links: links
                .map(|(path, glyph, key)| (*path, *glyph, tr!(visit, *key)))
                .collect(),
        }
    }
}

pub(crate) async fn today(visit: Visit) -> PageResult {
    let session = std::sync::Arc::clone(visit.member(&[])?);
    let desk = match session.organisation.kind {
        kind if visit.closed() => Desk::closed(&visit, kind),
        OrganisationKind::Producer => producer::desk(&visit).await?,
        OrganisationKind::Retailer => retailer::desk(&visit).await?,
        OrganisationKind::Centre => centre::desk(&visit).await?,
        OrganisationKind::Authority => authority::desk(&visit).await?,
    };
    Ok(visit.page(Frame::desk(tr!(visit, "today.title")), || {
        let waiting: Vec<AnyView> = desk
            .waiting
            .into_iter()
            .flatten()
            .map(|waiting| waiting.view(&visit))
            .collect();
        let list = if waiting.is_empty() && desk.first.is_some() {
            ().into_any()
        } else if waiting.is_empty() {
            nothing(&visit)
        } else {
            view! { <ul class="today list-plain">{waiting}</ul> }.into_any()
        };
        let links: Vec<AnyView> = desk
            .links
            .into_iter()
            .map(|(path, glyph, text)| {
                let known = in_desk_nav(&visit, path);
                let class = if known {
                    "button button--quiet desk__more"
                } else {
                    "button button--quiet"
                };
                view! { <a class=class href=visit.to(path)>{icon(&visit, glyph)}{text}</a> }.into_any()
            })
            .collect();
        view! {
            <div class="page-head">
                <div>
                    <p class="eyebrow num">{format::date(visit.today())}</p>
                    <h1>{tr!(visit, "today.title")}</h1>
                </div>
            </div>
            {news(&visit, "today", &["profile"])}
            {standing(&visit, &session)}
            {desk.first.map(|first| first(&visit))}
            {list}
            {desk.more.map(|more| more(&visit))}
            <nav class="cluster" id="more" aria-label=tr!(visit, "today.more")>{links}</nav>
            {account(&visit, &session)}
        }
        .into_any()
    }))
}

fn nothing(visit: &Visit) -> AnyView {
    view! {
        <ul class="today list-plain"><li><div class="today__item today__item--done">
            <span class="today__count">{icon(visit, "check")}</span>
            <span><strong>{tr!(visit, "today.nothing")}</strong><small>{tr!(visit, "today.nothing_text")}</small></span>
        </div></li></ul>
    }
    .into_any()
}

/// Why an organisation cannot trade yet, and what to do about it.
fn standing(visit: &Visit, session: &CurrentSession) -> AnyView {
    let organisation = &session.organisation;
    let because = |key: &str| match &organisation.status_reason {
        Some(reason) => tr!(visit, format!("today.{key}_because"), reason = reason),
        None => tr!(visit, format!("today.{key}")),
    };
    match organisation.status {
        OrganisationStatus::Verified => ().into_any(),
        OrganisationStatus::Pending => notice(
            visit,
            "info",
            tr!(visit, "today.pending"),
            Some(tr!(visit, format!("today.pending_{}", organisation.kind))),
        ),
        OrganisationStatus::Rejected => view! {
            {notice(visit, "warning", because("rejected"), Some(tr!(visit, "today.rejected_text")))}
            <p><a class="button" href=visit.to("/desk/organisation#resubmit")>{tr!(visit, "today.rejected_step")}</a></p>
        }
        .into_any(),
        OrganisationStatus::Suspended => notice(
            visit,
            "danger",
            because("suspended"),
            Some(tr!(visit, "today.suspended_text")),
        ),
        OrganisationStatus::Closed => {
            notice(visit, "danger", because("closed"), Some(tr!(visit, "today.closed_text")))
        }
    }
}

/// Who is signed in, and the way out.
fn account(visit: &Visit, session: &CurrentSession) -> AnyView {
    let profile = visit
        .may::<UpdateProducer>()
        .then(|| view! { <a href=visit.to("/desk/profile")>{tr!(visit, "today.profile")}</a> });
    view! {
        <section class="panel panel--quiet stack stack--tight">
            <h2 class="h4">{session.organisation.name.clone()}</h2>
            <p class="cluster">{badge(visit, session.organisation.status.as_str())}<span>{session.user.name.clone()}</span></p>
            <div class="cluster">
                {profile}
                <a href=visit.to("/desk/account")>{tr!(visit, "account.title")}</a>
                <a href=visit.to("/desk/organisation")>{tr!(visit, "own.title")}</a>
                <a href=visit.to("/desk/people")>{tr!(visit, "people.title")}</a>
                <form method="post" action=visit.to("/sign-out")>
                    <button class="button button--quiet">{icon(visit, "sign-out")}{tr!(visit, "today.sign_out")}</button>
                </form>
            </div>
            {others(visit)}
        </section>
    }
    .into_any()
}
