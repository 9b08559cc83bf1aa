//! The centre's queue: papers to be compared with their scans, the longest waiting first.

use super::{kinds::Kinds, rows::told};
use crate::{
    components::queue::QueueEntry,
    pages::address::decided,
    visit::{PageError, Visit},
};
use shared::{
    Call, PaperId,
    page::MAX_LIMIT,
    papers::{GetPaper, ListPapers, Paper, PaperFilter, PaperStatus},
};

/// The papers that wait, the longest waiting first.
pub(super) async fn waiting(visit: &Visit) -> Result<Vec<Paper>, PageError> {
    let filter = PaperFilter {
        status: Some(PaperStatus::Pending),
        limit: Some(MAX_LIMIT),
        ..PaperFilter::default()
    };
    Ok(visit
        .read(Call::<ListPapers>::new(()).query(&filter))
        .await?
        .items)
}

/// The paper that was decided before this page was opened: what it is, and whose.
pub(super) async fn decided_name(visit: &Visit, kinds: &Kinds) -> Option<String> {
    let id: PaperId = decided(visit)?;
    let paper = visit.send(Call::<GetPaper>::new((id,))).await.ok()?;
    let producer = paper.producer.name_in(visit.lang);
    Some(format!("{} · {producer}", kinds.name(visit, paper.kind)))
}

/// Where a paper is decided.
pub(super) fn path_of(paper: &Paper) -> String {
    format!("/desk/papers/{}", paper.id)
}

pub(super) fn entry(visit: &Visit, kinds: &Kinds, paper: &Paper) -> QueueEntry {
    let about = paper.product.as_ref().map(|product| product.name.clone());
    let note: Vec<String> = [
        Some(paper.producer.name_in(visit.lang).to_owned()),
        about,
        Some(told(visit, paper)),
    ]
    .into_iter()
    .flatten()
    .filter(|text| !text.is_empty())
    .collect();
    QueueEntry {
        path: path_of(paper),
        title: kinds.name(visit, paper.kind),
        note: note.join(" · "),
        since: Some(paper.added_at),
        picture: None,
    }
}
