//! From words to rows, the best fit first.

use super::{
    bits::Bits,
    words::{Fit, Found, Lookup, TIERS, marked},
};
use anyhow::Result;
use shared::text::folded;
use std::sync::Arc;

/// Letters from which on a typo is forgiven.
const TYPO_FROM: usize = 4;

/// One word asked for.
struct Asked {
    /// Where it stands as a whole, and where it stands or begins a longer one.
    folded: [Arc<Found>; 2],
    /// The same with its marks; as above where it was typed without.
    marked: [Arc<Found>; 2],
}

/// The words of a question: letters and digits.
pub(super) fn split(question: &str) -> Vec<String> {
    marked(question)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Rows in which every word stands, in buckets from the best fit to the least: the name before producer, commune and
/// group, and those before the description. Who types marks means them: without them it is another word ("gà", "gạo"),
/// and is looked for only where nothing has these.
pub(super) fn rank(lookup: &Lookup, words: &[String]) -> Result<Vec<Bits>> {
    let mut asked = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        let word = ask(lookup, word, index + 1 == words.len())?;
        if word
            .folded
            .last()
            .is_none_or(|found| found.last().is_none_or(Bits::is_empty))
        {
            return Ok(Vec::new());
        }
        asked.push(word);
    }
    let typed_marks = words.iter().any(|word| folded(word) != *word);
    let mut buckets = Vec::new();
    let mut seen = Bits::default();
    for by_marks in [true, false] {
        if !by_marks && !seen.is_empty() {
            break;
        }
        // In the name as whole words; in the name; further off. A text without the marks that were typed is about
        // something else.
        for (open, tier) in [(0, 0), (1, 0), (1, 1), (1, TIERS - 1)] {
            if tier == TIERS - 1 && !by_marks && typed_marks {
                continue;
            }
            let mut sets = asked.iter().filter_map(|word| {
                let found = if by_marks { &word.marked } else { &word.folded };
                found.get(open).and_then(|found| found.get(tier))
            });
            let Some(mut bucket) = sets.next().cloned() else {
                continue;
            };
            sets.for_each(|set| bucket.and(set));
            bucket.and_not(&seen);
            seen.or(&bucket);
            buckets.push(bucket);
        }
    }
    Ok(buckets)
}

fn ask(lookup: &Lookup, word: &str, last: bool) -> Result<Asked> {
    let plain = folded(word);
    let both = |text: &str, with_marks: bool| -> Result<[Arc<Found>; 2]> {
        let whole = lookup.find(text, with_marks, Fit::Whole)?;
        let open = if last {
            lookup.find(text, with_marks, Fit::Beginning)?
        } else {
            Arc::clone(&whole)
        };
        Ok([whole, open])
    };
    let mut found = both(&plain, false)?;
    let nothing = found.last().is_some_and(|found| found.iter().all(Bits::is_empty));
    if nothing && plain.chars().count() >= TYPO_FROM {
        let similar = lookup.find(&plain, false, Fit::Typo)?;
        found = [Arc::clone(&similar), similar];
    }
    let marked = if nothing || plain == word {
        found.clone()
    } else {
        both(word, true)?
    };
    Ok(Asked {
        folded: found,
        marked,
    })
}
