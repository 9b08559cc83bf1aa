//! A producer's papers: what the law or a buyer asks for before goods stand on a shelf, with number, days and file.

use crate::{
    Checks, Date, Input, OrganisationId, Page, PaperId, ProductId, Timestamp,
    catalogue::Claim,
    codes,
    identity::{
        OrganisationKind::{Authority, Centre, Producer, Retailer},
        Reason,
    },
    producers::ProducerRef,
};

words! {
    /// What a paper is. What each kind is about, how long it lasts and which law says so is told by
    /// `list_paper_kinds`.
    pub enum PaperKind {
        BusinessRegistration = "business_registration",
        /// Establishment fit for food safety.
        FoodSafetyCertificate = "food_safety_certificate",
        /// Commitment to safe production, of producers exempt from the certificate.
        FoodSafetyCommitment = "food_safety_commitment",
        FoodSafetyTraining = "food_safety_training",
        Gmp = "gmp",
        Haccp = "haccp",
        Iso22000 = "iso_22000",
        Fssc22000 = "fssc_22000",
        Ifs = "ifs",
        Brc = "brc",
        SelfDeclaration = "self_declaration",
        RegisteredDeclaration = "registered_declaration",
        TestReport = "test_report",
        ProductStandard = "product_standard",
        QualityPlan = "quality_plan",
        Vietgap = "vietgap",
        Globalgap = "globalgap",
        Organic = "organic",
        /// Right to use a geographical indication.
        GiRight = "gi_right",
        GrowingAreaCode = "growing_area_code",
        SpiritsLicence = "spirits_licence",
        BarcodeRight = "barcode_right",
        Trademark = "trademark",
        /// Origin of raw materials, linkage along the chain.
        SupplyContract = "supply_contract",
        Environment = "environment",
        Insurance = "insurance",
        Award = "award",
        Other = "other",
    }
}

words! {
    /// What a kind of paper is about.
    pub enum PaperScope {
        Organisation = "organisation",
        Product = "product",
        Either = "either",
    }
}

words! {
    /// What the centre says of a paper.
    pub enum PaperStatus {
        /// The centre has not compared it yet.
        Pending = "pending",
        Verified = "verified",
        /// The centre did not accept it, with a reason.
        Refused = "refused",
    }
}

words! {
    /// How a paper stands on a day. One without a last day is valid.
    pub enum PaperValidity {
        Valid = "valid",
        /// Valid for 180 days or fewer.
        Expiring = "expiring",
        Lapsed = "lapsed",
    }
}

words! {
    /// Why a producer needs no food-safety certificate (decree 15/2018/NĐ-CP, article 12).
    pub enum Exemption {
        SmallPrimaryProduction = "small_primary_production",
        NoFixedPlace = "no_fixed_place",
        SmallPreliminaryProcessing = "small_preliminary_processing",
        SmallTrading = "small_trading",
        PrepackagedTrading = "prepackaged_trading",
        PackagingMaking = "packaging_making",
        HotelRestaurant = "hotel_restaurant",
        Canteen = "canteen",
        StreetFood = "street_food",
    }
}

words! {
    /// What a supermarket needs to see before it may take a product.
    pub enum Need {
        Registration = "registration",
        Establishment = "establishment",
        Licence = "licence",
        Declaration = "declaration",
        Test = "test",
        Barcode = "barcode",
    }
}

words! {
    /// How a need is met.
    pub enum NeedState {
        Met = "met",
        /// Met, but the paper lapses within 180 days.
        Expiring = "expiring",
        /// A paper waits for the centre.
        Pending = "pending",
        Refused = "refused",
        Lapsed = "lapsed",
        Missing = "missing",
    }
}

/// Days before its last day on which a paper begins to lapse: time enough to renew it.
pub const WARNING_DAYS: i64 = 180;

