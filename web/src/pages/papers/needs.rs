//! What a product needs before a supermarket may take it, need by need.

use super::{kinds::Kinds, rows::state_badge};
use crate::{
    components::{bits::icon, messages::notice},
    format,
    pages::work::in_language,
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    identity::OrganisationKind,
    papers::{AddPaper, Compliance, NeedState, ProductNeed},
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

/// Whether it is enough.
pub(crate) fn verdict(visit: &Visit, compliance: &Compliance) -> AnyView {
    if compliance.ready {
        let (kind, text) = match compliance.first_to_lapse {
            Some(day) => (
                "warning",
                Some(tr!(visit, "papers.ready_until", day = format::date(day))),
            ),
            None => ("success", None),
        };
        return notice(visit, kind, tr!(visit, "papers.ready"), text);
    }
    let lacking: Vec<String> = compliance
        .lacking()
        .map(|need| tr!(visit, format!("papers.need_{}", need.need)))
        .collect();
    notice(
        visit,
        "warning",
        tr!(visit, "papers.not_ready"),
        Some(lacking.join(", ")),
    )
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
    let add = (visit.may::<AddPaper>() && !need.is_met() && need.paper_id.is_none()).then(|| {
        let kind = need.kinds.first().map(ToString::to_string).unwrap_or_default();
        let path = visit.to(&format!(
            "/desk/papers/new?kind={kind}&product={}",
            compliance.product_id
        ));
        view! { <small><a href=path>{tr!(visit, "papers.add_this")}</a></small> }
    });
    let basis = own.then(|| view! { <small class="muted">{in_language(visit.lang, &need.basis, Some(&need.basis_en))}</small> });
    view! {
        <li>
            {icon(visit, if need.is_met() { "check" } else { "warning" })}
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
