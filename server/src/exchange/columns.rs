//! The columns of each kind of table that can be brought in. Exports and templates have the same, so that what was
//! taken out can be brought in again.

use crate::sheet::{Column, Sheet};
use shared::{Lang, exchange::ImportKind, text::folded};

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// The name in the contract; as a heading it is understood too.
    pub(super) key: &'static str,
    vi: &'static str,
    en: &'static str,
    /// In characters.
    width: u16,
    /// Whether a file must have it.
    pub(super) required: bool,
}

const fn needed(key: &'static str, vi: &'static str, en: &'static str, width: u16) -> Heading {
    Heading {
        key,
        vi,
        en,
        width,
        required: true,
    }
}

const fn extra(key: &'static str, vi: &'static str, en: &'static str, width: u16) -> Heading {
    Heading {
        key,
        vi,
        en,
        width,
        required: false,
    }
}

const PRODUCTS: &[Heading] = &[
    extra("slug", "Mã sản phẩm", "Product code", 28),
    needed("name", "Tên sản phẩm", "Name", 36),
    extra("name_en", "Tên tiếng Anh", "Name in English", 36),
    needed("group", "Mã nhóm", "Group", 10),
    needed("description", "Mô tả", "Description", 60),
    extra("description_en", "Mô tả tiếng Anh", "Description in English", 60),
    extra("ingredients", "Thành phần", "Ingredients", 36),
    extra(
        "ingredients_en",
        "Thành phần tiếng Anh",
        "Ingredients in English",
        36,
    ),
    extra("storage", "Bảo quản", "Storage", 30),
    extra("storage_en", "Bảo quản tiếng Anh", "Storage in English", 30),
    extra("shelf_life_days", "Hạn dùng (ngày)", "Shelf life (days)", 12),
    extra("season_months", "Tháng có hàng", "Months in season", 16),
    extra("claims", "Chứng nhận tự khai", "Claims", 18),
    extra("illustration", "Hình minh họa", "Illustration", 18),
];

const PACKS: &[Heading] = &[
    needed("product", "Mã sản phẩm", "Product code", 28),
    needed("label", "Tên quy cách", "Pack", 30),
    extra("label_en", "Tên quy cách tiếng Anh", "Pack in English", 30),
    extra("gtin", "GTIN đơn vị", "GTIN", 16),
    extra("case_gtin", "GTIN thùng", "GTIN of the case", 16),
    needed("units", "Số đơn vị một thùng", "Units in a case", 12),
    needed(
        "net_quantity",
        "Lượng tịnh một đơn vị",
        "Net content of a unit",
        12,
    ),
    needed("net_unit", "Đơn vị đo", "Unit of measure", 10),
    needed(
        "unit_price",
        "Giá một đơn vị chưa VAT (₫)",
        "Price of a unit before VAT (₫)",
        16,
    ),
    extra("min_cases", "Đặt ít nhất (thùng)", "Least order (cases)", 12),
    extra("case_multiple", "Bội số (thùng)", "Multiple (cases)", 12),
    needed("vat_code", "Mã VAT", "VAT code", 10),
    extra("active", "Đang bán", "On sale", 10),
];

const LOTS: &[Heading] = &[
    needed("product", "Mã sản phẩm", "Product code", 28),
    needed("pack", "Quy cách hoặc GTIN", "Pack or GTIN", 30),
    needed("code", "Mã lô", "Lot", 16),
    needed("quantity", "Số lượng nhập (thùng)", "Quantity made (cases)", 14),
    needed("produced_on", "Ngày sản xuất", "Made on", 14),
    extra("best_before", "Hạn sử dụng", "Best before", 14),
];

const CERTIFICATES: &[Heading] = &[
    needed("product", "Mã sản phẩm", "Product code", 28),
    needed("stars", "Số sao", "Stars", 8),
    extra("score", "Điểm", "Score", 10),
    needed("decision_no", "Số quyết định", "Decision", 20),
    needed("issuer", "Cơ quan ban hành", "Issuer", 30),
    needed("level", "Cấp", "Level", 12),
    needed("issued_on", "Ngày quyết định", "Decided on", 14),
    needed("criteria_version", "Bộ tiêu chí", "Criteria", 12),
];

