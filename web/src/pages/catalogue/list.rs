//! A producer's own products, each with where it stands.

use crate::{
    components::{
        bits::{badge, icon, page_head, state_word},
        export::{export_link, import_link},
        frame::Frame,
        messages::empty,
    },
    format,
    pages::{
        address::{asked, news},
        work::{choice, in_language, next_page, search, tabs, thumb},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    catalogue::{CreateProduct, ListManagedProducts, ManagedProduct, ManagedProductFilter, ProductStatus},
    exchange::{ExportKind, Exported, ImportKind},
    identity::OrganisationKind,
};

pub(crate) async fn list(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Producer])?;
    let filter = ManagedProductFilter {
        status: choice(&visit, "status"),
        q: asked(&visit, "q"),
        limit: None,
        cursor: asked(&visit, "cursor"),
        producer_id: None,
        taken_down: None,
    };
    let page = visit
        .read(Call::<ListManagedProducts>::new(()).query(&filter))
        .await?;
    let narrowed = filter.status.is_some() || filter.q.is_some();
    let title = tr!(visit, "desk.products");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let adds = visit.may::<CreateProduct>();
        let new = (adds && (narrowed || !page.items.is_empty())).then(|| view! {
            <a class="button" href=visit.to("/desk/products/new")>{icon(&visit, "plus")}{tr!(visit, "catalogue.new")}</a>
        });
        let rows: Vec<AnyView> = page.items.iter().map(|product| row(&visit, product)).collect();
        let table = if rows.is_empty() && narrowed {
            view! { <p class="muted">{tr!(visit, "work.nothing_found")}</p> }.into_any()
        } else if rows.is_empty() {
            let first = adds.then(|| ("/desk/products/new".to_owned(), tr!(visit, "catalogue.new")));
            empty(&visit, tr!(visit, "catalogue.empty_title"), tr!(visit, "catalogue.empty_text"), first)
        } else {
            view! {
                <div class="table-wrap" tabindex="0" role="region" aria-label=title.clone()>
                    <table class="table table--cards">
                        <caption class="visually-hidden">{title.clone()}</caption>
                        <thead><tr>
                            <th scope="col">{tr!(visit, "catalogue.product")}</th>
                            <th scope="col">{tr!(visit, "work.status")}</th>
                            <th scope="col" class="num">{tr!(visit, "catalogue.packs")}</th>
                            <th scope="col" class="num">{tr!(visit, "catalogue.available")}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        let mut states = vec![("", tr!(visit, "work.all"))];
        states.extend(ProductStatus::ALL.iter().map(|status| (status.as_str(), state_word(&visit, status.as_str()))));
        let along = {
            let query = filter.as_export();
            view! {
                <div class="cluster">
                    {import_link(&visit, ImportKind::Products)}
                    {export_link(&visit, ExportKind::Products, &query)}
                    {export_link(&visit, ExportKind::Packs, &query)}
                </div>
            }
        };
        view! {
            {page_head(title.clone(), None, new.into_any())}
            {news(&visit, "catalogue", &["deleted"])}
            {tabs(&visit, tr!(visit, "work.status"), "status", states)}
            {search(&visit, tr!(visit, "catalogue.search_own"))}
            {table}
            {along}
            {next_page(&visit, page.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

fn row(visit: &Visit, product: &ManagedProduct) -> AnyView {
    let texts = &product.texts;
    let name = in_language(visit.lang, &texts.name, texts.name_en.as_deref());
    let image = texts.images.first().map(|image| thumb(image, ""));
    let active = product.packs.iter().filter(|pack| pack.active);
    let available = active.clone().map(|pack| pack.available).sum();
    let packs = i64::try_from(active.count()).unwrap_or_default();
    // A change under way does not take the product away from its visitors.
    let public = (product.public_texts.is_some() && product.is_shown())
        .then(|| view! { <small class="muted">{tr!(visit, "catalogue.old_public")}</small> });
    view! {
        <tr>
            <th scope="row">
                <span class="cluster">{image}<a href=visit.to(&format!("/desk/products/{}", product.id))>{name}</a></span>
            </th>
            <td data-label=tr!(visit, "work.status")><span>{badge(visit, product.standing())} " " {public}</span></td>
            <td class="num" data-label=tr!(visit, "catalogue.packs")>{format::number(visit.lang, packs)}</td>
            <td class="num" data-label=tr!(visit, "catalogue.available")>{format::number(visit.lang, available)}</td>
        </tr>
    }
    .into_any()
}
