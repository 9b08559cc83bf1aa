//! A person's own account: name, password, second factor, devices, and the data that is kept of them.

mod personal_data;
mod second_factor;

pub use personal_data::{Activity, InvitationRecord, PersonalData};
pub use second_factor::{
    RecoveryCodes, SecondFactor, SecondFactorCode, SecondFactorDisable, SecondFactorSetup, SecondStep,
    needs_second_factor,
};

use crate::{
    Checks, Input, Lang, OrganisationId, SessionId, Timestamp, UserId,
    identity::{Session, User},
};

views! {
    /// One's own account.
    pub struct Account {
        pub user: User,
        pub second_factor: SecondFactor,
        /// Where mails to this person go; null where no address is known.
        pub email: Option<String>,
        /// Whether news of one's work are mailed: orders, pitches, reviews.
        pub news: bool,
        /// What was agreed to, oldest first.
        pub consents: Vec<Consent>,
    }

    /// An agreement that a person gave.
    pub struct Consent {
        /// `personal_data`
        pub subject: String,
        /// Which wording was agreed to.
        pub text_version: String,
        pub given_at: Timestamp,
    }

    /// Where somebody is signed in.
    pub struct Device {
        pub id: SessionId,
        /// What the device calls itself: `Chrome · Android`. Null where it said nothing known.
        pub name: Option<String>,
        /// The network it signed in from, its last part hidden.
        pub address: Option<String>,
        pub signed_in_at: Timestamp,
        /// To a quarter of an hour.
        pub last_seen_at: Timestamp,
        /// Whether this is the device that asks.
        pub current: bool,
    }

    /// Every device that is signed in, the latest first.
    pub struct Devices {
        pub items: Vec<Device>,
    }

    /// A way to a new password, for who has lost it and cannot be mailed to. Shown once.
    pub struct RecoveryLink {
        /// Whoever has it may choose a new password, once: hand on the page `/reset-password?token={token}`.
        pub token: String,
        /// A day later.
        pub expires_at: Timestamp,
        /// Whether the link was mailed to the person too.
        pub mailed: bool,
    }

    /// The address that was confirmed.
    pub struct AccountEmail {
        pub email: String,
    }
}

inputs! {
    /// Whose password is forgotten.
    pub struct PasswordForgotten {
        /// E-mail or phone.
        pub login: String,
    }

    /// A new password, by a link that was mailed or handed over.
    pub struct PasswordReset {
        pub token: String,
        /// At least 10 characters.
        pub password: String,
    }

    /// A new password, by who knows the old one.
    pub struct PasswordChange {
        pub old_password: String,
        /// At least 10 characters.
        pub password: String,
    }

    /// One's own name and language.
    pub struct AccountUpdate {
        pub name: String,
        /// The language of mails.
        pub lang: Lang,
        /// Whether news of one's work are mailed; stays where it is left out.
        #[serde(default)]
        pub news: Option<bool>,
    }

    /// Another address for mails. Who signs in by e-mail signs in with it from then on.
    pub struct EmailChange {
        pub email: String,
        /// The present password.
        pub password: String,
    }

    /// Another phone number to sign in with.
    pub struct PhoneChange {
        /// A Vietnamese number.
        pub phone: String,
        /// The present password.
        pub password: String,
    }

    /// Gives a person a way to a new password.
    pub struct RecoveryIssue {
        /// The password of who gives it.
        pub password: String,
        /// How the centre made sure of the person; required of the centre.
        #[serde(default)]
        pub reason: Option<String>,
    }

    /// Proof that it is still the person who signed in.
    pub struct PasswordProof {
        pub password: String,
    }
}

impl Input for PasswordForgotten {
    fn check(&self, checks: &mut Checks) {
        checks.text("login", &self.login, 1..=254);
    }
    fn example() -> Self {
        Self {
            login: "cooperative2@demo.example".into(),
        }
    }
}

impl Input for PasswordReset {
    fn check(&self, checks: &mut Checks) {
        checks.text("token", &self.token, 1..=200);
        checks.text("password", &self.password, 10..=200);
    }
    fn example() -> Self {
        Self {
            token: "the token of the link".into(),
            password: "mat-khau-moi-vi-du".into(),
        }
    }
}

impl Input for PasswordChange {
    fn check(&self, checks: &mut Checks) {
        checks.text("old_password", &self.old_password, 1..=200);
        checks.text("password", &self.password, 10..=200);
    }
    fn example() -> Self {
        Self {
            old_password: "demo-2026".into(),
            password: "mat-khau-moi-vi-du".into(),
        }
    }
}

impl Input for AccountUpdate {
    fn check(&self, checks: &mut Checks) {
        checks.text("name", &self.name, 2..=100);
    }
    fn example() -> Self {
        Self {
            name: "Bộ phận bán hàng".into(),
            lang: Lang::Vi,
            news: Some(true),
        }
    }
}

impl Input for EmailChange {
    fn check(&self, checks: &mut Checks) {
        checks.email("email", &self.email);
        checks.text("password", &self.password, 1..=200);
    }
    fn example() -> Self {
        Self {
            email: "thu-moi@example.com".into(),
            password: "demo-2026".into(),
        }
    }
}

impl Input for PhoneChange {
    fn check(&self, checks: &mut Checks) {
        checks.vietnamese_phone("phone", &self.phone);
        checks.text("password", &self.password, 1..=200);
    }
    fn example() -> Self {
        Self {
            phone: "0912 000 555".into(),
            password: "demo-2026".into(),
        }
    }
}

