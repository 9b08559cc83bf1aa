//! Packs: what can be ordered, and what a unit of it costs.

use crate::{Checks, FieldCode, Input, Money, PackId, Patch, VatCode, codes, text::folded};

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
}

/// The least number of cases that can be ordered: the minimum, in full multiples.
pub fn least_cases(min_cases: i32, case_multiple: i32) -> i64 {
    let (least, multiple) = (i64::from(min_cases), i64::from(case_multiple.max(1)));
    (least + multiple - 1) / multiple * multiple
}

impl Pack {
    /// The least number of cases that can be ordered.
    pub fn least(&self) -> i64 {
        least_cases(self.min_cases, self.case_multiple)
    }
}

inputs! {
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

/// The amounts that a label names, such as 500 and grams in "Túi 500g".
fn amounts(label: &str) -> impl Iterator<Item = (i32, Unit)> {
    label
        .match_indices(|sign: char| sign.is_ascii_digit())
        .filter_map(|(at, _)| {
            // A number begins where no digit stands before it, nor a sign that groups digits.
            let inner =
                label[..at].ends_with(|sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ','));
            let rest = (!inner).then(|| &label[at..])?;
            let end = rest.find(|sign: char| !sign.is_ascii_digit() && sign != '.')?;
            let number = rest[..end].replace('.', "").parse().ok()?;
            let word = rest[end..].trim_start();
            let end = word
                .find(|sign: char| !sign.is_alphabetic())
                .unwrap_or(word.len());
            let unit = match folded(&word[..end]).as_str() {
                "g" | "gr" | "gam" | "gram" | "grams" => Unit::Gram,
                "kg" | "kilogam" | "kilogram" | "kilograms" => Unit::Kilogram,
                "ml" => Unit::Millilitre,
                "l" | "lit" | "litre" | "litres" => Unit::Litre,
                _ => return None,
            };
            Some((number, unit))
        })
}

/// Whether a label names the content's number with another unit, as "Túi 500 g" does where 500 kg are written down, and
/// nowhere the content as it is.
pub fn names_other_unit(label: &str, quantity: i32, unit: Unit) -> bool {
    let mut same = amounts(label)
        .filter(|(number, _)| *number == quantity)
        .peekable();
    unit != Unit::Piece && same.peek().is_some() && same.all(|(_, named)| named != unit)
}

impl Input for PackCreate {
    fn check(&self, checks: &mut Checks) {
        if names_other_unit(&self.label, self.net_quantity, self.net_unit) {
            checks.problem("net_unit", FieldCode::OtherUnit, None);
        }
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

#[cfg(test)]
mod tests {
    use super::{PricePer, Unit, names_other_unit};
    use proptest::prelude::*;

    #[test]
    fn a_label_with_the_contents_number_has_its_unit_too() {
        let wrong = [
            ("Túi 500 g", 500, Unit::Kilogram),
            ("Chai 750ml", 750, Unit::Litre),
            ("Hộp 1.000 gam", 1000, Unit::Kilogram),
            ("Thùng 5kg", 5, Unit::Gram),
        ];
        for (label, quantity, unit) in wrong {
            assert!(
                names_other_unit(label, quantity, unit),
                "{label}: {quantity} {unit}"
            );
        }
        let right = [
            ("Túi 500 g", 500, Unit::Gram),
            ("Thùng 20 túi 250 g", 250, Unit::Gram),
            ("Thùng 20 túi 250 g", 5, Unit::Kilogram),
            ("Can 5 lít (5 kg)", 5, Unit::Kilogram),
            ("Hộp 10 gói 25 g", 10, Unit::Piece),
            ("Bao 2.500 g", 500, Unit::Kilogram),
            ("Túi 1,5 kg", 5, Unit::Gram),
            ("Thùng 12", 12, Unit::Kilogram),
        ];
        for (label, quantity, unit) in right {
            assert!(
                !names_other_unit(label, quantity, unit),
                "{label}: {quantity} {unit}"
            );
        }
    }

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