views! {
    /// What is known of a kind of paper beforehand.
    pub struct PaperRule {
        pub kind: PaperKind,
        pub name: String,
        pub name_en: String,
        pub scope: PaperScope,
        /// Months it lasts where it names no last day; null where it lasts until it is withdrawn.
        pub term_months: Option<u16>,
        /// Whether it has no meaning without a number.
        pub numbered: bool,
        /// What a valid paper of this kind lets a product claim.
        pub claim: Option<Claim>,
        /// The law or practice behind the rule.
        pub basis: String,
        pub basis_en: String,
    }

    /// The product that a paper is about.
    pub struct PaperProduct {
        pub id: ProductId,
        pub slug: String,
        pub name: String,
    }

    /// The scan of a paper.
    pub struct PaperFile {
        /// `application/pdf` or `image/jpeg`.
        pub media_type: String,
        /// Bytes.
        pub size: i64,
    }

    /// A paper, as those see it whom it concerns.
    pub struct Paper {
        pub id: PaperId,
        pub producer: ProducerRef,
        /// Null where it is about the whole organisation.
        pub product: Option<PaperProduct>,
        pub kind: PaperKind,
        pub number: Option<String>,
        pub issuer: Option<String>,
        pub issued_on: Option<Date>,
        /// The last valid day.
        pub expires_on: Option<Date>,
        /// What it covers: crop, area, standard.
        pub scope: Option<String>,
        /// Of a commitment: why no certificate is needed.
        pub exemption: Option<Exemption>,
        /// Whether everybody may know that it exists; the file is never public.
        pub public: bool,
        /// Whether retailers may read it, file and all.
        pub shared_with_buyers: bool,
        pub status: PaperStatus,
        /// Why the centre refused it.
        pub reason: Option<String>,
        pub decided_at: Option<Timestamp>,
        pub validity: PaperValidity,
        /// Until the last valid day; negative once lapsed.
        pub days_left: Option<i64>,
        pub file: Option<PaperFile>,
        pub added_at: Timestamp,
        pub version: i64,
    }

    /// What everybody may know of a verified paper.
    pub struct PublicPaper {
        pub kind: PaperKind,
        /// Null where it is about the whole organisation.
        pub product_id: Option<ProductId>,
        pub issuer: Option<String>,
        pub issued_on: Option<Date>,
        pub expires_on: Option<Date>,
        pub validity: PaperValidity,
        pub days_left: Option<i64>,
    }

    /// One need of a product, and the paper that meets it best.
    pub struct ProductNeed {
        pub need: Need,
        /// Without it a supermarket may not take the product; otherwise most ask for it.
        pub required: bool,
        /// Any of these will do.
        pub kinds: Vec<PaperKind>,
        pub state: NeedState,
        /// The kind of the paper that was found.
        pub kind: Option<PaperKind>,
        /// That paper, for those who may read it.
        pub paper_id: Option<PaperId>,
        pub expires_on: Option<Date>,
        pub days_left: Option<i64>,
        /// The smallest of 180, 90 and 30 days within which it lapses.
        pub lapses_within: Option<u8>,
        /// The law or practice behind the need.
        pub basis: String,
        pub basis_en: String,
    }

    /// Whether the verified papers of a product are enough for a supermarket today, in short.
    pub struct PapersState {
        /// Every required need is met.
        pub complete: bool,
        /// The required needs that no verified, valid paper meets.
        pub missing: Vec<Need>,
    }

    /// Whether a product may be offered to a supermarket, and what is missing.
    pub struct Compliance {
        pub product_id: ProductId,
        pub product_name: String,
        pub product_slug: String,
        /// Every required need is met today.
        pub ready: bool,
        pub needs: Vec<ProductNeed>,
        /// The first last day, within 180 days, of the papers that meet needs or let it claim something.
        #[serde(default)]
        pub first_to_lapse: Option<Date>,
        pub on: Date,
    }
}

impl ProductNeed {
    /// Whether a paper meets it today.
    pub const fn is_met(&self) -> bool {
        matches!(self.state, NeedState::Met | NeedState::Expiring)
    }
}

impl Compliance {
    /// The required needs that nothing meets today.
    pub fn lacking(&self) -> impl Iterator<Item = &ProductNeed> {
        self.needs.iter().filter(|need| need.required && !need.is_met())
    }
}

