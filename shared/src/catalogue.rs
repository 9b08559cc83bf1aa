//! Products, their pictures and packs, and the review before publication.

mod packs;
mod texts;

pub use packs::{
    Pack, PackChange, PackCreate, PackUpdate, PackWords, PricePer, Unit, least_cases, names_other_unit,
};
pub use texts::{ImageArrange, ImagesArrange, MAX_IMAGES, ProductCreate, ProductUpdate};

use crate::{
    ImageId, OrganisationId, PackId, Page, ProductId, Timestamp,
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
