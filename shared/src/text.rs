//! Text as Vietnamese readers write it and as machines compare it.

use crate::Lang;

/// The letter without its marks: `ệ` → `e`, `đ` → `d`. Lower case. Covers every letter of the Vietnamese alphabet,
/// composed (NFC); combining marks are dropped by [`folded`].
const fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' | 'â' | 'ầ' | 'ấ' | 'ẩ' | 'ẫ'
        | 'ậ' => 'a',
        'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' => 'e',
        'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' => 'i',
        'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' | 'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ'
        | 'ợ' => 'o',
        'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' | 'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' => 'u',
        'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => 'y',
        'đ' => 'd',
        other => other,
    }
}

/// Lower case without marks, for comparing and searching: `Gạo Nếp` → `gao nep`.
pub fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .map(plain)
        .collect()
}

/// Whether a text has these words, the first from the beginning of one of its own; neither marks nor case count.
pub fn holds(text: &str, words: &str) -> bool {
    let (text, words) = (folded(text), folded(words.trim()));
    let begins_a_word = words.starts_with(char::is_alphanumeric);
    text.match_indices(&words).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        !begins_a_word || before.is_none_or(|letter| !letter.is_alphanumeric())
    })
}

/// Words of ASCII letters and digits joined by hyphens, for addresses: `Chè Ô Long` → `che-o-long`.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in folded(text).chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= 80 {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// A whole number with grouped thousands: `12.500` in Vietnamese, `12,500` in English.
pub fn grouped(number: i64, lang: Lang) -> String {
    let separator = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// The English name of a month from 1 to 12.
pub fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let index = usize::from(month).checked_sub(1);
    index
        .and_then(|index| NAMES.get(index))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{folded, grouped, holds, slug};
    use crate::Lang;
    use proptest::prelude::*;

    #[test]
    fn words_are_held_by_how_they_begin() {
        for words in ["hong", "HỒNG bảo", "lâm", "", "(l", " 4*"] {
            assert!(holds("Hồng Bảo (Lâm) 4*", words), "{words}");
        }
        for words in ["ong", "ao lam", "hongb"] {
            assert!(!holds("Hồng Bảo (Lâm) 4*", words), "{words}");
        }
        assert!(!holds("HTX Thống Nhất", "hong") && holds("Chè xanh-hồng", "hong"));
    }

    #[test]
    fn marks_and_d_are_folded() {
        assert_eq!(folded("Gạo nếp ĐIỀM HE"), "gao nep diem he");
        assert_eq!(folded("Hòa Hoà Thuỵ"), "hoa hoa thuy");
        // The same word in decomposed form.
        assert_eq!(folded("ho\u{300}ng"), "hong");
        assert_eq!(
            slug("  Hồng không hạt (Bảo Lâm) 500 g "),
            "hong-khong-hat-bao-lam-500-g"
        );
    }

    #[test]
    fn thousands_are_grouped_as_readers_write_them() {
        assert_eq!(grouped(12_500_000, Lang::Vi), "12.500.000");
        assert_eq!(grouped(-1_250, Lang::En), "-1,250");
        assert_eq!(grouped(0, Lang::Vi), "0");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once.clone());
        }

        #[test]
        fn a_slug_is_safe_in_an_address(text in "\\PC{0,200}") {
            let slug = slug(&text);
            prop_assert!(slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
            prop_assert!(slug.len() <= 80 && !slug.starts_with('-') && !slug.ends_with('-'));
        }
    }
}
