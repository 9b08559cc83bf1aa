//! Certificates: valid ones first, those that lapse next before others; a producer reads its own.

use crate::{
    components::{
        bits::{badge, icon, only_vietnamese, page_head, state_word},
        export::{export_as_of, import_link},
        frame::Frame,
        messages::empty,
    },
    format,
    islands::AutoSubmit,
    pages::{
        address::{asked, news},
        work::{choice, next_page, pick, search, tabs},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    certification::{Certificate, CertificateFilter, CertificateState, ListCertificates},
    exchange::{ExportKind, Exported, ImportKind},
    identity::OrganisationKind::{self, Authority, Centre, Producer},
    producers::{Commune, ListCommunes},
};

/// The programme's first year.
const FIRST_YEAR: i32 = 2018;

pub(crate) async fn list(visit: Visit) -> PageResult {
    let kind = visit.member(&[Producer, Centre, Authority])?.organisation.kind;
    let filter = CertificateFilter {
        product_id: choice(&visit, "product"),
        state: choice(&visit, "state"),
        stars: asked(&visit, "stars").filter(|stars| matches!(stars.as_str(), "3" | "4" | "5" | "4,5")),
        expires_within_days: choice(&visit, "expires_within_days"),
        commune: asked(&visit, "commune"),
        year: choice(&visit, "year"),
        q: asked(&visit, "q"),
        limit: Some(50),
        cursor: asked(&visit, "cursor"),
    };
    let (page, communes) = futures_util::future::try_join(
        visit.read(Call::<ListCertificates>::new(()).query(&filter)),
        visit.get::<ListCommunes>(()),
    )
    .await?;
    let title = if kind == Producer {
        tr!(visit, "certification.own")
    } else {
        tr!(visit, "certification.title")
    };
    Ok(visit.page(Frame::desk(title.clone()), || {
        let state = |state: &str| state_word(&visit, state);
        // Valid ones come first by themselves, those that lapse next before others.
        let states = vec![
            ("", tr!(visit, "work.all")),
            ("expiring", state("expiring")),
            ("valid", state("valid")),
            ("lapsed", state("lapsed")),
            ("revoked", state("revoked")),
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
            view! { <div class="filters">{import}{export_as_of(&visit, ExportKind::Certificates, &filter.as_export())}</div> }
        };
        let record = (kind != Producer).then(|| {
            view! { <a class="button" href=visit.to("/desk/certificates/new")>{icon(&visit, "plus")}{tr!(visit, "certification.new")}</a> }
        });
        let calendar = view! {
            <a class="button button--quiet" href=visit.to("/desk/certificates/calendar")>{icon(&visit, "calendar")}{tr!(visit, "certificate_calendar.title")}</a>
        };
        view! {
            {page_head(title.clone(), Some(tr!(visit, "certification.lede")), view! { {calendar}{record} }.into_any())}
            {news(&visit, "certification", &["recorded"])}
            {tabs(&visit, tr!(visit, "work.status"), "state", states)}
            <div class="stack">{search(&visit, tr!(visit, "certification.search"))}{filters(&visit, kind, &communes.items)}</div>
            {table}
            {along}
            {next_page(&visit, page.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

/// Stars, the days within which a certificate lapses, the commune, the year of the decision.
fn filters(visit: &Visit, kind: OrganisationKind, communes: &[Commune]) -> AnyView {
    let own = |pairs: Vec<(&str, String)>| {
        pairs
            .into_iter()
            .map(|(value, text)| (value.to_owned(), text))
            .collect::<Vec<_>>()
    };
    let stars = |number: &'static str| (number, tr!(visit, "common.stars", n = number));
    let within = |days: &'static str| (days, tr!(visit, "certification.within", n = days));
    let carried: Vec<AnyView> = ["state", "q"]
        .into_iter()
        .filter_map(|name| Some((name, asked(visit, name)?)))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect();
    let this_year = visit.today().year();
    let years = (FIRST_YEAR..=this_year)
        .rev()
        .map(|year| (year.to_string(), year.to_string()));
    let years = std::iter::once((String::new(), tr!(visit, "certification.any_year"))).chain(years);
    let places = communes
        .iter()
        .map(|commune| (commune.code.clone(), commune.name.clone()));
    let places = std::iter::once((String::new(), tr!(visit, "organisations.any_commune"))).chain(places);
    let commune =
        (kind != Producer).then(|| pick(visit, "commune", tr!(visit, "work.commune"), places.collect()));
    let fields = view! {
        {carried}
        {pick(visit, "stars", tr!(visit, "certification.stars"), own(vec![
            ("", tr!(visit, "certification.any_stars")),
            stars("5"),
            stars("4"),
            ("4,5", tr!(visit, "certification.four_five")),
            stars("3"),
        ]))}
        {pick(visit, "expires_within_days", tr!(visit, "certification.lapse"), own(vec![
            ("", tr!(visit, "certification.any_day")),
            within("30"),
            within("90"),
            within("180"),
        ]))}
        {commune}
        {pick(visit, "year", tr!(visit, "certification.year"), years.collect())}
        <button class="button button--quiet">{tr!(visit, "certification.filter")}</button>
    }
    .into_any();
    let action = visit.to("/desk/certificates");
    view! { <AutoSubmit action class="filters".to_owned()>{fields}</AutoSubmit> }.into_any()
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
    let stars = if certificate.is_over() {
        view! { <span class="muted">{stars}</span> }.into_any()
    } else {
        view! { <span class="stars">{icon(visit, "star")}{stars}</span> }.into_any()
    };
    let left = match certificate.days_left {
        _ if certificate.state == CertificateState::Revoked => tr!(
            visit,
            "certification.revoked_from",
            day = certificate.revoked_on.map(format::date).unwrap_or_default()
        ),
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
    let by = (kind != Producer).then(
        || view! { <br/><small class="muted" lang=only_vietnamese(visit.lang, certificate.producer.name_en.as_deref())>{certificate.producer.name_in(visit.lang).to_owned()}</small> },
    );
    let level = tr!(visit, format!("certification.level_{}", certificate.level));
    view! {
        <tr>
            <th scope="row">
                <span><a href=visit.to(&format!("/desk/certificates/{}", certificate.id))>{certificate.name_in(visit.lang).to_owned()}</a>{by}</span>
            </th>
            <td data-label=tr!(visit, "certification.stars")>{stars}</td>
            <td data-label=tr!(visit, "certification.decision_no")>
                <span>{certificate.decision_no.clone()}<br/><small class="muted">{certificate.issuer.clone()} " · " {level}</small></span>
            </td>
            <td class="num" data-label=tr!(visit, "certification.issued_on")>{format::date(certificate.issued_on)}</td>
            <td data-label=tr!(visit, "certification.expires_on")>
                <span><span class="num">{format::date(certificate.expires_on)}</span><br/><small class="muted">{left}</small></span>
            </td>
            <td data-label=tr!(visit, "work.status")>{badge(visit, certificate.state.as_str())}</td>
        </tr>
    }
    .into_any()
}
