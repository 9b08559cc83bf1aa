//! Certificates, those that lapse next first; a producer reads its own.

use crate::{
    components::{
        bits::{badge, icon, page_head},
        export::{export_link, import_link},
        frame::Frame,
        messages::empty,
    },
    format,
    islands::AutoSubmit,
    pages::{
        address::{asked, news},
        work::{choice, next_page, tabs},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    certification::{Certificate, CertificateFilter, CertificateState, ListCertificates},
    exchange::{ExportKind, ImportKind},
    identity::OrganisationKind::{self, Authority, Centre, Producer},
};

pub(crate) async fn list(visit: Visit) -> PageResult {
    let kind = visit.member(&[Producer, Centre, Authority])?.organisation.kind;
    // Whoever watches over everybody's begins with what lapses next; a producer has few and sees them all.
    let state = match asked(&visit, "state") {
        None if kind != Producer => Some(CertificateState::Expiring),
        state => state.and_then(|state| state.parse().ok()),
    };
    let filter = CertificateFilter {
        product_id: choice(&visit, "product"),
        state,
        stars: asked(&visit, "stars").filter(|stars| matches!(stars.as_str(), "3" | "4" | "5" | "4,5")),
        expires_within_days: choice(&visit, "expires_within_days"),
        limit: Some(50),
        cursor: asked(&visit, "cursor"),
    };
    let page = visit
        .read(Call::<ListCertificates>::new(()).query(&filter))
        .await?;
    let title = if kind == Producer {
        tr!(visit, "certification.own")
    } else {
        tr!(visit, "certification.title")
    };
    Ok(visit.page(Frame::desk(title.clone()), || {
        let state = |state: &str| tr!(visit, format!("state.{state}"));
        let (all, expiring) = if kind == Producer { ("", "expiring") } else { ("all", "") };
        let states = vec![
            (expiring, state("expiring")),
            ("valid", state("valid")),
            ("lapsed", state("lapsed")),
            (all, tr!(visit, "work.all")),
        ];
        let rows: Vec<AnyView> = page.items.iter().map(|certificate| row(&visit, kind, certificate)).collect();
        let table = if rows.is_empty() {
            let text = if kind == Producer { "certification.empty_own" } else { "certification.empty_text" };
            empty(&visit, tr!(visit, "certification.empty_title"), tr!(visit, text), None)
        } else {
            table(&visit, &title, rows)
        };
        let along = {
            let import = (kind != Producer).then(|| import_link(&visit, ImportKind::Certificates));
            let state = filter.state.map_or("", CertificateState::as_str);
            view! { <div class="cluster">{import}{export_link(&visit, ExportKind::Certificates, &[("status", state)])}</div> }
        };
        let record = (kind != Producer).then(|| {
            view! { <a class="button" href=visit.to("/desk/certificates/new")>{icon(&visit, "plus")}{tr!(visit, "certification.new")}</a> }
        });
        view! {
            {page_head(title.clone(), Some(tr!(visit, "certification.lede")), record.into_any())}
            {news(&visit, "certification", &["recorded"])}
            {tabs(&visit, tr!(visit, "work.status"), "state", states)}
            <div>{filters(&visit)}</div>
            {table}
            {along}
            {next_page(&visit, page.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

/// Stars and the days within which a certificate lapses.
fn filters(visit: &Visit) -> AnyView {
    let select = |name: &'static str, label: String, choices: Vec<(&'static str, String)>| {
        let chosen = asked(visit, name).unwrap_or_default();
        let choices: Vec<AnyView> = choices
            .into_iter()
            .map(|(value, text)| {
                let selected = chosen == value;
                view! { <option value=value selected=selected>{text}</option> }.into_any()
            })
            .collect();
        let id = format!("filter-{name}");
        view! {
            <label class="visually-hidden" for=id.clone()>{label}</label>
            <select class="input" id=id name=name>{choices}</select>
        }
    };
    let stars = |number: &'static str| (number, tr!(visit, "common.stars", n = number));
    let within = |days: &'static str| (days, tr!(visit, "certification.within", n = days));
    let state = asked(visit, "state").map(|state| view! { <input type="hidden" name="state" value=state/> });
    let fields = view! {
        {state}
        {select("stars", tr!(visit, "certification.stars"), vec![
            ("", tr!(visit, "certification.any_stars")),
            stars("5"),
            stars("4"),
            ("4,5", tr!(visit, "certification.four_five")),
            stars("3"),
        ])}
        {select("expires_within_days", tr!(visit, "certification.lapse"), vec![
            ("", tr!(visit, "certification.any_day")),
            within("30"),
            within("90"),
            within("180"),
        ])}
        <button class="button button--quiet">{tr!(visit, "certification.filter")}</button>
    }
    .into_any();
    let action = visit.to("/desk/certificates");
    view! { <AutoSubmit action class="cluster".to_owned()>{fields}</AutoSubmit> }.into_any()
}

fn table(visit: &Visit, title: &str, rows: Vec<AnyView>) -> AnyView {
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=title.to_owned()>
            <table class="table table--cards">
                <caption class="visually-hidden">{title.to_owned()}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "catalogue.product")}</th>
                    <th scope="col">{tr!(visit, "certification.stars")}</th>
                    <th scope="col">{tr!(visit, "certification.decision_no")}</th>
                    <th scope="col">{tr!(visit, "certification.issued_on")}</th>
                    <th scope="col">{tr!(visit, "certification.expires_on")}</th>
                    <th scope="col">{tr!(visit, "work.status")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(visit: &Visit, kind: OrganisationKind, certificate: &Certificate) -> AnyView {
    let stars = tr!(visit, "common.stars", n = certificate.stars);
    // A star is drawn only while the certificate is valid; afterwards the number is history.
    let stars = if certificate.state == CertificateState::Lapsed {
        view! { <span class="muted">{stars}</span> }.into_any()
    } else {
        view! { <span class="stars">{icon(visit, "star")}{stars}</span> }.into_any()
    };
    let left = match certificate.days_left {
        left if left < 0 => tr!(
            visit,
            "certification.days_ago",
            n = format::number(visit.lang, -left)
        ),
        left => tr!(
            visit,
            "certification.days_left",
            n = format::number(visit.lang, left)
        ),
    };
    let by = (kind != Producer)
        .then(|| view! { <br/><small class="muted">{certificate.producer.name.clone()}</small> });
    let level = tr!(visit, format!("certification.level_{}", certificate.level));
    view! {
        <tr>
            <th scope="row">
                <span><a href=visit.to(&format!("/products/{}", certificate.product_slug))>{certificate.product_name.clone()}</a>{by}</span>
            </th>
            <td data-label=tr!(visit, "certification.stars")>{stars}</td>
            <td data-label=tr!(visit, "certification.decision_no")>
                <span>{certificate.decision_no.clone()}<br/><small class="muted">{certificate.issuer.clone()} " · " {level}</small></span>
            </td>
            <td class="num" data-label=tr!(visit, "certification.issued_on")>{format::date(certificate.issued_on)}</td>
            <td data-label=tr!(visit, "certification.expires_on")>
                <span><span class="num">{format::date(certificate.expires_on)}</span><br/><small class="muted num">{left}</small></span>
            </td>
            <td data-label=tr!(visit, "work.status")>{badge(visit, certificate.state.as_str())}</td>
        </tr>
    }
    .into_any()
}
