//! Whom to ask in a chain's office or a store: personal, so it is sealed in the database and shown to few.

use crate::{
    http::Result,
    vault::{Vault, place},
};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use shared::identity::{Contact, ContactInput};
use std::fmt::Display;

/// A contact, as it is sealed.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    phone: String,
    email: String,
}

/// Seals a contact for a row of a table.
pub(super) fn seal(
    vault: &Vault,
    table: &str,
    row: impl Display,
    contact: Option<&ContactInput>,
) -> Result<Option<Vec<u8>>> {
    let Some(contact) = contact else { return Ok(None) };
    let kept = Kept {
        name: contact.name.trim().to_owned(),
        phone: contact.phone.trim().to_owned(),
        email: contact.email.trim().to_owned(),
    };
    let plain = serde_json::to_vec(&kept).context("an unwritable contact")?;
    Ok(Some(vault.seal(&place(table, "contact", row), &plain)?))
}

/// Opens the contact of a row of a table.
pub(super) fn open(
    vault: &Vault,
    table: &str,
    row: impl Display,
    sealed: Option<&[u8]>,
) -> Result<Option<Contact>> {
    let Some(sealed) = sealed else { return Ok(None) };
    let plain = vault.open(&place(table, "contact", row), sealed)?;
    let kept: Kept = serde_json::from_slice(&plain).context("an unreadable contact")?;
    Ok(Some(Contact {
        name: kept.name,
        phone: kept.phone,
        email: kept.email,
    }))
}
