//! Listings: a product's way to the shelves of a chain's stores, and the coverage figure.

use crate::{
    ChainId, Checks, Date, FieldCode, Input, Lang, ListingId, Money, OrganisationId, PackId, Page, ProductId,
    StoreId, Timestamp, codes,
    identity::{
        Contact, ContactInput,
        OrganisationKind::{Authority, Centre, Producer, Retailer},
    },
    papers::{Need, PapersState},
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

words! {
    /// What stands between a product and a shelf that counts.
    pub enum Obstacle {
        /// Papers that the law asks for are missing: before a chain may take it, these come first.
        Papers = "papers",
        /// No chain has been asked.
        NoPitch = "no_pitch",
        /// A chain has not answered yet.
        Unanswered = "unanswered",
        /// Every chain that was asked said no.
        Declined = "declined",
        /// A chain took it off its shelves.
        Delisted = "delisted",
        /// A chain will take it, but it is in no store yet.
        NotShelved = "not_shelved",
        /// It is in stores that have never confirmed it.
        Unconfirmed = "unconfirmed",
        /// The last confirmation is too old to count.
        Overdue = "overdue",
        /// It is on the shelf of a chain that does not count.
        ChainNotCounted = "chain_not_counted",
    }
}

/// Days after which a store's confirmation no longer counts.
pub const CONFIRMED_DAYS: i64 = 90;

views! {
    /// A retail chain and its stores.
    pub struct Chain {
        pub id: ChainId,
        pub name: String,
        /// The retailer that runs it.
        pub organisation_id: OrganisationId,
        /// Whether its shelves count for coverage.
        pub counts_as_retail_chain: bool,
        pub stores: Vec<Store>,
    }

    /// A store of a chain.
    pub struct Store {
        pub id: StoreId,
        pub code: String,
        pub name: String,
        pub address: String,
        pub commune: CommuneRef,
        /// Global Location Number, 13 digits.
        pub gln: Option<String>,
    }

    /// A chain as the centre, the authority and the retailer that runs it see it.
    pub struct ChainRecord {
        pub id: ChainId,
        pub name: String,
        pub organisation_id: OrganisationId,
        pub organisation_name: String,
        pub counts_as_retail_chain: bool,
        /// Whom producers' pitches concern in the chain's office.
        pub contact: Option<Contact>,
        /// Those too that were closed.
        pub stores: Vec<StoreRecord>,
        pub version: i64,
    }

    /// A store as the centre, the authority and the retailer that runs it see it.
    pub struct StoreRecord {
        pub id: StoreId,
        pub chain_id: ChainId,
        pub code: String,
        pub name: String,
        pub address: String,
        pub commune: CommuneRef,
        pub gln: Option<String>,
        pub contact: Option<Contact>,
        /// Listings that stand in it now.
        pub listings: i64,
        pub closed_at: Option<Timestamp>,
        pub version: i64,
    }

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

    /// How many valid four- and five-star products are on a chain's shelf on a day.
    pub struct Coverage {
        pub on: Date,
        /// Distinct products with a valid four- or five-star certificate.
        pub total: i64,
        /// Of them, on a confirmed shelf.
        pub listed: i64,
        /// `listed` of `total` in per cent with one decimal; null where there is nothing to count.
        pub percent: Option<f64>,
        pub missing: Vec<MissingProduct>,
        /// Valid certificates by stars, for the province's targets.
        pub valid: ValidCounts,
        /// The same by the commune of the producer, most products first.
        pub communes: Vec<CommuneCoverage>,
    }

    /// How many valid four- and five-star products of a commune are on a chain's shelf.
    pub struct CommuneCoverage {
        pub commune: CommuneRef,
        pub total: i64,
        pub listed: i64,
    }

    /// A four- or five-star product that no chain has on its shelf.
    pub struct MissingProduct {
        pub product: ProductRef,
        pub producer: ProducerRef,
        pub stars: u8,
        pub expires_on: Date,
    }

    /// The coverage figure of one day.
    pub struct CoveragePoint {
        pub on: Date,
        pub total: i64,
        pub listed: i64,
        pub percent: Option<f64>,
    }

    /// A valid four- or five-star product that is on no shelf, and what stands in the way.
    pub struct CoverageGap {
        pub product: ProductRef,
        pub producer: ProducerRef,
        pub commune: CommuneRef,
        pub stars: u8,
        pub expires_on: Date,
        pub obstacle: Obstacle,
        /// The listing that came furthest, where there is one.
        pub listing_id: Option<ListingId>,
        pub chain: Option<String>,
        /// Since when it has stood so.
        pub since: Option<Date>,
        pub reason_code: Option<ListingReason>,
        pub reason: Option<String>,
        /// The papers that are missing, whatever else stands in the way.
        pub missing_papers: Vec<Need>,
    }

    /// A product by name.
    pub struct ProductRef {
        pub id: ProductId,
        pub slug: String,
        pub name: String,
        #[serde(default)]
        pub name_en: Option<String>,
    }

    /// Products with a valid certificate.
    pub struct ValidCounts {
        pub all: i64,
        pub three: i64,
        pub four: i64,
        pub five: i64,
        /// The province's targets for 2030.
        pub target_all: i64,
        pub target_four: i64,
        pub target_five: i64,
        /// The share of four- and five-star products that should be on a shelf, in per cent.
        pub target_percent: i64,
        /// By the end of which year.
        pub target_year: i64,
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

inputs! {
    /// A new chain of a verified retailer.
    pub struct ChainCreate {
        pub organisation_id: OrganisationId,
        pub name: String,
        pub counts_as_retail_chain: bool,
    }

    /// A new store.
    pub struct StoreCreate {
        pub code: String,
        pub name: String,
        pub address: String,
        pub commune_code: String,
        #[serde(default)]
        pub gln: Option<String>,
    }

    /// Changes a chain as a whole.
    pub struct ChainUpdate {
        pub name: String,
        /// Only the centre may change it.
        pub counts_as_retail_chain: bool,
        #[serde(default)]
        pub contact: Option<ContactInput>,
    }

    /// Changes a store as a whole.
    pub struct StoreUpdate {
        pub code: String,
        pub name: String,
        pub address: String,
        pub commune_code: String,
        #[serde(default)]
        pub gln: Option<String>,
        #[serde(default)]
        pub contact: Option<ContactInput>,
    }

    /// Offers a product to a chain.
    pub struct ListingPitch {
        pub product_id: ProductId,
        pub chain_id: ChainId,
        /// Stores the producer has in mind; left out: all.
        #[serde(default)]
        pub store_ids: Option<Vec<StoreId>>,
        pub note: String,
        /// The pack that is offered.
        #[serde(default)]
        pub pack_id: Option<PackId>,
        /// Cases of the pack that can be had every week.
        #[serde(default)]
        pub weekly_cases: Option<i64>,
        /// In đồng, of one consumer unit, before VAT.
        #[serde(default)]
        pub unit_price: Option<i64>,
        /// The first day of delivery.
        #[serde(default)]
        pub starts_on: Option<Date>,
    }

    /// Answers a pitch.
    pub struct ListingAnswer {
        pub decision: Decision,
        /// Required to decline.
        #[serde(default)]
        pub reason_code: Option<ListingReason>,
        #[serde(default)]
        pub reason: Option<String>,
    }

    /// Puts a product on the shelf of stores.
    pub struct ListingShelve {
        pub store_ids: Vec<StoreId>,
    }

    /// Confirms what stands on the shelf.
    pub struct ListingConfirm {
        /// Left out: every store of the listing.
        #[serde(default)]
        pub store_ids: Option<Vec<StoreId>>,
    }

    /// Confirms many shelves at once, all or none.
    pub struct ShelvesConfirm {
        pub places: Vec<ShelfConfirm>,
    }

    /// One product in one store.
    pub struct ShelfConfirm {
        pub listing_id: ListingId,
        pub store_id: StoreId,
    }

    /// Takes a product off the shelves.
    pub struct ListingDelist {
        /// Where; left out: everywhere, and the listing ends. So it does when no store is left.
        #[serde(default)]
        pub store_ids: Option<Vec<StoreId>>,
        pub reason_code: ListingReason,
        #[serde(default)]
        pub reason: Option<String>,
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

    /// Coverage of which day.
    pub struct CoverageQuery {
        /// Left out: today.
        pub on: Option<Date>,
    }

    /// Coverage of which months.
    pub struct CoverageHistoryQuery {
        /// The last day; left out: today.
        pub until: Option<Date>,
        /// How many months, 1 to 60; left out: 24.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 60))]
        pub months: Option<u8>,
    }
}

impl Input for ChainCreate {
    fn check(&self, checks: &mut Checks) {
        checks.text("name", &self.name, 2..=100);
    }
    fn example() -> Self {
        Self {
            organisation_id: OrganisationId::EXAMPLE,
            name: "Siêu thị Ví Dụ".into(),
            counts_as_retail_chain: true,
        }
    }
}

impl Input for ChainUpdate {
    fn check(&self, checks: &mut Checks) {
        checks.text("name", &self.name, 2..=100);
        if let Some(contact) = &self.contact {
            checks.within("contact.", |checks| contact.check(checks));
        }
    }
    fn example() -> Self {
        Self {
            name: "Siêu thị Ví Dụ".into(),
            counts_as_retail_chain: true,
            contact: Some(ContactInput {
                name: "Phòng thu mua".into(),
                phone: "0205 000 0998".into(),
                email: "thu-mua@example.com".into(),
            }),
        }
    }
}

impl Input for StoreUpdate {
    fn check(&self, checks: &mut Checks) {
        check_store(
            checks,
            [&self.code, &self.name, &self.address, &self.commune_code],
            self.gln.as_deref(),
        );
        if let Some(contact) = &self.contact {
            checks.within("contact.", |checks| contact.check(checks));
        }
    }
    fn example() -> Self {
        Self {
            code: "VD-09".into(),
            name: "Ví Dụ Kỳ Lừa".into(),
            address: "Số 4 đường Ví Dụ".into(),
            commune_code: "05977".into(),
            gln: Some("9528765432108".into()),
            contact: None,
        }
    }
}

/// `texts`: code, name, address, the commune's code.
fn check_store(checks: &mut Checks, texts: [&str; 4], gln: Option<&str>) {
    let [code, name, address, commune] = texts;
    checks.text("code", code, 1..=20);
    checks.text("name", name, 2..=120);
    checks.text("address", address, 3..=250);
    checks.commune("commune_code", commune);
    if let Some(gln) = gln {
        checks.digits("gln", codes::check_gln(gln), "^[0-9]{13}$");
    }
}

impl Input for StoreCreate {
    fn check(&self, checks: &mut Checks) {
        check_store(
            checks,
            [&self.code, &self.name, &self.address, &self.commune_code],
            self.gln.as_deref(),
        );
    }
    fn example() -> Self {
        Self {
            code: "VD-09".into(),
            name: "Ví Dụ Kỳ Lừa".into(),
            address: "Số 2 đường Ví Dụ".into(),
            commune_code: "05977".into(),
            gln: Some("9528765432108".into()),
        }
    }
}

fn check_stores(checks: &mut Checks, stores: Option<&[StoreId]>, least: u32) {
    checks.optional_list("store_ids", stores.map(<[StoreId]>::len), least..=500);
    let stores = stores.unwrap_or_default();
    for (index, store) in stores.iter().enumerate().take(500) {
        if stores.iter().take(index).any(|other| other == store) {
            checks.problem(&format!("store_ids[{index}]"), FieldCode::Duplicate, None);
        }
    }
}

impl Input for ListingPitch {
    fn check(&self, checks: &mut Checks) {
        check_stores(checks, self.store_ids.as_deref(), 0);
        checks.text("note", &self.note, 3..=1000);
        checks.optional_number("weekly_cases", self.weekly_cases, 1..=1_000_000);
        checks.optional_number("unit_price", self.unit_price, 1..=1_000_000_000);
        // A number of cases, and the price of a unit, mean nothing without the pack.
        if self.pack_id.is_none() && (self.weekly_cases.is_some() || self.unit_price.is_some()) {
            checks.problem("pack_id", FieldCode::Required, None);
        }
    }
    fn example() -> Self {
        Self {
            product_id: ProductId::EXAMPLE,
            chain_id: ChainId::EXAMPLE,
            store_ids: None,
            note: "Giao được 40 thùng mỗi tuần, giấy tờ đầy đủ, có hàng mẫu.".into(),
            pack_id: None,
            weekly_cases: None,
            unit_price: None,
            starts_on: None,
        }
    }
}

impl Input for ListingAnswer {
    fn check(&self, checks: &mut Checks) {
        if self.decision == Decision::Decline && self.reason_code.is_none() {
            checks.problem("reason_code", FieldCode::Required, None);
        }
        checks.optional_text("reason", self.reason.as_deref(), 0..=500);
    }
    fn example() -> Self {
        Self {
            decision: Decision::Accept,
            reason_code: None,
            reason: Some("Mời gửi mẫu trong tuần.".into()),
        }
    }
}

impl Input for ListingShelve {
    fn check(&self, checks: &mut Checks) {
        check_stores(checks, Some(&self.store_ids), 1);
    }
    fn example() -> Self {
        Self {
            store_ids: vec![StoreId::EXAMPLE],
        }
    }
}

impl Input for ListingConfirm {
    fn check(&self, checks: &mut Checks) {
        check_stores(checks, self.store_ids.as_deref(), 0);
    }
    fn example() -> Self {
        Self { store_ids: None }
    }
}

impl Input for ShelvesConfirm {
    fn check(&self, checks: &mut Checks) {
        checks.list("places", self.places.len(), 1..=500);
    }
    fn example() -> Self {
        Self {
            places: vec![ShelfConfirm {
                listing_id: ListingId::EXAMPLE,
                store_id: StoreId::EXAMPLE,
            }],
        }
    }
}

impl Input for ListingDelist {
    fn check(&self, checks: &mut Checks) {
        check_stores(checks, self.store_ids.as_deref(), 1);
        checks.optional_text("reason", self.reason.as_deref(), 0..=500);
    }
    fn example() -> Self {
        Self {
            store_ids: None,
            reason_code: ListingReason::Season,
            reason: Some("Hết mùa".into()),
        }
    }
}

use crate::Access::Kinds;

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
