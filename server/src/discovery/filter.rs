//! What a caller asks for, understood and checked.

use super::{fitting::Fitting, relevance::split, state::is_group};
use crate::{
    auth::let_in,
    catalogue::packs_by_gtin,
    http::{
        Cx, Error, Result,
        paging::{Limit, decode, encode},
    },
    province::province,
};
use shared::{
    Access, Code, FieldCode, ProductId,
    catalogue::Claim,
    discovery::{ProductFilter, ProductSort},
    identity::OrganisationKind,
    orders::code_alone,
};
use std::{collections::BTreeSet, str::FromStr};

/// Who learns of any product whether its papers are enough; producers learn it of their own.
pub(super) const SEE_PAPERS: [OrganisationKind; 3] = [
    OrganisationKind::Retailer,
    OrganisationKind::Centre,
    OrganisationKind::Authority,
];

/// Letters of a question at the most.
const LONGEST: usize = 100;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Question {
    Nothing,
    /// Without any, nothing is found: `?!` names no product.
    Words(Vec<String>),
    /// Those that a barcode is printed on.
    Products(BTreeSet<ProductId>),
}

/// A checked filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) question: Question,
    /// Empty: any.
    pub(super) stars: Vec<u8>,
    pub(super) group: Option<String>,
    pub(super) commune: Option<String>,
    pub(super) producer: Option<String>,
    /// All of them.
    pub(super) claims: Vec<Claim>,
    pub(super) in_stock: bool,
    pub(super) featured: bool,
    pub(super) on_shelf: bool,
    pub(super) papers_complete: bool,
    /// 1 to 12.
    pub(super) season: Option<u8>,
    /// Of one of its packs.
    pub(super) fitting: Fitting,
    pub(super) sort: ProductSort,
    pub(super) facets: bool,
    /// Rows of the page, and those before it.
    pub(super) limit: usize,
    pub(super) skip: usize,
}

/// A place in a list of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    sort: ProductSort,
    skip: usize,
}

impl FromStr for Place {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (sort, skip) = text.split_once(' ').ok_or(())?;
        Ok(Self {
            sort: sort.parse().map_err(|_| ())?,
            skip: skip.parse().map_err(|_| ())?,
        })
    }
}

impl Wanted {
    /// What this caller may ask for: how papers stand is told to those who buy or watch over them. One query where a
    /// barcode is looked for, else none.
    pub(super) async fn asked_by(cx: &Cx, filter: &ProductFilter) -> Result<Self> {
        let mut wanted = Self::of(filter)?;
        if wanted.papers_complete {
            let_in(&cx.actor, Access::Kinds(&SEE_PAPERS))?;
        }
        if let Some(code) = filter
            .q
            .as_deref()
            .and_then(|question| code_alone(question.trim()).ok())
        {
            let packs = packs_by_gtin(cx.reader(), [code.trim_start_matches('0')]).await?;
            let sold = packs.iter().filter(|pack| pack.active);
            let products: BTreeSet<ProductId> = sold.map(|pack| pack.product_id).collect();
            if !products.is_empty() {
                wanted.question = Question::Products(products);
            }
        }
        Ok(wanted)
    }

