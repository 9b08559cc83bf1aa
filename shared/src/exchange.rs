//! Tables in and out: imports with a dry run, templates to fill in, exports.

use crate::{
    ChainId, Date, FieldCode, ImportId, OrganisationId, PackId, Page, ProductId, StoreId, Timestamp,
    discovery::ProductSort,
    endpoint::{Download, PathValue},
    identity::OrganisationKind::{Authority, Centre, Producer},
    producers::ProducerRef,
};

mod lists;

pub use lists::Exported;

words! {
    /// What a table brings in.
    pub enum ImportKind {
        Products = "products",
        Packs = "packs",
        Lots = "lots",
        Certificates = "certificates",
    }
}

words! {
    /// Where an import stands.
    pub enum ImportStatus {
        /// Its rows are being judged.
        Checking = "checking",
        /// Judged; nothing is written.
        Checked = "checked",
        /// Its rows are being written.
        Applying = "applying",
        /// Every row of the file is in the market.
        Applied = "applied",
        /// It broke off; nothing is written.
        Failed = "failed",
    }
}

words! {
    /// What a table takes out.
    pub enum ExportKind {
        /// One's own products; all for the centre and the authority.
        Products = "products",
        /// The packs of those products.
        Packs = "packs",
        Lots = "lots",
        /// One row a line.
        Orders = "orders",
        Listings = "listings",
        /// The register, as it stands on a day.
        Certificates = "certificates",
        /// Valid four- and five-star products that no chain has on its shelf.
        Coverage = "coverage",
        /// The same with what stands in the way and what to do next: for the centre and the authorities.
        Gaps = "gaps",
        Audit = "audit",
        Organisations = "organisations",
        /// Published products as buyers compare them: one row a pack, at the price that the caller pays.
        Offers = "offers",
        /// What stands on the shelves: one row a product and store.
        Shelves = "shelves",
        /// What the caller's chains have agreed on.
        AgreedPrices = "agreed_prices",
    }
}

words! {
    /// What kind of file.
    pub enum SheetFormat {
        Xlsx = "xlsx",
        Csv = "csv",
    }
}

impl PathValue for ImportKind {
    const FORMAT: &'static str = "products|packs|lots|certificates";
    fn example() -> Self {
        Self::Products
    }
}

impl PathValue for ExportKind {
    const FORMAT: &'static str = "products|packs|lots|orders|listings|certificates|coverage|gaps|audit|organisations|offers|shelves|agreed_prices";
    fn example() -> Self {
        Self::Products
    }
}

/// How many errors an import shows; all of them are in its table of errors.
pub const SHOWN_ERRORS: usize = 100;

views! {
    /// A file that was sent to be brought in. `announced` is `created + changed + unchanged + refused` once it is
    /// checked, and `present` once it is applied.
    pub struct Import {
        pub id: ImportId,
        pub kind: ImportKind,
        pub file_name: String,
        pub status: ImportStatus,
        /// Whether it only tells what would happen until somebody applies it.
        pub dry_run: bool,
        /// Rows below the headings.
        pub announced: i64,
        /// Rows that the present step has done.
        pub done: i64,
        pub created: i64,
        pub changed: i64,
        pub unchanged: i64,
        pub refused: i64,
        /// Rows of the file that stand in the market as they stand in the file; null until applied.
        pub present: Option<i64>,
        /// The first hundred.
        pub errors: Vec<ImportError>,
        pub error_count: i64,
        /// Whether it can be applied now.
        pub can_apply: bool,
        /// For whom, where the centre brings in a producer's goods.
        pub producer: Option<ProducerRef>,
        /// Who sent it.
        pub by: String,
        pub created_at: Timestamp,
        pub finished_at: Option<Timestamp>,
    }

    /// What keeps a row out.
    pub struct ImportError {
        /// As the file counts its rows, from 1.
        pub line: i64,
        /// Name of the column, the same in every language.
        pub field: String,
        /// Heading of the column in the reader's language.
        pub column: String,
        /// What stands there.
        pub value: String,
        pub code: FieldCode,
        pub message: String,
        pub limit: Option<i64>,
    }
}

impl Import {
    /// Whether it was found good, and a newer file of its kind came before it was applied.
    pub fn is_overtaken(&self) -> bool {
        self.status == ImportStatus::Checked
            && self.error_count == 0
            && !self.can_apply
            && self.created + self.changed > 0
    }
}

