//! Who makes the products, and where.

use crate::{
    Checks, Input, OrganisationId, Page,
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
        pub contact: Contact,
        pub version: i64,
    }
}

inputs! {
    /// Changes a producer's profile; what is left out stays.
    pub struct ProducerUpdate {
        #[serde(default)]
        pub name_en: Option<String>,
        #[serde(default)]
        pub commune_code: Option<String>,
        #[serde(default)]
        pub story: Option<String>,
        #[serde(default)]
        pub story_en: Option<String>,
        #[serde(default)]
        pub founded_year: Option<i16>,
        #[serde(default)]
        pub lead_time_days: Option<i16>,
        /// In đồng, before VAT.
        #[serde(default)]
        pub minimum_order: Option<i64>,
        #[serde(default)]
        pub contact: Option<ContactInput>,
    }
}

queries! {
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

impl Input for ProducerUpdate {
    fn check(&self, checks: &mut Checks) {
        checks.optional_text("name_en", self.name_en.as_deref(), 0..=150);
        if let Some(code) = &self.commune_code {
            checks.commune("commune_code", code);
        }
        checks.optional_text("story", self.story.as_deref(), 0..=4000);
        checks.optional_text("story_en", self.story_en.as_deref(), 0..=4000);
        checks.optional_number("founded_year", self.founded_year.map(i64::from), 1900..=2100);
        checks.optional_number("lead_time_days", self.lead_time_days.map(i64::from), 0..=60);
        checks.optional_number("minimum_order", self.minimum_order, 0..=1_000_000_000);
        if let Some(contact) = &self.contact {
            checks.within("contact.", |checks| contact.check(checks));
        }
    }
    fn example() -> Self {
        Self {
            name_en: Some("Example Farm Cooperative".into()),
            commune_code: Some("06463".into()),
            story: Some("Chúng tôi trồng na trên núi đá vôi từ năm 1998.".into()),
            story_en: Some("We have grown custard apples on limestone since 1998.".into()),
            founded_year: Some(1998),
            lead_time_days: Some(3),
            minimum_order: Some(500_000),
            contact: Some(ContactInput::example()),
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
