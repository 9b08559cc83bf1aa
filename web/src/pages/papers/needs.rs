//! What a product needs before a supermarket may take it, need by need.

use super::{kinds::Kinds, rows::state_badge};
use crate::{
    components::{bits::icon, messages::notice},
    format,
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    ProductId,
    identity::OrganisationKind,
    papers::{Compliance, NeedState, ProductNeed},
};

/// The needs with their state, and in one sentence whether they are enough. A producer finds the way to what lacks.
pub(crate) fn needs(visit: &Visit, kinds: &Kinds, compliance: &Compliance) -> AnyView {
    if compliance.needs.is_empty() {
        return view! { <p class="muted">{tr!(visit, "papers.nothing_needed")}</p> }.into_any();
    }
    let rows: Vec<AnyView> = compliance
        .needs
        .iter()
        .map(|need| row(visit, kinds, compliance, need))
        .collect();
    view! { {verdict(visit, compliance)}<ul class="papers">{rows}</ul> }.into_any()
}

/// Before a pitch: what the chosen product lacks, or which products lack something while none is chosen. It warns; the
/// chain decides.
pub(crate) fn lacking(visit: &Visit, chosen: Option<ProductId>, papers: &[Compliance]) -> AnyView {
    if let Some(id) = chosen {
        return match papers.iter().find(|product| product.product_id == id) {
            Some(product) => verdict(visit, product),
            None => ().into_any(),
        };
    }
    let lacking: Vec<AnyView> = papers
        .iter()
        .filter(|papers| !papers.ready)
        .map(|papers| {
            let path = visit.to(&format!("/desk/products/{}#papers", papers.product_id));
            view! { <li><a href=path>{papers.product_name.clone()}</a></li> }.into_any()
        })
        .collect();
    if lacking.is_empty() {
        return ().into_any();
    }
    let title = tr!(visit, "papers.lacking", n = lacking.len());
    view! { <details class="panel panel--quiet"><summary>{title}</summary><ul>{lacking}</ul></details> }
        .into_any()
}

/// Whether it is enough.
pub(crate) fn verdict(visit: &Visit, compliance: &Compliance) -> AnyView {
    if compliance.ready {
        let soonest = compliance
            .needs
            .iter()
            .filter(|need| need.required && need.lapses_within.is_some())
            .filter_map(|need| need.expires_on)
            .min();
        let (kind, text) = match soonest {
            Some(day) => (
                "warning",
                Some(tr!(visit, "papers.ready_until", day = format::date(day))),
            ),
            None => ("success", None),
        };
        return notice(visit, kind, tr!(visit, "papers.ready"), text);
    }
    let lacking: Vec<String> = compliance
        .needs
        .iter()
        .filter(|need| need.required && !is_met(need))
        .map(|need| tr!(visit, format!("papers.need_{}", need.need)))
        .collect();
    notice(
        visit,
        "warning",
        tr!(visit, "papers.not_ready"),
        Some(lacking.join(", ")),
    )
}

const fn is_met(need: &ProductNeed) -> bool {
    matches!(need.state, NeedState::Met | NeedState::Expiring)
}

fn row(visit: &Visit, kinds: &Kinds, compliance: &Compliance, need: &ProductNeed) -> AnyView {
    let title = tr!(visit, format!("papers.need_{}", need.need));
    let wanted =
        (!need.required).then(|| view! { <span class="muted">" (" {tr!(visit, "papers.wanted")} ")"</span> });
    let own = visit.kind() == Some(OrganisationKind::Producer);
    let found = match (need.paper_id, need.kind) {
        (Some(id), Some(kind)) => {
            let path = visit.to(&format!("/desk/papers/{id}"));
            view! { <small><a href=path>{kinds.name(visit, kind)}</a></small> }.into_any()
        }
        (None, Some(kind)) => view! { <small>{kinds.name(visit, kind)}</small> }.into_any(),
        (_, None) => {
            let any: Vec<String> = need
                .kinds
                .iter()
                .take(4)
                .map(|kind| kinds.name(visit, *kind))
                .collect();
            view! { <small>{tr!(visit, "papers.any_of", kinds = any.join("; "))}</small> }.into_any()
        }
    };
    let add = (own && !is_met(need) && need.paper_id.is_none()).then(|| {
        let kind = need.kinds.first().map(ToString::to_string).unwrap_or_default();
        let path = visit.to(&format!(
            "/desk/papers/new?kind={kind}&product={}",
            compliance.product_id
        ));
        view! { <small><a href=path>{tr!(visit, "papers.add_this")}</a></small> }
    });
    let basis = own.then(|| view! { <small class="muted">{need.basis.clone()}</small> });
    view! {
        <li>
            {icon(visit, if is_met(need) { "check" } else { "warning" })}
            <div><span class="strong">{title}</span>{wanted}{found}{add}{basis}</div>
            {badge(visit, need)}
        </li>
    }
    .into_any()
}

fn badge(visit: &Visit, need: &ProductNeed) -> AnyView {
    let day = need.expires_on.map(format::date);
    let (class, text) = match (need.state, day) {
        (NeedState::Met, Some(day)) => ("valid", tr!(visit, "product.valid_to", day = day)),
        (NeedState::Met, None) => ("valid", tr!(visit, "papers.state_met")),
        (NeedState::Expiring, Some(day)) => ("expiring", tr!(visit, "product.valid_to", day = day)),
        (NeedState::Lapsed, Some(day)) => ("lapsed", tr!(visit, "product.lapsed_on", day = day)),
        (NeedState::Pending, _) => ("pending", tr!(visit, "papers.pending")),
        (NeedState::Refused, _) => ("rejected", tr!(visit, "papers.refused")),
        (_, _) => ("declined", tr!(visit, "papers.state_missing")),
    };
    state_badge(class, text)
}
