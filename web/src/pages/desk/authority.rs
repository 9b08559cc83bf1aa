//! What an authority watches: certificates that lapse, and the province's targets.

use super::{
    centre::figure,
    counts::{Waiting, Weight, lapsing},
    today::Desk,
};
use crate::{
    format,
    visit::{PageError, Visit},
};
use futures_util::future::{try_join, try_join3};
use leptos::prelude::*;
use shared::listings::{GetCoverage, ValidCounts};

pub(super) async fn desk(visit: &Visit) -> Result<Desk, PageError> {
    let (coverage, (month, quarter, half)) = try_join(
        visit.get::<GetCoverage>(()),
        try_join3(lapsing(visit, 30), lapsing(visit, 90), lapsing(visit, 180)),
    )
    .await?;
    let waiting = [
        (30, &month, Weight::Urgent, "today.certificates_30"),
        (90, &quarter, Weight::Warning, "today.certificates_90"),
        (180, &half, Weight::Plain, "today.certificates_lapse"),
    ]
    .into_iter()
    .map(|(days, page, weight, key)| {
        let path = format!("/desk/certificates?expires_within_days={days}");
        Waiting::of(visit, page, weight, &path, key).map(|waiting| {
            let first = page.items.first();
            waiting.note(first.map(|first| {
                tr!(
                    visit,
                    "today.first_lapses",
                    name = first.name_in(visit.lang),
                    day = format::date(first.expires_on)
                )
            }))
        })
    })
    .collect();
    let links = vec![
        ("/desk/certificates/new", "plus", tr!(visit, "certification.new")),
        ("/desk/reports/state", "list", tr!(visit, "desk.report")),
        (
            "/desk/organisations?status=all",
            "users",
            tr!(visit, "organisations.title"),
        ),
        ("/desk/papers", "image", tr!(visit, "papers.title")),
        ("/desk/chains", "store", tr!(visit, "desk.chains")),
        ("/desk/listings", "shelf", tr!(visit, "desk.listings")),
        ("/coverage", "chart", tr!(visit, "gaps.public")),
    ];
    let more = move |visit: &Visit| {
        view! { {targets(visit, &coverage.valid)} {figure(visit, &coverage)} }.into_any()
    };
    Ok(Desk {
        first: None,
        waiting,
        more: Some(Box::new(more)),
        links,
    })
}

/// Valid certificates against the province's targets for 2030.
fn targets(visit: &Visit, valid: &ValidCounts) -> AnyView {
    let row = |name: String, now: i64, target: i64| {
        let max = target.max(1).to_string();
        let class = if now >= target {
            "progress progress--done"
        } else {
            "progress"
        };
        view! {
            <tr>
                <th scope="row" data-label=tr!(visit, "today.certificates")>{name.clone()}</th>
                <td class="num" data-label=tr!(visit, "today.valid_now")>{format::number(visit.lang, now)}</td>
                <td class="num" data-label=tr!(visit, "today.target")>{format::number(visit.lang, target)}</td>
                <td data-label=tr!(visit, "today.reached")>
                    <progress class=class max=max value=now.min(target).to_string() aria-label=name>{format!("{now}/{target}")}</progress>
                </td>
            </tr>
        }
    };
    view! {
        <section class="stack">
            <h2>{tr!(visit, "today.targets")}</h2>
            <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "today.targets")>
                <table class="table table--cards">
                    <caption class="visually-hidden">{tr!(visit, "today.targets")}</caption>
                    <thead><tr>
                        <th scope="col">{tr!(visit, "today.certificates")}</th>
                        <th scope="col" class="num">{tr!(visit, "today.valid_now")}</th>
                        <th scope="col" class="num">{tr!(visit, "today.target")}</th>
                        <th scope="col">{tr!(visit, "today.reached")}</th>
                    </tr></thead>
                    <tbody>
                        {row(tr!(visit, "today.all_stars"), valid.all, valid.target_all)}
                        {row(tr!(visit, "common.stars", n = 4), valid.four, valid.target_four)}
                        {row(tr!(visit, "common.stars", n = 5), valid.five, valid.target_five)}
                    </tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
