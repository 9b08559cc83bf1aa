//! From rows to views.

use super::entity::{organisations, users};
use shared::identity::{Contact, EmailState, Organisation, User};

impl From<organisations::Model> for Organisation {
    fn from(row: organisations::Model) -> Self {
        let tax_code = super::tax::masked(&row);
        let email_state = match (&row.email_confirmed_at, &row.email_token_hash) {
            (Some(_), _) => EmailState::Confirmed,
            (None, Some(_)) => EmailState::Waiting,
            (None, None) => EmailState::Unknown,
        };
        Self {
            id: row.id,
            kind: row.kind,
            producer_kind: row.producer_kind,
            name: row.name,
            slug: row.slug,
            tax_code,
            commune_code: row.commune_code,
            contact: Contact {
                name: row.contact_name,
                phone: row.contact_phone,
                email: row.contact_email,
            },
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
