//! What is kept in memory of a published product: enough to choose, to sort and to write its card.

use super::{fitting::Fitting, words::Texts};
use crate::{
    catalogue::{PackPrice, PublicProduct},
    certification::Term,
    papers::{ClaimPaper, ClaimTerm, backed},
    province::{province, sort_key},
};
use shared::PackId;
use shared::{
    Currency, Date, Money, ProductId, Timestamp,
    catalogue::{Claim, PricePer, ProductTexts, Unit},
    certification::Certificate,
    discovery::{CardImage, ProductCard, ShelfProduct},
    listings::{CONFIRMED_DAYS, ShelfPlace},
    producers::{CommuneRef, Producer, ProducerRef},
    time::plus_days,
};
use std::{collections::HashMap, sync::Arc};

/// The bits of all twelve months.
const ALL_YEAR: u16 = 0b1_1111_1111_1110;

/// A published product.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: ProductId,
    slug: Box<str>,
    name: Box<str>,
    name_en: Option<Box<str>>,
    pub(super) maker: Arc<Maker>,
    pub(super) group: Box<str>,
    image: Option<Box<CardImage>>,
    /// The comparable price of the cheapest consumer unit that is offered.
    pub(super) price_per: Option<PricePer>,
    /// Of all packs.
    pub(super) available: i64,
    pub(super) packs: Box<[PackTerms]>,
    pub(super) published_at: Timestamp,
    terms: Box<[Term]>,
    /// The last day on which its shelf counts as confirmed.
    shelf_until: Option<Date>,
    /// Bit 1 to 12 for January to December; none for what is made all year.
    pub(super) season: u16,
    claim_terms: Box<[ClaimTerm]>,
    /// What papers back on the index's day.
    pub(super) claims: Box<[Claim]>,
    /// Orders as Vietnamese readers do.
    pub(super) name_key: Box<[u8]>,
    /// Tells whether its words have changed.
    pub(super) words: u64,
    /// The last day on which its papers are enough for a supermarket.
    papers_until: Option<Date>,
    /// On the index's day.
    pub(super) stars: u8,
    pub(super) on_shelf: bool,
    pub(super) papers_complete: bool,
}

/// What a pack is chosen by.
#[derive(Clone, Copy, Debug)]
pub(super) struct PackTerms {
    pub(super) id: PackId,
    price: Price,
    least: i64,
    left: i64,
}

/// The producer as cards show it.
#[derive(Debug)]
pub(super) struct Maker {
    pub(super) producer: ProducerRef,
    pub(super) commune: CommuneRef,
}

/// A price with what it is for.
#[derive(Clone, Copy, Debug)]
struct Price {
    amount: i64,
    quantity: i32,
    unit: Unit,
}

impl Price {
    fn per(self) -> PricePer {
        PricePer::of(self.amount, self.quantity, self.unit)
    }
}

/// The stars on a day: the most that a certificate valid on that day gives.
pub(super) fn stars_on(certificates: &[Certificate], day: Date) -> Option<u8> {
    let valid = certificates
        .iter()
        .filter(|certificate| certificate.valid_on(day));
    valid.map(|certificate| certificate.stars).max()
}

/// What a product may claim on a day: each claim once.
pub(super) fn claims_on(terms: &[ClaimTerm], day: Date) -> Vec<Claim> {
    let holds = |claim: &Claim| terms.iter().any(|term| term.claim == *claim && term.holds(day));
    Claim::ALL.iter().copied().filter(holds).collect()
}

/// What of a product lies with other slices.
#[derive(Debug)]
pub(super) struct Around<'a> {
    /// Those that can be ordered.
    pub(super) packs: &'a [PackPrice],
    pub(super) available: &'a HashMap<PackId, i64>,
    pub(super) terms: &'a [Term],
    pub(super) shelf: &'a [ShelfPlace],
    /// Of its producer.
    pub(super) papers: &'a [ClaimPaper],
    /// The last day on which its papers are enough for a supermarket.
    pub(super) papers_until: Option<Date>,
}

impl Row {
    pub(super) fn new(
        product: PublicProduct,
        maker: Arc<Maker>,
        around: &Around<'_>,
        day: Date,
        words: u64,
    ) -> Self {
        let PublicProduct {
            id,
            slug,
            texts,
            published_at,
            ..
        } = product;
        let mut row = Self {
            id,
            slug: slug.into(),
            name_key: name_key(&texts.name),
            maker,
            group: texts.group.into(),
            price_per: None,
            available: 0,
            packs: around.packs.iter().map(PackTerms::of).collect(),
            published_at,
            terms: around.terms.into(),
            shelf_until: around
                .shelf
                .iter()
                .map(|place| plus_days(place.confirmed_on, CONFIRMED_DAYS - 1))
                .max(),
            season: texts.season_months.iter().fold(0, |mask, month| {
                mask | 1_u16.checked_shl(u32::from(*month)).unwrap_or_default()
            }),
            claim_terms: backed(id, &texts.claims, around.papers).into(),
            claims: Box::default(),
            image: texts.images.into_iter().next().map(|image| {
                Box::new(CardImage {
                    id: image.id,
                    alt: image.alt,
                    sources: image.sources,
                })
            }),
            name: texts.name.into(),
            name_en: texts.name_en.map(Into::into),
            words,
            papers_until: around.papers_until,
            stars: 0,
            on_shelf: false,
            papers_complete: false,
        };
        row.restock(around.available);
        row.turn(day);
        row
    }

