//! Who makes the products, and where.

use crate::{
    Checks, Input, Lang, OrganisationId, Page, Patch, PhotoId, Timestamp,
    catalogue::ImageSource,
    endpoint::Key,
    identity::{Contact, ContactInput, OrganisationKind, ProducerKind},
};

views! {
    /// A commune or ward of the province.
    pub struct Commune {
        /// Five digits (decision 19/2025/QĐ-TTg).
        pub code: String,
        /// With its kind: `Xã Chi Lăng`.
        pub name: String,
        pub latitude: f64,
        pub longitude: f64,
        /// Null where the source has none.
        pub area_km2: Option<f64>,
    }

    /// Which commune an address from before 1 July 2025 belongs to now.
    pub struct LegacyCommune {
        pub old_district: String,
        pub old_commune: String,
        pub commune: CommuneRef,
    }

    /// Where the province plans to grow what.
    pub struct GrowingZone {
        pub crop: String,
        pub commune: CommuneRef,
        /// Section of the provincial plan 2026–2030.
        pub plan_section: String,
    }

    /// A commune by name.
    pub struct CommuneRef {
        pub code: String,
        pub name: String,
    }

    /// A producer by name.
    pub struct ProducerRef {
        pub id: OrganisationId,
        pub slug: String,
        pub name: String,
        pub name_en: Option<String>,
    }

    /// A photograph of a producer, in several widths.
    pub struct ProducerPhoto {
        pub id: PhotoId,
        /// Where the picture is, narrow to wide.
        pub sources: Vec<ImageSource>,
        pub caption: Option<String>,
        pub caption_en: Option<String>,
    }

    /// A commune found by a name, and the old name that led to it.
    pub struct CommuneMatch {
        pub commune: CommuneRef,
        /// Null where today's name fits.
        pub old_commune: Option<String>,
        pub old_district: Option<String>,
    }

    /// A bank that payments by QR code know (NAPAS).
    pub struct Bank {
        /// Six digits.
        pub bin: String,
        pub short_name: String,
        pub name: String,
    }

    /// Where a producer is paid.
    pub struct BankAccount {
        pub bank: Bank,
        /// The last digits of the number.
        pub masked: String,
        /// The whole number; for the producer's own manager alone.
        pub number: Option<String>,
        /// In whose name; for the producer's own manager alone.
        pub holder: Option<String>,
        pub changed_at: Timestamp,
    }

    /// A producer, as everybody sees it.
    pub struct Producer {
        pub id: OrganisationId,
        pub slug: String,
        pub kind: ProducerKind,
        pub name: String,
        pub name_en: Option<String>,
        pub commune: CommuneRef,
        pub story: Option<String>,
        pub story_en: Option<String>,
        pub founded_year: Option<i16>,
        /// Working days from confirmation to shipping.
        pub lead_time_days: i16,
        /// The least an order must come to, before VAT, in đồng; 0 where there is no least.
        pub minimum_order: crate::Money,
        /// Street or village; the commune stands beside it.
        pub address: Option<String>,
        /// Households or people who make up the producer.
        pub members: Option<i32>,
        pub website: Option<String>,
        /// What it can deliver in a month, in its own words.
        pub capacity: Option<String>,
        pub capacity_en: Option<String>,
        /// Its people, fields and workshops, six at the most.
        pub photos: Vec<ProducerPhoto>,
        /// Whom anybody may ask; null where the producer makes no contact public.
        pub contact: Option<Contact>,
        pub version: i64,
    }
}

inputs! {
    /// Changes a producer's profile; what is left out stays.
    #[derive(Default)]
    pub struct ProducerUpdate {
        #[serde(default)]
        pub name_en: Option<String>,
        #[serde(default)]
        pub commune_code: Option<String>,
        #[serde(default)]
        pub story: Option<String>,
        #[serde(default)]
        pub story_en: Option<String>,
        /// Null takes it away.
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<i16>))]
        pub founded_year: Patch<i16>,
        #[serde(default)]
        pub lead_time_days: Option<i16>,
        /// In đồng, before VAT.
        #[serde(default)]
        pub minimum_order: Option<i64>,
        #[serde(default)]
        pub address: Option<String>,
        /// Null takes it away.
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<i32>))]
        pub members: Patch<i32>,
        /// Begins with `https://` or `http://`.
        #[serde(default)]
        pub website: Option<String>,
        #[serde(default)]
        pub capacity: Option<String>,
        #[serde(default)]
        pub capacity_en: Option<String>,
        /// Shown to everybody; null takes it away.
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<ContactInput>))]
        pub contact: Patch<ContactInput>,
    }
}

