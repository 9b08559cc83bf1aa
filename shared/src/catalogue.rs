//! Products, their pictures and packs, and the review before publication.

use crate::{
    Checks, FieldCode, ImageId, Input, Money, OrganisationId, PackId, Page, Patch, ProductId, Timestamp,
    VatCode, codes,
    identity::{
        OrganisationKind::{Authority, Centre, Producer as Producers},
        Reason,
    },
    producers::ProducerRef,
};

words! {
    /// Where a product's newest texts stand.
    pub enum ProductStatus {
        Draft = "draft",
        InReview = "in_review",
        Published = "published",
        /// Sent back by the centre, with a reason.
        Returned = "returned",
    }
}

words! {
    /// What a producer claims; it counts while a verified paper backs it.
    pub enum Claim {
        Organic = "organic",
        Vietgap = "vietgap",
        /// Geographical indication.
        Gi = "gi",
    }
}

words! {
    /// The unit of a consumer unit's content.
    pub enum Unit {
        Gram = "g",
        Kilogram = "kg",
        Millilitre = "ml",
        Litre = "l",
        Piece = "piece",
    }
}

views! {
    /// A group or sub-group of OCOP products (decision 148/QĐ-TTg, appendix I).
    pub struct Group {
        /// `I`, `I.1.a`.
        pub code: String,
        /// The group a sub-group belongs to; null for the six groups. Products are in groups that are nobody's parent.
        pub parent: Option<String>,
        pub name: String,
        pub name_en: String,
        /// Whether what is in it is ordered by the case; services are only shown.
        pub orderable: bool,
    }

    /// A picture in three widths, or a drawn illustration.
    pub struct Image {
        pub id: ImageId,
        /// Where the picture is, narrow to wide.
        pub sources: Vec<ImageSource>,
        /// What the picture shows: the product's name, unless the producer has said more.
        pub alt: String,
        pub alt_en: Option<String>,
    }

    /// One width of a picture.
    pub struct ImageSource {
        pub url: String,
        /// Pixels.
        pub width: i32,
        pub height: i32,
    }

    /// A price that can be compared between packs: of a kilogram, a litre or a piece, before VAT.
    #[derive(Copy, Eq)]
    pub struct PricePer {
        pub price: Money,
        /// `kg`, `l` or `piece`.
        pub unit: Unit,
    }

    /// What can be ordered: a case of consumer units.
    pub struct Pack {
        pub id: PackId,
        pub label: String,
        pub label_en: Option<String>,
        /// GTIN of the consumer unit.
        pub gtin: Option<String>,
        /// GTIN of the case.
        pub case_gtin: Option<String>,
        /// Consumer units in a case.
        pub units: i32,
        /// Content of one consumer unit.
        pub net_quantity: i32,
        pub net_unit: Unit,
        /// Price of one consumer unit, before VAT.
        pub unit_price: Money,
        /// Price of one case, before VAT.
        pub case_price: Money,
        /// The unit price, by what packs can be compared.
        pub price_per: PricePer,
        /// The least number of cases an order must have.
        pub min_cases: i32,
        /// Orders come in multiples of this many cases.
        pub case_multiple: i32,
        pub vat_code: VatCode,
        /// Cases that can be ordered now.
        pub available: i64,
        /// Whether buyers see the pack.
        pub active: bool,
        pub version: i64,
    }

    /// The texts of a product.
    pub struct ProductTexts {
        pub name: String,
        pub name_en: Option<String>,
        pub group: String,
        pub description: String,
        pub description_en: Option<String>,
        pub ingredients: Option<String>,
        pub ingredients_en: Option<String>,
        pub storage: Option<String>,
        pub storage_en: Option<String>,
        pub shelf_life_days: Option<i32>,
        /// Months 1–12 in which it is fresh or made; empty means all year.
        pub season_months: Vec<u8>,
        pub claims: Vec<Claim>,
        pub images: Vec<Image>,
    }

    /// A product as its producer and the centre work on it: the newest texts, published or not.
    pub struct ManagedProduct {
        pub id: ProductId,
        pub slug: String,
        pub producer: ProducerRef,
        pub status: ProductStatus,
        /// Why the centre sent it back.
        pub review_reason: Option<String>,
        pub submitted_at: Option<Timestamp>,
        pub published_at: Option<Timestamp>,
        /// The texts being worked on.
        pub texts: ProductTexts,
        /// The reviewed texts, where they differ from `texts`: what everybody sees, unless it is withdrawn or taken down.
        pub public_texts: Option<ProductTexts>,
        /// Packs as their producer last wrote them down.
        pub packs: Vec<Pack>,
        /// What review has to say of the packs: the new ones, and those whose names or barcodes change.
        pub pack_changes: Vec<PackChange>,
        /// Since when its producer does not show it any more.
        pub withdrawn_at: Option<Timestamp>,
        /// Set while the centre keeps it off the market.
        pub taken_down: Option<TakenDown>,
        pub version: i64,
    }

    /// That the centre has taken a product off the market, and why. Open orders go on.
    pub struct TakenDown {
        pub at: Timestamp,
        /// In the centre's words; its producer reads it.
        pub reason: String,
    }

    /// What is reviewed of a pack: its name and its barcodes. Price, minimum order and whether it is on sale are its
    /// producer's to change at any time.
    pub struct PackWords {
        pub label: String,
        pub label_en: Option<String>,
        /// GTIN of the consumer unit.
        pub gtin: Option<String>,
        /// GTIN of the case.
        pub case_gtin: Option<String>,
    }

    /// A pack that waits for review.
    pub struct PackChange {
        pub pack_id: PackId,
        /// What buyers see now; null: a new pack, which they do not see yet.
        pub public: Option<PackWords>,
        pub newest: PackWords,
    }

    /// A product named in an old list: recorded, unverified, never public. Its stars are history.
    pub struct RecordedProduct {
        pub name: String,
        /// Stars it was once awarded, where the list says.
        pub recorded_stars: Option<u8>,
        pub group: Option<String>,
        pub producer_name: Option<String>,
        pub old_place: Option<String>,
        pub commune: Option<crate::producers::CommuneRef>,
        /// When it was recognised, in the list's words.
        pub recognition: Option<String>,
        pub source: Option<String>,
        pub imported_at: Timestamp,
    }
}

