//! Finding products: cards, facets, the public page of a product.

use crate::{
    ChainId, Date, ImageId, Lang, Money, ProductId, Timestamp,
    catalogue::{ImageSource, Pack, PricePer, ProductTexts, Unit},
    certification::Certificate,
    endpoint::Key,
    listings::{ProductRef, ShelfPlace, Store},
    papers::{PapersState, PublicPaper},
    producers::{Commune, CommuneRef, Producer, ProducerRef},
};

words! {
    /// In which order products are listed.
    pub enum ProductSort {
        /// By fit to the words, then stars and availability. Without words: stars, availability, name.
        Relevance = "relevance",
        Name = "name",
        /// By the price of a kilogram or litre; what is sold by the piece comes after.
        PriceAscending = "price",
        PriceDescending = "-price",
        Newest = "newest",
    }
}

views! {
    /// A product in a list.
    pub struct ProductCard {
        pub id: ProductId,
        pub slug: String,
        pub name: String,
        pub name_en: Option<String>,
        pub producer: ProducerRef,
        pub commune: CommuneRef,
        /// Code of the sub-group.
        pub group: String,
        /// Stars of the valid certificate; null without one.
        pub stars: Option<u8>,
        pub image: Option<CardImage>,
        /// The cheapest consumer unit, before VAT.
        pub price_from: Option<Money>,
        /// How much that price is for, in its unit: 250 and `g`.
        pub net_quantity: Option<i32>,
        pub net_unit: Option<Unit>,
        /// The same unit's price of a kilogram, a litre or a piece, before VAT: what `sort=price` compares.
        pub price_per: Option<PricePer>,
        /// Cases that can be ordered now, over all packs.
        pub available: i64,
        /// Whether a chain's store has it on the shelf, confirmed within 90 days.
        pub on_shelf: bool,
        pub featured: bool,
        /// When what it shows now was published.
        pub published_at: Timestamp,
    }

    /// A card's picture.
    pub struct CardImage {
        pub id: ImageId,
        pub alt: String,
        pub sources: Vec<ImageSource>,
    }

    /// A product that is featured for a period.
    pub struct Feature {
        /// From 1.
        pub slot: u8,
        pub product: ProductCard,
        pub from: Date,
        /// The last day.
        pub until: Date,
        /// Why it is featured, for everybody to read.
        pub reason: String,
        pub reason_en: Option<String>,
        /// Whether visitors see it now: within its days, certificate valid, in stock.
        pub shown: bool,
    }

    /// Products that the centre put together under a title. Those whose certificate is not valid are left out.
    pub struct Collection {
        pub slug: String,
        pub title: String,
        pub title_en: Option<String>,
        pub intro: Option<String>,
        pub intro_en: Option<String>,
        pub from: Date,
        /// The last day; null while it has none.
        pub until: Option<Date>,
        /// Whether visitors see it now: published, within its days, with something to show.
        pub shown: bool,
        pub published: bool,
        pub products: Vec<ProductCard>,
        /// What visitors do not see for now; only the centre is told.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub left_out: Vec<ProductRef>,
        /// Everything in it in its order; only the centre is told.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub product_ids: Vec<ProductId>,
        pub version: i64,
    }

    /// One page of products, with counts on request.
    pub struct ProductList {
        pub items: Vec<ProductCard>,
        pub next_cursor: Option<String>,
        /// How many products fit in all.
        pub total: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub facets: Option<Facets>,
    }

    /// A product as a buyer compares it: with its packs and terms.
    pub struct ProductOffer {
        pub product: ProductCard,
        /// The last valid day of the certificate that gives the stars.
        pub stars_until: Option<Date>,
        /// Working days from confirmation to shipping.
        pub lead_time_days: i16,
        /// The least an order of this producer must come to, before VAT; 0 where there is no least.
        pub minimum_order: Money,
        /// What can be ordered.
        pub packs: Vec<Pack>,
        /// Whether its papers are enough for a supermarket: for retailers, the centre and the authorities; null for
        /// others.
        pub papers: Option<PapersState>,
    }

    /// One page of offers, with counts on request.
    pub struct ProductOfferList {
        pub items: Vec<ProductOffer>,
        pub next_cursor: Option<String>,
        /// How many products fit in all.
        pub total: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub facets: Option<Facets>,
    }

    /// How many products each further choice would leave; each facet ignores its own choice.
    pub struct Facets {
        pub stars: Vec<FacetCount>,
        pub group: Vec<FacetCount>,
        pub commune: Vec<FacetCount>,
        pub claim: Vec<FacetCount>,
        /// Months 1–12; goods that are made all year belong to none.
        pub season: Vec<FacetCount>,
        pub in_stock: i64,
        pub on_shelf: i64,
    }

    /// One choice of a facet.
    pub struct FacetCount {
        pub value: String,
        pub label: String,
        pub label_en: String,
        pub count: i64,
    }

    /// A product, as everybody sees it.
    pub struct Product {
        pub id: ProductId,
        pub slug: String,
        /// The public texts; of its claims only those that a verified paper backs today.
        pub texts: ProductTexts,
        pub producer: Producer,
        /// Name of the sub-group.
        pub group_name: String,
        pub group_name_en: String,
        /// Stars of the valid certificate; null without one.
        pub stars: Option<u8>,
        /// Valid and lapsed certificates, newest first. Stars of lapsed ones are history.
        pub certificates: Vec<Certificate>,
        /// Verified papers of the product and its producer that are public; the lapsed ones too.
        pub papers: Vec<PublicPaper>,
        pub packs: Vec<Pack>,
        /// Cases that can be ordered now, over all packs.
        pub available: i64,
        /// The earliest best-before day among what can be ordered.
        pub best_before: Option<Date>,
        /// Stores that have it on the shelf now.
        pub on_shelf: Vec<ShelfPlace>,
        pub version: i64,
    }
}