queries! {
    /// What a file brings, and whether only to tell what would happen.
    pub struct ImportStart {
        #[cfg_attr(feature = "openapi", param(required = true))]
        pub kind: Option<ImportKind>,
        /// Whose goods they are: required where the centre brings in products, packs or lots, and its alone.
        pub producer_id: Option<OrganisationId>,
        /// True unless said otherwise. A file that is sent with `false` is applied as soon as it is checked, if no
        /// row is refused.
        pub dry_run: Option<bool>,
    }

    /// Which imports.
    pub struct ImportFilter {
        pub kind: Option<ImportKind>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }

    /// In which language the headings are; that of `Accept-Language` where left out.
    pub struct SheetLanguage {
        pub lang: Option<crate::Lang>,
    }

    /// Which rows, and how: the parameters of the list that is taken out, so that a table holds what the list shows. A
    /// parameter that does not belong to the kind is passed over.
    pub struct ExportFilter {
        /// XLSX unless said otherwise.
        pub format: Option<SheetFormat>,
        pub lang: Option<crate::Lang>,
        /// Orders and audit trail: from this day.
        pub from: Option<Date>,
        /// Orders and audit trail: until this day, itself included.
        pub until: Option<Date>,
        /// Certificates and coverage: as of this day; today where left out.
        pub on: Option<Date>,
        /// A state of such things.
        pub status: Option<String>,
        /// Words that the list looks for.
        pub q: Option<String>,
        /// Audit trail: what was done.
        pub operation: Option<String>,
        /// Audit trail: to what.
        pub subject: Option<String>,
        pub subject_id: Option<String>,
        /// Audit trail: part of the person's name.
        pub user: Option<String>,
        /// Audit trail: by members of this organisation.
        pub organisation_id: Option<OrganisationId>,
        /// Organisations: of this kind.
        pub organisation_kind: Option<String>,
        /// Certificates, organisations, offers: code of the commune.
        pub commune: Option<String>,
        /// Orders: id of the producer. Offers: its slug.
        pub producer: Option<String>,
        /// Orders: delivered to the place of this name.
        pub delivery: Option<String>,
        /// Products and packs: of which producer.
        pub producer_id: Option<OrganisationId>,
        /// Products and packs: only what the centre has taken down, or only the others.
        pub taken_down: Option<bool>,
        /// Certificates, listings, shelves, lots, agreed prices: of this product.
        pub product_id: Option<ProductId>,
        /// Lots: of this pack.
        pub pack_id: Option<PackId>,
        /// Lots that hold something; offers that can be ordered now.
        pub in_stock: Option<bool>,
        /// Certificates and offers: stars, with commas.
        #[cfg_attr(feature = "openapi", param(pattern = "^[1-5](,[1-5])*$"))]
        pub stars: Option<String>,
        /// Certificates: last valid day so many days after the day asked for, or fewer.
        pub expires_within_days: Option<u16>,
        /// Certificates: year of the decision.
        #[cfg_attr(feature = "openapi", param(minimum = 2000, maximum = 2100))]
        pub year: Option<i32>,
        /// Listings and shelves: of this chain.
        pub chain_id: Option<ChainId>,
        /// Listings and shelves: in this store.
        pub store_id: Option<StoreId>,
        /// Orders: received on this day or later, with cases that were not accepted.
        pub short_since: Option<Date>,
        /// Listings and shelves: with a shelf to confirm.
        pub overdue: Option<bool>,
        /// Listings and offers: whose papers are enough for a supermarket.
        pub papers_complete: Option<bool>,
        /// Offers: code of a group or sub-group.
        pub group: Option<String>,
        /// Offers: `organic`, `vietgap`, `gi`, with commas.
        pub claim: Option<String>,
        /// Offers: in season in this month, 1–12.
        pub season: Option<u8>,
        /// Offers: consumer units that cost at least so many đồng.
        #[cfg_attr(feature = "openapi", param(minimum = 0, maximum = 1_000_000_000))]
        pub min_price: Option<i64>,
        /// Offers: consumer units that cost at most so many đồng.
        #[cfg_attr(feature = "openapi", param(minimum = 0, maximum = 1_000_000_000))]
        pub max_price: Option<i64>,
        /// Offers: packs of which so many cases can be ordered, or fewer.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 1_000_000))]
        pub max_cases: Option<i64>,
        pub featured: Option<bool>,
        pub on_shelf: Option<bool>,
        /// In which order offers stand.
        pub sort: Option<ProductSort>,
    }
}

use crate::Access::Kinds;

endpoints! {
    "exchange";
    /// Takes a table (CSV in UTF-8 or UTF-16, XLSX; at most 10 MB and 20 000 rows) and checks every row in the background.
    /// The centre may bring in the goods of a verified producer.
    CreateImport = "create_import", Post "/imports" {
        query: ImportStart, file: file, response: Import, status: 201,
        access: Kinds(&[Producer, Centre, Authority]), roles: [Staff, Editor, Officer], idempotency: Optional,
        problems: [SheetRefused],
    }
    /// Lists one's own organisation's imports, the newest first.
    ListImports = "list_imports", Get "/imports" {
        query: ImportFilter, response: Page<Import>, access: Kinds(&[Producer, Centre, Authority]), roles: every,
    }
    /// Shows an import: how far it is, what it would do or did, and what is wrong where.
    GetImport = "get_import", Get "/imports/{id}" {
        path: (ImportId,), response: Import, access: Kinds(&[Producer, Centre, Authority]), roles: every,
    }
    /// Writes the rows of a checked import, all of them or none.
    ApplyImport = "apply_import", Post "/imports/{id}/apply" {
        path: (ImportId,), response: Import, access: Kinds(&[Producer, Centre, Authority]),
        roles: [Staff, Editor, Officer], problems: [WrongState],
    }
    /// Brings all errors of an import as a spreadsheet.
    GetImportErrors = "get_import_errors", Get "/imports/{id}/errors" {
        path: (ImportId,), query: SheetLanguage, response: Download,
        access: Kinds(&[Producer, Centre, Authority]), roles: every,
    }
    /// Brings a spreadsheet to fill in: headings, an example and the codes, offered as lists.
    GetTemplate = "get_template", Get "/templates/{kind}" {
        path: (ImportKind,), query: SheetLanguage, response: Download,
        access: Kinds(&[Producer, Centre, Authority]), roles: every,
    }
    /// Brings what the caller may see as a table: at most 20 000 rows, numbers and days as such.
    GetExport = "get_export", Get "/exports/{kind}" {
        path: (ExportKind,), query: ExportFilter, response: Download, access: crate::Access::SignedIn,
    }
}
