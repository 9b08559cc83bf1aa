//! The kinds of papers and their names, read from the API once a page.

use crate::visit::{PageError, Visit};
use shared::papers::{ListPaperKinds, PaperKind, PaperRule};

/// What is known of every kind.
#[derive(Clone, Debug)]
pub(crate) struct Kinds(pub(crate) Vec<PaperRule>);

impl Kinds {
    pub(crate) async fn read(visit: &Visit) -> Result<Self, PageError> {
        Ok(Self(visit.get::<ListPaperKinds>(()).await?.items))
    }

    pub(crate) fn rule(&self, kind: PaperKind) -> Option<&PaperRule> {
        self.0.iter().find(|rule| rule.kind == kind)
    }

    /// The name in the visit's language.
    pub(crate) fn name(&self, visit: &Visit, kind: PaperKind) -> String {
        self.rule(kind).map_or_else(
            || kind.to_string(),
            |rule| visit.lang.pick(&rule.name, &rule.name_en).to_owned(),
        )
    }
}
