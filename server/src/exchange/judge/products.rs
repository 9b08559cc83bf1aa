//! Judges rows of products. A row is a product by its code, without one by its name.

use super::{Outcome, own::Own};
use crate::{
    catalogue::{self, OwnProduct},
    exchange::{columns::Heading, fields::Fields, labels::Labelled, stored::StoredRow, write::Write},
    http::Result,
    province::province,
};
use sea_orm::ConnectionTrait;
use shared::{
    FieldCode, OrganisationId, Patch, ProductId,
    catalogue::{Claim, ProductCreate, ProductStatus, ProductUpdate},
    text::folded,
};
use std::collections::HashSet;

pub(super) async fn judge(
    db: &impl ConnectionTrait,
    producer: OrganisationId,
    columns: &'static [Heading],
    rows: &[StoredRow],
) -> Result<Vec<Outcome>> {
    let own = Own::new(catalogue::own_products(db, producer).await?);
    let mut seen = Seen::default();
    Ok(rows
        .iter()
        .map(|row| outcome(&own, &mut seen, Fields::of(columns, row)))
        .collect())
}

/// What earlier rows of the file are about.
#[derive(Debug, Default)]
struct Seen {
    known: HashSet<ProductId>,
    new: HashSet<String>,
}

fn outcome(own: &Own, seen: &mut Seen, mut fields: Fields<'_>) -> Outcome {
    let input = read(&mut fields);
    let slug = fields.text("slug");
    let found = match &slug {
        Some(slug) => own.by_slug(slug).map(Some).ok_or(("slug", FieldCode::Unknown)),
        None => own.by_name(&input.name).map_err(|code| ("name", code)),
    };
    let first = match &found {
        Ok(Some(product)) => seen.known.insert(product.id),
        Ok(None) => seen.new.insert(folded(&input.name)),
        Err((key, code)) => {
            fields.wrong(key, *code, None);
            true
        }
    };
    if !first {
        fields.wrong(
            if slug.is_some() { "slug" } else { "name" },
            FieldCode::Duplicate,
            None,
        );
    }
    fields.check(&input);
    let change = match &found {
        Ok(Some(product)) => difference(product, &input),
        _ => None,
    };
    if let (Ok(Some(product)), Some(_)) = (&found, &change)
        && product.status == ProductStatus::InReview
    {
        fields.wrong("name", FieldCode::InReview, None);
    }
    match (fields.errors(), found, change) {
        (Err(errors), ..) => Outcome::Refused(errors),
        (Ok(()), Ok(Some(product)), Some(change)) => Outcome::Change(Write::ChangeProduct(
            product.id,
            product.version,
            Box::new(change),
        )),
        (Ok(()), Ok(Some(_)), None) => Outcome::Unchanged,
        (Ok(()), ..) => Outcome::Create(Write::StartProduct(Box::new(input))),
    }
}

fn read(fields: &mut Fields<'_>) -> ProductCreate {
    fields.need(&["name", "group", "description"]);
    let group = fields.word("group", |code| {
        let code = code.trim();
        province().leaf_group(code).map(|_| code.to_owned())
    });
    let illustration = fields.word("illustration", |name| {
        catalogue::is_illustration(name).then(|| name.to_owned())
    });
    ProductCreate {
        name: fields.text("name").unwrap_or_default(),
        name_en: fields.text("name_en"),
        group: group.unwrap_or_default(),
        description: fields.text("description").unwrap_or_default(),
        description_en: fields.text("description_en"),
        ingredients: fields.text("ingredients"),
        ingredients_en: fields.text("ingredients_en"),
        storage: fields.text("storage"),
        storage_en: fields.text("storage_en"),
        shelf_life_days: fields.whole("shelf_life_days"),
        season_months: fields
            .words("season_months", |month| month.parse().ok())
            .unwrap_or_default(),
        claims: fields.words("claims", Claim::read).unwrap_or_default(),
        illustration,
    }
}

/// What a row says otherwise than the product; empty cells say nothing.
fn difference(product: &OwnProduct, row: &ProductCreate) -> Option<ProductUpdate> {
    let old = &product.texts;
    let text = |new: &str, old: &str| (new != old).then(|| new.to_owned());
    let optional =
        |new: &Option<String>, old: &Option<String>| Patch::given(new.clone().filter(|_| new != old));
    let mut months = row.season_months.clone();
    months.sort_unstable();
    let claims: Vec<Claim> = Claim::ALL
        .iter()
        .copied()
        .filter(|claim| row.claims.contains(claim))
        .collect();
    let update = ProductUpdate {
        name: text(&row.name, &old.name),
        name_en: optional(&row.name_en, &old.name_en),
        group: text(&row.group, &old.group),
        description: text(&row.description, &old.description),
        description_en: optional(&row.description_en, &old.description_en),
        ingredients: optional(&row.ingredients, &old.ingredients),
        ingredients_en: optional(&row.ingredients_en, &old.ingredients_en),
        storage: optional(&row.storage, &old.storage),
        storage_en: optional(&row.storage_en, &old.storage_en),
        shelf_life_days: Patch::given(
            row.shelf_life_days
                .filter(|days| old.shelf_life_days != Some(*days)),
        ),
        season_months: (!months.is_empty() && months != old.season_months).then_some(months),
        claims: (!claims.is_empty() && claims != old.claims).then_some(claims),
    };
    let nothing = ProductUpdate {
        name: None,
        name_en: Patch::Keep,
        group: None,
        description: None,
        description_en: Patch::Keep,
        ingredients: Patch::Keep,
        ingredients_en: Patch::Keep,
        storage: Patch::Keep,
        storage_en: Patch::Keep,
        shelf_life_days: Patch::Keep,
        season_months: None,
        claims: None,
    };
    (update != nothing).then_some(update)
}

