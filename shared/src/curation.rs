//! What the centre features on the home page, and why.

use crate::{
    Checks, CollectionId, Date, FieldCode, Input, ProductId, endpoint::Key,
    identity::OrganisationKind::Centre, listings::ProductRef,
};

/// The most products in a collection.
pub const COLLECTION_PRODUCTS: u32 = 24;

/// Featured places on the home page.
pub const SLOTS: u8 = 12;

/// The most days from the first to the last of a period.
pub const FEATURE_DAYS: i64 = 92;

views! {
    /// A product in a featured slot, for a period. A slot may have several, one after the other.
    pub struct FeatureSlot {
        /// From 1.
        pub slot: u8,
        pub product: ProductRef,
        pub from: Date,
        /// The last day.
        pub until: Date,
        pub reason: String,
        pub reason_en: Option<String>,
    }

    /// A collection, as the centre keeps it.
    pub struct CollectionRecord {
        pub id: CollectionId,
        pub slug: String,
        pub title: String,
        pub title_en: Option<String>,
        pub intro: Option<String>,
        pub intro_en: Option<String>,
        pub from: Date,
        /// The last day; null while it has none.
        pub until: Option<Date>,
        pub published: bool,
        /// In the order of showing, those too that visitors do not see for now.
        pub products: Vec<ProductRef>,
        pub version: i64,
    }
}

inputs! {
    /// Puts a collection together, or changes it as a whole.
    pub struct CollectionPut {
        pub title: String,
        #[serde(default)]
        pub title_en: Option<String>,
        #[serde(default)]
        pub intro: Option<String>,
        #[serde(default)]
        pub intro_en: Option<String>,
        pub from: Date,
        /// The last day; left out: until the centre ends it.
        #[serde(default)]
        pub until: Option<Date>,
        /// Whether visitors may see it within its days.
        pub published: bool,
        /// In the order of showing, each once.
        pub product_ids: Vec<ProductId>,
        /// The version that was read; left out for a new collection.
        #[serde(default)]
        pub version: Option<i64>,
    }

    /// Features a product.
    pub struct FeaturePut {
        pub product_id: ProductId,
        pub from: Date,
        /// The last day, at most 92 days after the first.
        pub until: Date,
        pub reason: String,
        #[serde(default)]
        pub reason_en: Option<String>,
        /// The first day of the period of this slot that gives way; left out: one more is planned.
        #[serde(default)]
        pub replaces: Option<Date>,
    }
}

queries! {
    /// Whether it is meant.
    pub struct FeatureTry {
        /// Only says what would be refused, and writes nothing.
        pub dry_run: Option<bool>,
    }

    /// Which period of a slot.
    pub struct FeaturePeriod {
        /// Its first day; left out: all of them.
        pub from: Option<Date>,
    }
}

impl Input for FeaturePut {
    fn check(&self, checks: &mut Checks) {
        if self.until < self.from {
            checks.problem("until", FieldCode::Order, None);
        } else {
            let last = crate::time::plus_days(self.from, FEATURE_DAYS);
            if self.until > last {
                checks.too_late("until", last);
            }
        }
        checks.text("reason", &self.reason, 10..=300);
        checks.optional_text("reason_en", self.reason_en.as_deref(), 0..=300);
    }
    fn example() -> Self {
        Self {
            product_id: ProductId::EXAMPLE,
            from: time::macros::date!(2026 - 11 - 22),
            until: time::macros::date!(2026 - 12 - 31),
            reason: "Đang vào vụ, bốn sao, đủ hàng cho siêu thị.".into(),
            reason_en: Some("In season, four stars, enough for supermarkets.".into()),
            replaces: None,
        }
    }
}

impl Input for CollectionPut {
    fn check(&self, checks: &mut Checks) {
        checks.text("title", &self.title, 3..=100);
        checks.optional_text("title_en", self.title_en.as_deref(), 0..=100);
        checks.optional_text("intro", self.intro.as_deref(), 0..=1000);
        checks.optional_text("intro_en", self.intro_en.as_deref(), 0..=1000);
        checks.optional_number("version", self.version, 0..=9_000_000_000_000_000);
        if self.until.is_some_and(|until| until < self.from) {
            checks.problem("until", FieldCode::Order, None);
        }
        checks.list("product_ids", self.product_ids.len(), 0..=COLLECTION_PRODUCTS);
        for (index, product) in self.product_ids.iter().enumerate().take(100) {
            if self.product_ids.iter().take(index).any(|other| other == product) {
                checks.problem(&format!("product_ids[{index}]"), FieldCode::Duplicate, None);
            }
        }
    }
    fn example() -> Self {
        Self {
            title: "Quà Tết từ núi".into(),
            title_en: Some("Tết gifts from the mountains".into()),
            intro: Some("Những món giao kịp trước Tết, đóng hộp sẵn.".into()),
            intro_en: Some("Boxed and delivered in time for Tết.".into()),
            from: time::macros::date!(2026 - 11 - 22),
            until: Some(time::macros::date!(2027 - 02 - 05)),
            published: true,
            product_ids: vec![ProductId::EXAMPLE],
            version: None,
        }
    }
}

use crate::Access::Kinds;

endpoints! {
    "curation";
    /// Features a product whose certificate is valid until the last day. A slot may have several periods that do not
    /// overlap, and a product holds one slot at a time. The same period sent again changes it.
    PutFeature = "put_feature", Put "/features/{slot}" {
        path: (u8,), query: FeatureTry, body: FeaturePut, response: FeatureSlot, access: Kinds(&[Centre]), roles: [Editor],
        problems: [CertificateLapsed],
    }
    /// Empties a slot, or takes one of its periods away.
    DeleteFeature = "delete_feature", Delete "/features/{slot}" {
        path: (u8,), query: FeaturePeriod, response: (), status: 204, access: Kinds(&[Centre]), roles: [Editor],
    }
    /// Puts a collection together under an address of its own, or changes it as a whole.
    PutCollection = "put_collection", Put "/collections/{slug}" {
        path: (Key,), body: CollectionPut, response: CollectionRecord, access: Kinds(&[Centre]), roles: [Editor],
        problems: [Taken, PreconditionFailed, CertificateLapsed],
    }
    /// Takes a collection away.
    DeleteCollection = "delete_collection", Delete "/collections/{slug}" {
        path: (Key,), response: (), status: 204, access: Kinds(&[Centre]), roles: [Editor],
    }
}
