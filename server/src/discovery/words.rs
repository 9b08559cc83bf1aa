//! The words of the products, in a tantivy index in memory. It only answers which rows hold a word, and where;
//! relevance is decided in [`super::relevance`].

use super::bits::Bits;
use anyhow::Result;
use quick_cache::{Weighter, sync::Cache};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};
use tantivy::{
    DocSet, IndexReader, IndexWriter, ReloadPolicy, Searcher, TERMINATED, TantivyDocument, Term,
    index::InvertedIndexReader,
    indexer::NoMergePolicy,
    postings::TermInfo,
    query::FuzzyTermQuery,
    schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{SimpleTokenizer, TextAnalyzer},
};
use unicode_normalization::UnicodeNormalization;

/// Bytes that words may take before they are written as a segment.
const BUDGET: usize = 15_000_000;
/// Segments beyond which all are written into one.
const SEGMENTS: usize = 12;

/// How many frequent words are expected, and how many bytes their rows may take.
const WORDS: usize = 2_000;
const KEPT_BYTES: u64 = 24 * 1024 * 1024;

/// Where words stand, the weightiest first: name; producer, commune and group; description.
pub(super) const TIERS: usize = 3;

/// A product's words.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Texts(pub(super) [String; TIERS]);

impl Texts {
    /// Tells whether they have changed.
    pub(super) fn mark(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// Text in lower case with its marks, one way of writing each letter and each syllable.
pub(super) fn marked(text: &str) -> String {
    let text: String = text.to_lowercase().nfc().collect();
    let words = text.split_inclusive(|letter: char| !letter.is_alphanumeric());
    words.map(one_spelling).collect()
}

/// Vietnamese writes some syllables in two ways: "quít" is "quýt", "kĩ" is "kỹ", "hoà" is "hòa".
fn one_spelling(word: &str) -> String {
    const Y: [(char, char); 6] = [
        ('y', 'i'),
        ('ỳ', 'ì'),
        ('ý', 'í'),
        ('ỷ', 'ỉ'),
        ('ỹ', 'ĩ'),
        ('ỵ', 'ị'),
    ];
    const TONES: [(&str, &str); 15] = [
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("oã", "õa"),
        ("oạ", "ọa"),
        ("oè", "òe"),
        ("oé", "óe"),
        ("oẻ", "ỏe"),
        ("oẽ", "õe"),
        ("oẹ", "ọe"),
        ("uỳ", "ùy"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("uỹ", "ũy"),
        ("uỵ", "ụy"),
    ];
    let (word, rest) = word.split_at(
        word.trim_end_matches(|letter: char| !letter.is_alphanumeric())
            .len(),
    );
    let mut letters: Vec<char> = word.chars().collect();
    let place = match letters.as_slice() {
        ['q', 'u', _, ..] => Some(2),
        ['h' | 'k' | 'l' | 'm' | 's' | 't' | 'v', _] => Some(1),
        _ => None,
    };
    if let Some(letter) = place.and_then(|place| letters.get_mut(place))
        && let Some((_, i)) = Y.iter().find(|(y, _)| y == letter)
    {
        *letter = *i;
    }
    let word: String = letters.into_iter().collect();
    let tone = TONES
        .iter()
        .find_map(|(new, old)| Some(format!("{}{old}{rest}", word.strip_suffix(new)?)));
    tone.unwrap_or_else(|| word + rest)
}

/// The index.
pub(super) struct Words {
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
}

#[derive(Clone, Copy, Debug)]
struct Fields {
    slot: Field,
    /// With marks, and without.
    tiers: [[Field; TIERS]; 2],
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").finish_non_exhaustive()
    }
}

impl Words {
    pub(super) fn new() -> Result<Self> {
        let mut schema = Schema::builder();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("words")
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        );
        let slot = schema.add_u64_field("slot", FAST | INDEXED);
        let tiers = ["marked", "folded"].map(|kind| {
            ["name", "about", "text"]
                .map(|tier| schema.add_text_field(&format!("{kind}_{tier}"), words.clone()))
        });
        let index = tantivy::Index::create_in_ram(schema.build());
        index
            .tokenizers()
            .register("words", TextAnalyzer::builder(SimpleTokenizer::default()).build());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            index,
            reader,
            fields: Fields { slot, tiers },
        })
    }

    /// Replaces the words of some rows, and makes them findable; without texts, a row is forgotten.
    pub(super) fn write(&mut self, rows: impl IntoIterator<Item = (u32, Option<Texts>)>) -> Result<Lookup> {
        // Words change rarely, and a writer holds on to its memory.
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, BUDGET)?;
        // Segments are merged here, when there are many: nothing happens behind our back.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        // Each word to forget costs a kilobyte until the end: at the start that would be most of it.
        let first = self.index.searchable_segment_ids()?.is_empty();
        for (slot, texts) in rows {
            if !first {
                writer.delete_term(Term::from_field_u64(self.fields.slot, u64::from(slot)));
            }
            let Some(Texts(texts)) = texts else { continue };
            let mut document = TantivyDocument::new();
            document.add_u64(self.fields.slot, u64::from(slot));
            let [with_marks, without] = self.fields.tiers;
            for ((text, marks), plain) in texts.iter().zip(with_marks).zip(without) {
                let text = marked(text);
                document.add_text(plain, shared::text::folded(&text));
                document.add_text(marks, text);
            }
            writer.add_document(document)?;
        }
        writer.commit()?;
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > SEGMENTS {
            writer.merge(&segments).wait()?;
        }
        drop(writer);
        self.reader.reload()?;
        Lookup::new(self.reader.searcher(), self.fields)
    }
}

