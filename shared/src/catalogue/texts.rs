//! What a product's texts and pictures are sent as.

use super::Claim;
use crate::{Checks, FieldCode, ImageId, Input, Patch};

inputs! {
    /// A new product, a draft at first.
    pub struct ProductCreate {
        pub name: String,
        #[serde(default)]
        pub name_en: Option<String>,
        /// Code of a sub-group.
        pub group: String,
        pub description: String,
        #[serde(default)]
        pub description_en: Option<String>,
        #[serde(default)]
        pub ingredients: Option<String>,
        #[serde(default)]
        pub ingredients_en: Option<String>,
        #[serde(default)]
        pub storage: Option<String>,
        #[serde(default)]
        pub storage_en: Option<String>,
        #[serde(default)]
        pub shelf_life_days: Option<i32>,
        /// Months 1–12; empty means all year.
        #[serde(default)]
        pub season_months: Vec<u8>,
        #[serde(default)]
        pub claims: Vec<Claim>,
        /// A drawn illustration of the product library, until there is a photograph.
        #[serde(default)]
        pub illustration: Option<String>,
    }

    /// Changes a product's texts; what is left out stays, and `null` takes away what may be missing. A
    /// published product keeps its public texts until the centre has reviewed the new ones.
    pub struct ProductUpdate {
        #[serde(default)]
        pub name: Option<String>,
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
        pub name_en: Patch<String>,
        #[serde(default)]
        pub group: Option<String>,
        #[serde(default)]
        pub description: Option<String>,
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
        pub description_en: Patch<String>,
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
        pub ingredients: Patch<String>,
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
        pub ingredients_en: Patch<String>,
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
        pub storage: Patch<String>,
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
        pub storage_en: Patch<String>,
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<i32>))]
        pub shelf_life_days: Patch<i32>,
        #[serde(default)]
        pub season_months: Option<Vec<u8>>,
        #[serde(default)]
        pub claims: Option<Vec<Claim>>,
    }

    /// The pictures of a product in the order of showing; the first is the main one. One left out is taken off.
    pub struct ImagesArrange {
        pub images: Vec<ImageArrange>,
    }

    /// A picture of the product, and what it shows.
    pub struct ImageArrange {
        pub id: ImageId,
        /// What the picture shows, for those who cannot see it; null: the product's name.
        #[serde(default)]
        pub alt: Option<String>,
        #[serde(default)]
        pub alt_en: Option<String>,
    }
}

/// Most pictures of a product.
pub const MAX_IMAGES: u32 = 8;

