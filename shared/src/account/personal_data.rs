//! What the market keeps of a person, for that person.

use super::{Consent, Device};
use crate::{
    OrganisationId, Timestamp,
    identity::{Membership, Organisation, Role, User},
};

views! {
    /// What the market keeps of a person, for that person.
    pub struct PersonalData {
        pub made_at: Timestamp,
        pub user: User,
        /// Where mails go; null where no address is known.
        pub email: Option<String>,
        pub news: bool,
        /// The organisation that this session acts for.
        pub organisation: Organisation,
        pub role: Role,
        /// Every organisation that the person acts for, by name.
        pub organisations: Vec<Membership>,
        pub consents: Vec<Consent>,
        pub devices: Vec<Device>,
        /// Invitations that the person has made, and those made for their login; newest first.
        pub invitations: Vec<InvitationRecord>,
        /// What the person did, newest first: the lines of the audit trail, at most 5000.
        pub activity: Vec<Activity>,
    }

    /// An invitation that a person has made, or that was made for them.
    pub struct InvitationRecord {
        pub organisation_id: OrganisationId,
        /// Who is invited, with it or by it.
        pub login: String,
        pub name: Option<String>,
        pub role: Role,
        /// Whether the person has made it; else it was made for them.
        pub made: bool,
        pub created_at: Timestamp,
        pub accepted_at: Option<Timestamp>,
        pub withdrawn_at: Option<Timestamp>,
    }

    /// Something that a person did.
    pub struct Activity {
        pub at: Timestamp,
        /// The operation.
        pub operation: String,
        /// What kind of thing it was done to, and which.
        pub subject: String,
        pub subject_id: String,
        /// The network it came from, its last part hidden.
        pub address: Option<String>,
    }
}