#[cfg(test)]
mod tests {
    use super::{Seen, outcome};
    use crate::{
        catalogue::OwnProduct,
        exchange::{
            columns,
            fields::Fields,
            judge::{Outcome, own::Own},
            stored::StoredRow,
            write::Write,
        },
        sheet::Cell,
    };
    use proptest::prelude::*;
    use shared::{
        FieldCode, Input, ProductId,
        catalogue::{ProductCreate, ProductStatus},
        exchange::ImportKind,
    };

    fn own(status: ProductStatus) -> Own {
        Own::new(vec![OwnProduct {
            id: ProductId::EXAMPLE,
            slug: "hong-say".into(),
            status,
            version: 3,
            orderable: true,
            texts: ProductCreate::example(),
        }])
    }

    /// A row that says what the example product is.
    fn row(change: impl FnOnce(&mut ProductCreate)) -> StoredRow {
        let mut texts = ProductCreate::example();
        change(&mut texts);
        let text = |text: String| {
            if text.is_empty() {
                Cell::Empty
            } else {
                Cell::Text(text)
            }
        };
        let months: Vec<String> = texts.season_months.iter().map(ToString::to_string).collect();
        StoredRow {
            line: 2,
            cells: vec![
                Cell::Empty,
                text(texts.name),
                text(texts.name_en.unwrap_or_default()),
                text(texts.group),
                text(texts.description),
                text(texts.description_en.unwrap_or_default()),
                text(texts.ingredients.unwrap_or_default()),
                text(texts.ingredients_en.unwrap_or_default()),
                text(texts.storage.unwrap_or_default()),
                text(texts.storage_en.unwrap_or_default()),
                Cell::Number(f64::from(texts.shelf_life_days.unwrap_or(1))),
                text(months.join(", ")),
                text("Chỉ dẫn địa lý".into()),
                Cell::Empty,
            ],
            uneven: None,
        }
    }

    fn judged(own: &Own, row: &StoredRow) -> Outcome {
        outcome(
            own,
            &mut Seen::default(),
            Fields::of(columns::of(ImportKind::Products), row),
        )
    }

    fn codes(outcome: &Outcome) -> Vec<(&str, FieldCode)> {
        match outcome {
            Outcome::Refused(errors) => errors
                .iter()
                .map(|error| (error.field.as_str(), error.code))
                .collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_row_that_says_what_is_there_does_nothing() {
        assert_eq!(
            judged(&own(ProductStatus::InReview), &row(|_| {})),
            Outcome::Unchanged
        );
    }

    #[test]
    fn a_row_changes_what_it_says_otherwise_and_nothing_else() {
        let changed = judged(
            &own(ProductStatus::Draft),
            &row(|texts| texts.storage = Some("Để trong tủ lạnh".into())),
        );
        let Outcome::Change(Write::ChangeProduct(id, 3, update)) = changed else {
            panic!("{changed:?}")
        };
        assert_eq!(id, ProductId::EXAMPLE);
        assert_eq!(update.storage.as_deref(), Some("Để trong tủ lạnh"));
        assert_eq!((update.name, update.claims), (None, None));
        let refused = judged(&own(ProductStatus::InReview), &row(|texts| texts.storage = None));
        assert_eq!(refused, Outcome::Unchanged, "an empty cell says nothing");
    }

    #[test]
    fn every_mistake_of_a_row_is_told_once() {
        let mut bad = row(|texts| {
            texts.group = "IX.9".into();
            texts.description = "ngắn".into();
        });
        bad.cells[10] = Cell::Text("chín tháng".into());
        let outcome = judged(&Own::default(), &bad);
        assert_eq!(
            codes(&outcome),
            [
                ("group", FieldCode::Unknown),
                ("shelf_life_days", FieldCode::Number),
                ("description", FieldCode::TooShort)
            ]
        );
    }

    #[test]
    fn the_second_row_about_a_product_is_refused() {
        let (own, mut seen) = (own(ProductStatus::Draft), Seen::default());
        let columns = columns::of(ImportKind::Products);
        let row = row(|_| {});
        assert_eq!(
            outcome(&own, &mut seen, Fields::of(columns, &row)),
            Outcome::Unchanged
        );
        let second = outcome(&own, &mut seen, Fields::of(columns, &row));
        assert_eq!(codes(&second), [("name", FieldCode::Duplicate)]);
    }

    proptest! {
        #[test]
        fn no_cells_are_too_strange_to_judge(texts in proptest::collection::vec("\\PC{0,20}", 14)) {
            let cells = texts.into_iter().map(Cell::Text).collect();
            judged(&own(ProductStatus::Draft), &StoredRow { line: 2, cells, uneven: None });
        }
    }
}