/// The rules that a product's texts share, whether new or changed.
fn check_texts(
    checks: &mut Checks,
    name: Option<&str>,
    description: Option<&str>,
    other: [(&'static str, Option<&str>, u32); 6],
    shelf_life_days: Option<i32>,
    season_months: &[u8],
) {
    checks.optional_text("name", name, 3..=120);
    checks.optional_text("description", description, 10..=4000);
    for (field, value, most) in other {
        checks.optional_text(field, value, 0..=most);
    }
    checks.optional_number("shelf_life_days", shelf_life_days.map(i64::from), 1..=3650);
    checks.list("season_months", season_months.len(), 0..=12);
    for (index, month) in season_months.iter().enumerate() {
        checks.number(&format!("season_months[{index}]"), i64::from(*month), 1..=12);
    }
    let mut seen = [false; 256];
    for (index, month) in season_months.iter().enumerate() {
        if let Some(seen) = seen.get_mut(usize::from(*month))
            && std::mem::replace(seen, true)
        {
            checks.problem(&format!("season_months[{index}]"), FieldCode::Duplicate, None);
        }
    }
}

impl Input for ProductCreate {
    fn check(&self, checks: &mut Checks) {
        check_texts(
            checks,
            Some(&self.name),
            Some(&self.description),
            [
                ("name_en", self.name_en.as_deref(), 120),
                ("description_en", self.description_en.as_deref(), 4000),
                ("ingredients", self.ingredients.as_deref(), 1000),
                ("ingredients_en", self.ingredients_en.as_deref(), 1000),
                ("storage", self.storage.as_deref(), 500),
                ("storage_en", self.storage_en.as_deref(), 500),
            ],
            self.shelf_life_days,
            &self.season_months,
        );
        checks.group("group", Some(&self.group));
        checks.list("claims", self.claims.len(), 0..=3);
        checks.optional_text("illustration", self.illustration.as_deref(), 0..=40);
    }
    fn example() -> Self {
        Self {
            name: "Hồng không hạt sấy dẻo".into(),
            name_en: Some("Soft dried seedless persimmon".into()),
            group: "I.3.c".into(),
            description: "Hồng Bảo Lâm sấy ở nhiệt độ thấp, giữ vị ngọt tự nhiên, không thêm đường.".into(),
            description_en: Some(
                "Bảo Lâm persimmons dried at low heat, naturally sweet, no sugar added.".into(),
            ),
            ingredients: Some("100 % hồng không hạt".into()),
            ingredients_en: Some("100% seedless persimmon".into()),
            storage: Some("Nơi khô mát, dưới 25 °C".into()),
            storage_en: Some("A dry, cool place below 25 °C".into()),
            shelf_life_days: Some(270),
            season_months: vec![9, 10, 11],
            claims: vec![Claim::Gi],
            illustration: Some("dried-persimmon".into()),
        }
    }
}

impl Input for ProductUpdate {
    fn check(&self, checks: &mut Checks) {
        check_texts(
            checks,
            self.name.as_deref(),
            self.description.as_deref(),
            [
                ("name_en", self.name_en.as_deref(), 120),
                ("description_en", self.description_en.as_deref(), 4000),
                ("ingredients", self.ingredients.as_deref(), 1000),
                ("ingredients_en", self.ingredients_en.as_deref(), 1000),
                ("storage", self.storage.as_deref(), 500),
                ("storage_en", self.storage_en.as_deref(), 500),
            ],
            self.shelf_life_days.as_ref().copied(),
            self.season_months.as_deref().unwrap_or_default(),
        );
        checks.group("group", self.group.as_deref());
        checks.list("claims", self.claims.as_ref().map_or(0, Vec::len), 0..=3);
    }
    fn example() -> Self {
        Self {
            name: None,
            name_en: Patch::Keep,
            group: None,
            description: Some("Hồng Bảo Lâm sấy dẻo, vụ thu hoạch năm nay, đóng túi 250 g.".into()),
            description_en: Patch::Clear,
            ingredients: Patch::Keep,
            ingredients_en: Patch::Keep,
            storage: Patch::Set("Nơi khô mát".into()),
            storage_en: Patch::Set("A dry, cool place".into()),
            shelf_life_days: Patch::Set(240),
            season_months: Some(vec![10, 11]),
            claims: None,
        }
    }
}

impl Input for ImagesArrange {
    fn check(&self, checks: &mut Checks) {
        checks.list("images", self.images.len(), 0..=MAX_IMAGES);
        for (index, image) in self.images.iter().enumerate().take(20) {
            if self.images.iter().take(index).any(|other| other.id == image.id) {
                checks.problem(&format!("images[{index}].id"), FieldCode::Duplicate, None);
            }
            checks.optional_text(&format!("images[{index}].alt"), image.alt.as_deref(), 0..=200);
            checks.optional_text(
                &format!("images[{index}].alt_en"),
                image.alt_en.as_deref(),
                0..=200,
            );
        }
    }
    fn example() -> Self {
        Self {
            images: vec![ImageArrange {
                id: ImageId::EXAMPLE,
                alt: Some("Hồng sấy dẻo bày trên khay tre".into()),
                alt_en: Some("Soft dried persimmons on a bamboo tray".into()),
            }],
        }
    }
}
