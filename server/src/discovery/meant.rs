//! What a question means beyond its letters: a number of stars, a claim.

use super::{
    bits::Bits,
    find::union,
    relevance::{rank, split},
    state::State,
    words::Lookup,
};
use crate::http::Result;
use shared::{Lang, catalogue::Claim, labels::Labelled, text::folded};
use std::sync::LazyLock;

/// A question with such words taken out of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Meant {
    words: Vec<String>,
    stars: Vec<u8>,
    claims: Vec<Claim>,
}

/// Rows that a question finds, in buckets from the best fit to the least. What has a claim is found by its name, after
/// what has the word written; stars are never found by what somebody wrote of them, for that outlives a certificate.
pub(super) fn answer(state: &State, lookup: &Lookup, words: &[String]) -> Result<Vec<Bits>> {
    let meant = Meant::of(words);
    let mut buckets = Vec::new();
    if meant.stars.is_empty() {
        buckets = rank(lookup, words)?;
    }
    if meant.words.len() == words.len() {
        return Ok(buckets);
    }
    let mut seen = union(&buckets);
    let rest = if meant.words.is_empty() {
        vec![state.sets.all.clone()]
    } else {
        rank(lookup, &meant.words)?
    };
    let of_stars = (!meant.stars.is_empty()).then(|| state.sets.with_stars(&meant.stars));
    for mut bucket in rest {
        for set in of_stars.iter().chain(state.sets.claiming(&meant.claims)) {
            bucket.and(set);
        }
        bucket.and_not(&seen);
        seen.or(&bucket);
        buckets.push(bucket);
    }
    Ok(buckets)
}

impl Meant {
    fn of(words: &[String]) -> Self {
        let mut meant = Self::default();
        let mut rest = words;
        while let Some((word, behind)) = rest.split_first() {
            rest = if let Some(stars) = stars(rest) {
                meant.stars.push(stars);
                behind.get(1..).unwrap_or_default()
            } else if let Some((claim, length)) = claim(rest) {
                meant.claims.push(claim);
                rest.get(length..).unwrap_or_default()
            } else {
                meant.words.push(word.clone());
                behind
            };
        }
        if !meant.stars.is_empty() {
            // "OCOP 4 sao": everything here has its stars of that programme.
            meant.words.retain(|word| word != "ocop");
        }
        meant
    }
}

/// "5 sao", "bốn sao", "4 stars".
fn stars(words: &[String]) -> Option<u8> {
    let [number, word, ..] = words else { return None };
    let number = match number.as_str() {
        "một" | "one" => 1,
        "hai" | "two" => 2,
        "ba" | "three" => 3,
        "bốn" | "four" => 4,
        "năm" | "five" => 5,
        digits => digits.parse().ok().filter(|number| (1..=5).contains(number))?,
    };
    matches!(word.as_str(), "sao" | "star" | "stars").then_some(number)
}

/// What claims are called, word by word and without marks.
static NAMES: LazyLock<Vec<(Claim, Vec<String>)>> = LazyLock::new(|| {
    let names = Claim::ALL
        .iter()
        .flat_map(|claim| [Lang::Vi, Lang::En].map(|lang| (*claim, claim.label(lang))));
    names
        .map(|(claim, name)| (claim, split(name).iter().map(|word| folded(word)).collect()))
        .collect()
});

/// The claim that the words begin with, and how many words that is.
fn claim(words: &[String]) -> Option<(Claim, usize)> {
    let (claim, name) = NAMES.iter().find(|(_, name)| {
        words.len() >= name.len() && name.iter().zip(words).all(|(name, word)| *name == folded(word))
    })?;
    Some((*claim, name.len()))
}

#[cfg(test)]
mod tests {
    use super::{Meant, split};
    use shared::catalogue::Claim;

    #[test]
    fn stars_and_claims_are_told_from_other_words() {
        let meant = |question: &str| Meant::of(&split(question));
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let (stars, claims) = (Vec::new(), Vec::new());
        assert_eq!(
            meant("chè VietGAP"),
            Meant {
                words: words(&["chè"]),
                stars: stars.clone(),
                claims: vec![Claim::Vietgap]
            }
        );
        assert_eq!(
            meant("mật ong huu co OCOP 4 sao"),
            Meant {
                words: words(&["mật", "ong"]),
                stars: vec![4],
                claims: vec![Claim::Organic]
            }
        );
        assert_eq!(
            meant("chè sao 6 sao"),
            Meant {
                words: words(&["chè", "sao", "6", "sao"]),
                stars,
                claims
            }
        );
    }
}
