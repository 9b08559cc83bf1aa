//! One chain: its particulars, its stores, and what stands on its shelves.

use crate::{
    components::{
        bits::{badge, breadcrumb, icon, only_vietnamese},
        fields::{Field, choice},
        frame::Frame,
        messages::problem_summary,
    },
    form::Form,
    format,
    pages::{
        address::{news, parsed},
        work::{fact, press, refused, section},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, ChainId, Page, StoreId,
    identity::{
        Contact,
        OrganisationKind::{Authority, Centre, Retailer},
    },
    listings::{
        ChainRecord, ChainUpdate, CloseStore, CreateStore, GetChain, ListListings, Listing, ListingFilter,
        StoreRecord, UpdateChain, UpdateStore,
    },
    page::MAX_LIMIT,
};

pub(crate) async fn show(visit: Visit, Path(chain): Path<String>) -> PageResult {
    let chain = parsed(&visit, &chain)?;
    page(&visit, chain, None).await
}

pub(crate) async fn update(visit: Visit, Path(chain): Path<String>, form: Form) -> PageResult {
    let chain: ChainId = parsed(&visit, &chain)?;
    let body = ChainUpdate {
        name: form.text("name").trim().to_owned(),
        counts_as_retail_chain: form.ticked("counts_as_retail_chain"),
        contact: form.contact("contact."),
    };
    let call = Call::<UpdateChain>::new((chain,))
        .body(&body)
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/chains/{chain}?done=changed"))),
        Err(error) => page(&visit, chain, Some(refused(&visit, form, error)?)).await,
    }
}

pub(crate) async fn close(visit: Visit, Path((chain, store)): Path<(String, String)>) -> PageResult {
    let chain: ChainId = parsed(&visit, &chain)?;
    let store: StoreId = parsed(&visit, &store)?;
    visit.read(Call::<CloseStore>::new((store,))).await?;
    Ok(visit.go(&format!("/desk/chains/{chain}?done=closed")))
}

/// The fields of a contact.
pub(super) fn contact_fields(visit: &Visit, form: &Form) -> AnyView {
    view! {
        <fieldset class="fieldset stack">
            <legend>{tr!(visit, "chains.contact")}</legend>
            {Field::new("contact.name", tr!(visit, "chains.contact_name")).input(visit, form)}
            <div class="field-row">
                {Field::new("contact.phone", tr!(visit, "organisations.phone")).kind("tel").input(visit, form)}
                {Field::new("contact.email", tr!(visit, "organisations.email")).kind("email").input(visit, form)}
            </div>
        </fieldset>
    }
    .into_any()
}

