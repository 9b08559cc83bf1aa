//! Reads codes and numbers out of text that somebody pasted: from a spreadsheet, a mail, a chat.

use super::MAX_CASES;
use crate::text::folded;

/// A line that asks for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedLine {
    /// From 1.
    pub line: usize,
    pub text: String,
    pub read: Result<(String, i64), Unreadable>,
}

words! {
    /// Why a line could not be read.
    pub enum Unreadable {
        /// No code of 8 to 14 digits.
        NoCode = "no_code",
        /// A spreadsheet has cut the code down to `8,9E+12`.
        Rounded = "rounded",
        /// What stands beside the code is no whole number of at least 1.
        NoNumber = "no_number",
        /// More cases than an order may have.
        TooMany = "too_many",
        /// Nothing stands behind the code: how many are wanted is not guessed.
        NoQuantity = "no_quantity",
    }
}

/// What the heading of a column of codes is called, in folded letters.
pub const CODE_HEADS: [&str; 9] = [
    "ma",
    "ma hang",
    "ma san pham",
    "ma vach",
    "gtin",
    "code",
    "sku",
    "barcode",
    "product",
];

/// The same of a column of numbers.
pub const QUANTITY_HEADS: [&str; 8] = [
    "so luong",
    "sl",
    "thung",
    "so thung",
    "quantity",
    "qty",
    "cases",
    "so luong (thung)",
];

/// One code a line, a number behind it, whatever stands between them. Empty lines and headings that are known as such
/// are left out; every other line is told, with why it cannot be read where it cannot.
pub fn pasted(text: &str) -> Vec<PastedLine> {
    let lines = (1..).zip(text.lines());
    let mut lines = lines.filter(|(_, text)| !text.trim().is_empty()).peekable();
    lines.next_if(|(_, text)| is_heading(text));
    lines
        .map(|(line, text)| PastedLine {
            line,
            text: text.trim().to_owned(),
            read: read(text),
        })
        .collect()
}

/// A line of headings alone, as a spreadsheet's first row comes along.
fn is_heading(text: &str) -> bool {
    let mut words = text.split(['\t', ';', ',', '|']).map(|word| folded(word.trim()));
    let known = |word: String| CODE_HEADS.contains(&word.as_str()) || QUANTITY_HEADS.contains(&word.as_str());
    !text.contains(|letter: char| letter.is_ascii_digit()) && words.any(known)
}

fn read(text: &str) -> Result<(String, i64), Unreadable> {
    let words: Vec<&str> = text
        .split(|letter: char| {
            letter.is_whitespace() || matches!(letter, ';' | '|' | '*' | '×' | ':' | '=' | '"')
        })
        .flat_map(|word| word.split(", "))
        .filter(|word| !word.is_empty())
        .collect();
    // A comma parts code and number (`8930000000011,12`), and groups thousands elsewhere.
    let words: Vec<&str> = words
        .into_iter()
        .flat_map(|word| match word.split_once(',') {
            Some((code, rest)) if is_code(code) => vec![code, rest],
            _ => vec![word],
        })
        .filter(|word| !word.is_empty())
        .collect();
    let Some(place) = words.iter().position(|word| is_code(word)) else {
        let rounded = words.iter().any(|word| is_rounded(word));
        return Err(if rounded {
            Unreadable::Rounded
        } else {
            Unreadable::NoCode
        });
    };
    let code = words.get(place).copied().unwrap_or_default().to_owned();
    let behind = words.get(place + 1..).unwrap_or_default();
    if behind.is_empty() {
        return Err(Unreadable::NoQuantity);
    }
    // Words between the two (`thùng`, `x`) say nothing; what has digits is the number.
    let last = behind
        .iter()
        .rfind(|word| word.contains(|letter: char| letter.is_ascii_digit()));
    let number = last.and_then(|word| number(word));
    quantity(number).map(|number| (code, number))
}

/// A number of cases that can be asked for.
pub fn quantity(number: Option<i64>) -> Result<i64, Unreadable> {
    match number {
        Some(number) if number > MAX_CASES => Err(Unreadable::TooMany),
        Some(number) if number >= 1 => Ok(number),
        _ => Err(Unreadable::NoNumber),
    }
}

