//! Words of the two languages.

/// The text of a key in the visit's language: `tr!(visit, "orders.title")`, `tr!(visit, "common.stars", n = 4)`.
/// A test holds that every key used has both languages.
macro_rules! tr {
    ($visit:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        rust_i18n::t!($key, locale = $visit.lang.as_str() $(, $name = $value)*).into_owned()
    };
}