queries! {
    /// Which products.
    pub struct ProductFilter {
        /// Words, with or without marks; the last may be unfinished.
        pub q: Option<String>,
        /// Stars, with commas: `4,5`.
        #[cfg_attr(feature = "openapi", param(pattern = "^[1-5](,[1-5])*$"))]
        pub stars: Option<String>,
        /// Code of a group or sub-group.
        pub group: Option<String>,
        /// Code of a commune.
        pub commune: Option<String>,
        /// Slug of a producer.
        pub producer: Option<String>,
        /// `organic`, `vietgap`, `gi`, with commas: all of them, each backed by a paper that is valid today.
        pub claim: Option<String>,
        pub in_stock: Option<bool>,
        pub featured: Option<bool>,
        pub on_shelf: Option<bool>,
        /// Only those whose papers are enough for a supermarket: for retailers, the centre and the authorities.
        pub papers_complete: Option<bool>,
        /// Month 1–12 in which it is in season; goods that are made all year have no season.
        pub season: Option<u8>,
        /// With a pack whose consumer unit costs at least so many đồng, before VAT. One pack has to fit `min_price`,
        /// `max_price` and `max_cases`; offers bring only the packs that do.
        #[cfg_attr(feature = "openapi", param(minimum = 0, maximum = 1_000_000_000))]
        pub min_price: Option<i64>,
        /// With a pack whose consumer unit costs at most so many đồng, before VAT.
        #[cfg_attr(feature = "openapi", param(minimum = 0, maximum = 1_000_000_000))]
        pub max_price: Option<i64>,
        /// Cases that somebody would order at the most: with a pack whose minimum order, in full multiples, is no
        /// larger.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 1_000_000))]
        pub max_cases: Option<i64>,
        pub sort: Option<ProductSort>,
        /// Whether to count facets.
        pub facets: Option<bool>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }
}

