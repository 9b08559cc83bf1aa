//! Pictures of products: photographs in several widths, or a drawing of the product library.

use super::{
    entity::{
        images::{ActiveModel, Column, Entity, Model},
        product_versions::Model as Version,
    },
    texts::{alts, image_ids},
};
use crate::{
    db::Tx,
    http::{Error, Result},
    media::{self, StoredPicture},
};
use anyhow::Context;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    FieldCode, ImageId, ProductId,
    catalogue::{Image, ImageSource},
};
use std::collections::HashMap;

/// The products of pictures, in one query.
pub(crate) async fn pictured(
    db: &impl ConnectionTrait,
    ids: Vec<ImageId>,
) -> Result<HashMap<ImageId, ProductId>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.product_id)).collect())
}

pub(super) const PHOTO: &str = "photo";
const ILLUSTRATION: &str = "illustration";

/// Width and height of every drawing.
const DRAWN: (i32, i32) = (640, 480);

/// The drawings that can stand for a product: `web/assets/illustrations/`, without those made for pages.
const ILLUSTRATIONS: [&str; 44] = [
    "anise-oil",
    "bamboo-shoot",
    "basket-weaving",
    "bonsai",
    "brocade",
    "chestnut",
    "chicken",
    "chilli",
    "coffee",
    "corn-noodles",
    "custard-apple",
    "default",
    "dried-fruit",
    "dried-persimmon",
    "duck",
    "eggs",
    "fish",
    "grass-jelly",
    "herbal-tea",
    "homestay",
    "honey",
    "incense",
    "koi",
    "mac-mat-leaf",
    "macadamia",
    "mandarin",
    "mushroom",
    "noodles",
    "orchid",
    "peanut-oil",
    "persimmon",
    "rice",
    "roast-pork",
    "sausage",
    "soap",
    "spirits",
    "star-anise",
    "sticky-rice-cake",
    "tea",
    "turmeric",
    "vegetables",
    "water",
    "wild-lime",
    "wine-fruit",
];

/// Pictures that were read at once.
#[derive(Debug, Default)]
pub(super) struct Pictures(HashMap<ImageId, Model>);

impl Pictures {
    pub(super) async fn of_products(db: &impl ConnectionTrait, ids: Vec<ProductId>) -> Result<Self> {
        let rows = Entity::find()
            .filter(Column::ProductId.is_in(ids))
            .all(db)
            .await?;
        Ok(Self(rows.into_iter().map(|row| (row.id, row)).collect()))
    }

    /// The views of a version's pictures. One of which nothing is said shows the product.
    pub(super) fn views(&self, version: &Version) -> Result<Vec<Image>> {
        let mut alts = alts(version)?;
        image_ids(version)?
            .iter()
            .filter_map(|id| self.0.get(id))
            .map(|row| {
                let said = alts.remove(&row.id).unwrap_or_default();
                let mut image = view(row, said.vi.as_deref().unwrap_or(&version.name))?;
                image.alt_en = said.en.or_else(|| version.name_en.clone());
                Ok(image)
            })
            .collect()
    }
}

/// Whether there is such a drawing.
pub(crate) fn is_illustration(name: &str) -> bool {
    ILLUSTRATIONS.contains(&name)
}

/// Refuses the name of a drawing that is none.
pub(super) fn check_illustration(name: &str) -> Result<()> {
    if ILLUSTRATIONS.contains(&name) {
        Ok(())
    } else {
        Err(Error::field("illustration", FieldCode::Unknown))
    }
}

/// Adds a drawing to a product.
pub(super) async fn add_illustration(tx: &Tx, product: ProductId, name: &str) -> Result<ImageId> {
    let row = row(tx, product, ILLUSTRATION, name.to_owned(), &[DRAWN])?;
    insert(tx, row).await.map(|row| row.id)
}

/// Adds a photograph that was stored before.
pub(super) async fn add_photo(tx: &Tx, product: ProductId, stored: StoredPicture) -> Result<Model> {
    let row = row(tx, product, PHOTO, stored.stem, &stored.sizes)?;
    insert(tx, row).await
}

fn row(tx: &Tx, product_id: ProductId, kind: &str, file: String, sizes: &[(i32, i32)]) -> Result<Model> {
    Ok(Model {
        id: ImageId(tx.new_id()),
        product_id,
        kind: kind.to_owned(),
        file,
        sizes: serde_json::to_string(sizes).context("images.sizes")?,
        created_at: tx.at(),
    })
}

async fn insert(tx: &Tx, row: Model) -> Result<Model> {
    Entity::insert(ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await?;
    Ok(row)
}

/// Where a picture is. It shows the product, and its name is all that is known of it.
pub(super) fn view(row: &Model, alt: &str) -> Result<Image> {
    let sizes: Vec<(i32, i32)> = serde_json::from_str(&row.sizes).context("images.sizes")?;
    let sources = sizes
        .into_iter()
        .map(|(width, height)| ImageSource {
            url: if row.kind == ILLUSTRATION {
                crate::assets::url(&format!("illustrations/{}.svg", row.file)).into_owned()
            } else {
                media::url(&row.file, width)
            },
            width,
            height,
        })
        .collect();
    Ok(Image {
        id: row.id,
        sources,
        alt: alt.to_owned(),
        alt_en: None,
    })
}

#[cfg(test)]
mod tests {
    use super::{ILLUSTRATIONS, check_illustration};

    #[test]
    fn the_library_is_the_folder_without_the_pictures_of_pages() -> std::io::Result<()> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/assets/illustrations");
        let mut names = Vec::new();
        for file in std::fs::read_dir(folder)? {
            let name = file?.file_name().to_string_lossy().into_owned();
            names.extend(name.strip_suffix(".svg").map(str::to_owned));
        }
        names.retain(|name| !matches!(name.as_str(), "hero" | "empty"));
        names.sort_unstable();
        assert_eq!(names, ILLUSTRATIONS);
        Ok(())
    }

    #[test]
    fn a_path_is_not_a_drawing() {
        assert!(check_illustration("../style").is_err());
        assert!(check_illustration("rice").is_ok());
    }
}
