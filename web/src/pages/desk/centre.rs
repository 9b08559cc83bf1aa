//! What waits for the trade-promotion centre, and the figure it is measured by.

use super::{
    counts::{Waiting, Weight, lapsing, listings},
    today::Desk,
};
use crate::{
    components::queue::waited,
    format,
    visit::{PageError, Visit},
};
use futures_util::future::{try_join, try_join4};
use leptos::prelude::*;
use shared::{
    Call,
    discovery::{Feature, FeatureFilter, GetFeatures},
    listings::{Coverage, GetCoverage, ListCoverageGaps, ListingStatus, Obstacle},
    reports::{ListQueues, QueueName},
    time::days_between,
};

/// Days before a feature's last day in which its place should be thought of.
const SOON_DAYS: i64 = 7;

pub(super) async fn desk(visit: &Visit) -> Result<Desk, PageError> {
    let (queues, (features, gaps), (coverage, certificates), listings) = try_join4(
        visit.get::<ListQueues>(()),
        try_join(
            visit.read(Call::<GetFeatures>::new(()).query(&FeatureFilter { all: Some(true) })),
            visit.get::<ListCoverageGaps>(()),
        ),
        try_join(visit.get::<GetCoverage>(()), lapsing(visit, 90)),
        listings(visit, ListingStatus::Pitched),
    )
    .await?;
    let today = visit.today();
    let ending = |feature: &&Feature| {
        let left = days_between(today, feature.until);
        (0..=SOON_DAYS).contains(&left)
    };
    let hidden = |feature: &&Feature| !feature.shown && feature.from <= today && today <= feature.until;
    let queue = |name: QueueName, path: &str, key: &str| {
        let queue = queues.items.iter().find(|queue| queue.queue == name)?;
        let count = usize::try_from(queue.count).unwrap_or_default();
        let oldest = queue.oldest_at;
        Waiting::number(visit, count, Weight::Urgent, path, key).map(|waiting| {
            waiting.note(oldest.map(|at| tr!(visit, "queue.longest", time = waited(visit, at))))
        })
    };
    let missing = |obstacle: Obstacle| gaps.items.iter().filter(|gap| gap.obstacle == obstacle).count();
    let waiting = vec![
        queue(
            QueueName::Organisations,
            "/desk/organisations",
            "today.organisations_to_verify",
        ),
        queue(QueueName::Products, "/desk/review", "today.products_to_review"),
        queue(QueueName::Papers, "/desk/papers", "papers.to_verify"),
        Waiting::number(
            visit,
            missing(Obstacle::Overdue) + missing(Obstacle::Unconfirmed),
            Weight::Warning,
            "/desk/coverage",
            "today.shelves_to_remind",
        ),
        Waiting::number(
            visit,
            missing(Obstacle::Papers),
            Weight::Warning,
            "/desk/coverage",
            "today.papers_missing",
        ),
        Waiting::number(
            visit,
            missing(Obstacle::NoPitch),
            Weight::Warning,
            "/desk/coverage",
            "today.never_pitched",
        ),
        Waiting::of(
            visit,
            &listings,
            Weight::Plain,
            "/desk/listings?status=pitched",
            "today.pitches_unanswered",
        )
        .map(|waiting| {
            let oldest = listings.items.iter().map(|listing| listing.pitched_at).min();
            waiting.note(oldest.map(|at| tr!(visit, "queue.longest", time = waited(visit, at))))
        }),
        Waiting::number(
            visit,
            features.items.iter().filter(hidden).count(),
            Weight::Warning,
            "/desk/features",
            "today.features_hidden",
        ),
        Waiting::number(
            visit,
            features.items.iter().filter(ending).count(),
            Weight::Warning,
            "/desk/features",
            "today.features_ending",
        ),
        Waiting::of(
            visit,
            &certificates,
            Weight::Plain,
            "/desk/certificates?expires_within_days=90",
            "today.certificates_90",
        ),
    ];
    let links = vec![
        ("/desk/features", "star", tr!(visit, "desk.features")),
        ("/desk/collections", "grid", tr!(visit, "desk.collections")),
        ("/desk/chains", "store", tr!(visit, "desk.chains")),
        ("/desk/listings", "shelf", tr!(visit, "desk.listings")),
        ("/desk/orders", "truck", tr!(visit, "desk.orders")),
        ("/desk/papers?state=all", "image", tr!(visit, "papers.title")),
        (
            "/desk/certificates",
            "certificate",
            tr!(visit, "desk.certificates"),
        ),
        (
            "/desk/certificates/calendar",
            "calendar",
            tr!(visit, "desk.expiry"),
        ),
        ("/desk/reports/state", "list", tr!(visit, "desk.report")),
        ("/desk/audit", "clock", tr!(visit, "desk.audit")),
    ];
    Ok(Desk {
        first: None,
        waiting,
        more: Some(Box::new(move |visit| figure(visit, &coverage))),
        links,
    })
}

/// The coverage figure, large, with what is missing beside it.
pub(super) fn figure(visit: &Visit, coverage: &Coverage) -> AnyView {
    let value = coverage.percent.map_or_else(
        || tr!(visit, "today.no_coverage"),
        |percent| format::percent(visit.lang, percent),
    );
    let width = coverage.percent.unwrap_or_default().clamp(0.0, 100.0);
    let number = |number: i64| format::number(visit.lang, number);
    let missing: Vec<AnyView> = coverage
        .missing
        .iter()
        .take(5)
        .map(|missing| {
            view! {
                <li>
                    <a href=visit.to(&format!("/products/{}", missing.product.slug))>{missing.product.name_in(visit.lang).to_owned()}</a>
                    " · " {tr!(visit, "common.stars", n = missing.stars)} " · " <span class="muted">{missing.producer.name_in(visit.lang).to_owned()}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    let missing = (!missing.is_empty()).then(|| {
        view! {
            <div class="stack stack--tight">
                <h2 class="h4">{tr!(visit, "today.missing", n = number(coverage.total - coverage.listed))}</h2>
                <ul class="stack stack--tight">{missing}</ul>
                <p><a href=visit.to("/desk/coverage")>{tr!(visit, "common.all")}</a></p>
            </div>
        }
    });
    let label = tr!(
        visit,
        "today.coverage_label",
        listed = number(coverage.listed),
        total = number(coverage.total)
    );
    view! {
        <section class="split panel" aria-label=tr!(visit, "desk.coverage")>
            <div class="figure-big">
                <p class="figure-big__value num">{value}</p>
                <p class="figure-big__label">{label.clone()}</p>
                <svg class="figure-big__bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label=label>
                    <rect class="bar-track" width="100" height="6"></rect>
                    <rect class="bar-value" width=width.to_string() height="6"></rect>
                    <rect class="bar-target" x="99.2" width="0.8" height="6"></rect>
                </svg>
                <p class="figure-big__target small">{tr!(visit, "today.coverage_target")}</p>
            </div>
            {missing}
        </section>
    }
    .into_any()
}
