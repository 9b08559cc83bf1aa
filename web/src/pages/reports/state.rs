//! The state of the programme on a day, as a paper to print: the report of 18–20 November and of 1 December.

use crate::{
    components::{
        bits::{icon, only_vietnamese, page_head},
        frame::Frame,
        messages::problem_summary,
    },
    form::Form,
    format,
    pages::{
        address::{asked, day, day_text},
        info::coverage::day_form,
        work::refused,
    },
    visit::{PageError, PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, Date, Lang,
    certification::Certificate,
    identity::OrganisationKind::{Authority, Centre},
    reports::{GetStateReport, StateQuery, StateReport, StateRow},
};

pub(crate) async fn state(visit: Visit) -> PageResult {
    visit.member(&[Centre, Authority])?;
    let (form, report) = asked_report(&visit).await?;
    let title = tr!(visit, "state_report.title");
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let presets: Vec<AnyView> = presets(visit.today())
            .into_iter()
            .map(|day| {
                let path = visit.to(&format!("/desk/reports/state?on={}", day_text(day)));
                let current = (day == report.on).then_some("page");
                view! { <a class="button button--quiet" href=path aria-current=current>{format::date(day)}</a> }.into_any()
            })
            .collect();
        let print = view! {
            <button class="button" type="button" hidden=true data-print="">{icon(&visit, "print")}{tr!(visit, "state_report.print")}</button>
        };
        view! {
            <div class="no-print stack">
                {page_head(title.clone(), Some(tr!(visit, "state_report.lede")), print.into_any())}
                {problem_summary(&visit, &form)}
                <div class="filters">{day_form(&visit, "/desk/reports/state", &form)}{presets}</div>
            </div>
            {paper(&visit, &report)}
        }
        .into_any()
    }))
}

/// What was asked for; what is no day, or lies ahead, is refused, with today's report below it.
async fn asked_report(visit: &Visit) -> Result<(Form, StateReport), PageError> {
    let Some(text) = asked(visit, "on") else {
        let report = visit.get::<GetStateReport>(()).await?;
        return Ok((Form::filled([("on", day_text(report.on))]), report));
    };
    let form = Form::filled([("on", text.clone())]);
    let Some(on) = day(&text) else {
        let form = form.unreadable(visit.lang, &["on"]);
        return Ok((form, visit.get::<GetStateReport>(()).await?));
    };
    match visit
        .send(Call::<GetStateReport>::new(()).query(&StateQuery { on: Some(on) }))
        .await
    {
        Ok(report) => Ok((form, report)),
        Err(error) => Ok((
            refused(visit, form, error)?,
            visit.get::<GetStateReport>(()).await?,
        )),
    }
}

/// The days of the reporting cycle that have come, the newest first: 20 November and 30 November of each year.
fn presets(today: Date) -> Vec<Date> {
    let of_year = |year| {
        [(time::Month::November, 30), (time::Month::November, 20)]
            .into_iter()
            .filter_map(move |(month, day)| Date::from_calendar_date(year, month, day).ok())
    };
    std::iter::once(today)
        .chain([today.year(), today.year() - 1].into_iter().flat_map(of_year))
        .filter(|day| *day <= today)
        .take(4)
        .collect()
}

