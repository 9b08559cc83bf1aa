//! The chains with their stores: all of them, or a retailer's own.

use crate::{
    components::{
        bits::{icon, only_vietnamese, page_head},
        frame::Frame,
        messages::empty,
    },
    format,
    pages::address::news,
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    identity::OrganisationKind::{Authority, Centre, Retailer},
    listings::{Chain, CreateChain, CreateStore, ListChains, Store},
};

pub(crate) async fn list(visit: Visit) -> PageResult {
    let organisation = visit.member(&[Retailer, Centre, Authority])?.organisation.clone();
    let mut chains = visit.get::<ListChains>(()).await?.items;
    let own = organisation.kind == Retailer;
    if own {
        chains.retain(|chain| chain.organisation_id == organisation.id);
    }
    let (title, lede, nothing) = if own {
        ("chains.own", "chains.own_lede", "chains.own_empty_text")
    } else {
        ("chains.title", "chains.lede", "chains.empty_text")
    };
    let title = tr!(visit, title);
    Ok(visit.page(Frame::desk(title.clone()), || {
        let sections: Vec<AnyView> = chains.iter().map(|chain| section(&visit, chain)).collect();
        let adds = visit.may::<CreateChain>();
        let new = (adds && !sections.is_empty()).then(|| {
            view! { <a class="button" href=visit.to("/desk/chains/new")>{icon(&visit, "plus")}{tr!(visit, "chains.new")}</a> }
        });
        let body = if sections.is_empty() {
            let first = adds.then(|| ("/desk/chains/new".to_owned(), tr!(visit, "chains.new")));
            empty(&visit, tr!(visit, "chains.empty_title"), tr!(visit, nothing), first)
        } else {
            sections.into_any()
        };
        view! {
            {page_head(title.clone(), Some(tr!(visit, lede)), new.into_any())}
            {news(&visit, "chains", &["chain", "store"])}
            {body}
        }
        .into_any()
    }))
}

fn section(visit: &Visit, chain: &Chain) -> AnyView {
    let rows: Vec<AnyView> = chain.stores.iter().map(|store| row(visit, store)).collect();
    let count = i64::try_from(rows.len()).unwrap_or_default();
    let counts = if chain.counts_as_retail_chain {
        "chains.counts"
    } else {
        "chains.counts_not"
    };
    let stores = if rows.is_empty() {
        view! { <p class="muted">{tr!(visit, "chains.no_store")}</p> }.into_any()
    } else {
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-label=chain.name.clone()>
                <table class="table table--cards">
                    <caption class="visually-hidden">{tr!(visit, "chains.stores_of", name = chain.name)}</caption>
                    <thead><tr>
                        <th scope="col">{tr!(visit, "chains.store")}</th>
                        <th scope="col">{tr!(visit, "chains.address")}</th>
                        <th scope="col">{tr!(visit, "work.commune")}</th>
                        <th scope="col">{tr!(visit, "chains.gln")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let add = visit.may::<CreateStore>().then(|| {
        view! {
            <a class="button button--quiet" href=visit.to(&format!("/desk/chains/{}/stores/new", chain.id))>
                {icon(visit, "plus")}{tr!(visit, "chains.new_store")} <span class="visually-hidden">{chain.name.clone()}</span>
            </a>
        }
    });
    view! {
        <section class="stack">
            <div class="section__head">
                <div>
                    <h2><a href=visit.to(&format!("/desk/chains/{}", chain.id))>{chain.name.clone()}</a></h2>
                    <p class="muted">{tr!(visit, counts)} " · " {tr!(visit, "chains.store_count", n = format::number(visit.lang, count))}</p>
                </div>
                {add}
            </div>
            {stores}
        </section>
    }
    .into_any()
}

fn row(visit: &Visit, store: &Store) -> AnyView {
    view! {
        <tr>
            <th scope="row"><span>{store.name.clone()}<br/><small class="muted">{store.code.clone()}</small></span></th>
            <td data-label=tr!(visit, "chains.address") lang=only_vietnamese(visit.lang, None)>{store.address.clone()}</td>
            <td data-label=tr!(visit, "work.commune") lang=only_vietnamese(visit.lang, None)>{store.commune.name.clone()}</td>
            <td class="num" data-label=tr!(visit, "chains.gln")>{store.gln.clone().unwrap_or_else(|| tr!(visit, "work.none"))}</td>
        </tr>
    }
    .into_any()
}
