//! Organisations, their people and their sessions.

mod inputs;
mod people;

pub use inputs::{
    ContactInput, OrganisationRegister, OrganisationUpdate, Reason, SessionCreate, SessionRefresh,
};
pub use people::{
    AcceptInvitation, CreateInvitation, GetInvitation, Invitation, InvitationAccept, InvitationCreate,
    InvitationNotice, LeaveOrganisation, ListInvitations, ListMembers, Member, MemberUpdate, Membership,
    NAMES as PEOPLE_NAMES, NewInvitation, OrganisationSwitch, RemoveMember, SwitchOrganisation, UpdateMember,
    WithdrawInvitation,
};

use crate::{Lang, OrganisationId, Page, SessionId, Timestamp, UserId};

words! {
    /// What an organisation is on the market.
    pub enum OrganisationKind {
        /// Cooperative, cooperative group, company or household that makes and sells.
        Producer = "producer",
        /// Retail chain or supermarket that buys.
        Retailer = "retailer",
        /// The trade-promotion centre.
        Centre = "centre",
        /// A department or commune that certifies and reports.
        Authority = "authority",
    }
}

words! {
    /// The legal form of a producer.
    pub enum ProducerKind {
        Cooperative = "cooperative",
        Group = "group",
        Company = "company",
        Household = "household",
    }
}

words! {
    /// How far an organisation is trusted.
    pub enum OrganisationStatus {
        /// Signed up; the centre has not looked yet.
        Pending = "pending",
        Verified = "verified",
        /// The centre said no, with a reason; the organisation may mend and ask again.
        Rejected = "rejected",
        /// Was verified; may not trade for now.
        Suspended = "suspended",
        /// Has left the market: nobody acts for it any more, what it did stays.
        Closed = "closed",
    }
}

words! {
    /// What a person does in the organisation.
    pub enum Role {
        /// Runs the organisation's account and its people, and may do everything else in it.
        Manager = "manager",
        /// Works for a producer.
        Staff = "staff",
        /// Orders for a retailer.
        Buyer = "buyer",
        /// Approves a retailer's orders.
        Approver = "approver",
        /// Works in a retailer's store.
        Store = "store",
        /// Reviews and features for the centre.
        Editor = "editor",
        /// Records for an authority.
        Officer = "officer",
    }
}

impl Role {
    /// The kind of organisation that has this role; managers are everywhere.
    pub const fn kind(self) -> Option<OrganisationKind> {
        match self {
            Self::Manager => None,
            Self::Staff => Some(OrganisationKind::Producer),
            Self::Buyer | Self::Approver | Self::Store => Some(OrganisationKind::Retailer),
            Self::Editor => Some(OrganisationKind::Centre),
            Self::Officer => Some(OrganisationKind::Authority),
        }
    }

    /// The roles that people can have in an organisation of this kind.
    pub fn of(kind: OrganisationKind) -> impl Iterator<Item = Self> {
        let roles = Self::ALL.iter().copied();
        roles.filter(move |role| role.kind().is_none_or(|of| of == kind))
    }
}

words! {
    /// Whether mails to an organisation arrive.
    pub enum EmailState {
        /// Nobody was asked: there is no address, or no way to send mails.
        Unknown = "unknown",
        /// A mail with a link is on its way.
        Waiting = "waiting",
        /// Somebody has followed the link.
        Confirmed = "confirmed",
    }
}

views! {
    /// A person who signs in.
    pub struct User {
        pub id: UserId,
        pub name: String,
        /// E-mail or phone.
        pub login: String,
        pub lang: Lang,
    }

    /// An organisation, as its members, the centre and the authority see it.
    pub struct Organisation {
        pub id: OrganisationId,
        pub kind: OrganisationKind,
        /// Only producers have one.
        pub producer_kind: Option<ProducerKind>,
        pub name: String,
        /// The organisation's public address; only producers have a page.
        pub slug: String,
        /// A household's 12 digits are a person's number: only its manager and the centre see them, in `get_organisation`.
        pub tax_code: String,
        /// Null where the seat is outside the province.
        pub commune_code: Option<String>,
        /// Where the seat is, for a buyer from outside the province.
        pub seat: Option<String>,
        /// Who runs the account. Not public: the other party of an order sees it, the centre and the authority.
        pub contact: Contact,
        /// Whom anybody may ask; null where the organisation makes no contact public.
        pub public_contact: Option<Contact>,
        /// Whether mails to the contact arrive.
        pub email_state: EmailState,
        pub status: OrganisationStatus,
        /// Why the centre rejected, suspended or closed it.
        pub status_reason: Option<String>,
        pub registered_at: Timestamp,
        pub version: i64,
    }

    /// Whose e-mail was confirmed.
    pub struct EmailConfirmed {
        pub organisation: String,
    }

    /// Whom to ask.
    pub struct Contact {
        pub name: String,
        pub phone: String,
        /// Empty where there is none.
        pub email: String,
    }

    /// A new session. The web also gets it as a cookie.
    pub struct Session {
        pub id: SessionId,
        /// Send as `Authorization: Bearer …`.
        pub access_token: String,
        /// Exchanges once for the next pair of tokens.
        pub refresh_token: String,
        /// When the access token ends.
        pub expires_at: Timestamp,
        pub user: User,
        pub organisation: Organisation,
        pub role: Role,
    }

    /// Who is calling.
    pub struct CurrentSession {
        pub id: SessionId,
        pub user: User,
        pub organisation: Organisation,
        pub role: Role,
        /// Every organisation that the person may act for, by name.
        pub organisations: Vec<Membership>,
        /// Whether this server shows the demonstration province.
        pub demo: bool,
    }
}

