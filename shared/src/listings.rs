//! Listings: a product's way to the shelves of a chain's stores, and the coverage figure.

mod chains;
mod coverage;
mod steps;

pub use chains::*;
pub use coverage::*;
pub use steps::*;

use crate::{
    Access::Kinds,
    ChainId, Date, Lang, ListingId, Money, PackId, Page, ProductId, StoreId, Timestamp,
    identity::OrganisationKind::{Authority, Centre, Producer, Retailer},
    papers::PapersState,
    producers::{CommuneRef, ProducerRef},
};

words! {
    /// Where a listing stands.
    pub enum ListingStatus {
        /// Offered; the chain has not answered.
        Pitched = "pitched",
        /// The chain will take it.
        Accepted = "accepted",
        /// The chain said no, with a reason code.
        Declined = "declined",
        /// In at least one store.
        OnShelf = "on_shelf",
        /// Taken off the shelves.
        Delisted = "delisted",
    }
}

words! {
    /// A chain's answer to a pitch.
    pub enum Decision {
        Accept = "accept",
        Decline = "decline",
    }
}

words! {
    /// Why a chain declines or delists.
    pub enum ListingReason {
        Price = "price",
        /// A paper is missing.
        Papers = "papers",
        /// Volume too small or unsure.
        Capacity = "capacity",
        Packaging = "packaging",
        /// The chain has one like it.
        Duplicate = "duplicate",
        Season = "season",
        /// It did not sell.
        Sales = "sales",
        Other = "other",
    }
}

words! {
    /// What can be done with a listing.
    pub enum ListingAction {
        Answer = "answer",
        Shelve = "shelve",
        Confirm = "confirm",
        Delist = "delist",
    }
}

/// Days after which a store's confirmation no longer counts.
pub const CONFIRMED_DAYS: i64 = 90;

views! {
    /// A product on a store's shelf.
    pub struct ShelfPlace {
        pub chain: String,
        pub store: String,
        /// House, street: what comes before the commune.
        pub address: String,
        pub commune: CommuneRef,
        pub confirmed_on: Date,
    }

    /// A store in a listing.
    pub struct ListingStore {
        pub id: StoreId,
        pub name: String,
        pub shelved_at: Timestamp,
        /// When the shelf was last confirmed; putting the product there is the first time.
        pub confirmed_at: Option<Timestamp>,
        /// The day by which it must be confirmed again to count; null where it never was.
        pub confirm_by: Option<Date>,
        /// Whether it does not count now: never confirmed, or too long ago.
        pub overdue: bool,
    }

    /// A store that has taken a product off its shelf.
    pub struct RemovedStore {
        pub id: StoreId,
        pub name: String,
        pub removed_at: Timestamp,
        /// Null where the store was closed.
        pub reason_code: Option<ListingReason>,
        pub reason: Option<String>,
    }

    /// What the producer offers with a pitch, as far as it says.
    pub struct Offer {
        pub pack_id: Option<PackId>,
        pub pack_label: Option<String>,
        pub pack_label_en: Option<String>,
        /// Cases of the pack that can be had every week.
        pub weekly_cases: Option<i64>,
        /// Of one consumer unit, before VAT.
        pub unit_price: Option<Money>,
        /// The first day of delivery.
        pub starts_on: Option<Date>,
    }

    /// What a chain's retailer pays for a pack, because the chain accepted a pitch with a price.
    pub struct AgreedPrice {
        pub pack_id: PackId,
        pub product_id: ProductId,
        /// The listing that agreed on it.
        pub listing_id: ListingId,
        /// Of one consumer unit, before VAT.
        pub unit_price: Money,
        /// Before VAT.
        pub case_price: Money,
    }

    /// A listing, as the producer, the chain, the centre and the authority see it.
    pub struct Listing {
        pub id: ListingId,
        pub product_id: ProductId,
        pub product_name: String,
        pub product_name_en: Option<String>,
        pub product_slug: String,
        pub stars: Option<u8>,
        /// The last valid day of the certificate that gives the stars.
        pub stars_until: Option<Date>,
        /// Whether the product's papers are enough for a supermarket today.
        pub papers: PapersState,
        pub producer: ProducerRef,
        pub chain_id: ChainId,
        pub chain_name: String,
        pub status: ListingStatus,
        /// What the producer wrote.
        pub note: Option<String>,
        pub offer: Offer,
        /// Stores the producer had in mind.
        pub wanted_stores: Vec<StoreId>,
        pub reason_code: Option<ListingReason>,
        pub reason: Option<String>,
        pub stores: Vec<ListingStore>,
        /// Stores that took it off while others kept it, the latest first.
        pub removed_stores: Vec<RemovedStore>,
        pub pitched_at: Timestamp,
        pub answered_at: Option<Timestamp>,
        /// The day by which the shelf must be confirmed again to count.
        pub confirm_by: Option<Date>,
        /// Whether the shelf of at least one of its stores does not count now and must be confirmed.
        pub overdue: bool,
        pub actions: Vec<ListingAction>,
        pub version: i64,
    }

    /// A product by name.
    pub struct ProductRef {
        pub id: ProductId,
        pub slug: String,
        pub name: String,
        #[serde(default)]
        pub name_en: Option<String>,
    }
}

