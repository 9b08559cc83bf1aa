//! The people of an organisation: members, invitations, and whom a person acts for.

use super::{OrganisationKind, OrganisationStatus, Role};
use crate::{Checks, FieldCode, Input, InvitationId, OrganisationId, Page, Timestamp, UserId};

views! {
    /// A person in an organisation.
    pub struct Member {
        pub user_id: UserId,
        pub name: String,
        /// E-mail or phone.
        pub login: String,
        pub role: Role,
        pub joined_at: Timestamp,
    }

    /// An organisation that a person may act for.
    pub struct Membership {
        pub organisation_id: OrganisationId,
        pub name: String,
        pub kind: OrganisationKind,
        pub status: OrganisationStatus,
        pub role: Role,
    }

    /// An invitation that nobody has accepted yet.
    pub struct Invitation {
        pub id: InvitationId,
        /// E-mail or phone of the person who is invited.
        pub login: String,
        pub name: Option<String>,
        pub role: Role,
        /// Who invited.
        pub invited_by: String,
        pub created_at: Timestamp,
        /// Seven days later; after that it is worth nothing.
        pub expires_at: Timestamp,
    }

    /// A new invitation, with the only copy of its token.
    pub struct NewInvitation {
        pub invitation: Invitation,
        /// Whoever has it may accept, once: hand on the page `/invitations/{token}`.
        pub token: String,
    }

    /// What the holder of an invitation may know.
    pub struct InvitationNotice {
        /// The organisation's name.
        pub organisation: String,
        pub kind: OrganisationKind,
        pub role: Role,
        /// Who invited.
        pub invited_by: String,
        /// What a new person will sign in with.
        pub login: String,
        pub name: Option<String>,
        pub expires_at: Timestamp,
    }
}

inputs! {
    /// Another role for a member.
    pub struct MemberUpdate {
        /// `manager`, or one of the roles of the organisation's kind.
        pub role: Role,
    }

    /// Invites a person.
    pub struct InvitationCreate {
        /// E-mail or Vietnamese phone number.
        pub login: String,
        #[serde(default)]
        pub name: Option<String>,
        /// `manager`, or one of the roles of the organisation's kind.
        pub role: Role,
    }

    /// Accepts an invitation. Who is signed in need not fill anything in.
    pub struct InvitationAccept {
        /// Required of a new person.
        #[serde(default)]
        pub name: Option<String>,
        /// A new person's choice of at least 10 characters; of a person who has an account, its password.
        #[serde(default)]
        pub password: Option<String>,
        /// That a new person has read how personal data is used and agrees. Recorded; never assumed.
        #[serde(default)]
        pub consent: bool,
    }

    /// For which organisation a session goes on.
    pub struct OrganisationSwitch {
        pub organisation_id: OrganisationId,
    }
}

impl Input for MemberUpdate {
    fn check(&self, _: &mut Checks) {}
    fn example() -> Self {
        Self { role: Role::Manager }
    }
}

impl Input for InvitationCreate {
    fn check(&self, checks: &mut Checks) {
        checks.login("login", &self.login);
        checks.optional_text("name", self.name.as_deref(), 0..=100);
    }
    fn example() -> Self {
        Self {
            login: "0912 000 999".into(),
            name: Some("Hoàng Thị Mẫu".into()),
            role: Role::Staff,
        }
    }
}

impl Input for InvitationAccept {
    fn check(&self, checks: &mut Checks) {
        checks.optional_text("name", self.name.as_deref(), 0..=100);
        checks.optional_text("password", self.password.as_deref(), 0..=200);
    }
    fn example() -> Self {
        Self {
            name: Some("Hoàng Thị Mẫu".into()),
            password: Some("mat-khau-vi-du".into()),
            consent: true,
        }
    }
}

impl InvitationAccept {
    /// What a new person has to fill in beyond the rules above.
    pub fn check_as_new(&self, checks: &mut Checks) {
        checks.text("name", self.name.as_deref().unwrap_or_default(), 2..=100);
        checks.text("password", self.password.as_deref().unwrap_or_default(), 10..=200);
        if !self.consent {
            checks.problem("consent", FieldCode::Consent, None);
        }
    }
}

impl Input for OrganisationSwitch {
    fn check(&self, _: &mut Checks) {}
    fn example() -> Self {
        Self {
            organisation_id: OrganisationId::EXAMPLE,
        }
    }
}

use super::{CurrentSession, Session};
use crate::{Access::SignedIn, endpoint::Secret};

endpoints! {
    "identity";
    /// Goes on for another organisation of the same person, in the same session.
    SwitchOrganisation = "switch_organisation", Put "/sessions/current/organisation" {
        body: OrganisationSwitch, response: CurrentSession, access: SignedIn, problems: [NotFound],
    }
    /// Lists the people of an organisation, to themselves and to the centre.
    ListMembers = "list_members", Get "/organisations/{id}/members" {
        path: (OrganisationId,), response: Page<Member>, access: SignedIn,
    }
    /// Gives a member another role. An organisation keeps at least one manager.
    UpdateMember = "update_member", Patch "/organisations/{id}/members/{user_id}" {
        path: (OrganisationId, UserId), body: MemberUpdate, response: Member, access: SignedIn, roles: [],
        problems: [LastManager],
    }
    /// Takes a person out of an organisation and ends their sessions there. An organisation keeps at least one manager.
    RemoveMember = "remove_member", Delete "/organisations/{id}/members/{user_id}" {
        path: (OrganisationId, UserId), response: (), status: 204, access: SignedIn, roles: [],
        problems: [LastManager],
    }
    /// Leaves an organisation and ends one's sessions there. The last manager cannot leave.
    LeaveOrganisation = "leave_organisation", Post "/organisations/{id}/leave" {
        path: (OrganisationId,), response: (), status: 204, access: SignedIn, problems: [LastManager],
    }
    /// Invites a person by e-mail or phone. The answer has the only copy of the token; it works once, for seven days.
    /// An open invitation for the same person is withdrawn.
    CreateInvitation = "create_invitation", Post "/organisations/{id}/invitations" {
        path: (OrganisationId,), body: InvitationCreate, response: NewInvitation, status: 201, access: SignedIn,
        roles: [],
    }
    /// Lists the invitations that may still be accepted, newest first.
    ListInvitations = "list_invitations", Get "/organisations/{id}/invitations" {
        path: (OrganisationId,), response: Page<Invitation>, access: SignedIn, roles: [],
    }
    /// Withdraws an invitation: its token is worth nothing any more.
    WithdrawInvitation = "withdraw_invitation", Delete "/organisations/{id}/invitations/{invitation_id}" {
        path: (OrganisationId, InvitationId), response: (), status: 204, access: SignedIn, roles: [],
    }
    /// Shows an invitation to whoever holds its token.
    GetInvitation = "get_invitation", Get "/invitations/{token}" {
        path: (Secret,), response: InvitationNotice,
    }
    /// Accepts an invitation and opens a session for its organisation. Who is signed in joins as that person, and the
    /// session they came with ends. Others join as the person with the invited login: with its password, or as a new
    /// person.
    AcceptInvitation = "accept_invitation", Post "/invitations/{token}/accept" {
        path: (Secret,), body: InvitationAccept, response: Session, status: 201,
        problems: [Unauthenticated, WrongCredentials, SecondFactorNeeded, Taken, TooManyRequests],
    }
}