fn paper(visit: &Visit, report: &StateReport) -> AnyView {
    let lang = visit.lang;
    let valid = &report.valid;
    let percent = report.coverage.percent.map_or_else(
        || tr!(visit, "state_report.no_figure"),
        |value| format::percent(lang, value),
    );
    let line = |name: String, now: String, target: String| {
        view! { <tr><th scope="row">{name}</th><td class="num">{now}</td><td class="num">{target}</td></tr> }
    };
    let count = |value| format::number(lang, value);
    let shelf = tr!(
        visit,
        "state_report.shelf",
        listed = count(report.coverage.listed),
        total = count(report.coverage.total)
    );
    view! {
        <article class="document stack stack--loose">
            <header class="document__head">
                <div><p class="brand">{lang.pick(visit.site.province, visit.site.province_en).to_owned()} " · OCOP"</p></div>
                <div class="document__number"><h2 class="h1">{tr!(visit, "state_report.heading")}</h2><p class="num">{tr!(visit, "state_report.on", day = format::date(report.on))}</p></div>
            </header>
            <section class="stack stack--tight">
                <h3>{tr!(visit, "state_report.targets", year = valid.target_year)}</h3>
                <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "state_report.heading")><table class="table">
                    <thead><tr><th scope="col">{tr!(visit, "state_report.what")}</th><th scope="col" class="num">{tr!(visit, "state_report.now")}</th><th scope="col" class="num">{tr!(visit, "state_report.target")}</th></tr></thead>
                    <tbody>
                        {line(tr!(visit, "state_report.all"), count(valid.all), count(valid.target_all))}
                        {line(tr!(visit, "common.stars", n = 5), count(valid.five), count(valid.target_five))}
                        {line(tr!(visit, "common.stars", n = 4), count(valid.four), count(valid.target_four))}
                        {line(tr!(visit, "common.stars", n = 3), count(valid.three), String::new())}
                        {line(shelf, percent, format!("{} %", valid.target_percent))}
                        {line(tr!(visit, "state_report.commune_count"), count(report.commune_count), String::new())}
                    </tbody>
                </table></div>
            </section>
            {tally(visit, tr!(visit, "state_report.groups"), &report.groups)}
            {tally(visit, tr!(visit, "state_report.communes"), &report.communes)}
            {certificates(visit, tr!(visit, "state_report.lapsing"), &report.lapsing)}
            {certificates(visit, tr!(visit, "state_report.lapsed"), &report.lapsed)}
            <p class="small muted">{tr!(visit, "state_report.note")}</p>
            <div class="signatures"><div>{tr!(visit, "state_report.made_by")}</div><div>{tr!(visit, "state_report.signed_by")}</div></div>
        </article>
    }
    .into_any()
}

fn tally(visit: &Visit, title: String, rows: &[StateRow]) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let number = |value| format::number(visit.lang, value);
    let rows: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let name = if visit.lang == Lang::En { row.name_en.clone() } else { row.name.clone() };
            view! {
                <tr><th scope="row">{name}</th><td class="num">{number(row.three)}</td><td class="num">{number(row.four)}</td>
                <td class="num">{number(row.five)}</td><td class="num strong">{number(row.all)}</td></tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="stack stack--tight">
            <h3>{title.clone()}</h3>
            <div class="table-wrap" tabindex="0" role="region" aria-label=title><table class="table table--dense">
                <thead><tr><th scope="col">{tr!(visit, "state_report.what")}</th>
                    <th scope="col" class="num">{tr!(visit, "common.stars", n = 3)}</th><th scope="col" class="num">{tr!(visit, "common.stars", n = 4)}</th>
                    <th scope="col" class="num">{tr!(visit, "common.stars", n = 5)}</th><th scope="col" class="num">{tr!(visit, "state_report.sum")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
    .into_any()
}

fn certificates(visit: &Visit, title: String, rows: &[Certificate]) -> AnyView {
    let body = if rows.is_empty() {
        view! { <p class="muted">{tr!(visit, "state_report.none")}</p> }.into_any()
    } else {
        let rows: Vec<AnyView> = rows
            .iter()
            .map(|certificate| {
                view! {
                    <tr><th scope="row"><a href=visit.to(&format!("/desk/certificates/{}", certificate.id))>{certificate.name_in(visit.lang).to_owned()}</a></th>
                    <td lang=only_vietnamese(visit.lang, certificate.producer.name_en.as_deref())>{certificate.producer.name_in(visit.lang).to_owned()}</td><td>{tr!(visit, "common.stars", n = certificate.stars)}</td>
                    <td>{certificate.decision_no.clone()}</td><td class="num">{format::date(certificate.revoked_on.unwrap_or(certificate.expires_on))}</td></tr>
                }
                .into_any()
            })
            .collect();
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-label=title.clone()><table class="table table--dense">
                <thead><tr><th scope="col">{tr!(visit, "catalogue.product")}</th><th scope="col">{tr!(visit, "work.producer")}</th>
                    <th scope="col">{tr!(visit, "certification.stars")}</th><th scope="col">{tr!(visit, "certification.decision_no")}</th>
                    <th scope="col" class="num">{tr!(visit, "certification.expires_on")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        }
        .into_any()
    };
    view! { <section class="stack stack--tight"><h3>{title}</h3>{body}</section> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::presets;
    use time::macros::date;

    #[test]
    fn only_days_that_have_come_are_offered() {
        assert_eq!(
            presets(date!(2026 - 11 - 22)),
            [
                date!(2026 - 11 - 22),
                date!(2026 - 11 - 20),
                date!(2025 - 11 - 30),
                date!(2025 - 11 - 20),
            ]
        );
    }
}
