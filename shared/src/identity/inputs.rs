//! What is sent to sign up, to sign in, and to change or decide on an organisation.

use super::{OrganisationKind, ProducerKind};
use crate::{Checks, Input, codes, login};

inputs! {
    /// Signs a person in.
    pub struct SessionCreate {
        /// E-mail or phone.
        pub login: String,
        pub password: String,
    }

    /// Exchanges a refresh token.
    pub struct SessionRefresh {
        pub refresh_token: String,
    }

    /// Whom to ask.
    pub struct ContactInput {
        pub name: String,
        pub phone: String,
        /// May be left out.
        #[serde(default)]
        pub email: String,
    }

    /// Signs an organisation and its first person up.
    pub struct OrganisationRegister {
        /// `producer` or `retailer`.
        pub kind: OrganisationKind,
        /// Required for producers.
        #[serde(default)]
        pub producer_kind: Option<ProducerKind>,
        pub name: String,
        /// 10 digits, 13 as `NNNNNNNNNN-NNN`, or a household's 12.
        pub tax_code: String,
        /// Required for producers; a buyer from outside the province gives `seat` instead.
        #[serde(default)]
        pub commune_code: Option<String>,
        /// Where the seat of a buyer from outside the province is: ward and province.
        #[serde(default)]
        pub seat: Option<String>,
        /// The person who signs up. The e-mail is the login; without one, the phone is, and must be Vietnamese. Not public.
        pub contact: ContactInput,
        /// Whom anybody may ask, shown on a producer's page. Without it, no contact is public.
        #[serde(default)]
        pub public_contact: Option<ContactInput>,
        /// At least 10 characters.
        pub password: String,
        /// That the person has read how personal data is used and agrees. Recorded; never assumed.
        pub consent: bool,
    }

    /// Mends an organisation's data; what is left out stays.
    pub struct OrganisationUpdate {
        /// Until the centre has verified the organisation, like tax code and legal form.
        #[serde(default)]
        pub name: Option<String>,
        /// 10 digits, 13 as `NNNNNNNNNN-NNN`, or a household's 12.
        #[serde(default)]
        pub tax_code: Option<String>,
        #[serde(default)]
        pub producer_kind: Option<ProducerKind>,
        /// Takes the place of a `seat` outside the province.
        #[serde(default)]
        pub commune_code: Option<String>,
        /// A buyer's, outside the province; takes the place of the commune.
        #[serde(default)]
        pub seat: Option<String>,
        /// Who runs the account.
        #[serde(default)]
        pub contact: Option<ContactInput>,
    }

    /// Why something is refused.
    pub struct Reason {
        pub reason: String,
    }
}

impl Input for SessionCreate {
    fn check(&self, checks: &mut Checks) {
        checks.text("login", &self.login, 1..=254);
        checks.text("password", &self.password, 1..=200);
    }
    fn example() -> Self {
        Self {
            login: "buyer@demo.example".into(),
            password: "demo-2026".into(),
        }
    }
}

impl Input for SessionRefresh {
    fn check(&self, checks: &mut Checks) {
        checks.text("refresh_token", &self.refresh_token, 1..=200);
    }
    fn example() -> Self {
        Self {
            refresh_token: "the refresh_token of your session".into(),
        }
    }
}

impl Input for ContactInput {
    fn check(&self, checks: &mut Checks) {
        checks.text("name", &self.name, 2..=100);
        checks.phone("phone", &self.phone);
        checks.optional_email("email", &self.email);
    }
    fn example() -> Self {
        Self {
            name: "Bộ phận bán hàng".into(),
            phone: "0205 000 0999".into(),
            email: "ban-hang@example.com".into(),
        }
    }
}

impl Input for OrganisationRegister {
    fn check(&self, checks: &mut Checks) {
        if !matches!(self.kind, OrganisationKind::Producer | OrganisationKind::Retailer) {
            checks.problem("kind", crate::FieldCode::Unknown, None);
        }
        if self.kind == OrganisationKind::Producer && self.producer_kind.is_none() {
            checks.problem("producer_kind", crate::FieldCode::Required, None);
        }
        check_legal(checks, &self.name, &self.tax_code);
        check_seat(checks, self.commune_code.as_deref(), self.seat.as_deref());
        let elsewhere = self.kind == OrganisationKind::Retailer && self.seat.is_some();
        if self.commune_code.is_none() && !elsewhere {
            checks.problem("commune_code", crate::FieldCode::Required, None);
        }
        checks.within("contact.", |checks| self.contact.check(checks));
        if self.login().is_none() && !self.contact.phone.trim().is_empty() {
            checks.problem("contact.phone", crate::FieldCode::Phone, None);
        }
        if let Some(contact) = &self.public_contact {
            checks.within("public_contact.", |checks| contact.check(checks));
        }
        checks.text("password", &self.password, 10..=200);
        if !self.consent {
            checks.problem("consent", crate::FieldCode::Consent, None);
        }
    }
    fn example() -> Self {
        Self {
            kind: OrganisationKind::Producer,
            producer_kind: Some(ProducerKind::Cooperative),
            name: "Hợp tác xã Nông sản Ví Dụ".into(),
            tax_code: "4900678902".into(),
            commune_code: Some("06463".into()),
            seat: None,
            contact: ContactInput::example(),
            public_contact: Some(ContactInput::example()),
            password: "mat-khau-vi-du".into(),
            consent: true,
        }
    }
}

impl OrganisationRegister {
    /// What the person will sign in with: the e-mail, else the phone, where it is Vietnamese.
    pub fn login(&self) -> Option<String> {
        match self.contact.email.trim() {
            "" => login::phone(&self.contact.phone),
            email => Some(login::normal(email)),
        }
    }
}

impl Input for OrganisationUpdate {
    fn check(&self, checks: &mut Checks) {
        let example = OrganisationRegister::example();
        check_legal(
            checks,
            self.name.as_deref().unwrap_or(&example.name),
            self.tax_code.as_deref().unwrap_or(&example.tax_code),
        );
        let commune = self.commune_code.as_deref().or(example.commune_code.as_deref());
        check_seat(checks, commune, self.seat.as_deref());
        if let Some(contact) = &self.contact {
            checks.within("contact.", |checks| contact.check(checks));
        }
    }
    fn example() -> Self {
        let example = OrganisationRegister::example();
        Self {
            name: Some(example.name),
            tax_code: Some(example.tax_code),
            producer_kind: example.producer_kind,
            commune_code: example.commune_code,
            seat: None,
            contact: Some(example.contact),
        }
    }
}

/// A commune of the province, or a place outside it.
fn check_seat(checks: &mut Checks, commune: Option<&str>, seat: Option<&str>) {
    if let Some(commune) = commune {
        checks.commune("commune_code", commune);
    }
    checks.optional_text("seat", seat, 3..=150);
}

/// What the centre compares with public registers.
fn check_legal(checks: &mut Checks, name: &str, tax_code: &str) {
    checks.text("name", name, 3..=150);
    checks.digits(
        "tax_code",
        codes::check_tax_code(tax_code),
        "^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$",
    );
}

impl Input for Reason {
    fn check(&self, checks: &mut Checks) {
        checks.text("reason", &self.reason, 3..=500);
    }
    fn example() -> Self {
        Self {
            reason: "Giấy tờ chưa rõ; mời bổ sung bản chụp giấy đăng ký kinh doanh.".into(),
        }
    }
}