impl Input for RecoveryIssue {
    fn check(&self, checks: &mut Checks) {
        checks.text("password", &self.password, 1..=200);
        checks.optional_text("reason", self.reason.as_deref(), 0..=500);
    }
    fn example() -> Self {
        Self {
            password: "demo-2026".into(),
            reason: Some("Đã gọi lại số điện thoại đã đăng ký và đối chiếu giấy tờ.".into()),
        }
    }
}

impl Input for PasswordProof {
    fn check(&self, checks: &mut Checks) {
        checks.text("password", &self.password, 1..=200);
    }
    fn example() -> Self {
        Self {
            password: "demo-2026".into(),
        }
    }
}

use crate::Access::SignedIn;

endpoints! {
    "account";
    /// Finishes a sign-in that asked for a code, and sets the web cookie.
    FinishSession = "finish_session", Post "/sessions/second-step" {
        body: SecondStep, response: Session, status: 201, problems: [SessionEnded, TooManyRequests],
    }
    /// Lists the devices on which one is signed in.
    ListSessions = "list_sessions", Get "/sessions" { response: Devices, access: SignedIn, }
    /// Signs another device out.
    EndSession = "end_session", Delete "/sessions/{id}" {
        path: (SessionId,), response: (), status: 204, access: SignedIn,
    }
    /// Signs every other device out.
    EndOtherSessions = "end_other_sessions", Delete "/sessions" { response: (), status: 204, access: SignedIn, }
    /// Shows one's own account.
    GetAccount = "get_account", Get "/account" { response: Account, access: SignedIn, }
    /// Changes one's own name and language.
    UpdateAccount = "update_account", Put "/account" { body: AccountUpdate, response: Account, access: SignedIn, }
    /// Gives what the market keeps of the person who asks.
    GetPersonalData = "get_personal_data", Get "/account/data" { response: PersonalData, access: SignedIn, }
    /// Changes one's password; other devices are signed out.
    ChangePassword = "change_password", Put "/account/password" {
        body: PasswordChange, response: (), status: 204, access: SignedIn, problems: [TooManyRequests],
    }
    /// Mails a link for a new password. The answer is the same whether there is such a login or not.
    RequestPasswordReset = "request_password_reset", Post "/password-resets" {
        body: PasswordForgotten, response: (), status: 204, problems: [TooManyRequests],
    }
    /// Sets a new password by a link that was mailed or handed over, once; every device is signed out.
    ResetPassword = "reset_password", Post "/password-resets/redeem" {
        body: PasswordReset, response: (), status: 204, problems: [LinkEnded, TooManyRequests],
    }
    /// Gives a person a way to a new password, to be handed over by who has made sure of them: a manager gives it to
    /// people of the own organisation who belong to no other, the centre's managers to people of producers and
    /// retailers. It works once, for a day, and is mailed too where an address is known.
    CreateRecoveryLink = "create_recovery_link", Post "/organisations/{id}/members/{user_id}/recovery-link" {
        path: (OrganisationId, UserId), body: RecoveryIssue, response: RecoveryLink, status: 201, access: SignedIn,
        roles: [], problems: [WrongState, TooManyRequests],
    }
    /// Mails a link to another address for one's mails; it counts once the link was followed.
    ChangeEmail = "change_email", Put "/account/email" {
        body: EmailChange, response: (), status: 204, access: SignedIn, problems: [WrongState, TooManyRequests],
    }
    /// Changes the phone number that one signs in with; who signs in by e-mail changes that. Whose password it was is told by
    /// mail, where there is an address.
    ChangePhone = "change_phone", Put "/account/phone" {
        body: PhoneChange, response: (), status: 204, access: SignedIn, problems: [WrongState, TooManyRequests],
    }
    /// Confirms a person's address: whoever holds the token has read the mail. The address before is told.
    ConfirmAccountEmail = "confirm_account_email", Post "/account-emails/{token}" {
        path: (crate::endpoint::Secret,), response: AccountEmail, problems: [Taken],
    }
    /// Closes one's account for good: name, login, address, devices and memberships are gone, what was done stays under
    /// an id. The last manager of an organisation hands over first.
    CloseAccount = "close_account", Post "/account/close" {
        body: PasswordProof, response: (), status: 204, access: SignedIn, problems: [LastManager, TooManyRequests],
    }
    /// Makes a secret for a second factor; it counts once `confirm_second_factor` has seen a code of it.
    EnrolSecondFactor = "enrol_second_factor", Post "/account/second-factor" {
        body: PasswordProof, response: SecondFactorSetup, status: 201, access: SignedIn,
        problems: [WrongState, TooManyRequests],
    }
    /// Switches the second factor on with its first code, and gives recovery codes; other devices are signed out.
    ConfirmSecondFactor = "confirm_second_factor", Post "/account/second-factor/confirm" {
        body: SecondFactorCode, response: RecoveryCodes, access: SignedIn, problems: [WrongState, TooManyRequests],
    }
    /// Gives new recovery codes; the old ones end.
    RenewRecoveryCodes = "renew_recovery_codes", Post "/account/second-factor/recovery-codes" {
        body: SecondFactorCode, response: RecoveryCodes, access: SignedIn, problems: [WrongState, TooManyRequests],
    }
    /// Switches the second factor off.
    DisableSecondFactor = "disable_second_factor", Post "/account/second-factor/disable" {
        body: SecondFactorDisable, response: (), status: 204, access: SignedIn,
        problems: [WrongState, TooManyRequests],
    }
}