    pub(super) fn of(filter: &ProductFilter) -> Result<Self> {
        let question = filter.q.as_deref().unwrap_or_default();
        if question.chars().count() > LONGEST {
            return Err(limit("q", FieldCode::TooLong, 100));
        }
        let stars: Vec<u8> = each("stars", filter.stars.as_deref(), |text| {
            text.parse().ok().filter(|stars| (1..=5).contains(stars))
        })?;
        let claims = each("claim", filter.claim.as_deref(), |text| text.parse().ok())?;
        let group = known("group", filter.group.as_deref(), is_group)?;
        let commune = known("commune", filter.commune.as_deref(), |code| {
            province().commune(code).is_some()
        })?;
        match filter.season {
            Some(0) => return Err(limit("season", FieldCode::TooSmall, 1)),
            Some(13..) => return Err(limit("season", FieldCode::TooLarge, 12)),
            _ => {}
        }
        let sort = filter.sort.unwrap_or(ProductSort::Relevance);
        let place: Option<Place> = decode(filter.cursor.as_deref())?;
        if place.is_some_and(|place| place.sort != sort) {
            return Err(Error::field("cursor", FieldCode::Format));
        }
        Ok(Self {
            question: match question.trim() {
                "" => Question::Nothing,
                question => Question::Words(split(question)),
            },
            stars,
            group,
            commune,
            producer: filter.producer.clone(),
            claims,
            in_stock: filter.in_stock == Some(true),
            featured: filter.featured == Some(true),
            on_shelf: filter.on_shelf == Some(true),
            papers_complete: filter.papers_complete == Some(true),
            season: filter.season,
            fitting: Fitting::of(filter)?,
            sort,
            facets: filter.facets == Some(true),
            limit: Limit::of(filter.limit)?.rows(),
            skip: place.map_or(0, |place| place.skip),
        })
    }

    /// The cursor of the page after this one.
    pub(super) fn next(&self, total: usize) -> Option<String> {
        let skip = self.skip.saturating_add(self.limit);
        (skip < total).then(|| encode(&format!("{} {skip}", self.sort)))
    }
}

pub(super) fn limit(field: &str, code: FieldCode, limit: i64) -> Error {
    Error::refuse(Code::ValidationFailed).with_field(field, code, Some(limit))
}

fn each<T>(field: &str, list: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>> {
    let words = list
        .unwrap_or_default()
        .split(',')
        .filter(|word| !word.is_empty());
    words
        .map(|word| read(word).ok_or_else(|| Error::field(field, FieldCode::Unknown)))
        .collect()
}

fn known(field: &str, code: Option<&str>, is_known: impl Fn(&str) -> bool) -> Result<Option<String>> {
    match code {
        Some(code) if !is_known(code) => Err(Error::field(field, FieldCode::Unknown)),
        code => Ok(code.map(str::to_owned)),
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted;
    use shared::discovery::{ProductFilter, ProductSort};

    #[test]
    fn values_that_nothing_can_have_are_refused() {
        let bad = [
            ProductFilter {
                stars: Some("9".into()),
                ..Default::default()
            },
            ProductFilter {
                stars: Some("4,x".into()),
                ..Default::default()
            },
            ProductFilter {
                group: Some("VII".into()),
                ..Default::default()
            },
            ProductFilter {
                group: Some("I.".into()),
                ..Default::default()
            },
            ProductFilter {
                commune: Some("1".into()),
                ..Default::default()
            },
            ProductFilter {
                claim: Some("cheap".into()),
                ..Default::default()
            },
            ProductFilter {
                season: Some(13),
                ..Default::default()
            },
            ProductFilter {
                season: Some(0),
                ..Default::default()
            },
            ProductFilter {
                min_price: Some(-1),
                ..Default::default()
            },
            ProductFilter {
                max_cases: Some(0),
                ..Default::default()
            },
            ProductFilter {
                limit: Some(101),
                ..Default::default()
            },
            ProductFilter {
                cursor: Some("!".into()),
                ..Default::default()
            },
            ProductFilter {
                q: Some("x".repeat(101)),
                ..Default::default()
            },
        ];
        for filter in bad {
            assert!(Wanted::of(&filter).is_err(), "{filter:?}");
        }
    }

    #[test]
    fn a_cursor_belongs_to_its_sort() {
        let wanted = Wanted::of(&ProductFilter {
            sort: Some(ProductSort::Name),
            ..Default::default()
        });
        let cursor = wanted.ok().and_then(|wanted| wanted.next(100));
        assert!(cursor.is_some());
        let next = ProductFilter {
            sort: Some(ProductSort::Name),
            cursor: cursor.clone(),
            ..Default::default()
        };
        assert_eq!(Wanted::of(&next).ok().map(|wanted| wanted.skip), Some(24));
        assert!(
            Wanted::of(&ProductFilter {
                cursor,
                ..Default::default()
            })
            .is_err()
        );
    }
}
