//! Whether a product's papers are enough, in the cell of a table.

use super::rows::state_badge;
use crate::visit::Visit;
use leptos::prelude::*;
use shared::{
    identity::OrganisationKind::{self, Authority, Centre, Retailer},
    papers::{Need, PapersState},
};

/// Who is told of any product whether its papers are enough.
pub(crate) fn sees_papers(kind: Option<OrganisationKind>) -> bool {
    matches!(kind, Some(Retailer | Centre | Authority))
}

/// Enough, or what is missing.
pub(crate) fn papers_short(visit: &Visit, state: &PapersState) -> AnyView {
    if state.complete {
        return state_badge("valid", tr!(visit, "papers.complete"));
    }
    let missing = missing(visit, &state.missing);
    view! {
        <span class="stack stack--tight">
            {state_badge("expiring", tr!(visit, "papers.incomplete"))}
            <small class="muted">{missing}</small>
        </span>
    }
    .into_any()
}

/// The needs that nothing meets, by name.
pub(crate) fn missing(visit: &Visit, needs: &[Need]) -> String {
    let names: Vec<String> = needs
        .iter()
        .map(|need| tr!(visit, format!("papers.need_{need}")))
        .collect();
    names.join(", ")
}
