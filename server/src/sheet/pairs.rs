//! Codes with quantities, from a file or from text that somebody pasted: the short way to order.

use super::{Cell, SheetProblem, read::Row, read::lines};
use shared::{
    orders::{CODE_HEADS, QUANTITY_HEADS, code_alone},
    text::folded,
};

/// One line that asks for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Where it stands, from 1.
    pub line: u32,
    /// A GTIN, or whatever the writer calls the thing.
    pub code: String,
    /// As it was written, for telling it back.
    pub written: String,
    /// None where what was written is no whole number.
    pub quantity: Option<i64>,
}

/// Reads codes and quantities. A header is recognised by its words (`mã`, `gtin`, `code`, `số lượng`, `quantity`, …)
/// and may put the columns in any order; without one, the first column holds codes and the second quantities. Pasted
/// lines may also separate the two by blanks.
pub fn pairs(bytes: &[u8]) -> Result<Vec<Pair>, SheetProblem> {
    let mut rows = lines(bytes)?;
    let mut places = (0, 1);
    if let Some(found) = rows.first().and_then(header) {
        places = found;
        rows.remove(0);
    }
    let pairs: Vec<Pair> = rows.iter().filter_map(|row| pair(row, places)).collect();
    if pairs.is_empty() {
        Err(SheetProblem::Empty)
    } else {
        Ok(pairs)
    }
}

/// Where codes and quantities stand, where the row is a header.
fn header(row: &Row) -> Option<(usize, usize)> {
    let names: Vec<String> = row.cells.iter().map(|cell| folded(&cell.text())).collect();
    let place = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
    let places = match (place(&CODE_HEADS), place(&QUANTITY_HEADS)) {
        (Some(code), Some(quantity)) => (code, quantity),
        // One known word is enough where the other cell is none of what it would name.
        (Some(code), None) => (code, usize::from(code == 0)),
        (None, Some(quantity)) => (usize::from(quantity == 0), quantity),
        (None, None) => return None,
    };
    names
        .iter()
        .all(|name| code_alone(name).is_err())
        .then_some(places)
}

fn pair(row: &Row, (code, quantity): (usize, usize)) -> Option<Pair> {
    let (code, quantity) = (row.cell(code).text(), row.cell(quantity));
    let (code, quantity) = match (quantity, code.rsplit_once(char::is_whitespace)) {
        (Cell::Empty, Some((front, back))) => (
            front.trim().to_owned(),
            Cell::Text(back.trim_start_matches(['x', '×']).to_owned()),
        ),
        _ => (code, quantity.clone()),
    };
    if code.is_empty() && quantity.is_empty() {
        // What stands in other columns alone asks for nothing, and is told back.
        let told: Vec<String> = row.cells.iter().map(Cell::text).collect();
        let told = told.join(" ").trim().to_owned();
        return (!told.is_empty()).then_some(Pair {
            line: row.line,
            code: told,
            written: String::new(),
            quantity: None,
        });
    }
    Some(Pair {
        line: row.line,
        code,
        written: quantity.text(),
        quantity: quantity.whole(),
    })
}

#[cfg(test)]
mod tests {
    use super::pairs;
    use crate::sheet::SheetProblem;

    fn told(text: &str) -> Vec<(u32, String, Option<i64>)> {
        pairs(text.as_bytes())
            .expect("pairs")
            .into_iter()
            .map(|pair| (pair.line, pair.code, pair.quantity))
            .collect()
    }

    #[test]
    fn files_and_pasted_lines_give_codes_with_quantities() {
        let expected = [
            (1, "9520000010010".to_owned(), Some(12)),
            (3, "hong-say".to_owned(), Some(1_200)),
        ];
        for text in [
            "9520000010010,12\n\nhong-say,1.200\n",
            "9520000010010\t12\n\nhong-say\t1200",
            "9520000010010;12\n\nhong-say;1 200",
            "9520000010010 12\n\nhong-say   x1200",
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_header_may_turn_the_columns_round() {
        let text = "Tên hàng,Số lượng,Mã hàng\nHồng,3,9520000010010\n";
        assert_eq!(told(text), [(2, "9520000010010".to_owned(), Some(3))]);
    }

    #[test]
    fn a_quantity_that_is_none_is_told_back() {
        let found = pairs("a,nhiều\n".as_bytes()).expect("pairs");
        let [pair] = found.as_slice() else {
            panic!("one pair")
        };
        assert_eq!((pair.written.as_str(), pair.quantity), ("nhiều", None));
        assert_eq!(pairs(b"code,quantity\n"), Err(SheetProblem::Empty));
        assert_eq!(
            told("9520000010010,cases\n,,Na\n"),
            [(1, "9520000010010".to_owned(), None), (2, "Na".to_owned(), None)]
        );
    }
}