/// How the first cell of a template's example begins, so that nobody's table brings it in.
const EXAMPLE: [&str; 2] = ["(ví dụ)", "(example)"];

/// The mark of a template's example.
pub(super) const fn example_mark(lang: Lang) -> &'static str {
    let [vi, en] = EXAMPLE;
    lang.pick(vi, en)
}

/// Whether a row's first cell says that it is a template's example.
pub(super) fn is_example(first: &str) -> bool {
    EXAMPLE
        .iter()
        .any(|mark| folded(first).starts_with(&folded(mark)))
}

/// The columns of a kind.
pub(super) const fn of(kind: ImportKind) -> &'static [Heading] {
    match kind {
        ImportKind::Products => PRODUCTS,
        ImportKind::Packs => PACKS,
        ImportKind::Lots => LOTS,
        ImportKind::Certificates => CERTIFICATES,
    }
}

/// The heading of a column in a language; the name where there is no such column.
pub(super) fn heading(kind: ImportKind, key: &str, lang: Lang) -> String {
    let found = of(kind).iter().find(|heading| heading.key == key);
    found.map_or(key, |heading| heading.text(lang)).to_owned()
}

impl Heading {
    pub(super) const fn text(&self, lang: Lang) -> &'static str {
        lang.pick(self.vi, self.en)
    }

    /// For writing.
    pub(super) fn column(&self, lang: Lang) -> Column {
        Column {
            heading: self.text(lang).to_owned(),
            width: self.width,
        }
    }

    fn is_called(&self, name: &str) -> bool {
        let name = folded(name.trim_end_matches('*').trim());
        [self.key, self.vi, self.en]
            .iter()
            .any(|known| folded(known) == name)
    }
}

/// Where each column of a kind stands in a sheet. Refuses with the columns that are missing.
pub(super) fn places(kind: ImportKind, sheet: &Sheet) -> Result<Vec<Option<usize>>, Vec<Heading>> {
    let columns = of(kind);
    let places: Vec<Option<usize>> = columns
        .iter()
        .map(|heading| sheet.header.iter().position(|name| heading.is_called(name)))
        .collect();
    let missing: Vec<Heading> = columns
        .iter()
        .zip(&places)
        .filter(|(heading, place)| heading.required && place.is_none())
        .map(|(heading, _)| *heading)
        .collect();
    if missing.is_empty() {
        Ok(places)
    } else {
        Err(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::{of, places};
    use crate::sheet::Sheet;
    use shared::{Lang, exchange::ImportKind};

    #[test]
    fn headings_are_known_in_both_languages_and_by_their_names() {
        for kind in ImportKind::ALL {
            for header in [
                of(*kind)
                    .iter()
                    .map(|heading| heading.text(Lang::Vi).to_uppercase())
                    .collect::<Vec<_>>(),
                of(*kind)
                    .iter()
                    .map(|heading| format!("{} *", heading.text(Lang::En)))
                    .collect(),
                of(*kind).iter().map(|heading| heading.key.to_owned()).collect(),
            ] {
                let sheet = Sheet {
                    header,
                    rows: Vec::new(),
                };
                let all: Vec<Option<usize>> = (0..of(*kind).len()).map(Some).collect();
                assert_eq!(places(*kind, &sheet), Ok(all));
            }
        }
    }

    #[test]
    fn every_missing_column_is_named() {
        let sheet = Sheet {
            header: vec!["stars".into(), "Mã sản phẩm".into()],
            rows: Vec::new(),
        };
        let missing = places(ImportKind::Certificates, &sheet).expect_err("columns are missing");
        let missing: Vec<&str> = missing.iter().map(|heading| heading.key).collect();
        assert_eq!(
            missing,
            ["decision_no", "issuer", "level", "issued_on", "criteria_version"]
        );
    }
}
