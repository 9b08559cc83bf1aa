//! A producer's bank account between the wire and the table, where it is sealed.

use super::entity::bank_accounts::{Entity, Model};
use crate::{
    auth::Member,
    http::{Cx, Error, Result},
    province::province,
    vault,
};
use anyhow::anyhow;
use sea_orm::{ConnectionTrait, EntityTrait};
use shared::{
    OrganisationId,
    producers::{Bank, BankAccount},
};

const TABLE: &str = "bank_accounts";

/// The row of a producer.
pub(super) async fn row(db: &impl ConnectionTrait, id: OrganisationId) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// Number and holder, sealed for the producer's row.
pub(super) fn sealed(cx: &Cx, id: OrganisationId, number: &str, holder: &str) -> Result<(Vec<u8>, Vec<u8>)> {
    let seal = |column, text| cx.vault().seal_text(&vault::place(TABLE, column, id), text);
    Ok((seal("number", number)?, seal("holder", holder)?))
}

/// The account as the member may see it: whole for the producer's own manager, masked for everybody else.
pub(super) fn view(cx: &Cx, member: &Member, row: &Model) -> Result<BankAccount> {
    let bank = province().banks.iter().find(|bank| bank.bin == row.bank_bin);
    let open = |column, sealed| cx.vault().open_text(&vault::place(TABLE, column, row.id), sealed);
    let (number, holder) = if super::policy::sees_account(member, row.id) {
        (
            Some(open("number", &row.number_sealed)?),
            Some(open("holder", &row.holder_sealed)?),
        )
    } else {
        (None, None)
    };
    Ok(BankAccount {
        bank: bank.cloned().unwrap_or_else(|| Bank {
            bin: row.bank_bin.clone(),
            short_name: row.bank_bin.clone(),
            name: row.bank_bin.clone(),
        }),
        masked: masked(&row.last_digits),
        number,
        holder,
        changed_at: row.changed_at,
    })
}

/// What may be shown of a number.
fn masked(last: &str) -> String {
    format!("•••• {last}")
}

/// The digits that tell one's own accounts apart: the last four, but never more than half of the number.
pub(super) fn last_digits(number: &str) -> Result<String> {
    let shown = (number.len() / 2).min(4);
    number
        .get(number.len() - shown..)
        .map(str::to_owned)
        .ok_or_else(|| Error::Internal(anyhow!("an account number that is no number")))
}

#[cfg(test)]
mod tests {
    use super::{last_digits, masked};

    #[test]
    fn most_of_a_number_stays_hidden() {
        for (number, shown) in [("0123456789", "6789"), ("123456", "456")] {
            assert_eq!(last_digits(number).ok().as_deref(), Some(shown));
        }
        assert_eq!(masked("6789"), "•••• 6789");
    }
}
