//! A producer's papers beside its registration: by them the centre knows whom it verifies.

use super::{kinds::Kinds, paper::FROM_ORGANISATION, rows::linked_rows};
use crate::{
    pages::work::section,
    visit::{PageError, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    identity::{Organisation, OrganisationKind},
    page::MAX_LIMIT,
    papers::{ListPapers, Paper, PaperFilter},
};

/// The papers of an organisation; only producers have any.
pub(crate) struct Beside(Option<(Kinds, Vec<Paper>)>);

impl Beside {
    pub(crate) async fn read(visit: &Visit, organisation: &Organisation) -> Result<Self, PageError> {
        if organisation.kind != OrganisationKind::Producer {
            return Ok(Self(None));
        }
        let filter = PaperFilter {
            producer: Some(organisation.id),
            limit: Some(MAX_LIMIT),
            ..PaperFilter::default()
        };
        let (kinds, papers) = futures_util::future::try_join(
            Kinds::read(visit),
            visit.read(Call::<ListPapers>::new(()).query(&filter)),
        )
        .await?;
        Ok(Self(Some((kinds, papers.items))))
    }

    pub(crate) fn view(&self, visit: &Visit) -> AnyView {
        let Some((kinds, papers)) = &self.0 else {
            return ().into_any();
        };
        let list = if papers.is_empty() {
            view! { <p class="muted">{tr!(visit, "papers.none_beside")}</p> }.into_any()
        } else {
            linked_rows(visit, kinds, papers, false, &format!("?from={FROM_ORGANISATION}"))
        };
        section(tr!(visit, "papers.of_producer"), list)
    }
}
