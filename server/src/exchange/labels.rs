//! The words of closed lists in tables: to choose from, and yes or no.

pub(super) use shared::labels::Labelled;

use shared::Lang;

/// Words with what they mean, to choose from.
pub(super) fn choices<T: Labelled>(lang: Lang) -> Vec<(String, String)> {
    T::WORDS
        .iter()
        .map(|one| (one.word().to_owned(), one.label(lang).to_owned()))
        .collect()
}

/// Yes or no.
pub(super) const fn truth(yes: bool, lang: Lang) -> &'static str {
    if yes {
        lang.pick("có", "yes")
    } else {
        lang.pick("không", "no")
    }
}
