//! The people of an organisation: who works for it, who is invited, and the invitation's own page.

pub(crate) mod invitation;
pub(crate) mod invite;
pub(crate) mod list;
pub(crate) mod member;
pub(crate) mod recovery;