inputs! {
    /// A paper to be added; its file follows.
    pub struct PaperAdd {
        pub kind: PaperKind,
        /// One of one's own products; left out for a paper of the whole organisation.
        #[serde(default)]
        pub product_id: Option<ProductId>,
        #[serde(default)]
        pub number: Option<String>,
        #[serde(default)]
        pub issuer: Option<String>,
        #[serde(default)]
        pub issued_on: Option<Date>,
        /// Left out: as long as papers of the kind last, where the law says.
        #[serde(default)]
        pub expires_on: Option<Date>,
        /// What it covers: crop, area, standard.
        #[serde(default)]
        pub scope: Option<String>,
        /// Of a commitment alone, and required there.
        #[serde(default)]
        pub exemption: Option<Exemption>,
        /// Lets everybody know that it exists.
        #[serde(default)]
        pub public: bool,
        /// Lets retailers read it, file and all.
        #[serde(default)]
        pub shared_with_buyers: bool,
    }

    /// A paper written anew: what is left out is taken away. Whatever the centre had compared, it compares again.
    pub struct PaperUpdate {
        #[serde(default)]
        pub number: Option<String>,
        #[serde(default)]
        pub issuer: Option<String>,
        #[serde(default)]
        pub issued_on: Option<Date>,
        /// Left out: as long as papers of the kind last, where the law says.
        #[serde(default)]
        pub expires_on: Option<Date>,
        /// What it covers: crop, area, standard.
        #[serde(default)]
        pub scope: Option<String>,
        /// Of a commitment alone, and required there.
        #[serde(default)]
        pub exemption: Option<Exemption>,
        /// Lets everybody know that it exists.
        #[serde(default)]
        pub public: bool,
        /// Lets retailers read it, file and all.
        #[serde(default)]
        pub shared_with_buyers: bool,
    }
}

queries! {
    /// Which papers.
    pub struct PaperFilter {
        /// Of one producer; its own for a producer.
        pub producer: Option<OrganisationId>,
        /// About this product.
        pub product_id: Option<ProductId>,
        pub kind: Option<PaperKind>,
        pub status: Option<PaperStatus>,
        pub validity: Option<PaperValidity>,
        /// Not lapsed, but lapsing within so many days.
        pub expires_within_days: Option<u16>,
        /// A part of the producer's name or of the paper's number, with or without marks.
        pub q: Option<String>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }
}

impl PaperAdd {
    /// What stands on the paper.
    pub fn facts(&self) -> PaperUpdate {
        PaperUpdate {
            number: self.number.clone(),
            issuer: self.issuer.clone(),
            issued_on: self.issued_on,
            expires_on: self.expires_on,
            scope: self.scope.clone(),
            exemption: self.exemption,
            public: self.public,
            shared_with_buyers: self.shared_with_buyers,
        }
    }
}

impl PaperUpdate {
    fn check_texts(&self, checks: &mut Checks) {
        checks.optional_text("number", self.number.as_deref(), 0..=80);
        checks.optional_text("issuer", self.issuer.as_deref(), 0..=200);
        checks.optional_text("scope", self.scope.as_deref(), 0..=300);
        if let (Some(issued), Some(expires)) = (self.issued_on, self.expires_on)
            && expires <= issued
        {
            checks.problem("expires_on", crate::FieldCode::Order, None);
        }
    }

    /// The rules of numbers that carry a form of their own.
    pub fn check_number(&self, kind: PaperKind, checks: &mut Checks) {
        let number = self
            .number
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        match (kind, number) {
            (PaperKind::Globalgap, Some(number)) => {
                checks.digits("number", codes::check_ggn(number), codes::GGN);
            }
            (PaperKind::GrowingAreaCode, Some(number)) => {
                checks.form("number", number, codes::GROWING_AREA, codes::is_growing_area_code);
            }
            _ => {}
        }
    }
}

impl Input for PaperAdd {
    fn check(&self, checks: &mut Checks) {
        let facts = self.facts();
        facts.check_texts(checks);
        // The contract's rules are those of any kind; these hold for two.
        let mut own = Checks::new(checks.lang());
        facts.check_number(self.kind, &mut own);
        checks.adopt(own);
    }
    fn example() -> Self {
        Self {
            kind: PaperKind::FoodSafetyCertificate,
            product_id: None,
            number: Some("12/2026/NNMT-LS".into()),
            issuer: Some("Chi cục Quản lý chất lượng (ví dụ)".into()),
            issued_on: crate::Date::from_calendar_date(2026, crate::time::Month::March, 15).ok(),
            expires_on: None,
            scope: Some("Sơ chế, sấy và đóng gói trái cây".into()),
            exemption: None,
            public: true,
            shared_with_buyers: true,
        }
    }
}

