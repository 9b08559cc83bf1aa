//! The steps of a listing: which one may follow which, and how one is taken.

use super::{
    entity::{
        chains,
        listings::{self, Column, Entity},
    },
    policy::{self, Run},
};
use crate::{
    auth::{Allowed, Member},
    db::Tx,
    http::{Error, Result},
};
use anyhow::anyhow;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    ChainId, Code, ListingId, ProductId,
    listings::{ListingAction, ListingReason, ListingStatus},
};

/// What a chain does with a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Accept,
    Decline,
    Shelve,
    Confirm,
    /// Off some shelves, but not off all.
    Thin,
    Delist,
}

/// Where a step leads; None where it cannot be taken. Declined and delisted are final: the product may be pitched
/// again, as a new listing.
pub(super) const fn next(status: ListingStatus, step: Step) -> Option<ListingStatus> {
    match (status, step) {
        (ListingStatus::Pitched, Step::Accept) => Some(ListingStatus::Accepted),
        (ListingStatus::Pitched, Step::Decline) => Some(ListingStatus::Declined),
        (ListingStatus::Accepted | ListingStatus::OnShelf, Step::Shelve)
        | (ListingStatus::OnShelf, Step::Confirm | Step::Thin) => Some(ListingStatus::OnShelf),
        (ListingStatus::Accepted | ListingStatus::OnShelf, Step::Delist) => Some(ListingStatus::Delisted),
        _ => None,
    }
}

/// Whether the listing stands in the way of another one of the same product in the same chain.
pub(super) const fn open(status: ListingStatus) -> bool {
    !matches!(status, ListingStatus::Declined | ListingStatus::Delisted)
}

/// The key that only one open listing can hold.
pub(super) fn open_key(product: ProductId, chain: ChainId) -> String {
    format!("{product} {chain}")
}

/// What the chain may do with a listing in this state.
pub(super) fn actions(status: ListingStatus) -> Vec<ListingAction> {
    [
        (ListingAction::Answer, Step::Accept),
        (ListingAction::Shelve, Step::Shelve),
        (ListingAction::Confirm, Step::Confirm),
        (ListingAction::Delist, Step::Delist),
    ]
    .into_iter()
    .filter(|(_, step)| next(status, *step).is_some())
    .map(|(action, _)| action)
    .collect()
}

/// A listing with its chain.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    id: ListingId,
) -> Result<(listings::Model, chains::Model)> {
    let listing = Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(Error::not_found)?;
    let chain = chains::Entity::find_by_id(listing.chain_id)
        .one(db)
        .await?
        .ok_or_else(|| Error::Internal(anyhow!("listing {id} is of no chain")))?;
    Ok((listing, chain))
}

/// The listing that the member's chain is about to do something with.
pub(super) async fn find_own(
    tx: &Tx,
    member: &Member,
    id: ListingId,
) -> Result<(Allowed<Run>, listings::Model)> {
    let (listing, chain) = find(&**tx, id).await?;
    Ok((policy::may_run(member, &chain)?, listing))
}

/// Why the chain takes a step, where it says so.
#[derive(Clone, Debug, Default)]
pub(super) struct Why {
    pub(super) code: Option<ListingReason>,
    pub(super) words: Option<String>,
}

impl Why {
    /// The words, where there are any.
    pub(super) fn words(&self) -> Option<String> {
        let words = self.words.as_deref().map(str::trim);
        words.filter(|words| !words.is_empty()).map(str::to_owned)
    }
}

/// Takes a step. Of two at once, one wins and the other is told so.
pub(super) async fn take(
    tx: &mut Tx,
    _: Allowed<Run>,
    mut row: listings::Model,
    step: Step,
    why: Why,
) -> Result<listings::Model> {
    let seen = row.version;
    let wrong = || Error::wrong_state(["Hồ sơ lên kệ", "listing"], row.status.as_str());
    let before = serde_json::json!({ "status": row.status });
    row.status = next(row.status, step).ok_or_else(wrong)?;
    row.version += 1;
    if !open(row.status) {
        row.open_key = None;
    }
    let after = serde_json::json!({ "status": row.status, "reason_code": why.code, "reason": why.words() });
    tx.compare(&before, &after);
    match step {
        Step::Accept | Step::Decline => row.answered_at = Some(tx.at()),
        Step::Delist => row.delisted_at = Some(tx.at()),
        Step::Shelve | Step::Confirm | Step::Thin => {}
    }
    if matches!(step, Step::Accept | Step::Decline | Step::Delist) {
        row.reason_code = why.code;
        row.reason = why.words();
    }
    let change = listings::ActiveModel {
        status: Set(row.status),
        open_key: Set(row.open_key.clone()),
        reason_code: Set(row.reason_code),
        reason: Set(row.reason.clone()),
        answered_at: Set(row.answered_at),
        delisted_at: Set(row.delisted_at),
        version: Set(row.version),
        ..Default::default()
    };
    let changed = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(seen))
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::refuse(Code::WrongState).told(
            "Có người vừa làm việc này trước bạn.",
            "Somebody else was faster.",
        ));
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::{
        Step::{self, Accept, Confirm, Decline, Delist, Shelve, Thin},
        actions, next, open,
    };
    use shared::listings::{
        ListingAction,
        ListingStatus::{self, Accepted, Declined, Delisted, OnShelf, Pitched},
    };

    const STEPS: [Step; 6] = [Accept, Decline, Shelve, Confirm, Thin, Delist];

    #[test]
    fn every_state_allows_its_own_steps_and_no_other() {
        // In the order of STEPS.
        let table: [(ListingStatus, [Option<ListingStatus>; 6]); 5] = [
            (Pitched, [Some(Accepted), Some(Declined), None, None, None, None]),
            (Accepted, [None, None, Some(OnShelf), None, None, Some(Delisted)]),
            (Declined, [None; 6]),
            (
                OnShelf,
                [
                    None,
                    None,
                    Some(OnShelf),
                    Some(OnShelf),
                    Some(OnShelf),
                    Some(Delisted),
                ],
            ),
            (Delisted, [None; 6]),
        ];
        assert_eq!(table.len(), ListingStatus::ALL.len());
        for (status, row) in table {
            for (step, expected) in STEPS.into_iter().zip(row) {
                assert_eq!(next(status, step), expected, "{status} {step:?}");
            }
        }
    }

    #[test]
    fn a_listing_is_open_exactly_while_something_can_be_done_with_it() {
        for status in ListingStatus::ALL {
            assert_eq!(open(*status), !actions(*status).is_empty(), "{status}");
        }
    }

    #[test]
    fn the_chain_is_told_what_it_may_do() {
        assert_eq!(actions(Pitched), [ListingAction::Answer]);
        assert_eq!(actions(Accepted), [ListingAction::Shelve, ListingAction::Delist]);
        assert_eq!(
            actions(OnShelf),
            [
                ListingAction::Shelve,
                ListingAction::Confirm,
                ListingAction::Delist
            ]
        );
    }
}
