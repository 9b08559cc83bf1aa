//! A version's texts between the wire and the table: months as bits, claims and pictures as lists.

use super::{entity::product_versions::Model, pictures::Pictures};
use crate::http::{Error, Result};
use anyhow::Context;
use shared::{
    FieldCode, ImageId,
    catalogue::{Claim, ProductCreate, ProductTexts},
};
use std::collections::HashMap;

/// What a picture shows, for those who cannot see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Alt {
    pub(super) vi: Option<String>,
    pub(super) en: Option<String>,
}

/// What the pictures of a version show, where the producer has said so.
pub(super) type Alts = HashMap<ImageId, Alt>;

/// Months as bits: January is bit 0, all year is none.
pub(super) fn season_mask(months: &[u8]) -> i32 {
    months
        .iter()
        .filter(|month| (1..=12).contains(*month))
        .fold(0, |mask, month| mask | 1 << (month - 1))
}

/// The months of a mask, in order.
pub(super) fn season_months(mask: i32) -> Vec<u8> {
    (1..=12).filter(|month| mask & (1 << (month - 1)) != 0).collect()
}

/// Claims as words joined by commas, each once, in the order of their declaration.
pub(super) fn claims_text(claims: &[Claim]) -> String {
    let words: Vec<&str> = Claim::ALL
        .iter()
        .filter(|claim| claims.contains(claim))
        .map(|claim| claim.as_str())
        .collect();
    words.join(",")
}

pub(super) fn claims(text: &str) -> Vec<Claim> {
    text.split(',').filter_map(|word| word.parse().ok()).collect()
}

/// The pictures of a version, in the order of showing.
pub(super) fn image_ids(version: &Model) -> Result<Vec<ImageId>> {
    Ok(serde_json::from_str(&version.image_ids).context("product_versions.image_ids")?)
}

/// Pictures as they are stored.
pub(super) fn image_ids_text(ids: &[ImageId]) -> Result<String> {
    Ok(serde_json::to_string(ids).context("product_versions.image_ids")?)
}

/// What the pictures of a version show.
pub(super) fn alts(version: &Model) -> Result<Alts> {
    Ok(serde_json::from_str(&version.image_alts).context("product_versions.image_alts")?)
}

/// What pictures show, as it is stored: the same texts are the same letters.
pub(super) fn alts_text(alts: &Alts) -> Result<String> {
    let sorted: std::collections::BTreeMap<_, _> = alts.iter().collect();
    Ok(serde_json::to_string(&sorted).context("product_versions.image_alts")?)
}

/// Text without blanks around it; empty text is none.
pub(super) fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

/// Refuses a group that products cannot belong to.
pub(super) fn check_group(code: &str) -> Result<()> {
    match crate::province::province().leaf_group(code) {
        Some(_) => Ok(()),
        None => Err(Error::field("group", FieldCode::Unknown)),
    }
}

/// Whether products of a group are ordered by the case; services are not.
pub(super) fn is_orderable(group: &str) -> bool {
    crate::province::province()
        .group(group)
        .is_some_and(|group| group.orderable)
}

/// The texts in the shape in which they would be sent; without a picture.
pub(super) fn new_texts(version: Model) -> ProductCreate {
    ProductCreate {
        season_months: season_months(version.season_mask),
        claims: claims(&version.claims),
        name: version.name,
        name_en: version.name_en,
        group: version.group_code,
        description: version.description,
        description_en: version.description_en,
        ingredients: version.ingredients,
        ingredients_en: version.ingredients_en,
        storage: version.storage,
        storage_en: version.storage_en,
        shelf_life_days: version.shelf_life_days,
        illustration: None,
    }
}

/// The texts as everybody reads them.
pub(super) fn view(version: &Model, pictures: &Pictures) -> Result<ProductTexts> {
    Ok(ProductTexts {
        name: version.name.clone(),
        name_en: version.name_en.clone(),
        group: version.group_code.clone(),
        description: version.description.clone(),
        description_en: version.description_en.clone(),
        ingredients: version.ingredients.clone(),
        ingredients_en: version.ingredients_en.clone(),
        storage: version.storage.clone(),
        storage_en: version.storage_en.clone(),
        shelf_life_days: version.shelf_life_days,
        season_months: season_months(version.season_mask),
        claims: claims(&version.claims),
        images: pictures.views(version)?,
    })
}

#[cfg(test)]
mod tests {
    use super::{claims, claims_text, filled, season_mask, season_months};
    use proptest::prelude::*;
    use shared::catalogue::Claim;

    #[test]
    fn claims_keep_one_order_and_stand_once() {
        let text = claims_text(&[Claim::Gi, Claim::Organic, Claim::Gi]);
        assert_eq!(text, "organic,gi");
        assert_eq!(claims(&text), [Claim::Organic, Claim::Gi]);
        assert_eq!(claims(""), []);
    }

    #[test]
    fn january_is_the_lowest_bit() {
        assert_eq!(season_mask(&[1]), 1);
        assert_eq!(season_mask(&[12, 9]), 0b1001_0000_0000);
    }

    #[test]
    fn blank_text_is_no_text() {
        assert_eq!(filled(Some("  ".into())), None);
        assert_eq!(filled(Some(" khô ".into())).as_deref(), Some("khô"));
    }

    proptest! {
        #[test]
        fn months_come_back_in_order(months in proptest::collection::btree_set(1_u8..=12, 0..=12)) {
            let given: Vec<u8> = months.into_iter().collect();
            let shuffled: Vec<u8> = given.iter().rev().copied().collect();
            prop_assert_eq!(season_months(season_mask(&shuffled)), given);
        }
    }
}
