//! Coverage on the desk: the figure, how it went, and for each product that is missing what stands in the way.

use crate::{
    components::{
        bits::{icon, page_head},
        export::export_link,
        frame::Frame,
        messages::empty,
    },
    format,
    pages::{
        info::{
            coverage::{big, history_chart, targets},
            coverage_map::coverage_map,
        },
        papers::short::missing,
    },
    visit::{PageResult, Visit},
};
use futures_util::future::try_join4;
use leptos::prelude::*;
use shared::{
    exchange::{ExportFilter, ExportKind},
    identity::OrganisationKind::{Authority, Centre},
    listings::{CoverageGap, GetCoverage, GetCoverageHistory, ListCoverageGaps, Obstacle},
    producers::ListCommunes,
};

pub(crate) async fn gaps(visit: Visit) -> PageResult {
    visit.member(&[Centre, Authority])?;
    let (coverage, history, gaps, communes) = try_join4(
        visit.get::<GetCoverage>(()),
        visit.get::<GetCoverageHistory>(()),
        visit.get::<ListCoverageGaps>(()),
        visit.get::<ListCommunes>(()),
    )
    .await?;
    let (history, gaps) = (history.items, gaps.items);
    let title = tr!(visit, "coverage.title");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let public = view! {
            <a class="button button--quiet" href=visit.to("/coverage")>{tr!(visit, "gaps.public")}</a>
            <a class="button button--quiet" href=visit.to("/desk/reports/state")>{icon(&visit, "print")}{tr!(visit, "state_report.title")}</a>
        };
        let list = if coverage.total == 0 {
            // Where nothing counts, nothing is missing; the big figure says why.
            ().into_any()
        } else if gaps.is_empty() {
            empty(&visit, tr!(visit, "coverage.all_listed"), tr!(visit, "coverage.all_listed_text"), None)
        } else {
            let along = export_link(&visit, ExportKind::Gaps, &ExportFilter::default());
            view! { {summary(&visit, &gaps)}{table(&visit, &gaps)}{along} }.into_any()
        };
        view! {
            {page_head(title.clone(), Some(tr!(visit, "gaps.lede")), public.into_any())}
            <div class="split">{big(&visit, &coverage)}{targets(&visit, &coverage.valid)}</div>
            {coverage_map(&visit, &coverage, &communes.items)}
            <section class="section stack">
                <h2>{tr!(visit, "coverage.missing")}</h2>
                {list}
            </section>
            {history_chart(&visit, &history)}
        }
        .into_any()
    }))
}

/// How many wait for what.
fn summary(visit: &Visit, gaps: &[CoverageGap]) -> AnyView {
    let figures: Vec<AnyView> = Obstacle::ALL
        .iter()
        .map(|obstacle| (obstacle, gaps.iter().filter(|gap| gap.obstacle == *obstacle).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(obstacle, count)| {
            view! { <li><strong class="num">{count}</strong><span>{tr!(visit, format!("gaps.{obstacle}"))}</span></li> }
                .into_any()
        })
        .collect();
    view! { <ul class="figures list-plain">{figures}</ul> }.into_any()
}

fn table(visit: &Visit, gaps: &[CoverageGap]) -> AnyView {
    let title = tr!(visit, "coverage.missing");
    let heads = ["product", "obstacle", "step", "expires"].map(|key| tr!(visit, format!("gaps.head_{key}")));
    let rows: Vec<AnyView> = gaps.iter().map(|gap| row(visit, gap, &heads)).collect();
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> });
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=title.clone()>
            <table class="table table--cards table--texts">
                <caption class="visually-hidden">{title.clone()}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(visit: &Visit, gap: &CoverageGap, heads: &[String; 4]) -> AnyView {
    let [product, obstacle, step, expires] = heads.clone();
    let name = gap.product.name_in(visit.lang).to_owned();
    let stars = tr!(visit, "common.stars", n = gap.stars);
    let since = gap.since.map(|day| {
        tr!(
            visit,
            format!("gaps.since_{}", gap.obstacle),
            day = format::date(day)
        )
    });
    let reason = gap.reason_code.map(|code| {
        let text = tr!(visit, format!("listings.reason_{code}"));
        let words = gap
            .reason
            .clone()
            .map(|words| format!(" · “{words}”"))
            .unwrap_or_default();
        view! { <br/><small class="muted">{text}{words}</small> }
    });
    let what = tr!(visit, format!("gaps.{}", gap.obstacle));
    let chain = gap.chain.clone().map(|chain| format!(" · {chain}"));
    let papers = (!gap.missing_papers.is_empty()).then(|| {
        let told = tr!(
            visit,
            "gaps.missing_papers",
            papers = missing(visit, &gap.missing_papers)
        );
        view! { <br/><small>{told}</small> }
    });
    let next = tr!(visit, format!("gaps.step_{}", gap.obstacle));
    // Where nothing has been offered yet, the step is the producer's.
    let (path, way) = match gap.listing_id {
        Some(id) => (format!("/desk/listings/{id}"), "gaps.open_listing"),
        None => (
            format!("/desk/organisations/{}", gap.producer.id),
            "gaps.open_producer",
        ),
    };
    view! {
        <tr>
            <th scope="row" data-label=product><span>
                <a href=visit.to(&format!("/products/{}", gap.product.slug))>{name}</a>
                <br/><small class="muted">{stars} " · " {gap.producer.name_in(visit.lang).to_owned()} " · " {gap.commune.name.clone()}</small>
            </span></th>
            <td data-label=obstacle><span><strong>{what}</strong>{chain}{since.map(|text| view! { <br/><small>{text}</small> })}{reason}{papers}</span></td>
            <td data-label=step><span>{next} " " <a href=visit.to(&path)>{tr!(visit, way)}</a></span></td>
            <td class="num" data-label=expires>{format::date(gap.expires_on)}</td>
        </tr>
    }
    .into_any()
}
