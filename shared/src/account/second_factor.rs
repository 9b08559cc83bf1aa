//! Signing in with a code of an authenticator app beside the password.

use crate::{Checks, Input, Timestamp, identity::OrganisationKind};

views! {
    /// How far signing in is secured beyond the password.
    pub struct SecondFactor {
        /// Since when signing in asks for a code; null while it does not.
        pub since: Option<Timestamp>,
        /// Whether this person may not work without one.
        pub required: bool,
        pub recovery_codes_left: u8,
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
}

inputs! {
    /// The second step of signing in.
    pub struct SecondStep {
        /// The `step_token` of the problem that `create_session` answered with.
        pub step_token: String,
        /// Six digits of the app, or a recovery code.
        pub code: String,
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