impl Input for PaperUpdate {
    fn check(&self, checks: &mut Checks) {
        self.check_texts(checks);
    }
    fn example() -> Self {
        Self {
            scope: Some("Sơ chế, sấy và đóng gói hồng, na".into()),
            ..PaperAdd::example().facts()
        }
    }
}

use crate::Access::Kinds;

endpoints! {
    "papers";
    /// Lists the kinds of papers, how long each lasts, and which law says so.
    ListPaperKinds = "list_paper_kinds", Get "/paper-kinds" { response: Page<PaperRule>, }
    /// Lists papers: a producer's own; for the centre and the authority everybody's; for retailers those shared with
    /// them. Those that wait stand in the order they came, those asked for by days in the order they lapse.
    ListPapers = "list_papers", Get "/papers" {
        query: PaperFilter, response: Page<Paper>, access: Kinds(&[Producer, Retailer, Centre, Authority]), roles: every,
    }
    /// Lists the verified papers that a producer lets everybody know of, those about single products left out.
    ListProducerPapers = "list_producer_papers", Get "/producers/{id}/papers" {
        path: (OrganisationId,), response: Page<PublicPaper>,
    }
    /// Shows a paper to those whom it concerns.
    GetPaper = "get_paper", Get "/papers/{id}" {
        path: (PaperId,), response: Paper, access: Kinds(&[Producer, Retailer, Centre, Authority]), roles: every,
    }
    /// Adds a paper; the centre compares it.
    AddPaper = "add_paper", Post "/papers" {
        body: PaperAdd, response: Paper, status: 201, access: Kinds(&[Producer]), roles: [Staff], idempotency: Optional,
    }
    /// Writes a paper's particulars anew. Where more than its visibility changes, the centre compares it again.
    UpdatePaper = "update_paper", Put "/papers/{id}" {
        path: (PaperId,), body: PaperUpdate, response: Paper, access: Kinds(&[Producer]), roles: [Staff], if_match: true,
    }
    /// Puts a scan to a paper in place of the one before (PDF, JPEG, PNG or WebP, at most 10 MB). Pictures are written
    /// anew without location data.
    PutPaperFile = "put_paper_file", Post "/papers/{id}/file" {
        path: (PaperId,), file: file, response: Paper, access: Kinds(&[Producer]), roles: [Staff], idempotency: Optional,
    }
    /// Brings a paper's scan as a download.
    GetPaperFile = "get_paper_file", Get "/papers/{id}/file" {
        path: (PaperId,), response: crate::endpoint::Download,
        access: Kinds(&[Producer, Retailer, Centre, Authority]), roles: every,
    }
    /// Takes a paper away, and erases its scan.
    RemovePaper = "remove_paper", Delete "/papers/{id}" {
        path: (PaperId,), response: (), status: 204, access: Kinds(&[Producer]), roles: [Staff],
    }
    /// Says that a paper is what it says. The version is the one that was compared.
    VerifyPaper = "verify_paper", Post "/papers/{id}/verify" {
        path: (PaperId,), response: Paper, access: Kinds(&[Centre]), roles: [Editor], if_match: true, problems: [WrongState],
    }
    /// Does not accept a paper, with a reason that its producer reads.
    RefusePaper = "refuse_paper", Post "/papers/{id}/refuse" {
        path: (PaperId,), body: Reason, response: Paper, access: Kinds(&[Centre]), roles: [Editor], if_match: true,
        problems: [WrongState],
    }
    /// Tells whether a product may be offered to a supermarket: what is there, what is missing, what lapses.
    GetCompliance = "get_compliance", Get "/products/{id}/compliance" {
        path: (ProductId,), response: Compliance, access: Kinds(&[Producer, Retailer, Centre, Authority]), roles: every,
    }
    /// Tells the same of every product of one's own.
    ListCompliance = "list_compliance", Get "/papers/compliance" {
        response: Page<Compliance>, access: Kinds(&[Producer]), roles: [Staff],
    }
}
