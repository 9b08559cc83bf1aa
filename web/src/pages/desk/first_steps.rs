//! The way of a new producer to its first shelf: each step ticks itself from what is there, and all go when all are done.

use super::today::Drawn;
use crate::{
    components::bits::icon,
    visit::{PageError, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    catalogue::{ListManagedProducts, ManagedProductFilter},
    listings::{ListListings, ListingFilter},
    papers::{AddPaper, ListPapers, PaperFilter},
    stock::{ListLots, LotFilter},
};

/// A step: its texts are `today.first_<name>`.
struct Step {
    name: &'static str,
    path: &'static str,
    done: bool,
}

/// What is still to do before the first shelf; none where nothing is.
pub(super) async fn first_steps(visit: &Visit) -> Result<Option<Drawn>, PageError> {
    // Who is suspended may take none of them.
    if !visit.may::<AddPaper>() {
        return Ok(None);
    }
    let one = Some(1);
    let products = ManagedProductFilter {
        limit: one,
        ..ManagedProductFilter::default()
    };
    let papers = PaperFilter {
        limit: one,
        ..PaperFilter::default()
    };
    let lots = LotFilter {
        limit: one,
        ..LotFilter::default()
    };
    let listings = ListingFilter {
        limit: one,
        ..ListingFilter::default()
    };
    let (products, papers, lots, listings) = futures_util::future::try_join4(
        visit.read(Call::<ListManagedProducts>::new(()).query(&products)),
        visit.read(Call::<ListPapers>::new(()).query(&papers)),
        visit.read(Call::<ListLots>::new(()).query(&lots)),
        visit.read(Call::<ListListings>::new(()).query(&listings)),
    )
    .await?;
    let step = |name, path, done: bool| Step { name, path, done };
    let steps = [
        step("product", "/desk/products/new", !products.items.is_empty()),
        step("paper", "/desk/papers/new", !papers.items.is_empty()),
        step("lot", "/desk/stock/new", !lots.items.is_empty()),
        step("pitch", "/desk/listings/new", !listings.items.is_empty()),
    ];
    if steps.iter().all(|step| step.done) {
        return Ok(None);
    }
    Ok(Some(Box::new(move |visit| view(visit, &steps))))
}

fn view(visit: &Visit, steps: &[Step]) -> AnyView {
    let lines: Vec<AnyView> = steps
        .iter()
        .zip(1..)
        .map(|(step, number)| line(visit, step, number))
        .collect();
    view! {
        <section class="stack" id="first-steps">
            <h2>{tr!(visit, "today.first_steps")}</h2>
            <ol class="today list-plain">{lines}</ol>
        </section>
    }
    .into_any()
}

fn line(visit: &Visit, step: &Step, number: i32) -> AnyView {
    let title = tr!(visit, format!("today.first_{}", step.name));
    if step.done {
        return view! {
            <li><div class="today__item today__item--done">
                <span class="today__count">{icon(visit, "check")}</span>
                <span><strong>{title}</strong><small>{tr!(visit, "today.first_done")}</small></span>
            </div></li>
        }
        .into_any();
    }
    view! {
        <li><a class="today__item" href=visit.to(step.path)>
            <span class="today__count num">{number}</span>
            <span><strong>{title}</strong><small>{tr!(visit, format!("today.first_{}_text", step.name))}</small></span>
            {icon(visit, "arrow-right")}
        </a></li>
    }
    .into_any()
}
