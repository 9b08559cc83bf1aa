//! The basket, and filling it with many lines at once: by pack, or by the codes on a buyer's own list.

use super::{MAX_CASES, MAX_LINES, MAX_TOLD, Unreadable};
use crate::{
    Checks, Date, FieldCode, Input, ListingId, Money, PackId, ProductId, Timestamp, VatCode,
    identity::Contact, producers::CommuneRef, producers::ProducerRef,
};
use std::collections::HashSet;

words! {
    /// What a number beside a code counts.
    pub enum Counting {
        Cases = "cases",
        /// Consumer units, where the code is that of a consumer unit; beside the code of a case still cases.
        Units = "units",
    }
}

views! {
    /// A pack in the basket, priced now.
    pub struct BasketLine {
        pub pack_id: PackId,
        pub product_id: ProductId,
        pub product_slug: String,
        pub product_name: String,
        pub product_name_en: Option<String>,
        pub pack_label: String,
        pub pack_label_en: Option<String>,
        /// Cases.
        pub quantity: i64,
        pub case_price: Money,
        /// What a case cost when the number was last written, where that was another price.
        pub case_price_before: Option<Money>,
        /// Where the price is an agreed one: the listing that says so.
        pub agreed_listing_id: Option<ListingId>,
        pub vat_code: VatCode,
        /// Before VAT.
        pub subtotal: Money,
        /// Cases that can be ordered now.
        pub available: i64,
        pub min_cases: i32,
        pub case_multiple: i32,
        /// What keeps this line from being ordered.
        pub problem: Option<FieldCode>,
    }

    /// The lines of one producer.
    pub struct BasketGroup {
        pub producer: ProducerRef,
        pub lead_time_days: i16,
        /// The first day on which the goods can leave, where the producer confirms today.
        pub ready_on: Date,
        /// Before VAT; 0 where there is no least.
        pub minimum_order: Money,
        pub lines: Vec<BasketLine>,
        pub subtotal: Money,
        pub vat: Money,
        pub total: Money,
        /// Whether the producer's minimum is reached.
        pub minimum_reached: bool,
    }

    /// What a buyer is about to order.
    pub struct Basket {
        pub groups: Vec<BasketGroup>,
        pub total: Money,
        /// Whether it can be ordered as it stands.
        pub ready: bool,
        /// Whether somebody else in the organisation has to approve it before producers see it.
        pub needs_approval: bool,
    }

    /// How much is in the basket.
    pub struct BasketCount {
        pub lines: i64,
        /// Of all lines.
        pub cases: i64,
    }

    /// What became of a line that was to be added.
    pub struct AddedLine {
        pub pack_id: PackId,
        /// Cases that were asked for.
        pub asked: i64,
        /// Cases that were added.
        pub added: i64,
        /// Why it is another number than was asked for.
        pub problem: Option<FieldCode>,
    }

    /// The basket after lines were added.
    pub struct BasketAdded {
        /// One entry a line, in the order they were sent.
        pub lines: Vec<AddedLine>,
        pub basket: Basket,
    }

    /// The pack that a code names.
    pub struct ResolvedPack {
        pub pack_id: PackId,
        pub product_id: ProductId,
        pub product_slug: String,
        pub product_name: String,
        pub product_name_en: Option<String>,
        pub producer: ProducerRef,
        pub pack_label: String,
        pub pack_label_en: Option<String>,
        /// Consumer units in a case.
        pub units: i32,
        pub case_price: Money,
        /// Where the price is an agreed one: the listing that says so.
        pub agreed_listing_id: Option<ListingId>,
        pub min_cases: i32,
        pub case_multiple: i32,
    }

    /// What a line of codes comes to.
    pub struct ResolvedCode {
        pub code: String,
        /// The number beside the code.
        pub asked: i64,
        /// Null where the code names nothing that is sold here.
        pub pack: Option<ResolvedPack>,
        /// Cases: the number asked for, raised to the minimum and to full multiples.
        pub quantity: i64,
        /// Cases that can be ordered now: `quantity`, or what is left in full multiples.
        pub possible: i64,
        /// `check_digit` where no such number can exist, `unknown`, `not_orderable`, `stock_insufficient`; `duplicate`
        /// where an earlier line counts for this one too; `minimum` or `multiple` where the number was raised.
        pub problem: Option<FieldCode>,
    }

    /// What the lines come to, in the order they were sent.
    pub struct ResolvedCodes {
        pub lines: Vec<ResolvedCode>,
    }

    /// What a line of a file comes to.
    pub struct ResolvedLine {
        /// Where it stands in the file, from 1.
        pub line: i64,
        pub resolved: ResolvedCode,
    }

    /// A line of a file that asks for nothing that can be understood.
    pub struct UnreadLine {
        /// Where it stands in the file, from 1.
        pub line: i64,
        /// What stands there.
        pub text: String,
        pub why: Unreadable,
    }

    /// What a file of codes comes to.
    pub struct ResolvedFile {
        pub lines: Vec<ResolvedLine>,
        pub unread: Vec<UnreadLine>,
    }

    /// A place where goods went before.
    pub struct DeliveryPlace {
        pub name: String,
        pub address: String,
        /// None outside the province.
        pub commune: Option<CommuneRef>,
        /// Ward and province of a place outside this one.
        pub locality: Option<String>,
        pub contact: Contact,
        pub last_used_at: Timestamp,
    }
}