inputs! {
    /// What a photograph shows; what is left out is taken away.
    pub struct PhotoCaption {
        #[serde(default)]
        pub caption: Option<String>,
        #[serde(default)]
        pub caption_en: Option<String>,
    }

    /// Where a producer is paid.
    pub struct BankAccountPut {
        /// Of `list_banks`.
        pub bank_bin: String,
        pub number: String,
        pub holder: String,
    }
}

queries! {
    /// Which communes.
    pub struct CommuneSearch {
        /// A name of today or from before July 2025, perhaps with its district, with or without marks.
        pub q: Option<String>,
    }

    /// Which producers.
    pub struct ProducerFilter {
        pub q: Option<String>,
        pub commune: Option<String>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }

    /// Which communes.
    pub struct CommuneFilter {
        /// Part of the name, with or without marks.
        pub q: Option<String>,
    }

    /// Which old communes.
    pub struct LegacyCommuneFilter {
        /// Part of the old commune's or district's name, with or without marks.
        pub q: Option<String>,
    }

    /// Which growing zones.
    pub struct GrowingZoneFilter {
        pub commune: Option<String>,
        pub crop: Option<String>,
    }
}

impl Producer {
    /// The name in this language, Vietnamese where there is no other.
    pub fn name_in(&self, lang: Lang) -> &str {
        lang.pick(&self.name, self.name_en.as_deref().unwrap_or(&self.name))
    }
}

impl ProducerRef {
    /// The name in this language, Vietnamese where there is no other.
    pub fn name_in(&self, lang: Lang) -> &str {
        lang.pick(&self.name, self.name_en.as_deref().unwrap_or(&self.name))
    }
}

impl Input for ProducerUpdate {
    fn check(&self, checks: &mut Checks) {
        checks.optional_text("name_en", self.name_en.as_deref(), 0..=150);
        if let Some(code) = &self.commune_code {
            checks.commune("commune_code", code);
        }
        checks.optional_text("story", self.story.as_deref(), 0..=4000);
        checks.optional_text("story_en", self.story_en.as_deref(), 0..=4000);
        checks.optional_number(
            "founded_year",
            self.founded_year.as_ref().copied().map(i64::from),
            1900..=2100,
        );
        checks.optional_number("lead_time_days", self.lead_time_days.map(i64::from), 0..=60);
        checks.optional_number("minimum_order", self.minimum_order, 0..=1_000_000_000);
        checks.optional_text("address", self.address.as_deref(), 0..=200);
        checks.optional_number(
            "members",
            self.members.as_ref().copied().map(i64::from),
            1..=100_000,
        );
        checks.optional_web_address("website", self.website.as_deref());
        checks.optional_text("capacity", self.capacity.as_deref(), 0..=300);
        checks.optional_text("capacity_en", self.capacity_en.as_deref(), 0..=300);
        if let Some(contact) = self.contact.as_ref() {
            checks.within("contact.", |checks| contact.check(checks));
        }
    }
    fn example() -> Self {
        Self {
            name_en: Some("Example Farm Cooperative".into()),
            commune_code: Some("06463".into()),
            story: Some("Chúng tôi trồng na trên núi đá vôi từ năm 1998.".into()),
            story_en: Some("We have grown custard apples on limestone since 1998.".into()),
            founded_year: Patch::Set(1998),
            lead_time_days: Some(3),
            minimum_order: Some(500_000),
            address: Some("Thôn Ví Dụ".into()),
            members: Patch::Set(17),
            website: Some("https://vi-du.example".into()),
            capacity: Some("3 tấn na tươi trong mùa, 500 kg na sấy".into()),
            capacity_en: Some("3 t of fresh custard apples in season, 500 kg dried".into()),
            contact: Patch::Set(ContactInput::example()),
        }
    }
}

impl Input for PhotoCaption {
    fn check(&self, checks: &mut Checks) {
        checks.optional_text("caption", self.caption.as_deref(), 0..=150);
        checks.optional_text("caption_en", self.caption_en.as_deref(), 0..=150);
    }
    fn example() -> Self {
        Self {
            caption: Some("Tổ thu hoạch trên vách đá".into()),
            caption_en: Some("The harvest team on the cliff".into()),
        }
    }
}