impl ProductRef {
    /// The name in this language, Vietnamese where there is no other.
    pub fn name_in(&self, lang: Lang) -> &str {
        match (lang, self.name_en.as_deref()) {
            (Lang::En, Some(name)) => name,
            _ => &self.name,
        }
    }
}

queries! {
    /// Which listings.
    pub struct ListingFilter {
        pub status: Option<ListingStatus>,
        pub product_id: Option<ProductId>,
        pub chain_id: Option<ChainId>,
        /// On the shelf of this store now.
        pub store_id: Option<StoreId>,
        /// Only those with a shelf to confirm.
        pub overdue: Option<bool>,
        /// Only those of products whose papers are enough for a supermarket today.
        pub papers_complete: Option<bool>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }

    /// Agreed prices of which product.
    pub struct AgreedFilter {
        pub product_id: Option<ProductId>,
    }
}

endpoints! {
    "listings";
    /// Lists the chains with their stores.
    ListChains = "list_chains", Get "/chains" { response: Page<Chain>, }
    /// Adds a chain.
    CreateChain = "create_chain", Post "/chains" {
        body: ChainCreate, response: Chain, status: 201, access: Kinds(&[Centre]), roles: [Editor],
        idempotency: Optional,
    }
    /// Adds a store to a chain.
    CreateStore = "create_store", Post "/chains/{id}/stores" {
        path: (ChainId,), body: StoreCreate, response: Store, status: 201, access: Kinds(&[Retailer, Centre]),
        roles: [Buyer, Approver, Editor],
        idempotency: Optional,
    }
    /// Shows a chain with its stores, those too that were closed; retailers see their own.
    GetChain = "get_chain", Get "/chains/{id}" {
        path: (ChainId,), response: ChainRecord, access: Kinds(&[Retailer, Centre, Authority]), roles: every,
    }
    /// Changes a chain.
    UpdateChain = "update_chain", Put "/chains/{id}" {
        path: (ChainId,), body: ChainUpdate, response: ChainRecord, access: Kinds(&[Retailer, Centre]), roles: [Editor],
        if_match: true,
    }
    /// Changes a store.
    UpdateStore = "update_store", Put "/stores/{id}" {
        path: (StoreId,), body: StoreUpdate, response: StoreRecord, access: Kinds(&[Retailer, Centre]), roles: [Buyer, Approver, Editor],
        if_match: true, problems: [WrongState],
    }
    /// Closes a store for good; what stood on its shelves no longer does.
    CloseStore = "close_store", Post "/stores/{id}/close" {
        path: (StoreId,), response: StoreRecord, access: Kinds(&[Retailer, Centre]), roles: [Editor], problems: [WrongState],
    }
    /// Lists listings: those with a shelf to confirm first, then those that wait for an answer.
    ListListings = "list_listings", Get "/listings" {
        query: ListingFilter, response: Page<Listing>,
        access: Kinds(&[Producer, Retailer, Centre, Authority]), roles: every,
    }
    /// Lists the prices that the retailer's chains have agreed on and that its purchases are placed at.
    ListAgreedPrices = "list_agreed_prices", Get "/agreed-prices" {
        query: AgreedFilter, response: Page<AgreedPrice>, access: Kinds(&[Retailer]), roles: every,
    }
    /// Shows a listing.
    GetListing = "get_listing", Get "/listings/{id}" {
        path: (ListingId,), response: Listing, access: Kinds(&[Producer, Retailer, Centre, Authority]),
        roles: every,
    }
    /// Offers a published product to a chain.
    PitchListing = "pitch_listing", Post "/listings" {
        body: ListingPitch, response: Listing, status: 201, access: Kinds(&[Producer]), roles: [Staff],
        idempotency: Optional,
        problems: [Taken, OrganisationNotVerified],
    }
    /// Accepts or declines a pitch.
    AnswerListing = "answer_listing", Post "/listings/{id}/answer" {
        path: (ListingId,), body: ListingAnswer, response: Listing, access: Kinds(&[Retailer]),
        roles: [Buyer, Approver],
        idempotency: Optional, problems: [WrongState],
    }
    /// Puts the product on the shelf of stores, which confirms each for the first time.
    ShelveListing = "shelve_listing", Post "/listings/{id}/shelve" {
        path: (ListingId,), body: ListingShelve, response: Listing, access: Kinds(&[Retailer]),
        roles: [Buyer, Approver, Store],
        idempotency: Optional, problems: [WrongState],
    }
    /// Confirms that it still stands there.
    ConfirmListing = "confirm_listing", Post "/listings/{id}/confirm" {
        path: (ListingId,), body: ListingConfirm, response: Listing, access: Kinds(&[Retailer]),
        roles: [Buyer, Approver, Store],
        idempotency: Optional, problems: [WrongState],
    }
    /// Confirms many shelves at once, all or none.
    ConfirmShelves = "confirm_shelves", Post "/listings/confirmations" {
        body: ShelvesConfirm, response: Page<Listing>, access: Kinds(&[Retailer]), roles: [Buyer, Approver, Store], idempotency: Optional,
        problems: [WrongState],
    }
    /// Takes back what one has confirmed by mistake, all of it or none: only where nothing newer was said of these shelves.
    /// What they had said before counts again.
    TakeBackShelves = "take_back_shelves", Post "/listings/confirmations/taken-back" {
        body: ShelvesTakeBack, response: Page<Listing>, access: Kinds(&[Retailer]), roles: [Buyer, Approver, Store],
        idempotency: Optional, problems: [WrongState],
    }
    /// Takes it off the shelves: of some stores, or of all.
    DelistListing = "delist_listing", Post "/listings/{id}/delist" {
        path: (ListingId,), body: ListingDelist, response: Listing, access: Kinds(&[Retailer]),
        roles: [Buyer, Approver], while_suspended: true,
        idempotency: Optional, problems: [WrongState],
    }
    /// Tells how many valid four- and five-star products are on a chain's shelf.
    GetCoverage = "get_coverage", Get "/coverage" { query: CoverageQuery, response: Coverage, }
    /// Tells the coverage figure at the end of each month.
    GetCoverageHistory = "get_coverage_history", Get "/coverage/history" {
        query: CoverageHistoryQuery, response: Page<CoveragePoint>,
    }
    /// Lists the valid four- and five-star products that are on no shelf today, with what stands in the way.
    ListCoverageGaps = "list_coverage_gaps", Get "/coverage/gaps" {
        response: Page<CoverageGap>, access: Kinds(&[Centre, Authority]), roles: every,
    }
}
