//! OCOP certificates: stars that last 36 months.

use crate::{
    CertificateId, Checks, Date, FieldCode, Input, Lang, Page, ProductId, Timestamp,
    identity::OrganisationKind::{Authority, Centre, Producer},
    producers::ProducerRef,
};
use time::macros::date;

words! {
    /// Who issued a certificate. Districts did for three stars from 24 February 2023 until 30 June 2025.
    pub enum IssuerLevel {
        District = "district",
        Province = "province",
        Centre = "centre",
    }
}

words! {
    /// Which set of criteria was applied.
    pub enum CriteriaVersion {
        /// Decision 1048/QĐ-TTg of 21 August 2019.
        V1048 = "1048",
        /// Decision 148/QĐ-TTg of 24 February 2023.
        V148 = "148",
        /// Decision 1489/QĐ-TTg of 6 July 2025.
        V1489 = "1489",
    }
}

impl CriteriaVersion {
    /// The first day on which it applied; it does until the next one's.
    pub const fn since(self) -> Date {
        match self {
            Self::V1048 => date!(2019 - 08 - 21),
            Self::V148 => date!(2023 - 02 - 24),
            Self::V1489 => date!(2025 - 07 - 06),
        }
    }

    /// The set that applied on a day; none before the first.
    pub fn on(day: Date) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(|one| one.since() <= day)
            .max_by_key(|one| one.since())
    }
}

words! {
    /// How a certificate stands on a day.
    pub enum CertificateState {
        Valid = "valid",
        /// Valid for 180 days or fewer.
        Expiring = "expiring",
        Lapsed = "lapsed",
        /// Taken back before its last day.
        Revoked = "revoked",
    }
}

/// Months that a certificate lasts from the day of the decision (decision 148/QĐ-TTg, article 1).
pub const VALID_MONTHS: u16 = 36;

/// The last day on which a certificate issued on this day is valid.
pub fn last_valid_day(issued_on: Date) -> Date {
    crate::time::add_months(issued_on, VALID_MONTHS)
}

/// The stars that a score earns (decision 148/QĐ-TTg, article 1.3); scores are hundredths of a point.
pub const fn stars_of(score_hundredths: i32) -> u8 {
    match score_hundredths {
        9000.. => 5,
        7000..=8999 => 4,
        5000..=6999 => 3,
        3000..=4999 => 2,
        _ => 1,
    }
}

views! {
    /// The public part of a certificate.
    pub struct Certificate {
        pub id: CertificateId,
        pub product_id: ProductId,
        pub product_name: String,
        #[serde(default)]
        pub product_name_en: Option<String>,
        pub product_slug: String,
        pub producer: ProducerRef,
        pub stars: u8,
        /// Points out of 100, where known.
        pub score: Option<f64>,
        pub decision_no: String,
        pub issuer: String,
        pub level: IssuerLevel,
        pub issued_on: Date,
        /// The last valid day.
        pub expires_on: Date,
        pub criteria_version: CriteriaVersion,
        pub state: CertificateState,
        /// Days until the last valid day; negative once lapsed.
        pub days_left: i64,
        pub recorded_at: Timestamp,
        /// The first day on which it was no longer valid, where it was taken back.
        #[serde(default)]
        pub revoked_on: Option<Date>,
        #[serde(default)]
        pub revoke_reason: Option<String>,
        #[serde(default)]
        pub version: i64,
    }

    /// Certificates by the month of their last valid day.
    pub struct CertificateCalendar {
        pub months: Vec<CalendarMonth>,
    }

    /// The certificates whose last valid day lies in a month.
    pub struct CalendarMonth {
        /// The first day of the month.
        pub month: Date,
        /// Those that lapse first come first.
        pub certificates: Vec<Certificate>,
    }
}

impl Certificate {
    /// The product's name in this language, Vietnamese where there is no other.
    pub fn name_in(&self, lang: Lang) -> &str {
        match (lang, self.product_name_en.as_deref()) {
            (Lang::En, Some(name)) => name,
            _ => &self.product_name,
        }
    }

    /// Lapsed, or taken back: its stars are history.
    pub fn is_over(&self) -> bool {
        matches!(self.state, CertificateState::Lapsed | CertificateState::Revoked)
    }

    /// Whether its stars may be shown on a day.
    pub fn valid_on(&self, day: Date) -> bool {
        self.issued_on <= day && day <= self.expires_on && self.revoked_on.is_none_or(|revoked| day < revoked)
    }
}

inputs! {
    /// Records a certificate.
    pub struct CertificateCreate {
        pub product_id: ProductId,
        /// 3, 4 or 5.
        pub stars: u8,
        /// Points out of 100 with at most two decimals; must belong to the stars.
        #[serde(default)]
        pub score: Option<f64>,
        /// `2865/QĐ-UBND`.
        pub decision_no: String,
        pub issuer: String,
        pub level: IssuerLevel,
        pub issued_on: Date,
        pub criteria_version: CriteriaVersion,
    }

    /// Corrects what was typed wrongly. What the certificate says now is left in the audit trail.
    pub struct CertificateCorrect {
        /// 3, 4 or 5.
        pub stars: u8,
        /// Points out of 100 with at most two decimals; must belong to the stars.
        #[serde(default)]
        pub score: Option<f64>,
        pub decision_no: String,
        pub issuer: String,
        pub level: IssuerLevel,
        pub issued_on: Date,
        pub criteria_version: CriteriaVersion,
        /// True lifts a revocation that was recorded by mistake; without it a revoked certificate is not corrected. For who
        /// may revoke.
        #[serde(default)]
        pub revoked_in_error: Option<bool>,
    }

    /// Takes a certificate back.
    pub struct CertificateRevoke {
        /// The first day on which it is no longer valid; left out: today.
        #[serde(default)]
        pub on: Option<Date>,
        pub reason: String,
    }
}

