//! Who may know whom: the code's own paths against the graph that ARCHITECTURE.md draws.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

type Graph = BTreeMap<String, BTreeSet<String>>;

#[test]
fn slices_know_only_whom_the_graph_draws() {
    let graph = graph();
    let mut wrong = BTreeSet::new();
    for file in sources("server/src") {
        let from = top_module(&file);
        let Some(allowed) = graph.get(&from) else { continue };
        for path in crate_paths(&code(&file)) {
            let to = path.split("::").next().unwrap_or_default().to_owned();
            if graph.contains_key(&to) && is_slice(&to) && to != from && !allowed.contains(&to) {
                wrong.insert(format!(
                    "{}: `crate::{path}` is an edge {from} → {to} that ARCHITECTURE.md does not draw. Ask a module \
                     that may know both, leave a job, or draw the edge where it closes no circle.",
                    shown(&file)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", lines(wrong));
}

#[test]
fn the_graph_has_no_circle() {
    let graph = graph();
    for start in graph.keys() {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = graph[start].iter().collect();
        while let Some(next) = open.pop() {
            assert_ne!(
                next, start,
                "ARCHITECTURE.md draws a circle through {start}: turn one edge into a job"
            );
            let beyond = graph
                .get(next)
                .unwrap_or_else(|| panic!("ARCHITECTURE.md names {next} only on the right: give it a line"));
            if seen.insert(next) {
                open.extend(beyond);
            }
        }
    }
}

#[test]
fn every_slice_is_drawn() {
    let graph = graph();
    for path in crate_paths(&code(&root().join("server/src/build.rs"))) {
        if let Some(slice) = path.strip_suffix("::routes") {
            assert!(
                graph.contains_key(slice),
                "build.rs mounts {slice}: give it a line in the graph of ARCHITECTURE.md"
            );
        }
    }
}

#[test]
fn tables_are_touched_only_by_their_own_slice() {
    let graph = graph();
    let mut wrong = BTreeSet::new();
    for file in sources("server/src") {
        let from = top_module(&file);
        for path in crate_paths(&code(&file)) {
            let mut pieces = path.split("::");
            let (to, what) = (pieces.next().unwrap_or_default(), pieces.next());
            if what == Some("entity") && to != from && graph.contains_key(to) {
                wrong.insert(format!(
                    "{}: `crate::{path}` reaches into {to}'s tables. Call a function of {to}'s mod.rs, or add one.",
                    shown(&file)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", lines(wrong));
}

#[test]
fn crates_keep_their_distance() {
    let mut wrong = BTreeSet::new();
    for (name, never) in [
        (
            "shared",
            &["axum", "tokio", "leptos", "server", "web", "migrations"][..],
        ),
        ("migrations", &["server", "shared", "web"]),
        ("web", &["server", "sea_orm", "migrations"]),
    ] {
        let manifest = fs::read_to_string(root().join(name).join("Cargo.toml")).expect("a manifest");
        for crate_name in never {
            let package = crate_name.replace('_', "-");
            let listed = manifest.lines().any(|line| {
                line.strip_prefix(&package)
                    .is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
            });
            if listed {
                wrong.insert(format!(
                    "{name}/Cargo.toml depends on {package}: {name} must not know it"
                ));
            }
            for file in sources(name) {
                if names_crate(&code(&file), crate_name) {
                    wrong.insert(format!("{}: {name} must not know {crate_name}", shown(&file)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", lines(wrong));
}

/// Ways to hand the database text as SQL, and where one of them is right.
const RAW_SQL: [&str; 10] = [
    "from_string(",
    "from_sql_and_values",
    "execute_unprepared",
    "execute_raw",
    "query_one_raw",
    "query_all_raw",
    "cust_with",
    "Expr::cust",
    "raw_sql",
    "sqlx::query",
];

#[test]
fn nobody_writes_sql_as_text() {
    let mut wrong = BTreeSet::new();
    for file in ["server/src", "migrations/src"].into_iter().flat_map(sources) {
        let (name, code) = (shown(&file), code(&file));
        for word in RAW_SQL.into_iter().filter(|word| code.contains(word)) {
            wrong.insert(format!(
                "{name}: `{word}`. Use the query builder, which binds values."
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", lines(wrong));
}

#[test]
fn the_reader_of_paths_reads_groups() {
    let text =
        "use crate::{a, b::{c, d::{e, f}}, g::*}; fn x() { crate::h::i(crate::j) } pub(crate) struct K;";
    let found: Vec<String> = crate_paths(text);
    assert_eq!(found, ["a", "b::c", "b::d::e", "b::d::f", "g::*", "h::i", "j"]);
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn shown(file: &Path) -> String {
    let file = file.strip_prefix(root()).unwrap_or(file);
    file.display().to_string()
}

fn lines(set: BTreeSet<String>) -> String {
    set.into_iter().collect::<Vec<_>>().join("\n")
}

/// A slice is a word that the shared contract has a module for.
fn is_slice(name: &str) -> bool {
    root().join(format!("shared/src/{name}.rs")).exists()
}

/// The fenced block below `## Slice graph`.
fn graph() -> Graph {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let (_, section) = text
        .split_once("## Slice graph")
        .expect("a section `## Slice graph`");
    let block = section
        .split("```")
        .nth(1)
        .expect("a fenced block below `## Slice graph`");
    let edges = block.lines().filter_map(|line| line.split_once('→'));
    edges
        .map(|(from, to)| {
            let to = to.split(',').map(str::trim).filter(|name| !name.is_empty());
            (from.trim().to_owned(), to.map(str::to_owned).collect())
        })
        .collect()
}

/// Every Rust file below a folder, build output aside.
fn sources(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty(), "no sources below {folder}");
    files
}

/// `catalogue` for server/src/catalogue/view.rs, `app` for server/src/app.rs.
fn top_module(file: &Path) -> String {
    let inside = file.strip_prefix(root().join("server/src")).unwrap_or(file);
    let first = inside
        .iter()
        .next()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    first.trim_end_matches(".rs").to_owned()
}

/// The text without line comments.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a source file");
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let starts = !code[..at].ends_with(|letter| is_word(letter) || letter == ':' || letter == '"');
        let rest = &code[at + name.len()..];
        let used = code[..at].trim_end().ends_with("use") && !rest.starts_with(is_word);
        starts && (rest.starts_with("::") || used)
    })
}

/// What follows each `crate::`, with groups written out.
fn crate_paths(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        if !code[..at].ends_with(is_word) {
            tree(&code[at + found.len()..], "", &mut paths);
        }
    }
    paths
}

/// Reads one `a::b`, `a::{b, c}` or `a::*`; gives what is left of the text.
fn tree<'a>(text: &'a str, prefix: &str, paths: &mut Vec<String>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == ',');
            if rest.is_empty() {
                return rest;
            }
            if let Some(rest) = rest.strip_prefix('}') {
                return rest;
            }
            let before = rest.len();
            rest = tree(rest, prefix, paths);
            // ` as name` and whatever else is not a path.
            if rest.len() == before || !rest.trim_start().starts_with([',', '}']) {
                let end = rest.find([',', '}']).unwrap_or(rest.len());
                rest = &rest[end..];
            }
        }
    }
    let end = text
        .find(|letter| !is_word(letter) && letter != '*')
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let path = if prefix.is_empty() {
        word.to_owned()
    } else {
        format!("{prefix}::{word}")
    };
    match rest.strip_prefix("::") {
        Some(more)
            if more
                .trim_start()
                .starts_with(|letter| is_word(letter) || matches!(letter, '{' | '*')) =>
        {
            tree(more, &path, paths)
        }
        _ => {
            if !word.is_empty() {
                paths.push(path);
            }
            rest
        }
    }
}
