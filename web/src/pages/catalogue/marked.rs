//! What a change takes out of a text and what it puts in, word by word.

use crate::visit::Visit;
use leptos::prelude::*;
use similar::{DiffTag, TextDiff};
use std::time::Duration;

/// How long the difference of two texts is looked for; what is left then is marked whole, so that no page waits for it.
const PATIENCE: Duration = Duration::from_millis(100);

/// A piece of one text, and whether the other has it not.
type Piece = (bool, String);

/// The old text with the words that go, and the new one with those that come. The style sheet strikes out and underlines
/// nothing by `del` and `ins` alone, and colour alone must not tell: `s` and `u` do; a hidden word says it where nothing
/// is seen.
pub(super) fn marked(visit: &Visit, old: &str, new: &str) -> [AnyView; 2] {
    let hidden = |key: &str| {
        let word = tr!(visit, key);
        view! { <span class="visually-hidden">{word} " "</span> }
    };
    let [old, new] = pieces(old, new);
    [
        shown(old, |text| {
            view! { <del>{hidden("catalogue.removed")}<s>{text}</s></del> }.into_any()
        }),
        shown(new, |text| {
            view! { <ins>{hidden("catalogue.added")}<u>{text}</u></ins> }.into_any()
        }),
    ]
}

fn shown(pieces: Vec<Piece>, mark: impl Fn(String) -> AnyView) -> AnyView {
    let pieces: Vec<AnyView> = pieces
        .into_iter()
        .map(|(changed, text)| if changed { mark(text) } else { text.into_any() })
        .collect();
    pieces.into_any()
}

/// Both texts in pieces.
fn pieces(old: &str, new: &str) -> [Vec<Piece>; 2] {
    let words = TextDiff::configure()
        .timeout(PATIENCE)
        .diff_unicode_words(old, new);
    let mut sides = [Vec::new(), Vec::new()];
    let [removed, added] = &mut sides;
    for step in words.ops() {
        let changed = step.tag() != DiffTag::Equal;
        let old = words.old_slices().get(step.old_range()).unwrap_or_default();
        let new = words.new_slices().get(step.new_range()).unwrap_or_default();
        add(removed, changed, old.concat());
        add(added, changed, new.concat());
    }
    sides
}

/// Blanks between two changed words are part of the change: it is read as one.
fn add(pieces: &mut Vec<Piece>, changed: bool, text: String) {
    match pieces.as_mut_slice() {
        _ if text.is_empty() => {}
        [.., (true, before), (false, between)] if changed && between.trim().is_empty() => {
            before.push_str(between);
            before.push_str(&text);
            pieces.pop();
        }
        _ => pieces.push((changed, text)),
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;

    /// A side with its changed words in brackets.
    fn told(old: &str, new: &str) -> [String; 2] {
        pieces(old, new).map(|side| {
            side.into_iter()
                .map(|(changed, text)| if changed { format!("[{text}]") } else { text })
                .collect()
        })
    }

    #[test]
    fn the_words_that_changed_are_told_and_no_others() {
        for (old, new, removed, added) in [
            (
                "Hồng vành khuyên, phơi gió.",
                "Hồng dẻo ngọt, phơi nắng.",
                "Hồng [vành khuyên], phơi [gió].",
                "Hồng [dẻo ngọt], phơi [nắng].",
            ),
            ("Hồng khô", "Hồng khô, dẻo", "Hồng khô", "Hồng khô[, dẻo]"),
            ("khô dẻo", "khô, (dẻo)", "khô dẻo", "khô[, (]dẻo[)]"),
            ("", "Mới", "", "[Mới]"),
        ] {
            assert_eq!(told(old, new), [removed, added]);
        }
    }

    #[test]
    fn nothing_of_a_text_is_lost_however_long_it_is() {
        let text = |step: u32| {
            let words = (0..5_000_u32).map(|at| (at.wrapping_mul(step) % 97).to_string());
            words.collect::<Vec<_>>().join(" ")
        };
        for (old, new) in [
            (text(31), text(58)),
            (" \n\t".repeat(7_000), " ".repeat(20_000)),
            ("x".repeat(20_000), String::new()),
        ] {
            let sides = pieces(&old, &new);
            let whole = sides.map(|side| side.into_iter().map(|(_, text)| text).collect::<String>());
            assert!(whole == [old, new]);
        }
    }
}