queries! {
    /// Which certificates.
    pub struct CertificateFilter {
        pub product_id: Option<ProductId>,
        pub state: Option<CertificateState>,
        /// Stars, with commas.
        #[cfg_attr(feature = "openapi", param(pattern = "^[1-5](,[1-5])*$"))]
        pub stars: Option<String>,
        /// Only those whose last valid day lies this many days ahead or fewer.
        pub expires_within_days: Option<u16>,
        /// The code of the producer's commune.
        pub commune: Option<String>,
        /// The year of the decision.
        #[cfg_attr(feature = "openapi", param(minimum = 2000, maximum = 2100))]
        pub year: Option<i32>,
        /// A part of the product's name or of the decision's number, with or without marks.
        pub q: Option<String>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }

    /// Which months of the calendar.
    pub struct CalendarQuery {
        /// Any day of the first month; left out: this month.
        pub from: Option<Date>,
        /// How many months, 1 to 36; left out: 12.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 36))]
        pub months: Option<u8>,
    }
}

fn check_score(checks: &mut Checks, score: Option<f64>, stars: u8, criteria: CriteriaVersion) {
    let hundredths = checks.optional_hundredths("score", score, 0..=100);
    if criteria != CriteriaVersion::V1048 && hundredths.is_some_and(|score| stars_of(score) != stars) {
        checks.problem("score", FieldCode::Score, None);
    }
}

impl Input for CertificateCreate {
    fn check(&self, checks: &mut Checks) {
        checks.number("stars", i64::from(self.stars), 3..=5);
        check_score(checks, self.score, self.stars, self.criteria_version);
        checks.text("decision_no", &self.decision_no, 3..=60);
        checks.text("issuer", &self.issuer, 3..=150);
    }
    fn example() -> Self {
        Self {
            product_id: ProductId::EXAMPLE,
            stars: 4,
            score: Some(78.5),
            decision_no: "0001/QĐ-UBND".into(),
            issuer: "UBND tỉnh Lạng Sơn".into(),
            level: IssuerLevel::Province,
            issued_on: date!(2026 - 11 - 02),
            criteria_version: CriteriaVersion::V1489,
        }
    }
}

impl Input for CertificateCorrect {
    fn check(&self, checks: &mut Checks) {
        checks.number("stars", i64::from(self.stars), 3..=5);
        check_score(checks, self.score, self.stars, self.criteria_version);
        checks.text("decision_no", &self.decision_no, 3..=60);
        checks.text("issuer", &self.issuer, 3..=150);
    }
    fn example() -> Self {
        Self {
            stars: 4,
            score: Some(79.0),
            decision_no: "0001/QĐ-UBND".into(),
            issuer: "UBND tỉnh Lạng Sơn".into(),
            level: IssuerLevel::Province,
            issued_on: date!(2026 - 11 - 01),
            criteria_version: CriteriaVersion::V1489,
            revoked_in_error: None,
        }
    }
}

impl Input for CertificateRevoke {
    fn check(&self, checks: &mut Checks) {
        checks.text("reason", &self.reason, 10..=500);
    }
    fn example() -> Self {
        Self {
            on: None,
            reason: "Hậu kiểm phát hiện sản phẩm không còn đạt tiêu chuẩn đã công bố.".into(),
        }
    }
}

use crate::Access::Kinds;

endpoints! {
    "certification";
    /// Records a certificate; it is valid for 36 months from its decision.
    CreateCertificate = "create_certificate", Post "/certificates" {
        body: CertificateCreate, response: Certificate, status: 201, access: Kinds(&[Centre, Authority]),
        roles: [Editor, Officer],
        idempotency: Optional, problems: [Taken],
    }
    /// Lists certificates: valid ones first, those that lapse next before others; producers see their own.
    ListCertificates = "list_certificates", Get "/certificates" {
        query: CertificateFilter, response: Page<Certificate>, access: Kinds(&[Producer, Centre, Authority]),
        roles: every,
    }
    /// Shows in which month which certificates lapse; producers see their own.
    GetCertificateCalendar = "get_certificate_calendar", Get "/certificates/calendar" {
        query: CalendarQuery, response: CertificateCalendar, access: Kinds(&[Producer, Centre, Authority]), roles: every,
    }
    /// Shows a certificate; producers see their own.
    GetCertificate = "get_certificate", Get "/certificates/{id}" {
        path: (CertificateId,), response: Certificate, access: Kinds(&[Producer, Centre, Authority]), roles: every,
    }
    /// Corrects what was typed wrongly.
    CorrectCertificate = "correct_certificate", Put "/certificates/{id}" {
        path: (CertificateId,), body: CertificateCorrect, response: Certificate, access: Kinds(&[Centre, Authority]), roles: [Editor, Officer],
        if_match: true, problems: [Taken, WrongState],
    }
    /// Takes a certificate back before its last day; its stars are gone from that day on.
    RevokeCertificate = "revoke_certificate", Post "/certificates/{id}/revoke" {
        path: (CertificateId,), body: CertificateRevoke, response: Certificate, access: Kinds(&[Authority]), roles: [Officer],
        problems: [WrongState],
    }
}

#[cfg(test)]
mod tests {
    use super::stars_of;

    #[test]
    fn scores_fall_into_half_open_ranks() {
        for (score, stars) in [
            (2999, 1),
            (3000, 2),
            (4999, 2),
            (5000, 3),
            (6999, 3),
            (7000, 4),
            (8999, 4),
            (9000, 5),
            (10_000, 5),
        ] {
            assert_eq!(stars_of(score), stars, "{score}");
        }
    }
}