impl ManagedProduct {
    /// Whether visitors see it, its producer being verified.
    pub const fn is_shown(&self) -> bool {
        self.published_at.is_some() && self.withdrawn_at.is_none() && self.taken_down.is_none()
    }

    /// The word for where it stands: what keeps it away comes before how far its newest texts are.
    pub const fn standing(&self) -> &'static str {
        if self.taken_down.is_some() {
            "taken_down"
        } else if self.withdrawn_at.is_some() {
            "withdrawn"
        } else {
            self.status.as_str()
        }
    }
}

impl PricePer {
    /// Of a consumer unit of this content at this price, rounded half up to whole đồng.
    pub const fn of(unit_price: i64, content: i32, unit: Unit) -> Self {
        let (times, unit) = match unit {
            Unit::Gram => (1_000, Unit::Kilogram),
            Unit::Millilitre => (1_000, Unit::Litre),
            Unit::Kilogram | Unit::Litre | Unit::Piece => (1, unit),
        };
        let content = if content > 0 { i64_of(content) } else { 1 };
        Self {
            price: Money::vnd((unit_price.saturating_mul(times).saturating_add(content / 2)) / content),
            unit,
        }
    }

    /// Orders by weight and volume first, a litre as a kilogram; pieces compare with nothing and come after.
    pub fn rank(self) -> (bool, i64) {
        (self.unit == Unit::Piece, self.price.amount)
    }
}