views! {
    /// What a commune has on the market now.
    pub struct Place {
        pub commune: Commune,
        /// Verified producers.
        pub producers: i64,
        /// Published products.
        pub products: i64,
        /// Of them, with a valid certificate.
        pub starred: i64,
        /// Stores that confirmed a product on their shelves within 90 days.
        pub stores: i64,
    }

    /// A store, and what it confirmed on its shelves within 90 days.
    pub struct StoreShelf {
        pub chain_id: ChainId,
        pub chain: String,
        /// Whether the chain's shelves count for coverage.
        pub counts_as_retail_chain: bool,
        pub store: Store,
        /// By name.
        pub products: Vec<ShelfProduct>,
    }

    /// A product on a shelf.
    pub struct ShelfProduct {
        pub id: ProductId,
        pub slug: String,
        pub name: String,
        pub name_en: Option<String>,
        pub producer: ProducerRef,
        /// Stars of the valid certificate; null without one.
        pub stars: Option<u8>,
        pub confirmed_on: Date,
    }
}

queries! {
    /// Which stores: those with something on their shelves.
    pub struct StoreFilter {
        /// Slug of a product that stands there.
        pub product: Option<String>,
        /// Code of a commune.
        pub commune: Option<String>,
        pub chain: Option<ChainId>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }

    /// Which features.
    pub struct FeatureFilter {
        /// The centre may also see those that are planned, past or hidden.
        pub all: Option<bool>,
    }
}

queries! {
    /// Which collections.
    pub struct CollectionFilter {
        /// The centre may also see those that are planned, past or not published.
        pub all: Option<bool>,
    }
}

impl Collection {
    /// The title in this language, Vietnamese where there is no other.
    pub fn title_in(&self, lang: Lang) -> &str {
        match (lang, self.title_en.as_deref()) {
            (Lang::En, Some(title)) => title,
            _ => &self.title,
        }
    }

    /// The introduction in this language, Vietnamese where there is no other.
    pub fn intro_in(&self, lang: Lang) -> Option<&str> {
        match (lang, self.intro_en.as_deref()) {
            (Lang::En, Some(intro)) => Some(intro),
            _ => self.intro.as_deref(),
        }
    }
}

impl ShelfProduct {
    /// The name in this language, Vietnamese where there is no other.
    pub fn name_in(&self, lang: Lang) -> &str {
        match (lang, self.name_en.as_deref()) {
            (Lang::En, Some(name)) => name,
            _ => &self.name,
        }
    }
}

impl ProductCard {
    /// The name in this language, Vietnamese where there is no other.
    pub fn name_in(&self, lang: Lang) -> &str {
        match (lang, self.name_en.as_deref()) {
            (Lang::En, Some(name)) => name,
            _ => &self.name,
        }
    }
}

endpoints! {
    "discovery";
    /// Finds published products.
    ListProducts = "list_products", Get "/products" {
        query: ProductFilter, response: ProductList, problems: [Unauthenticated, Forbidden],
    }
    /// Finds published products with what a buyer compares: packs, prices, stock, terms.
    ListOffers = "list_offers", Get "/offers" {
        query: ProductFilter, response: ProductOfferList, problems: [Unauthenticated, Forbidden],
    }
    /// Lists what is featured now, with the reasons. A feature leaves by itself when its days are over, its
    /// certificate lapses or its stock is gone.
    GetFeatures = "get_features", Get "/features" {
        query: FeatureFilter, response: crate::Page<Feature>, problems: [Unauthenticated, Forbidden],
    }
    /// Lists the collections that visitors see now.
    ListCollections = "list_collections", Get "/collections" {
        query: CollectionFilter, response: crate::Page<Collection>, problems: [Unauthenticated, Forbidden],
    }
    /// Shows a collection.
    GetCollection = "get_collection", Get "/collections/{slug}" {
        path: (Key,), query: CollectionFilter, response: Collection, problems: [Unauthenticated, Forbidden],
    }
    /// Shows a published product.
    GetProduct = "get_product", Get "/products/{id}" { path: (Key,), response: Product, }
    /// Lists the communes with what each has on the market.
    ListPlaces = "list_places", Get "/places" { response: crate::Page<Place>, }
    /// Lists stores with products on their shelves, as these confirmed within 90 days: where to buy.
    ListStores = "list_stores", Get "/stores" { query: StoreFilter, response: crate::Page<StoreShelf>, }
}
