//! Words of the two languages.

use shared::Lang;

/// The text of a key in the visit's language: `tr!(visit, "orders.title")`, `tr!(visit, "common.stars", n = 4)`.
/// A test holds that every key used has both languages. A text of two forms, `one product|%{n} products`, shows the
/// first where `n` is 1: English counts so, Vietnamese does not.
macro_rules! tr {
    ($visit:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::fill(
            &rust_i18n::t!($key, locale = $visit.lang.as_str()),
            &[$((stringify!($name), ToString::to_string(&$value))),*],
        )
    };
}

/// The text of a key in a language, for tables that say what pages say; none where the key has none.
pub fn text(lang: Lang, key: &str) -> Option<String> {
    let text = rust_i18n::t!(key, locale = lang.as_str());
    // A key without a text comes back as it went in, with or without its language.
    (!text.ends_with(key)).then(|| text.into_owned())
}

/// Puts values into a text, in the form that fits its number.
pub(crate) fn fill(text: &str, values: &[(&str, String)]) -> String {
    let value = |name: &str| {
        values
            .iter()
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value.as_str())
    };
    let mut rest = match text.split_once('|') {
        Some((one, _)) if value("n") == Some("1") => one,
        Some((_, many)) => many,
        None => text,
    };
    let mut out = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once("%{") {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        out.push_str(value(name).unwrap_or_default());
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_text_of_two_forms_counts() {
        let told = |n: &str| fill("%{n} case|%{n} cases", &[("n", n.to_owned())]);
        assert_eq!(
            [told("1"), told("0"), told("1,000")],
            ["1 case", "0 cases", "1,000 cases"]
        );
        assert_eq!(fill("%{n} thùng", &[("n", "1".to_owned())]), "1 thùng");
    }

    #[test]
    fn what_a_value_says_is_not_read_again() {
        let values = [("name", "A|B %{n}".to_owned()), ("n", "2".to_owned())];
        assert_eq!(fill("%{name} has %{n}", &values), "A|B %{n} has 2");
    }
}