#[expect(clippy::as_conversions, reason = "i32 fits i64; `From` cannot be called here")]
const fn i64_of(number: i32) -> i64 {
    number as i64
}

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

    /// A new pack.
    pub struct PackCreate {
        pub label: String,
        #[serde(default)]
        pub label_en: Option<String>,
        #[serde(default)]
        pub gtin: Option<String>,
        #[serde(default)]
        pub case_gtin: Option<String>,
        pub units: i32,
        pub net_quantity: i32,
        pub net_unit: Unit,
        /// In đồng, before VAT, of one consumer unit.
        pub unit_price: i64,
        pub min_cases: i32,
        pub case_multiple: i32,
        pub vat_code: VatCode,
    }

    /// Changes a pack; what is left out stays, and `null` takes away what may be missing. Orders already placed
    /// keep their price. A published product's names and barcodes of packs change once the centre has reviewed them;
    /// the rest changes at once.
    pub struct PackUpdate {
        #[serde(default)]
        pub label: Option<String>,
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
        pub label_en: Patch<String>,
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
        pub gtin: Patch<String>,
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
        pub case_gtin: Patch<String>,
        #[serde(default)]
        pub unit_price: Option<i64>,
        #[serde(default)]
        pub min_cases: Option<i32>,
        #[serde(default)]
        pub case_multiple: Option<i32>,
        #[serde(default)]
        pub vat_code: Option<VatCode>,
        #[serde(default)]
        pub active: Option<bool>,
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

queries! {
    /// What becomes of the picture that is added.
    pub struct ImageAdd {
        /// The picture whose place it takes; left out: it comes last.
        pub replaces: Option<ImageId>,
    }

    /// Which products under one's care.
    pub struct ManagedProductFilter {
        pub status: Option<ProductStatus>,
        /// Of which producer; producers see their own in any case.
        pub producer_id: Option<OrganisationId>,
        /// Only those the centre has taken down, or only the others.
        pub taken_down: Option<bool>,
        pub q: Option<String>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }
}

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

/// The rules of a pack's numbers, whether new or changed.
fn check_pack(checks: &mut Checks, gtin: Option<&str>, case_gtin: Option<&str>, numbers: [Option<i64>; 3]) {
    // Of 13 digits, those from 2 on are a shop's own.
    const GTIN: &str = "^([0-9]{8}|[0-9]{12}|[013-9][0-9]{12}|[0-9]{14})$";
    checks.optional_digits("gtin", gtin, codes::check_gtin, GTIN);
    checks.optional_digits("case_gtin", case_gtin, codes::check_gtin, GTIN);
    // A scanner must know whether it reads one or twenty.
    if gtin.is_some() && gtin == case_gtin {
        checks.problem("case_gtin", FieldCode::Duplicate, None);
    }
    let [unit_price, min_cases, case_multiple] = numbers;
    checks.optional_number("unit_price", unit_price, 1..=1_000_000_000);
    checks.optional_number("min_cases", min_cases, 1..=10_000);
    checks.optional_number("case_multiple", case_multiple, 1..=10_000);
}

impl Input for PackCreate {
    fn check(&self, checks: &mut Checks) {
        checks.text("label", &self.label, 2..=80);
        checks.optional_text("label_en", self.label_en.as_deref(), 0..=80);
        checks.number("units", i64::from(self.units), 1..=10_000);
        checks.number("net_quantity", i64::from(self.net_quantity), 1..=1_000_000);
        check_pack(
            checks,
            self.gtin.as_deref(),
            self.case_gtin.as_deref(),
            [
                Some(self.unit_price),
                Some(i64::from(self.min_cases)),
                Some(i64::from(self.case_multiple)),
            ],
        );
    }
    fn example() -> Self {
        Self {
            label: "Thùng 20 túi 250 g".into(),
            label_en: Some("Case of 20 bags of 250 g".into()),
            gtin: Some("9520000010010".into()),
            case_gtin: Some("19520000010017".into()),
            units: 20,
            net_quantity: 250,
            net_unit: Unit::Gram,
            unit_price: 85_000,
            min_cases: 1,
            case_multiple: 1,
            vat_code: VatCode::Eight,
        }
    }
}

impl Input for PackUpdate {
    fn check(&self, checks: &mut Checks) {
        checks.optional_text("label", self.label.as_deref(), 2..=80);
        checks.optional_text("label_en", self.label_en.as_deref(), 0..=80);
        check_pack(
            checks,
            self.gtin.as_deref(),
            self.case_gtin.as_deref(),
            [
                self.unit_price,
                self.min_cases.map(i64::from),
                self.case_multiple.map(i64::from),
            ],
        );
    }
    fn example() -> Self {
        Self {
            label: None,
            label_en: Patch::Keep,
            gtin: Patch::Keep,
            case_gtin: Patch::Clear,
            unit_price: Some(88_000),
            min_cases: Some(1),
            case_multiple: None,
            vat_code: None,
            active: Some(true),
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

use crate::Access::Kinds;

endpoints! {
    "catalogue";
    /// Lists the groups and sub-groups of OCOP products.
    ListGroups = "list_groups", Get "/groups" { response: Page<Group>, }
    /// Lists products under one's care: a producer's own, or everybody's for the centre and the authority.
    ListManagedProducts = "list_managed_products", Get "/products/managed" {
        query: ManagedProductFilter, response: Page<ManagedProduct>,
        access: Kinds(&[Producers, Centre, Authority]), roles: every,
    }
    /// Shows a product as its producer and the centre work on it.
    GetManagedProduct = "get_managed_product", Get "/products/{id}/managed" {
        path: (ProductId,), response: ManagedProduct, access: Kinds(&[Producers, Centre, Authority]),
        roles: every,
    }
    /// Lists products recorded from old lists; none of them is public and none of their stars is valid.
    ListRecordedProducts = "list_recorded_products", Get "/products/recorded" {
        query: crate::PageQuery, response: Page<RecordedProduct>, access: Kinds(&[Centre, Authority]),
        roles: every,
    }
    /// Starts a product as a draft.
    CreateProduct = "create_product", Post "/products" {
        body: ProductCreate, response: ManagedProduct, status: 201, access: Kinds(&[Producers]), roles: [Staff],
        idempotency: Optional,
    }
    /// Starts a product as a draft like another one: its texts, pictures and packs, without the numbers that are one
    /// product's own.
    CopyProduct = "copy_product", Post "/products/{id}/copy" {
        path: (ProductId,), response: ManagedProduct, status: 201, access: Kinds(&[Producers]), roles: [Staff],
        idempotency: Optional,
    }
    /// Changes a product's texts.
    UpdateProduct = "update_product", Patch "/products/{id}" {
        path: (ProductId,), body: ProductUpdate, response: ManagedProduct, access: Kinds(&[Producers]),
        roles: [Staff],
        if_match: true, problems: [WrongState],
    }
    /// Hands a product to the centre for review; it needs a picture and, where it can be ordered, a pack.
    SubmitProduct = "submit_product", Post "/products/{id}/submit" {
        path: (ProductId,), response: ManagedProduct, access: Kinds(&[Producers]), roles: [Staff],
        problems: [WrongState, OrganisationNotVerified],
    }
    /// Makes the reviewed texts public.
    PublishProduct = "publish_product", Post "/products/{id}/publish" {
        path: (ProductId,), response: ManagedProduct, access: Kinds(&[Centre]), roles: [Editor],
        problems: [WrongState],
    }
    /// Sends a product back to its producer, with a reason.
    ReturnProduct = "return_product", Post "/products/{id}/return" {
        path: (ProductId,), body: Reason, response: ManagedProduct, access: Kinds(&[Centre]), roles: [Editor],
        problems: [WrongState],
    }
    /// Takes a product off the market, for as long as its producer likes; open orders go on. What was handed in for
    /// review comes back as a draft.
    WithdrawProduct = "withdraw_product", Post "/products/{id}/withdraw" {
        path: (ProductId,), response: ManagedProduct, access: Kinds(&[Producers]), roles: [Staff],
        while_suspended: true, problems: [WrongState],
    }
    /// Shows a withdrawn product again, with the texts that were reviewed last.
    RelistProduct = "relist_product", Post "/products/{id}/relist" {
        path: (ProductId,), response: ManagedProduct, access: Kinds(&[Producers]), roles: [Staff],
        problems: [WrongState, OrganisationNotVerified],
    }
    /// Deletes a draft that was never published, with its pictures and packs.
    DeleteProduct = "delete_product", Delete "/products/{id}" {
        path: (ProductId,), response: (), status: 204, access: Kinds(&[Producers]), roles: [Staff],
        problems: [WrongState],
    }
    /// Takes a product off every public page and out of every basket while the centre examines it, with a reason that
    /// its producer reads. Open orders go on.
    TakeDownProduct = "take_down_product", Post "/products/{id}/take-down" {
        path: (ProductId,), body: Reason, response: ManagedProduct, access: Kinds(&[Centre]), roles: [Editor],
        problems: [WrongState],
    }
    /// Puts a product back that was taken down.
    RestoreProduct = "restore_product", Post "/products/{id}/restore" {
        path: (ProductId,), response: ManagedProduct, access: Kinds(&[Centre]), roles: [Editor],
        problems: [WrongState],
    }
    /// Adds a photograph (JPEG, PNG or WebP, at most 10 MB and 40 megapixels); location data is removed.
    AddProductImage = "add_product_image", Post "/products/{id}/images" {
        path: (ProductId,), query: ImageAdd, file: file, response: Image, status: 201,
        access: Kinds(&[Producers]), roles: [Staff], idempotency: Optional, problems: [WrongState],
    }
    /// Puts a product's pictures in order, and says what they show.
    ArrangeProductImages = "arrange_product_images", Put "/products/{id}/images" {
        path: (ProductId,), body: ImagesArrange, response: ManagedProduct, access: Kinds(&[Producers]),
        roles: [Staff], if_match: true, problems: [WrongState],
    }
    /// Takes a picture off the product.
    DeleteProductImage = "delete_product_image", Delete "/products/{id}/images/{image_id}" {
        path: (ProductId, ImageId), response: (), status: 204, access: Kinds(&[Producers]), roles: [Staff],
        problems: [WrongState],
    }
    /// Adds a pack that can be ordered, in a published product once the centre has reviewed it.
    CreatePack = "create_pack", Post "/products/{id}/packs" {
        path: (ProductId,), body: PackCreate, response: Pack, status: 201, access: Kinds(&[Producers]),
        roles: [Staff],
        idempotency: Optional, problems: [NotOrderable, WrongState],
    }
    /// Changes a pack.
    UpdatePack = "update_pack", Patch "/packs/{id}" {
        path: (PackId,), body: PackUpdate, response: Pack, access: Kinds(&[Producers]), roles: [Staff],
        if_match: true, problems: [WrongState],
    }
}

#[cfg(test)]
mod tests {
    use super::{PricePer, Unit};
    use proptest::prelude::*;

    #[test]
    fn packs_are_compared_by_the_kilogram_the_litre_or_the_piece() {
        let per = |price, content, unit| {
            let per = PricePer::of(price, content, unit);
            (per.price.amount, per.unit)
        };
        assert_eq!(per(35_000, 250, Unit::Gram), (140_000, Unit::Kilogram));
        assert_eq!(per(10_000, 330, Unit::Millilitre), (30_303, Unit::Litre));
        assert_eq!(per(90_000, 6, Unit::Piece), (15_000, Unit::Piece));
        let ranks = [
            PricePer::of(35_000, 250, Unit::Gram),
            PricePer::of(150_000, 1, Unit::Litre),
            PricePer::of(100, 1, Unit::Piece),
        ]
        .map(PricePer::rank);
        assert!(ranks.is_sorted());
    }

    proptest! {
        #[test]
        fn a_comparable_price_is_never_more_than_half_a_dong_off(price in 1_i64..=1_000_000_000, content in 1_i32..=100_000) {
            let per = PricePer::of(price, content, Unit::Gram).price.amount;
            let off = i128::from(per) * i128::from(content) - i128::from(price) * 1_000;
            prop_assert!(off.abs() * 2 <= i128::from(content));
        }
    }
}
