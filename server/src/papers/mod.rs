//! Producers' papers, and whether they are enough to offer a product to a supermarket.
//!
//! Owns: papers and their scans. What the law asks for is data (`server/data/province/paper_kinds.csv`, `needs.csv`);
//! [`needs`] compares it with the papers that are there. Nothing is written when a paper lapses: every reader asks for
//! a day.

mod add_paper;
mod check;
mod claims;
mod decide;
mod entity;
mod erase_scan;
mod facts;
mod get_compliance;
mod get_paper;
mod get_paper_file;
mod lapsing;
mod law;
mod list_compliance;
mod list_paper_kinds;
mod list_papers;
mod list_producer_papers;
mod names;
mod needs;
mod policy;
mod public;
mod put_paper_file;
mod refuse_paper;
mod remove_paper;
mod rows;
mod scan;
mod standing;
mod update_paper;
mod verify_paper;
mod view;
mod waiting;

pub(crate) use check::check;
pub(crate) use claims::{ClaimPaper, ClaimTerm, backed, backs, claim_of};
pub(crate) use lapsing::{LapsingPaper, lapsing_papers};
pub(crate) use names::{PaperName, paper_names};
pub(crate) use public::public_papers;
pub(crate) use standing::{VerifiedPapers, papers_states, verified_papers};
pub(crate) use waiting::waiting_papers;

use crate::http::Routes;
use shared::papers::{
    AddPaper, GetCompliance, GetPaper, GetPaperFile, ListCompliance, ListPaperKinds, ListPapers,
    ListProducerPapers, PutPaperFile, RefusePaper, RemovePaper, UpdatePaper, VerifyPaper,
};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<ListPaperKinds, _, _>(list_paper_kinds::list_paper_kinds)
        .mount::<ListPapers, _, _>(list_papers::list_papers)
        .mount::<ListProducerPapers, _, _>(list_producer_papers::list_producer_papers)
        .mount::<GetPaper, _, _>(get_paper::get_paper)
        .mount::<AddPaper, _, _>(add_paper::add_paper)
        .mount::<UpdatePaper, _, _>(update_paper::update_paper)
        .mount::<PutPaperFile, _, _>(put_paper_file::put_paper_file)
        .mount::<GetPaperFile, _, _>(get_paper_file::get_paper_file)
        .mount::<RemovePaper, _, _>(remove_paper::remove_paper)
        .mount::<VerifyPaper, _, _>(verify_paper::verify_paper)
        .mount::<RefusePaper, _, _>(refuse_paper::refuse_paper)
        .mount::<GetCompliance, _, _>(get_compliance::get_compliance)
        .mount::<ListCompliance, _, _>(list_compliance::list_compliance);
}

/// Registers the slice's background work.
pub(crate) fn jobs(runner: &mut crate::jobs::Runner) {
    runner.register(erase_scan::KIND, erase_scan::erase_scan);
}