impl Input for BankAccountPut {
    fn check(&self, checks: &mut Checks) {
        checks.form("bank_bin", &self.bank_bin, "^[0-9]{6}$", |bin| {
            bin.len() == 6 && bin.bytes().all(|byte| byte.is_ascii_digit())
        });
        checks.form("number", &self.number, "^[0-9]{6,19}$", |number| {
            (6..=19).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        checks.text("holder", &self.holder, 2..=100);
    }
    fn example() -> Self {
        Self {
            bank_bin: "970405".into(),
            number: "8400201001234".into(),
            holder: "HTX NONG SAN VI DU".into(),
        }
    }
}

use crate::Access::Kinds;

endpoints! {
    "producers";
    /// Lists verified producers by name.
    ListProducers = "list_producers", Get "/producers" { query: ProducerFilter, response: Page<Producer>, }
    /// Shows a producer.
    GetProducer = "get_producer", Get "/producers/{id}" { path: (Key,), response: Producer, }
    /// Changes a producer's own profile.
    UpdateProducer = "update_producer", Patch "/producers/{id}" {
        path: (OrganisationId,), body: ProducerUpdate, response: Producer,
        access: Kinds(&[OrganisationKind::Producer]), roles: [Staff], while_suspended: true, if_match: true,
    }
    /// Adds a photograph to a producer's page (JPEG, PNG or WebP, at most 10 MB and 40 megapixels); location data is
    /// removed. Six at the most.
    AddProducerPhoto = "add_producer_photo", Post "/producers/{id}/photos" {
        path: (OrganisationId,), file: file, response: ProducerPhoto, status: 201,
        access: Kinds(&[OrganisationKind::Producer]), roles: [Staff], idempotency: Optional,
    }
    /// Writes what a photograph of a producer shows.
    CaptionProducerPhoto = "caption_producer_photo", Put "/producers/{id}/photos/{photo_id}" {
        path: (OrganisationId, PhotoId), body: PhotoCaption, response: ProducerPhoto,
        access: Kinds(&[OrganisationKind::Producer]), roles: [Staff],
    }
    /// Takes a photograph off a producer's page.
    DeleteProducerPhoto = "delete_producer_photo", Delete "/producers/{id}/photos/{photo_id}" {
        path: (OrganisationId, PhotoId), response: (), status: 204, access: Kinds(&[OrganisationKind::Producer]), roles: [Staff],
    }
    /// Shows where a producer is paid: whole to its manager, masked to its other people and to the centre.
    GetBankAccount = "get_bank_account", Get "/producers/{id}/bank-account" {
        path: (OrganisationId,), response: BankAccount,
        access: Kinds(&[OrganisationKind::Producer, OrganisationKind::Centre]), roles: every,
    }
    /// Writes where a producer is paid; its manager alone may.
    PutBankAccount = "put_bank_account", Put "/producers/{id}/bank-account" {
        path: (OrganisationId,), body: BankAccountPut, response: BankAccount,
        access: Kinds(&[OrganisationKind::Producer]), roles: [],
    }
    /// Forgets where a producer is paid.
    DeleteBankAccount = "delete_bank_account", Delete "/producers/{id}/bank-account" {
        path: (OrganisationId,), response: (), status: 204, access: Kinds(&[OrganisationKind::Producer]), roles: [],
    }
    /// Lists the banks that payments by QR code know.
    ListBanks = "list_banks", Get "/banks" { response: Page<Bank>, }
    /// Finds communes by any name they bear, or bore before July 2025.
    FindCommunes = "find_communes", Get "/communes/find" { query: CommuneSearch, response: Page<CommuneMatch>, }
    /// Lists the province's communes in Vietnamese order.
    ListCommunes = "list_communes", Get "/communes" { query: CommuneFilter, response: Page<Commune>, }
    /// Finds today's commune for an address from before July 2025.
    ListLegacyCommunes = "list_legacy_communes", Get "/communes/legacy" {
        query: LegacyCommuneFilter, response: Page<LegacyCommune>,
    }
    /// Lists the growing zones of the provincial plan.
    ListGrowingZones = "list_growing_zones", Get "/growing-zones" {
        query: GrowingZoneFilter, response: Page<GrowingZone>,
    }
}
