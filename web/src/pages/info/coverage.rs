//! The coverage figure: how many valid four- and five-star products stand on a chain's shelf, and which are missing.

use super::coverage_map::coverage_map;
use crate::{
    components::{
        bits::{only_vietnamese, page_head, stars},
        chart::{Chart, Shape},
        export::export_link,
        fields::Field,
        frame::Frame,
        messages::{empty, problem_summary},
    },
    form::Form,
    format,
    pages::{
        address::{asked, day, day_text},
        work::refused,
    },
    visit::{PageError, PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    exchange::{ExportFilter, ExportKind},
    listings::{
        Coverage, CoverageHistoryQuery, CoveragePoint, CoverageQuery, GetCoverage, GetCoverageHistory,
        ValidCounts,
    },
    producers::ListCommunes,
};

pub(crate) async fn coverage(visit: Visit) -> PageResult {
    let (form, coverage) = asked_day(&visit).await?;
    let until = coverage.on;
    let query = CoverageHistoryQuery {
        until: Some(until),
        months: None,
    };
    let (history, communes) = futures_util::future::try_join(
        visit.read(Call::<GetCoverageHistory>::new(()).query(&query)),
        visit.get::<ListCommunes>(()),
    )
    .await?;
    let (history, communes) = (history.items, communes.items);
    let frame = Frame::public(tr!(visit, "coverage.title")).described(tr!(visit, "coverage.description"));
    let body = || {
        view! {
            {page_head(
                tr!(visit, "coverage.title"),
                Some(tr!(visit, "coverage.lede", day = format::date(coverage.on))),
                day_form(&visit, "/coverage", &form),
            )}
            {problem_summary(&visit, &form)}
            <div class="split">
                {big(&visit, &coverage)}
                {targets(&visit, &coverage.valid)}
            </div>
            {history_chart(&visit, &history)}
            {coverage_map(&visit, &coverage, &communes)}
            {missing(&visit, &coverage)}
            {visit.session.is_some().then(|| {
                let on = ExportFilter { on: Some(coverage.on), ..ExportFilter::default() };
                export_link(&visit, ExportKind::Coverage, &on)
            })}
            <section class="section prose stack">
                <h2>{tr!(visit, "coverage.how")}</h2>
                <p>{tr!(visit, "coverage.how_1")}</p>
                <p>{tr!(visit, "coverage.how_2")}</p>
            </section>
        }
        .into_any()
    };
    Ok(if form.problem.is_some() {
        visit.html(form.status(), frame, body)
    } else {
        visit.page(frame, body)
    })
}

/// The figure of the day that the address asks for. What is no day, or lies ahead, is refused, with today's figure
/// below it.
pub(crate) async fn asked_day(visit: &Visit) -> Result<(Form, Coverage), PageError> {
    let Some(text) = asked(visit, "on") else {
        let coverage = visit.get::<GetCoverage>(()).await?;
        return Ok((Form::filled([("on", day_text(coverage.on))]), coverage));
    };
    let form = Form::filled([("on", text.clone())]);
    let Some(on) = day(&text) else {
        let coverage = visit.get::<GetCoverage>(()).await?;
        return Ok((form.unreadable(visit.lang, &["on"]), coverage));
    };
    match visit
        .send(Call::<GetCoverage>::new(()).query(&CoverageQuery { on: Some(on) }))
        .await
    {
        Ok(coverage) => Ok((form, coverage)),
        Err(error) => Ok((refused(visit, form, error)?, visit.get::<GetCoverage>(()).await?)),
    }
}

/// The choice of a day.
pub(crate) fn day_form(visit: &Visit, path: &str, form: &Form) -> AnyView {
    view! {
        <form class="filters no-print" action=visit.to(path)>
            {Field::new("on", tr!(visit, "coverage.on")).kind("date").input(visit, form)}
            <button class="button button--quiet">{tr!(visit, "coverage.show")}</button>
        </form>
    }
    .into_any()
}

/// The figure at the end of each month, against the target.
pub(crate) fn history_chart(visit: &Visit, points: &[CoveragePoint]) -> AnyView {
    let known: Vec<(&CoveragePoint, f64)> = points
        .iter()
        .filter_map(|point| point.percent.map(|percent| (point, percent)))
        .collect();
    let (Some((first, was)), Some((last, is))) = (known.first(), known.last()) else {
        return ().into_any();
    };
    let lang = visit.lang;
    let told = tr!(
        visit,
        "coverage.chart_told",
        from = format::date(first.on),
        was = format::percent(lang, *was),
        until = format::date(last.on),
        is = format::percent(lang, *is)
    );
    let labels = known
        .iter()
        .map(|(point, _)| format!("{:02}/{}", u8::from(point.on.month()), point.on.year() % 100))
        .collect();
    let values = known.iter().map(|(_, percent)| *percent).collect();
    Chart::new(
        "coverage-history",
        Shape::Line,
        tr!(visit, "coverage.chart"),
        told,
        tr!(visit, "coverage.month"),
        labels,
    )
    .series(tr!(visit, "coverage.title"), values)
    .target(100.0, tr!(visit, "coverage.chart_target"))
    .written(move |value| format::percent(lang, value))
    .view(visit)
}

/// The figure with its bar.
pub(crate) fn big(visit: &Visit, coverage: &Coverage) -> AnyView {
    let Some(percent) = coverage.percent else {
        return view! {
            <div class="figure-big">
                <p class="figure-big__value num">"–"</p>
                <p class="figure-big__label">{tr!(visit, "coverage.nothing")}</p>
            </div>
        }
        .into_any();
    };
    let value = format::percent(visit.lang, percent);
    let told = tr!(visit, "coverage.of_target", percent = value);
    let label = tr!(
        visit,
        "coverage.label",
        listed = format::number(visit.lang, coverage.listed),
        total = format::number(visit.lang, coverage.total)
    );
    // They count for the targets, which are of certificates.
    let hidden = coverage.valid.four + coverage.valid.five - coverage.total;
    view! {
        <div class="figure-big">
            <p class="figure-big__value num">{value}</p>
            <p class="figure-big__label">{label}</p>
            <svg class="figure-big__bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label=told>
                <rect class="bar-track" width="100" height="6"></rect>
                <rect class="bar-value" width=format!("{percent:.1}") height="6"></rect>
                <rect class="bar-target" x="99.2" width="0.8" height="6"></rect>
            </svg>
            <p class="figure-big__target small">{tr!(visit, "coverage.target")}</p>
            {(hidden > 0).then(|| view! { <p class="muted small">{tr!(visit, "coverage.hidden", n = format::number(visit.lang, hidden))}</p> })}
        </div>
    }
    .into_any()
}

/// Valid certificates against the province's targets.
pub(crate) fn targets(visit: &Visit, valid: &ValidCounts) -> AnyView {
    let row = |title: String, count: i64, target: i64| {
        let text = tr!(
            visit,
            "coverage.of",
            n = format::number(visit.lang, count),
            target = format::number(visit.lang, target)
        );
        let class = if count >= target {
            "progress progress--done"
        } else {
            "progress"
        };
        view! {
            <div class="stack stack--tight">
                <p class="cluster cluster--between"><span>{title.clone()}</span><strong class="num">{text.clone()}</strong></p>
                <progress class=class max=target.max(1) value=count.min(target) aria-label=title>{text}</progress>
            </div>
        }
    };
    view! {
        <section class="panel stack">
            <h2 class="h3">{tr!(visit, "coverage.targets", year = valid.target_year)}</h2>
            {row(tr!(visit, "coverage.valid_all"), valid.all, valid.target_all)}
            {row(tr!(visit, "coverage.valid_four"), valid.four, valid.target_four)}
            {row(tr!(visit, "coverage.valid_five"), valid.five, valid.target_five)}
            <p class="muted small">{tr!(visit, "coverage.three", n = format::number(visit.lang, valid.three))}</p>
        </section>
    }
    .into_any()
}

fn missing(visit: &Visit, coverage: &Coverage) -> AnyView {
    if coverage.total == 0 {
        return ().into_any();
    }
    let title = tr!(visit, "coverage.missing");
    let body = if coverage.missing.is_empty() {
        empty(
            visit,
            tr!(visit, "coverage.all_listed"),
            tr!(visit, "coverage.all_listed_text"),
            None,
        )
    } else {
        missing_table(visit, coverage)
    };
    view! { <section class="section stack"><h2>{title}</h2>{body}</section> }.into_any()
}

fn missing_table(visit: &Visit, coverage: &Coverage) -> AnyView {
    let heads = ["product", "producer", "stars", "expires"].map(|key| tr!(visit, format!("coverage.{key}")));
    let [product_head, producer_head, stars_head, expires_head] = heads;
    let rows: Vec<AnyView> = coverage
        .missing
        .iter()
        .map(|missing| {
            let product = visit.to(&format!("/products/{}", missing.product.slug));
            let producer = visit.to(&format!("/producers/{}", missing.producer.slug));
            view! {
                <tr>
                    <th scope="row" data-label=product_head.clone()><a href=product lang=only_vietnamese(visit.lang, missing.product.name_en.as_deref())>{missing.product.name_in(visit.lang).to_owned()}</a></th>
                    <td data-label=producer_head.clone()><a href=producer lang=only_vietnamese(visit.lang, missing.producer.name_en.as_deref())>{missing.producer.name_in(visit.lang).to_owned()}</a></td>
                    <td data-label=stars_head.clone()>{stars(visit, Some(missing.stars))}</td>
                    <td class="num" data-label=expires_head.clone()>{format::date(missing.expires_on)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "coverage.missing")>
            <table class="table table--cards">
                <caption>{tr!(visit, "coverage.missing_told", n = format::number(visit.lang, coverage.total - coverage.listed))}</caption>
                <thead><tr>
                    <th scope="col">{product_head.clone()}</th><th scope="col">{producer_head.clone()}</th>
                    <th scope="col">{stars_head.clone()}</th><th scope="col" class="num">{expires_head.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
