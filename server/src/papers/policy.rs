//! Who may do what with papers. What does not concern somebody does not exist for them.

use super::entity::papers::Model;
use crate::{
    auth::{Allowed, Member},
    catalogue::ProductRow,
    http::{Error, Result},
};
use shared::{
    identity::{
        OrganisationKind::{Authority, Centre, Producer, Retailer},
        OrganisationStatus,
    },
    papers::PaperStatus,
};

/// Add a paper.
#[derive(Debug)]
pub(super) struct Add;
/// Change a paper, its scan, or take it away.
#[derive(Debug)]
pub(super) struct Change;
/// See a paper and its scan.
#[derive(Debug)]
pub(super) struct See;
/// Verify or refuse a paper.
#[derive(Debug)]
pub(super) struct Decide;
/// Learn what a product's papers are worth.
#[derive(Debug)]
pub(super) struct Assess;

/// Which papers a member may list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Own,
    Shared,
    All,
}

pub(super) fn reach(member: &Member) -> Reach {
    match member.kind {
        Producer => Reach::Own,
        Retailer => Reach::Shared,
        Centre | Authority => Reach::All,
    }
}

/// Producers, verified or not: the centre verifies them by their papers. A product must be their own.
pub(super) fn may_add(member: &Member, product: Option<&ProductRow>) -> Result<Allowed<Add>> {
    let own = product.is_none_or(|product| product.producer_id == member.organisation_id);
    Allowed::when(member.kind == Producer && own, Error::not_found)
}

/// Its producer.
pub(super) fn may_change(member: &Member, row: &Model) -> Result<Allowed<Change>> {
    let own = member.kind == Producer && row.producer_id == member.organisation_id;
    Allowed::when(own, Error::not_found)
}

/// Its producer, the centre, the authority; verified retailers where the producer shares it and the centre verified it.
pub(super) fn may_see(member: &Member, row: &Model) -> Result<Allowed<See>> {
    let sees = match reach(member) {
        Reach::Own => row.producer_id == member.organisation_id,
        Reach::Shared => is_shared(member, row),
        Reach::All => true,
    };
    Allowed::when(sees, Error::not_found)
}

fn is_shared(member: &Member, row: &Model) -> bool {
    member.status == OrganisationStatus::Verified
        && row.shared_with_buyers
        && row.status == PaperStatus::Verified
}

/// The centre, of papers that stand in one of these states.
pub(super) fn may_decide(member: &Member, row: &Model, among: &[PaperStatus]) -> Result<Allowed<Decide>> {
    Allowed::<Decide>::when(member.kind == Centre, Error::not_found)?;
    Allowed::when(among.contains(&row.status), || {
        Error::wrong_state(["Giấy tờ", "paper"], row.status.as_str())
    })
}

/// The producer of any product of its own; everybody else of products that visitors can see, the centre and the
/// authority of all.
pub(super) fn may_assess(member: &Member, product: &ProductRow) -> Result<Allowed<Assess>> {
    let may = match reach(member) {
        Reach::Own => product.producer_id == member.organisation_id,
        Reach::Shared => product.public,
        Reach::All => true,
    };
    Allowed::when(may, Error::not_found)
}
