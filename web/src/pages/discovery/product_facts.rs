//! What a buyer decides by: certificate, lead time, stock, season.

use crate::{components::bits::icon, format, visit::Visit};
use leptos::prelude::*;
use shared::{
    certification::{Certificate, CertificateState},
    discovery::Product,
};

/// The certificate whose stars are shown.
fn shown(product: &Product) -> Option<&Certificate> {
    product
        .certificates
        .iter()
        .filter(|certificate| !certificate.is_over() && Some(certificate.stars) == product.stars)
        .max_by_key(|certificate| certificate.expires_on)
}

/// Decision, last valid day, lead time, stock, minimum.
pub(super) fn facts(visit: &Visit, product: &Product) -> AnyView {
    let fact = |title: String, text: String| view! { <div><dt>{title}</dt><dd>{text}</dd></div> };
    let certificate = shown(product).map(|certificate| {
        view! {
            {fact(tr!(visit, "product.decision"), certificate.decision_no.clone())}
            {fact(tr!(visit, "product.valid_until"), format::date(certificate.expires_on))}
        }
    });
    let least = product.producer.minimum_order;
    let minimum = (least.amount > 0).then(|| {
        fact(
            tr!(visit, "product.minimum_order"),
            format::money(visit.lang, least),
        )
    });
    let orderable = !product.packs.is_empty();
    let trade = orderable.then(|| {
        let available = if product.available > 0 {
            tr!(visit, "product.cases", n = format::number(visit.lang, product.available))
        } else {
            tr!(visit, "common.out_of_stock")
        };
        view! {
            {fact(tr!(visit, "product.available"), available)}
            {fact(tr!(visit, "product.lead_time"), tr!(visit, "product.days", n = product.producer.lead_time_days))}
            {minimum}
        }
    });
    let best_before = product
        .best_before
        .map(|day| fact(tr!(visit, "product.best_before"), format::date(day)));
    let shelf_life = product.texts.shelf_life_days.map(|days| {
        fact(
            tr!(visit, "product.shelf_life"),
            tr!(
                visit,
                "product.plain_days",
                n = format::number(visit.lang, i64::from(days))
            ),
        )
    });
    view! { <dl class="facts">{certificate}{trade}{best_before}{shelf_life}</dl> }.into_any()
}

/// What the producer claims, as chips.
pub(super) fn claims(visit: &Visit, product: &Product) -> AnyView {
    let shelf = (!product.on_shelf.is_empty()).then(|| {
        view! { <a class="chip chip--shelf" href="#shelf">{icon(visit, "shelf")}{tr!(visit, "common.on_shelf")}</a> }
    });
    let claims: Vec<AnyView> = product
        .texts
        .claims
        .iter()
        .map(|claim| {
            view! { <span class="chip">{tr!(visit, format!("product.claim_{claim}"))}</span> }.into_any()
        })
        .collect();
    if shelf.is_none() && claims.is_empty() {
        return ().into_any();
    }
    view! { <p class="cluster cluster--chips">{shelf}{claims}</p> }.into_any()
}

/// The twelve months, with those in season and the present one marked.
pub(super) fn season(visit: &Visit, product: &Product) -> AnyView {
    let now = u8::from(visit.today().month());
    let months = &product.texts.season_months;
    if months.is_empty() {
        return view! { <p class="cluster"><span class="chip chip--season">{icon(visit, "calendar")}{tr!(visit, "product.all_year")}</span></p> }
            .into_any();
    }
    let bars: Vec<AnyView> = (1..=12_u8)
        .map(|month| {
            let season = months.contains(&month);
            let class = match (season, month == now) {
                (true, true) => "is-season is-now",
                (true, false) => "is-season",
                (false, true) => "is-now",
                (false, false) => "",
            };
            let told = season.then(
                || view! { <span class="visually-hidden">" " {tr!(visit, "product.in_season")}</span> },
            );
            view! { <li class=class>{month}{told}</li> }.into_any()
        })
        .collect();
    view! {
        <div class="stack stack--tight">
            <h2 class="h4">{tr!(visit, "product.season")}</h2>
            <ol class="season-bar" aria-label=tr!(visit, "product.season")>{bars}</ol>
            <p class="season-key small" aria-hidden="true">
                <span class="is-season">{tr!(visit, "product.in_season")}</span>
                <span class="is-now">{tr!(visit, "product.this_month")}</span>
            </p>
        </div>
    }
    .into_any()
}

/// Certificates, newest first. A lapsed one is grey and dated, and shows no star.
pub(super) fn certificates(visit: &Visit, product: &Product) -> AnyView {
    if product.certificates.is_empty() {
        return ().into_any();
    }
    let papers: Vec<AnyView> = product
        .certificates
        .iter()
        .map(|certificate| paper(visit, certificate))
        .collect();
    view! {
        <section class="section stack">
            <h2>{tr!(visit, "product.papers")}</h2>
            <ul class="papers">{papers}</ul>
        </section>
    }
    .into_any()
}

fn paper(visit: &Visit, certificate: &Certificate) -> AnyView {
    let lapsed = certificate.is_over();
    let title = if lapsed {
        tr!(visit, "product.certificate")
    } else {
        tr!(visit, "product.certificate_stars", n = certificate.stars)
    };
    let day = format::date(certificate.expires_on);
    let state = match certificate.state {
        CertificateState::Lapsed => {
            view! { <span class="badge badge--lapsed">{tr!(visit, "product.lapsed_on", day = day)}</span> }
                .into_any()
        }
        CertificateState::Revoked => {
            let day = certificate.revoked_on.map(format::date).unwrap_or_default();
            view! { <span class="badge badge--lapsed">{tr!(visit, "product.revoked_on", day = day)}</span> }
                .into_any()
        }
        CertificateState::Expiring => {
            view! { <span class="badge badge--expiring">{tr!(visit, "product.valid_to", day = day)}</span> }
                .into_any()
        }
        CertificateState::Valid => {
            view! { <span class="badge badge--valid">{tr!(visit, "product.valid_to", day = day)}</span> }
                .into_any()
        }
    };
    let told = tr!(
        visit,
        "product.certificate_told",
        number = certificate.decision_no,
        issuer = certificate.issuer,
        day = format::date(certificate.issued_on)
    );
    let class = if lapsed { "muted" } else { "strong" };
    view! {
        <li>
            {icon(visit, "certificate")}
            <div><span class=class>{title}</span><small>{told}</small></div>
            {state}
        </li>
    }
    .into_any()
}