/// A code that stands alone, as in the cell of a table: blanks and hyphens within it do not count.
pub fn code_alone(text: &str) -> Result<String, Unreadable> {
    let word: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .collect();
    if is_code(&word) {
        Ok(word)
    } else if is_rounded(&word) {
        Err(Unreadable::Rounded)
    } else {
        Err(Unreadable::NoCode)
    }
}

fn is_code(word: &str) -> bool {
    (8..=14).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_rounded(word: &str) -> bool {
    let upper = word.to_ascii_uppercase();
    let parts = upper.split_once("E+");
    parts.is_some_and(|(digits, power)| {
        digits.starts_with(|letter: char| letter.is_ascii_digit()) && power.parse::<u8>().is_ok()
    })
}

/// `12`, `x12`, `12thùng`, `1.200`: the digits, where nothing but grouping stands between them.
fn number(word: &str) -> Option<i64> {
    let word = word.trim_matches(|letter: char| !letter.is_ascii_digit() && letter != '-');
    let digits: String = word
        .chars()
        .filter(|letter| !matches!(letter, '.' | ','))
        .collect();
    let grouped = digits.len() == word.len() || word.split(['.', ',']).skip(1).all(|group| group.len() == 3);
    let number = digits.parse().unwrap_or(i64::MAX);
    (grouped && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{Unreadable, code_alone, pasted};
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<Result<(String, i64), Unreadable>> {
        pasted(text).into_iter().map(|line| line.read).collect()
    }

    #[test]
    fn codes_and_numbers_are_read_whatever_stands_between_them() {
        for line in [
            "8930000000011\t12",
            "8930000000011;12",
            "8930000000011,12",
            "8930000000011, 12",
            "8930000000011 x 12",
            "8930000000011 x12",
            "8930000000011 = 12 thùng",
            "  8930000000011 | 12 ",
            "Hồng sấy 8930000000011 12",
        ] {
            assert_eq!(read(line), [Ok(("8930000000011".to_owned(), 12))], "{line}");
        }
        assert_eq!(
            read("8930000000011\t1.200"),
            [Ok(("8930000000011".to_owned(), 1_200))]
        );
    }

    #[test]
    fn a_code_alone_is_digits_and_what_parts_them() {
        assert_eq!(code_alone("893-0000 000011"), Ok("8930000000011".to_owned()));
        assert_eq!(code_alone("8,93E+12"), Err(Unreadable::Rounded));
        assert_eq!(code_alone("hồng sấy"), Err(Unreadable::NoCode));
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_line() {
        let lines = pasted(
            "Mã\tSố lượng\n\n8,93E+12\t4\nhồng sấy 5\n8930000000011\t1,5\n8930000000011\t0\n8930000000011 abc\r\n8930000000011\nxyz\n8930000000011 1000001\n8930000000011 99999999999999999999",
        );
        let told: Vec<_> = lines.iter().map(|line| (line.line, line.read.clone())).collect();
        assert_eq!(
            told,
            [
                (3, Err(Unreadable::Rounded)),
                (4, Err(Unreadable::NoCode)),
                (5, Err(Unreadable::NoNumber)),
                (6, Err(Unreadable::NoNumber)),
                (7, Err(Unreadable::NoNumber)),
                (8, Err(Unreadable::NoQuantity)),
                (9, Err(Unreadable::NoCode)),
                (10, Err(Unreadable::TooMany)),
                (11, Err(Unreadable::TooMany)),
            ]
        );
        assert_eq!(read("xyz"), [Err(Unreadable::NoCode)]);
        assert_eq!(read("Số lượng;GTIN\n"), []);
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,80}") {
            prop_assert!(pasted(&text).len() <= text.lines().count());
        }

        #[test]
        fn a_number_written_is_the_number_read(code in "[1-9][0-9]{12}", number in 1_i64..1_000_000) {
            prop_assert_eq!(read(&format!("{code}\t{number}")), [Ok((code.clone(), number))]);
        }
    }
}
