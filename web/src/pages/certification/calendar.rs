//! When certificates lapse: a month a heading, with the marks of 180, 90 and 30 days. A list to print.

use crate::{
    components::{
        bits::{badge, breadcrumb, icon, only_vietnamese},
        frame::Frame,
        messages::empty,
    },
    format,
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    certification::{CalendarMonth, CalendarQuery, Certificate, GetCertificateCalendar},
    identity::OrganisationKind::{Authority, Centre, Producer},
};

/// How far ahead the page looks.
pub(super) const MONTHS: u8 = 24;

pub(crate) async fn calendar(visit: Visit) -> PageResult {
    let kind = visit.member(&[Producer, Centre, Authority])?.organisation.kind;
    let query = CalendarQuery {
        from: None,
        months: Some(MONTHS),
    };
    let calendar = visit
        .read(Call::<GetCertificateCalendar>::new(()).query(&query))
        .await?;
    let title = tr!(visit, "certificate_calendar.title");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let months: Vec<&CalendarMonth> =
            calendar.months.iter().filter(|month| !month.certificates.is_empty()).collect();
        let all = || calendar.months.iter().flat_map(|month| &month.certificates);
        let marks: Vec<AnyView> = [30, 90, 180]
            .into_iter()
            .map(|days| {
                let count = all().filter(|certificate| (0..=days).contains(&certificate.days_left)).count();
                let path = format!("/desk/certificates?expires_within_days={days}");
                view! {
                    <li><a href=visit.to(&path)><strong class="num">{count}</strong>
                    <span>{tr!(visit, "certificate_calendar.within", n = days)}</span></a></li>
                }
                .into_any()
            })
            .collect();
        let body = if months.is_empty() {
            empty(&visit, tr!(visit, "certificate_calendar.empty"), tr!(visit, "certificate_calendar.empty_text"), None)
        } else {
            let months: Vec<AnyView> =
                months.into_iter().map(|month| section(&visit, month, kind != Producer)).collect();
            months.into_any()
        };
        view! {
            {breadcrumb(&visit, vec![("/desk/certificates".to_owned(), tr!(visit, "certification.title"))], title.clone())}
            <div class="page-head">
                <div><h1>{title.clone()}</h1><p class="lede">{tr!(visit, "certificate_calendar.lede", n = MONTHS)}</p></div>
                <div class="cluster no-print">
                    <button class="button button--quiet" type="button" hidden=true data-print="">{icon(&visit, "print")}{tr!(visit, "certificate_calendar.print")}</button>
                    <a class="button button--quiet" href=visit.to("/desk/certificates/calendar.ics") download="">{icon(&visit, "calendar")}{tr!(visit, "certificate_calendar.file")}</a>
                </div>
            </div>
            <ul class="figures list-plain">{marks}</ul>
            {body}
        }
        .into_any()
    }))
}

fn section(visit: &Visit, month: &CalendarMonth, see_producer: bool) -> AnyView {
    let heading = tr!(
        visit,
        "certificate_calendar.month",
        month = u8::from(month.month.month()),
        year = month.month.year()
    );
    let rows: Vec<AnyView> = month
        .certificates
        .iter()
        .map(|certificate| row(visit, certificate, see_producer))
        .collect();
    view! {
        <section class="stack stack--tight">
            <h2 class="h3">{heading.clone()} " " <span class="count">{month.certificates.len()}</span></h2>
            <div class="table-wrap" tabindex="0" role="region" aria-label=heading.clone()>
                <table class="table table--cards table--even">
                    <caption class="visually-hidden">{heading.clone()}</caption>
                    <thead><tr>
                        <th scope="col">{tr!(visit, "certification.expires_on")}</th>
                        <th scope="col">{tr!(visit, "catalogue.product")}</th>
                        <th scope="col">{tr!(visit, "certification.stars")}</th>
                        <th scope="col">{tr!(visit, "certification.decision_no")}</th>
                        <th scope="col">{tr!(visit, "certificate_calendar.mark")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(visit: &Visit, certificate: &Certificate, see_producer: bool) -> AnyView {
    let mark = match certificate.days_left {
        left if left < 0 => badge(visit, "lapsed"),
        left => match [30, 90, 180].into_iter().find(|days| left <= *days) {
            Some(days) => {
                let class = match days {
                    30 => "badge badge--declined",
                    90 => "badge badge--expiring",
                    _ => "badge",
                };
                view! { <span class=class>{tr!(visit, "certificate_calendar.within", n = days)}</span> }.into_any()
            }
            None => view! { <span class="muted num">{tr!(visit, "certification.days_left", n = format::number(visit.lang, left))}</span> }.into_any(),
        },
    };
    let producer = see_producer.then(
        || view! { <br/><small class="muted" lang=only_vietnamese(visit.lang, certificate.producer.name_en.as_deref())>{certificate.producer.name_in(visit.lang).to_owned()}</small> },
    );
    let path = visit.to(&format!("/desk/certificates/{}", certificate.id));
    view! {
        <tr>
            <td class="nowrap" data-label=tr!(visit, "certification.expires_on")>{format::date(certificate.expires_on)}</td>
            <th scope="row" data-label=tr!(visit, "catalogue.product")><span><a href=path lang=only_vietnamese(visit.lang, certificate.product_name_en.as_deref())>{certificate.name_in(visit.lang).to_owned()}</a>{producer}</span></th>
            <td data-label=tr!(visit, "certification.stars")>{tr!(visit, "common.stars", n = certificate.stars)}</td>
            <td data-label=tr!(visit, "certification.decision_no")>{certificate.decision_no.clone()}</td>
            <td data-label=tr!(visit, "certificate_calendar.mark")>{mark}</td>
        </tr>
    }
    .into_any()
}