inputs! {
    /// How many cases of a pack are wanted; 0 takes it out.
    pub struct BasketPut {
        pub quantity: i64,
    }

    /// Adds cases of packs to the basket.
    pub struct BasketAdd {
        pub lines: Vec<BasketAddLine>,
        /// Raises numbers to what can be ordered, lowers them to what is left and leaves out what cannot be ordered,
        /// instead of refusing everything.
        #[serde(default)]
        pub as_far_as_possible: bool,
        /// Numbers are what the basket is to hold at the least, with what is in it already: saying so twice changes nothing.
        #[serde(default)]
        pub at_least: bool,
    }

    /// Cases of one pack, added to those in the basket.
    pub struct BasketAddLine {
        pub pack_id: PackId,
        pub quantity: i64,
    }

    /// How many cases of these packs are wanted.
    pub struct BasketPutLines {
        pub lines: Vec<BasketLinePut>,
    }

    /// How many cases of a pack are wanted; 0 takes it out.
    pub struct BasketLinePut {
        pub pack_id: PackId,
        pub quantity: i64,
    }

    /// Codes and numbers, as they stand on a buyer's list.
    pub struct CodesResolve {
        pub lines: Vec<CodeLine>,
        pub counting: Counting,
    }

    /// A GTIN of a consumer unit or of a case, and how many.
    pub struct CodeLine {
        pub code: String,
        pub quantity: i64,
    }
}

queries! {
    /// How to read a file of codes.
    pub struct CodeFileQuery {
        /// What the numbers count; left out: cases.
        pub counting: Option<Counting>,
    }
}

impl Input for BasketPut {
    fn check(&self, checks: &mut Checks) {
        checks.number("quantity", self.quantity, 0..=MAX_CASES);
    }
    fn example() -> Self {
        Self { quantity: 2 }
    }
}

impl Input for BasketAdd {
    fn check(&self, checks: &mut Checks) {
        checks.list("lines", self.lines.len(), 1..=MAX_LINES);
        for (index, line) in self.lines.iter().enumerate().take(MAX_TOLD) {
            checks.number(&format!("lines[{index}].quantity"), line.quantity, 1..=MAX_CASES);
        }
    }
    fn example() -> Self {
        Self {
            lines: vec![BasketAddLine {
                pack_id: PackId::EXAMPLE,
                quantity: 2,
            }],
            as_far_as_possible: false,
            at_least: false,
        }
    }
}

impl Input for BasketPutLines {
    fn check(&self, checks: &mut Checks) {
        checks.list("lines", self.lines.len(), 1..=MAX_LINES);
        let mut seen = HashSet::new();
        for (index, line) in self.lines.iter().enumerate().take(MAX_TOLD) {
            checks.number(&format!("lines[{index}].quantity"), line.quantity, 0..=MAX_CASES);
            if !seen.insert(line.pack_id) {
                checks.problem(&format!("lines[{index}].pack_id"), FieldCode::Duplicate, None);
            }
        }
    }
    fn example() -> Self {
        Self {
            lines: vec![BasketLinePut {
                pack_id: PackId::EXAMPLE,
                quantity: 2,
            }],
        }
    }
}

impl Input for CodesResolve {
    fn check(&self, checks: &mut Checks) {
        checks.list("lines", self.lines.len(), 1..=MAX_LINES);
        for (index, line) in self.lines.iter().enumerate().take(MAX_TOLD) {
            checks.text(&format!("lines[{index}].code"), &line.code, 1..=40);
            checks.number(&format!("lines[{index}].quantity"), line.quantity, 1..=MAX_CASES);
        }
    }
    fn example() -> Self {
        Self {
            lines: vec![CodeLine {
                code: "8938505974194".into(),
                quantity: 12,
            }],
            counting: Counting::Cases,
        }
    }
}