/// A contact as the values of its fields.
pub(super) fn contact_values(contact: Option<&Contact>) -> [(&'static str, String); 3] {
    let text = |value: fn(&Contact) -> &String| contact.map(value).cloned().unwrap_or_default();
    [
        ("contact.name", text(|contact| &contact.name)),
        ("contact.phone", text(|contact| &contact.phone)),
        ("contact.email", text(|contact| &contact.email)),
    ]
}

fn filled(chain: &ChainRecord) -> Form {
    let mut values = vec![
        ("name", chain.name.clone()),
        ("version", chain.version.to_string()),
    ];
    if chain.counts_as_retail_chain {
        values.push(("counts_as_retail_chain", "true".to_owned()));
    }
    values.extend(contact_values(chain.contact.as_ref()));
    Form::filled(values)
}

async fn page(visit: &Visit, id: ChainId, refused: Option<Form>) -> PageResult {
    let kind = visit.member(&[Retailer, Centre, Authority])?.organisation.kind;
    let filter = ListingFilter {
        chain_id: Some(id),
        limit: Some(MAX_LIMIT),
        ..ListingFilter::default()
    };
    let (chain, listings) = futures_util::future::try_join(
        visit.get::<GetChain>((id,)),
        visit.read(Call::<ListListings>::new(()).query(&filter)),
    )
    .await?;
    let open = refused.is_some();
    let form = refused.unwrap_or_else(|| filled(&chain));
    Ok(visit.html(form.status(), Frame::desk(chain.name.clone()), || {
        let counts = if chain.counts_as_retail_chain { "chains.counts" } else { "chains.counts_not" };
        let list = if kind == Retailer { "chains.own" } else { "chains.title" };
        let up = vec![("/desk/chains".to_owned(), tr!(visit, list))];
        let edits = visit.may::<UpdateChain>();
        let add = visit.may::<CreateStore>().then(|| view! {
            <a class="button button--quiet" href=visit.to(&format!("/desk/chains/{id}/stores/new"))>{icon(visit, "plus")}{tr!(visit, "chains.new_store")}</a>
        });
        view! {
            {breadcrumb(visit, up, chain.name.clone())}
            <div class="page-head"><div><h1>{chain.name.clone()}</h1><p class="muted">{chain.organisation_name.clone()} " · " {tr!(visit, counts)}</p></div><div class="cluster">{add}</div></div>
            {news(visit, "chains", &["changed", "closed", "store", "store_changed"])}
            {problem_summary(visit, &form)}
            {contact(visit, &chain)}
            {edits.then(|| edit(visit, &chain, &form, open, kind == Centre))}
            {section(tr!(visit, "chains.stores"), stores(visit, &chain))}
            {section(tr!(visit, "chains.listings"), shelf(visit, &listings))}
        }
        .into_any()
    }))
}

fn contact(visit: &Visit, chain: &ChainRecord) -> AnyView {
    let Some(contact) = &chain.contact else {
        return ().into_any();
    };
    view! {
        <dl class="facts">
            {fact(tr!(visit, "chains.contact_name"), Some(contact.name.clone()))}
            <div><dt>{tr!(visit, "organisations.phone")}</dt><dd><a class="num" href=format!("tel:{}", contact.phone.replace(' ', ""))>{contact.phone.clone()}</a></dd></div>
            <div><dt>{tr!(visit, "organisations.email")}</dt><dd><a href=format!("mailto:{}", contact.email)>{contact.email.clone()}</a></dd></div>
        </dl>
    }
    .into_any()
}

fn edit(visit: &Visit, chain: &ChainRecord, form: &Form, open: bool, centre: bool) -> AnyView {
    // Only the centre decides what counts; a chain's own people send on what stands there.
    let counts = if centre {
        choice(
            form,
            "checkbox",
            "counts_as_retail_chain",
            "true",
            tr!(visit, "chains.counts_long"),
        )
    } else if chain.counts_as_retail_chain {
        view! { <input type="hidden" name="counts_as_retail_chain" value="true"/> }.into_any()
    } else {
        ().into_any()
    };
    view! {
        <details class="panel" open=open>
            <summary class="strong">{tr!(visit, "chains.edit")}</summary>
            <form class="form stack" method="post" action=visit.to(&format!("/desk/chains/{}", chain.id))>
                <input type="hidden" name="version" value=form.text("version").to_owned()/>
                {Field::new("name", tr!(visit, "chains.name")).required().input(visit, form)}
                {counts}
                {contact_fields(visit, form)}
                <div class="form__actions"><button class="button">{tr!(visit, "work.save")}</button></div>
            </form>
        </details>
    }
    .into_any()
}

fn stores(visit: &Visit, chain: &ChainRecord) -> AnyView {
    if chain.stores.is_empty() {
        return view! { <p class="muted">{tr!(visit, "chains.no_store")}</p> }.into_any();
    }
    let rows: Vec<AnyView> = chain
        .stores
        .iter()
        .map(|store| store_row(visit, chain, store))
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "chains.stores_of", name = chain.name)>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "chains.stores_of", name = chain.name)}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "chains.store")}</th>
                    <th scope="col">{tr!(visit, "chains.address")}</th>
                    <th scope="col">{tr!(visit, "chains.gln")}</th>
                    <th scope="col" class="num">{tr!(visit, "chains.on_shelf")}</th>
                    <th scope="col"><span class="visually-hidden">{tr!(visit, "chains.edit")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn store_row(visit: &Visit, chain: &ChainRecord, store: &StoreRecord) -> AnyView {
    let base = format!("/desk/chains/{}/stores/{}", chain.id, store.id);
    let actions = match store.closed_at {
        Some(at) => view! {
            <span class="badge badge--delisted">{tr!(visit, "chains.closed_on", day = format::date(at.day()))}</span>
        }
        .into_any(),
        None if visit.may::<UpdateStore>() => {
            let close = visit.may::<CloseStore>().then(|| {
                view! {
                    <details class="confirm"><summary>{tr!(visit, "chains.close")}</summary>
                        <p class="small">{tr!(visit, "chains.close_text")}</p>
                        {press(visit, &format!("{base}/close"), "button button--danger", tr!(visit, "chains.close_yes"))}
                    </details>
                }
            });
            view! {
                <span class="cluster">
                    <a href=visit.to(&base)>{tr!(visit, "chains.edit_store")} <span class="visually-hidden">{store.name.clone()}</span></a>
                    {close}
                </span>
            }
            .into_any()
        }
        None => ().into_any(),
    };
    let contact = store.contact.clone().map(|contact| {
        view! { <br/><small class="muted">{contact.name} " · " {contact.phone}</small> }
    });
    view! {
        <tr>
            <th scope="row"><span>{store.name.clone()}<br/><small class="muted">{store.code.clone()}</small></span></th>
            <td data-label=tr!(visit, "chains.address")><span>{store.address.clone()}<br/><small class="muted" lang=only_vietnamese(visit.lang, None)>{store.commune.name.clone()}</small>{contact}</span></td>
            <td class="num" data-label=tr!(visit, "chains.gln")>{store.gln.clone().unwrap_or_else(|| tr!(visit, "work.none"))}</td>
            <td class="num" data-label=tr!(visit, "chains.on_shelf")>{store.listings}</td>
            <td>{actions}</td>
        </tr>
    }
    .into_any()
}

/// What the chain was offered, and what became of it.
fn shelf(visit: &Visit, listings: &Page<Listing>) -> AnyView {
    if listings.items.is_empty() {
        return view! { <p class="muted">{tr!(visit, "chains.no_listing")}</p> }.into_any();
    }
    let rows: Vec<AnyView> = listings
        .items
        .iter()
        .map(|listing| {
            let stars = listing.stars.map(|n| format!(" · {}", tr!(visit, "common.stars", n = n)));
            view! {
                <li class="cluster cluster--between">
                    <span><a href=visit.to(&format!("/desk/listings/{}", listing.id))>{listing.product_name.clone()}</a>
                    <small class="muted">" · " {listing.producer.name_in(visit.lang).to_owned()}{stars}</small></span>
                    {badge(visit, listing.status.as_str())}
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="list-plain stack stack--tight">{rows}</ul> }.into_any()
}

/// A chain's store, to change it.
pub(super) async fn store(
    visit: &Visit,
    chain: &str,
    store: &str,
) -> Result<(ChainRecord, StoreRecord), PageError> {
    visit.member(&[Retailer, Centre])?;
    let id: ChainId = parsed(visit, chain)?;
    let store: StoreId = parsed(visit, store)?;
    let chain = visit.get::<GetChain>((id,)).await?;
    let store = chain
        .stores
        .iter()
        .find(|row| row.id == store)
        .cloned()
        .ok_or_else(|| visit.refuse(shared::Code::NotFound))?;
    Ok((chain, store))
}