    /// Puts in what is left of packs, and what that makes of its price.
    pub(super) fn restock(&mut self, left: &HashMap<PackId, i64>) {
        for pack in &mut self.packs {
            pack.left = left.get(&pack.id).copied().unwrap_or_default();
        }
        self.available = self.packs.iter().map(|pack| pack.left).sum();
        self.price_per = self.cheapest().map(Price::per);
    }

    /// The cheapest consumer unit of what is in stock; of all packs, where nothing is.
    fn cheapest(&self) -> Option<Price> {
        let prices = self.offered().map(|pack| pack.price);
        prices.min_by_key(|price| (price.amount, price.per().rank()))
    }

    /// Whether stock leaves it where another one stands, in the orders and the sets.
    pub(super) fn stands_as(&self, other: &Self) -> bool {
        (self.in_stock(), self.price_per) == (other.in_stock(), other.price_per)
    }

    /// The packs that are in stock; all of them, where none is.
    fn offered(&self) -> impl Iterator<Item = &PackTerms> {
        let sold_out = !self.in_stock();
        self.packs.iter().filter(move |pack| sold_out || pack.left > 0)
    }

    /// Makes it as it is on a day.
    pub(super) fn turn(&mut self, day: Date) {
        let valid = self
            .terms
            .iter()
            .filter(|term| term.from <= day && day <= term.until);
        self.stars = valid.map(|term| term.stars).max().unwrap_or_default();
        self.claims = claims_on(&self.claim_terms, day).into();
        self.on_shelf = self.shelf_until.is_some_and(|until| day <= until);
        self.papers_complete = self.papers_until.is_some_and(|until| day <= until);
    }

    /// A line for a shelf it stands on.
    pub(super) fn on_a_shelf(&self, confirmed_on: Date) -> ShelfProduct {
        ShelfProduct {
            id: self.id,
            slug: self.slug.to_string(),
            name: self.name.to_string(),
            name_en: self.name_en.as_deref().map(str::to_owned),
            producer: self.maker.producer.clone(),
            stars: (self.stars > 0).then_some(self.stars),
            confirmed_on,
        }
    }

    /// Whether it has a pack that fits, among those that are in stock where any is.
    pub(super) fn has_pack(&self, fitting: Fitting) -> bool {
        self.offered()
            .any(|pack| fitting.takes(pack.price.amount, pack.least))
    }

    pub(super) const fn in_stock(&self) -> bool {
        self.available > 0
    }

    /// Whether it has a season, and that has come. What is made all year is never in season.
    pub(super) const fn in_season(&self, month: u8) -> bool {
        self.season != ALL_YEAR && self.season >> month & 1 == 1
    }

    pub(super) fn card(&self, featured: bool) -> ProductCard {
        let cheapest = self.cheapest();
        ProductCard {
            id: self.id,
            slug: self.slug.to_string(),
            name: self.name.to_string(),
            name_en: self.name_en.as_deref().map(str::to_owned),
            producer: self.maker.producer.clone(),
            commune: self.maker.commune.clone(),
            group: self.group.to_string(),
            stars: (self.stars > 0).then_some(self.stars),
            image: self.image.as_deref().cloned(),
            price_from: cheapest.map(|price| Money {
                amount: price.amount,
                currency: Currency::Vnd,
            }),
            net_quantity: cheapest.map(|price| price.quantity),
            net_unit: cheapest.map(|price| price.unit),
            price_per: self.price_per,
            available: self.available,
            on_shelf: self.on_shelf,
            featured,
            published_at: self.published_at,
        }
    }
}

impl PackTerms {
    const fn of(pack: &PackPrice) -> Self {
        Self {
            id: pack.id,
            price: Price {
                amount: pack.unit_price,
                quantity: pack.net_quantity,
                unit: pack.net_unit,
            },
            least: pack.least,
            left: 0,
        }
    }
}

impl From<&Producer> for Maker {
    fn from(producer: &Producer) -> Self {
        Self {
            producer: ProducerRef {
                id: producer.id,
                slug: producer.slug.clone(),
                name: producer.name.clone(),
                name_en: producer.name_en.clone(),
            },
            commune: producer.commune.clone(),
        }
    }
}

/// What it is found by.
pub(super) fn words_of(texts: &ProductTexts, maker: &Maker) -> Texts {
    let join = |pieces: &[Option<&str>]| pieces.iter().flatten().copied().collect::<Vec<_>>().join(" ");
    let group = province().group(&texts.group);
    let parent = group.and_then(|group| province().group(group.parent.as_deref()?));
    Texts([
        join(&[Some(&texts.name), texts.name_en.as_deref()]),
        join(&[
            Some(&maker.producer.name),
            Some(&maker.commune.name),
            group.map(|group| group.name.as_str()),
            group.map(|group| group.name_en.as_str()),
            parent.map(|group| group.name.as_str()),
            parent.map(|group| group.name_en.as_str()),
        ]),
        join(&[
            Some(&texts.description),
            texts.description_en.as_deref(),
            texts.ingredients.as_deref(),
            texts.ingredients_en.as_deref(),
        ]),
    ])
}

/// [`sort_key`] in one piece: letters, an end lower than any letter, tones.
fn name_key(name: &str) -> Box<[u8]> {
    let (letters, tones) = sort_key(name);
    let letters = letters.into_iter().map(|letter| letter.saturating_add(1));
    letters.chain([0]).chain(tones).collect()
}

#[cfg(test)]
mod tests {
    use super::name_key;
    use crate::province::sort_key;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_key_in_one_piece_orders_like_the_key_in_two(a in "[aăâbdđeêo ơốớ]{0,6}", b in "[aăâbdđeêo ơốớ]{0,6}") {
            prop_assert_eq!(name_key(&a).cmp(&name_key(&b)), sort_key(&a).cmp(&sort_key(&b)));
        }
    }
}