/// Rows that hold a word, by where: in the name; there or with producer, commune and group; anywhere.
pub(super) type Found = [Bits; TIERS];

/// How a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Fit {
    Whole,
    /// The word may go on.
    Beginning,
    /// With one letter wrong, missing, too many, or two swapped; not the first one of a short word.
    Typo,
}

/// A word, whether its marks count, and how it fits.
type Word = (bool, Fit, Box<str>);

#[derive(Clone)]
struct ByBytes;

impl Weighter<Word, Arc<Found>> for ByBytes {
    fn weight(&self, _: &Word, found: &Arc<Found>) -> u64 {
        100 + found.iter().map(Bits::bytes).sum::<u64>()
    }
}

/// The words as of one commit.
pub(super) struct Lookup {
    searcher: Searcher,
    fields: Fields,
    /// Row of each document of each segment; `u32::MAX` where it was replaced.
    slots: Vec<Vec<u32>>,
    /// What was found last for frequent words.
    kept: Cache<Word, Arc<Found>, ByBytes>,
}

impl std::fmt::Debug for Lookup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lookup").finish_non_exhaustive()
    }
}

impl Lookup {
    fn new(searcher: Searcher, fields: Fields) -> Result<Self> {
        let mut slots = Vec::new();
        for segment in searcher.segment_readers() {
            let column = segment.fast_fields().u64("slot")?;
            let rows = (0..segment.max_doc()).map(|document| {
                let row = column.first(document).and_then(|row| u32::try_from(row).ok());
                row.filter(|_| !segment.is_deleted(document)).unwrap_or(u32::MAX)
            });
            slots.push(rows.collect());
        }
        Ok(Self {
            searcher,
            fields,
            slots,
            kept: Cache::with_weighter(WORDS, KEPT_BYTES, ByBytes),
        })
    }

    /// Where a word stands. `with_marks` takes the marks of the word as they are.
    pub(super) fn find(&self, word: &str, with_marks: bool, fit: Fit) -> Result<Arc<Found>> {
        let key = (with_marks, fit, Box::from(word));
        if let Some(found) = self.kept.get(&key) {
            return Ok(found);
        }
        let [marked, folded] = self.fields.tiers;
        let mut found = Found::default();
        let mut all = Bits::default();
        for (bits, field) in found.iter_mut().zip(if with_marks { marked } else { folded }) {
            for (segment, slots) in self.searcher.segment_readers().iter().zip(&self.slots) {
                let words = segment.inverted_index(field)?;
                match fit {
                    Fit::Whole => {
                        if let Some(info) = words.terms().get(word.as_bytes())? {
                            add(&mut all, slots, &words, &info)?;
                        }
                    }
                    Fit::Beginning => {
                        let mut terms = words.terms().range().ge(word.as_bytes()).into_stream()?;
                        while terms.advance() && terms.key().starts_with(word.as_bytes()) {
                            add(&mut all, slots, &words, terms.value())?;
                        }
                    }
                    Fit::Typo => {
                        let similar = FuzzyTermQuery::new(Term::from_field_text(field, word), 1, true);
                        let start = surely(word);
                        let mut terms = words.terms().search(similar.automaton()?).into_stream()?;
                        while terms.advance() {
                            if terms.key().starts_with(start.as_bytes()) {
                                add(&mut all, slots, &words, terms.value())?;
                            }
                        }
                    }
                }
            }
            *bits = all.clone();
        }
        let found = Arc::new(found);
        self.kept.insert(key, Arc::clone(&found));
        Ok(found)
    }
}

/// Letters from which on the first one too may have been mistyped: in shorter words that is another word ("hong",
/// "thong").
const FIRST_FROM: usize = 6;

/// What a word begins with, however the rest was typed.
fn surely(word: &str) -> &str {
    let mut letters = word.char_indices();
    let second = letters.nth(1).map_or(word.len(), |(at, _)| at);
    let long = word.chars().nth(FIRST_FROM - 1).is_some();
    word.get(..if long { 0 } else { second }).unwrap_or_default()
}

fn add(bits: &mut Bits, slots: &[u32], words: &InvertedIndexReader, info: &TermInfo) -> Result<()> {
    let mut documents = words.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    collect(bits, slots, &mut documents);
    Ok(())
}

fn collect(bits: &mut Bits, slots: &[u32], documents: &mut dyn DocSet) {
    let mut document = documents.doc();
    while document != TERMINATED {
        let row = usize::try_from(document)
            .ok()
            .and_then(|document| slots.get(document));
        if let Some(row) = row.copied().filter(|row| *row != u32::MAX) {
            bits.insert(row);
        }
        document = documents.advance();
    }
}
