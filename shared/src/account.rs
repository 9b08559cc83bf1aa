//! A person's own account: name, password, second factor, devices, and the data that is kept of them.

use crate::{
    Checks, Input, Lang, SessionId, Timestamp,
    identity::{Organisation, OrganisationKind, Role, Session, User},
};

views! {
    /// One's own account.
    pub struct Account {
        pub user: User,
        pub second_factor: SecondFactor,
        /// What was agreed to, oldest first.
        pub consents: Vec<Consent>,
    }

    /// How far signing in is secured beyond the password.
    pub struct SecondFactor {
        /// Since when signing in asks for a code; null while it does not.
        pub since: Option<Timestamp>,
        /// Whether this person may not work without one.
        pub required: bool,
        pub recovery_codes_left: u8,
    }

    /// An agreement that a person gave.
    pub struct Consent {
        /// `personal_data`
        pub subject: String,
        /// Which wording was agreed to.
        pub text_version: String,
        pub given_at: Timestamp,
    }

    /// A second factor that waits for its first code. Shown once.
    pub struct SecondFactorSetup {
        /// The secret, for typing into the app (base32).
        pub key: String,
        /// The same as an address that apps open (`otpauth://totp/…`, 6 digits, 30 seconds, SHA-1).
        pub uri: String,
        /// The address as a QR code, an SVG document.
        pub qr_svg: String,
    }

    /// Codes for when the phone is lost, each good for one sign-in. Shown once.
    pub struct RecoveryCodes {
        pub codes: Vec<String>,
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

    /// What the market keeps of a person, for that person.
    pub struct PersonalData {
        pub made_at: Timestamp,
        pub user: User,
        pub organisation: Organisation,
        pub role: Role,
        pub consents: Vec<Consent>,
        pub devices: Vec<Device>,
    }
}

inputs! {
    /// The second step of signing in.
    pub struct SecondStep {
        /// The `step_token` of the problem that `create_session` answered with.
        pub step_token: String,
        /// Six digits of the app, or a recovery code.
        pub code: String,
    }

    /// Whose password is forgotten.
    pub struct PasswordForgotten {
        /// E-mail or phone.
        pub login: String,
    }

    /// A new password, by the link that was mailed.
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
    }

    /// Proof that it is still the person who signed in.
    pub struct PasswordProof {
        pub password: String,
    }

    /// A code of the app, or a recovery code.
    pub struct SecondFactorCode {
        pub code: String,
    }

    /// Takes the second factor away.
    pub struct SecondFactorDisable {
        pub password: String,
        pub code: String,
    }
}

fn code(checks: &mut Checks, code: &str) {
    checks.text("code", code, 6..=40);
}

impl Input for SecondStep {
    fn check(&self, checks: &mut Checks) {
        checks.text("step_token", &self.step_token, 1..=200);
        code(checks, &self.code);
    }
    fn example() -> Self {
        Self {
            step_token: "the step_token of the problem".into(),
            code: "123456".into(),
        }
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

impl Input for SecondFactorCode {
    fn check(&self, checks: &mut Checks) {
        code(checks, &self.code);
    }
    fn example() -> Self {
        Self {
            code: "123456".into(),
        }
    }
}

impl Input for SecondFactorDisable {
    fn check(&self, checks: &mut Checks) {
        checks.text("password", &self.password, 1..=200);
        code(checks, &self.code);
    }
    fn example() -> Self {
        Self {
            password: "demo-2026".into(),
            code: "123456".into(),
        }
    }
}

/// Whose work is too weighty for a password alone: they verify, certify and see everybody.
pub const fn needs_second_factor(kind: OrganisationKind) -> bool {
    matches!(kind, OrganisationKind::Centre | OrganisationKind::Authority)
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
    /// Sets a new password by a mailed link, once; every device is signed out.
    ResetPassword = "reset_password", Post "/password-resets/redeem" {
        body: PasswordReset, response: (), status: 204, problems: [LinkEnded, TooManyRequests],
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
