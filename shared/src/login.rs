//! What a person signs in with: an e-mail address or a Vietnamese phone number.

/// The one form in which a login is kept and compared: an address in lower case, a phone number as [`phone`] has it.
/// What is neither comes back in lower case and belongs to nobody.
pub fn normal(login: &str) -> String {
    let login = login.trim();
    match phone(login) {
        Some(number) => number,
        None => login.to_lowercase(),
    }
}

/// A Vietnamese phone number as it is dialled at home, digits alone: `+84 912 000 999` → `0912000999`. Mobile numbers
/// have ten digits, those of offices (02…) eleven; none where the text is no such number.
pub fn phone(text: &str) -> Option<String> {
    let mut digits = String::with_capacity(12);
    for (index, letter) in text.trim().chars().enumerate() {
        match letter {
            '0'..='9' => digits.push(letter),
            '+' if index == 0 => digits.push(letter),
            ' ' | '.' | '-' | '(' | ')' | '\u{a0}' => {}
            _ => return None,
        }
    }
    let rest = match digits.strip_prefix("+84") {
        // `+84 (0)912…` is written too.
        Some(rest) => rest.strip_prefix('0').unwrap_or(rest),
        None => match digits.strip_prefix("0084") {
            Some(rest) => rest,
            None => match digits.strip_prefix('0') {
                Some(rest) => rest,
                None => digits.strip_prefix("84").filter(|rest| rest.len() >= 9)?,
            },
        },
    };
    let good = match rest.bytes().next()? {
        b'3' | b'5' | b'7' | b'8' | b'9' => rest.len() == 9,
        b'2' => rest.len() == 10,
        _ => false,
    };
    good.then(|| format!("0{rest}"))
}

/// Whether somebody can be called at this number: a Vietnamese one, a hotline (`1900 1234`, `1800 123 456`), or one of
/// another country, with its code. One digit over and over begins as no network's numbers do.
pub fn is_callable(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.starts_with('+') && !digits.starts_with("84") {
        return (10..=21).contains(&text.len()) && !digits.starts_with('0');
    }
    let hotline = digits.starts_with("1800") || digits.starts_with("1900");
    phone(text).is_some() || (hotline && matches!(digits.len(), 8 | 10))
}

/// Whether a login is a phone number.
pub fn is_phone(login: &str) -> bool {
    phone(login).is_some()
}

#[cfg(test)]
mod tests {
    use super::{is_callable, normal, phone};

    #[test]
    fn one_number_has_one_form() {
        for text in [
            "0912000999",
            "0912 000 999",
            "0912.000.999",
            "+84912000999",
            "+84 912 000 999",
            "+84 (0)912 000 999",
            "84912000999",
            "0084 912 000 999",
            " 0912-000-999 ",
        ] {
            assert_eq!(phone(text).as_deref(), Some("0912000999"), "{text}");
        }
        assert_eq!(phone("+84 205 3 812 345").as_deref(), Some("02053812345"));
        assert_eq!(phone("0205 000 0999").as_deref(), Some("02050000999"));
    }

    #[test]
    fn what_is_no_vietnamese_number_is_none() {
        for text in [
            "",
            "+",
            "0",
            "84",
            "091200099",
            "09120009999",
            "0112000999",
            "+1 202 555 0100",
            "+8491200099",
            "0912+000999",
            "0912 OOO 999",
            "centre@example.com",
            "0412000999",
            "020500009999",
        ] {
            assert_eq!(phone(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_that_no_network_has_cannot_be_called() {
        for text in [
            "0912 000 345",
            "0205 000 0999",
            "+84 912 000 999",
            "1900 1234",
            "1800.599.920",
            "+1 202 555 0100",
            "+86 10 6552 9988",
        ] {
            assert!(is_callable(text), "{text}");
        }
        for text in [
            "0000000000",
            "1111111111",
            "9999999999",
            "0123456789",
            "0412 000 999",
            "0612000999",
            "+84 000 000 000",
            "0205 000 099",
            "1900 123",
            "1700 1234",
            "+000 000 000 000",
            "12345678901",
            "",
        ] {
            assert!(!is_callable(text), "{text}");
        }
    }

    #[test]
    fn a_login_is_compared_whatever_its_capitals_and_blanks() {
        assert_eq!(normal(" Buyer@Demo.Example "), "buyer@demo.example");
        assert_eq!(normal("+84 912 000 999"), "0912000999");
        assert_eq!(normal("Nobody"), "nobody");
    }

    proptest::proptest! {
        #[test]
        fn what_is_normal_stays_so(text in "[ +0-9.@a-zA-Z()-]{0,20}") {
            let once = normal(&text);
            proptest::prop_assert_eq!(normal(&once), once);
        }
    }
}