queries! {
    /// Which organisations.
    pub struct OrganisationFilter {
        pub kind: Option<OrganisationKind>,
        pub status: Option<OrganisationStatus>,
        /// Code of the commune.
        pub commune: Option<String>,
        /// Part of the name, with or without marks.
        pub q: Option<String>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }
}

use crate::Access::{Kinds, SignedIn};
use OrganisationKind::{Authority, Centre};

endpoints! {
    "identity";
    /// Signs a person in and sets the web cookie.
    CreateSession = "create_session", Post "/sessions" {
        body: SessionCreate, response: Session, status: 201,
        problems: [WrongCredentials, SecondFactorNeeded, TooManyRequests],
    }
    /// Exchanges a refresh token for a new pair; using one twice ends the session.
    RefreshSession = "refresh_session", Post "/sessions/refresh" {
        body: SessionRefresh, response: Session, problems: [SessionEnded],
    }
    /// Tells who is calling.
    GetSession = "get_session", Get "/sessions/current" { response: CurrentSession, access: SignedIn, }
    /// Ends the session and clears the web cookie.
    DeleteSession = "delete_session", Delete "/sessions/current" { response: (), status: 204, access: SignedIn, }
    /// Signs an organisation and its first person up; the centre verifies it before it can trade.
    RegisterOrganisation = "register_organisation", Post "/organisations" {
        body: OrganisationRegister, response: Organisation, status: 201, idempotency: Optional,
        problems: [TooManyRequests],
    }
    /// Lists organisations, those that wait longest first.
    ListOrganisations = "list_organisations", Get "/organisations" {
        query: OrganisationFilter, response: Page<Organisation>, access: Kinds(&[Centre, Authority]),
        roles: every,
    }
    /// Shows an organisation to its members, the centre and the authority.
    GetOrganisation = "get_organisation", Get "/organisations/{id}" {
        path: (OrganisationId,), response: Organisation, access: SignedIn,
    }
    /// Lets an organisation trade.
    VerifyOrganisation = "verify_organisation", Post "/organisations/{id}/verify" {
        path: (OrganisationId,), response: Organisation, access: Kinds(&[Centre]), roles: [Editor],
        problems: [WrongState],
    }
    /// Refuses an organisation, with a reason that it can read.
    RejectOrganisation = "reject_organisation", Post "/organisations/{id}/reject" {
        path: (OrganisationId,), body: Reason, response: Organisation, access: Kinds(&[Centre]),
        roles: [Editor],
        problems: [WrongState],
    }
    /// Changes an organisation's own data: name, tax code and legal form until it is verified, the rest always.
    UpdateOrganisation = "update_organisation", Patch "/organisations/{id}" {
        path: (OrganisationId,), body: OrganisationUpdate, response: Organisation, access: SignedIn, roles: [],
        if_match: true, problems: [WrongState],
    }
    /// Asks the centre once more, after a rejection.
    ResubmitOrganisation = "resubmit_organisation", Post "/organisations/{id}/resubmit" {
        path: (OrganisationId,), response: Organisation, access: SignedIn, roles: [], problems: [WrongState],
    }
    /// Mails the link by which the contact's e-mail is confirmed once more.
    SendEmailConfirmation = "send_email_confirmation", Post "/organisations/{id}/email-confirmation" {
        path: (OrganisationId,), response: Organisation, access: SignedIn, roles: [],
        problems: [WrongState, TooManyRequests],
    }
    /// Confirms an organisation's e-mail: whoever holds the token has read the mail.
    ConfirmEmail = "confirm_email", Post "/email-confirmations/{token}" {
        path: (crate::endpoint::Secret,), response: EmailConfirmed,
    }
    /// Keeps a verified producer or retailer from trading, with a reason that it can read. Its people can still read,
    /// its products leave the public pages, its sessions end.
    SuspendOrganisation = "suspend_organisation", Post "/organisations/{id}/suspend" {
        path: (OrganisationId,), body: Reason, response: Organisation, access: Kinds(&[Centre]), roles: [],
        problems: [WrongState],
    }
    /// Lets a suspended organisation trade again.
    ReinstateOrganisation = "reinstate_organisation", Post "/organisations/{id}/reinstate" {
        path: (OrganisationId,), response: Organisation, access: Kinds(&[Centre]), roles: [], problems: [WrongState],
    }
    /// Closes an organisation that leaves the market, once its orders are settled, with a reason that it can read. Its
    /// people may read, and look after their own accounts; its products leave the public pages, its sessions end.
    CloseOrganisation = "close_organisation", Post "/organisations/{id}/close" {
        path: (OrganisationId,), body: Reason, response: Organisation, access: Kinds(&[Centre]), roles: [],
        problems: [WrongState],
    }
    /// Opens a closed organisation again; it waits to be verified anew before it can trade.
    ReopenOrganisation = "reopen_organisation", Post "/organisations/{id}/reopen" {
        path: (OrganisationId,), response: Organisation, access: Kinds(&[Centre]), roles: [], problems: [WrongState],
    }
}
