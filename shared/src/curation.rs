//! What the centre features on the home page, and why.

use crate::{
    Checks, Date, FieldCode, Input, ProductId, identity::OrganisationKind::Centre, listings::ProductRef,
};

/// Featured places on the home page.
pub const SLOTS: u8 = 12;

views! {
    /// A product in a featured place.
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
}

inputs! {
    /// Features a product.
    pub struct FeaturePut {
        pub product_id: ProductId,
        pub from: Date,
        /// The last day, at most 92 days after the first.
        pub until: Date,
        pub reason: String,
        #[serde(default)]
        pub reason_en: Option<String>,
    }
}

impl Input for FeaturePut {
    fn check(&self, checks: &mut Checks) {
        if self.until < self.from {
            checks.problem("until", FieldCode::Order, None);
        } else {
            let days = crate::time::days_between(self.from, self.until);
            if days > 92 {
                checks.problem("until", FieldCode::TooLarge, Some(92));
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
        }
    }
}

use crate::Access::Kinds;

endpoints! {
    "curation";
    /// Features a product with a valid certificate; each slot has one product.
    PutFeature = "put_feature", Put "/features/{slot}" {
        path: (u8,), body: FeaturePut, response: FeatureSlot, access: Kinds(&[Centre]), roles: [Editor],
        problems: [CertificateLapsed],
    }
    /// Empties a slot.
    DeleteFeature = "delete_feature", Delete "/features/{slot}" {
        path: (u8,), response: (), status: 204, access: Kinds(&[Centre]), roles: [Editor],
    }
}
