//! Every text of the pages is there in both languages, and every key that pages use exists.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Key → its line. A locale file has a group a paragraph and a key a line: `name: { vi: "…", en: "…" }`.
fn texts() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for file in files(&root().join("web/locales"), "yml") {
        let mut group = String::new();
        for line in fs::read_to_string(&file).expect("a locale file").lines() {
            if let Some(name) = line.strip_suffix(':').filter(|name| !name.starts_with(' ')) {
                name.clone_into(&mut group);
            } else if let Some((key, text)) = line
                .trim_start()
                .split_once(": {")
                .filter(|_| line.starts_with("  "))
            {
                let before = texts.insert(format!("{group}.{key}"), text.to_owned());
                assert!(before.is_none(), "{}: {group}.{key} stands twice", file.display());
            }
        }
    }
    texts
}

#[test]
fn every_text_has_both_languages() {
    let texts = texts();
    assert!(texts.len() > 300, "only {} texts were found", texts.len());
    let lacking: Vec<&String> = texts
        .iter()
        .filter(|(_, text)| {
            !["vi: \"", "en: \""].iter().all(|lang| {
                text.split_once(lang)
                    .is_some_and(|(_, rest)| !rest.starts_with('"'))
            })
        })
        .map(|(key, _)| key)
        .collect();
    assert!(lacking.is_empty(), "these lack a language: {lacking:?}");
}

#[test]
fn english_texts_that_count_have_both_forms() {
    let texts = texts();
    let lacking: Vec<&String> = texts
        .iter()
        .filter(|(_, text)| {
            let english = text.split_once("en: \"").map_or("", |(_, rest)| rest);
            let counted = english
                .split("%{n} ")
                .skip(1)
                .filter_map(|rest| rest.split([' ', '.', ',', '"', ':']).next())
                .any(|word| word.len() > 3 && word.ends_with('s'));
            counted && !english.contains('|')
        })
        .map(|(key, _)| key)
        .collect();
    assert!(
        lacking.is_empty(),
        "write `%{{n}} case|%{{n}} cases` in the English text of {lacking:?}"
    );
}

#[test]
fn every_key_that_pages_use_exists() {
    let texts = texts();
    let mut missing = BTreeSet::new();
    for file in files(&root().join("web/src"), "rs") {
        let code = fs::read_to_string(&file).expect("a source file");
        for key in used(&code) {
            // A key put together at run time: something must begin and end like it.
            let known = match key.split_once('{') {
                None => texts.contains_key(&key),
                Some((start, rest)) => {
                    let end = rest.rsplit('}').next().unwrap_or_default();
                    texts
                        .keys()
                        .any(|known| known.starts_with(start) && known.ends_with(end))
                }
            };
            if !known && key.contains('.') {
                missing.insert(format!("{key} ({})", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "no text for {missing:#?}");
}

/// The keys in `tr!(visit, "…")` and `tr!(visit, format!("…"))`.
fn used(code: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for call in code.split("tr!(").skip(1) {
        let Some((_, rest)) = call.split_once(',') else {
            continue;
        };
        let rest = rest.trim_start().trim_start_matches("format!(").trim_start();
        if let Some(key) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
            keys.push(key.to_owned());
        }
    }
    keys
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found
}
