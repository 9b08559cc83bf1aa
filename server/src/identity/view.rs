//! From rows to views.

use super::entity::{organisations, users};
use shared::identity::{Contact, ContactInput, EmailState, Organisation, User};

impl organisations::Model {
    /// Who runs the account: for members, offices and the other party of an order.
    pub(super) fn contact(&self) -> Contact {
        Contact {
            name: self.contact_name.clone(),
            phone: self.contact_phone.clone(),
            email: self.contact_email.clone(),
        }
    }

    /// Whom anybody may ask.
    pub(super) fn public_contact(&self) -> Option<Contact> {
        self.public_contact_name.clone().map(|name| Contact {
            name,
            phone: self.public_contact_phone.clone().unwrap_or_default(),
            email: self.public_contact_email.clone().unwrap_or_default(),
        })
    }

    /// The commune's code; none where the seat is outside the province.
    pub(super) fn commune(&self) -> Option<String> {
        Some(self.commune_code.clone()).filter(|code| !code.is_empty())
    }
}

/// A contact as it was sent.
pub(crate) fn contact(input: ContactInput) -> Contact {
    Contact {
        name: input.name,
        phone: input.phone,
        email: input.email,
    }
}

impl From<organisations::Model> for Organisation {
    fn from(row: organisations::Model) -> Self {
        let tax_code = super::tax::masked(&row);
        let email_state = match (&row.email_confirmed_at, &row.email_token_hash) {
            (Some(_), _) => EmailState::Confirmed,
            (None, Some(_)) => EmailState::Waiting,
            (None, None) => EmailState::Unknown,
        };
        let (commune_code, contact, public_contact) = (row.commune(), row.contact(), row.public_contact());
        Self {
            id: row.id,
            kind: row.kind,
            producer_kind: row.producer_kind,
            name: row.name,
            slug: row.slug,
            tax_code,
            commune_code,
            seat: row.seat,
            contact,
            public_contact,
            email_state,
            status: row.status,
            status_reason: row.status_reason,
            registered_at: row.registered_at,
            version: row.version,
        }
    }
}

impl From<users::Model> for User {
    fn from(row: users::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            login: row.login,
            lang: row.lang,
        }
    }
}
