//! How many statements each operation sends to the database: no more than `tests/fixtures/statements.csv` says, and on
//! PostgreSQL, where some more are needed, `statements-postgresql.csv`; and no more for many rows than for one.
//! `OCOP_WRITE_STATEMENTS=1` writes the tables anew, to be read before they are committed.

use serde_json::Value;
use std::fmt::Write as _;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};
use tests::{Kind, Person, Request, TestApp, contract};

/// A list of one row may leave out what a longer one asks for its other kinds of rows, a statement each.
const KINDS: u64 = 3;
/// The audit trail names things of every kind there is, a statement a kind.
const NAMED: (&str, u64) = ("/api/v1/audit", 14);
/// What it takes with things of every kind on a page. Which kinds those of the demonstration's newest page are is chance:
/// ids of one instant come in any order.
const AUDIT: (&str, u64) = ("list_audit", 17);
/// So many rows, that a statement a row would be noticed.
const MANY: usize = 10;
/// Lists that have no such number of rows in the demonstration, with why.
const SHORT: [(&str, &str); 3] = [
    ("/api/v1/imports", "the examples send three"),
    ("/api/v1/lots/{id}/movements", "no lot has moved so often"),
    (
        "/api/v1/products/recorded",
        "every product has a producer's account",
    ),
];

/// Called after the examples were played: what they have called is counted.
pub(crate) async fn hold(app: &TestApp) {
    let mut readers = vec![app.anonymous()];
    for name in ["cooperative", "buyer", "centre", "authority"] {
        readers.push(app.demo_member(name).await);
    }
    read_everything(&readers).await;
    let mut counts = app.statements_by_operation();
    if let Some(count) = counts.get_mut(AUDIT.0) {
        assert!(*count <= AUDIT.1, "{}: {count} statements", AUDIT.0);
        *count = AUDIT.1;
    }
    let table = match app.kind() {
        Kind::Sqlite => "fixtures/statements.csv",
        Kind::Postgresql => "fixtures/statements-postgresql.csv",
    };
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(table);
    let told = counts.iter().fold(String::new(), |mut told, (name, count)| {
        let _ = writeln!(told, "{name},{count}");
        told
    });
    if std::env::var_os("OCOP_WRITE_STATEMENTS").is_some() {
        std::fs::write(&path, &told).expect("the table");
    }
    let known = std::fs::read_to_string(&path).expect("the table");
    let known: BTreeMap<&str, u64> = known
        .lines()
        .filter_map(|line| {
            let (name, count) = line.split_once(',')?;
            Some((name, count.parse().expect("a number")))
        })
        .collect();
    let grown: Vec<String> = counts
        .iter()
        .filter(|(name, count)| known.get(name.as_str()).is_none_or(|known| *count > known))
        .map(|(name, count)| format!("{name}: {count}, not {:?}", known.get(name.as_str())))
        .collect();
    assert!(grown.is_empty(), "operations take more statements: {grown:#?}");
    let all: BTreeSet<&str> = app.market().operations.iter().map(|one| one.name).collect();
    let uncounted: Vec<&&str> = all.iter().filter(|name| !counts.contains_key(**name)).collect();
    assert!(uncounted.is_empty(), "nobody has called {uncounted:?}");
    let gone: Vec<&&str> = known.keys().filter(|name| !all.contains(**name)).collect();
    assert!(
        gone.is_empty(),
        "{table} names operations that are gone: {gone:?}"
    );
    if app.kind() == Kind::Sqlite {
        crate::answers::keep(app);
    }
}

/// Calls every operation that reads, as whoever may, on rows that the lists name.
async fn read_everything(readers: &[Person]) {
    let operations = contract().document()["paths"].as_object().expect("paths");
    let mut known: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut reads: Vec<(&String, &Value)> = operations
        .iter()
        .filter_map(|(path, methods)| Some((path, methods.get("get")?)))
        .collect();
    // The lists first: they name the rows of the others.
    reads.sort_by_key(|(path, _)| path.matches('{').count());
    let mut short: BTreeMap<&str, usize> = BTreeMap::new();
    for (template, operation) in reads {
        let pages = operation["parameters"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one["name"] == "limit"));
        let mut most = 0;
        for target in targets(template, &known) {
            for reader in readers {
                let long = get(reader, &target).await;
                let Some((rows, count)) = long else { continue };
                most = most.max(rows.len());
                if pages && rows.len() >= MANY {
                    let (_, one) = get(reader, &format!("{target}?limit=1"))
                        .await
                        .expect("a shorter list");
                    let kinds = if template == NAMED.0 { NAMED.1 } else { KINDS };
                    assert!(
                        count <= one + kinds,
                        "{template}: {count} statements for {} rows, {one} for one",
                        rows.len()
                    );
                }
                let all = known.entry(template.clone()).or_default();
                all.extend(rows);
            }
        }
        if pages && most < MANY {
            short.insert(template, most);
        }
    }
    let expected: BTreeSet<&str> = SHORT.iter().map(|(template, _)| *template).collect();
    let found: BTreeSet<&str> = short.keys().copied().collect();
    assert_eq!(found, expected, "lists too short to tell: {short:#?}");
}

/// The rows of an answer that was given, and the statements that it took.
async fn get(reader: &Person, target: &str) -> Option<(Vec<Value>, u64)> {
    let before = reader.app().statements();
    // Any cookie but the session's keeps an answer from being a kept one.
    let mut request = Request::get(target);
    if reader.is_anonymous() {
        request = request.header("cookie", "seen=1");
    }
    let answer = reader.raw(request).await;
    let count = reader.app().statements() - before;
    if answer.status != 200 {
        return None;
    }
    let rows = match answer.header("content-type") {
        "application/json" => answer.json::<Value>()["items"].as_array().cloned(),
        _ => None,
    };
    Some((rows.unwrap_or_default(), count))
}

/// Addresses of a template, with the names of rows where it wants some.
fn targets(template: &str, known: &BTreeMap<String, Vec<Value>>) -> Vec<String> {
    let mut targets = vec![String::new()];
    let mut list = String::new();
    for piece in template.split('/').skip(1) {
        let names: Vec<String> = match piece.strip_prefix('{') {
            None => vec![piece.to_owned()],
            // Of exports and templates.
            Some("kind}") => ["products", "packs", "lots"].map(str::to_owned).to_vec(),
            Some(_) => {
                let rows = known.get(&list).into_iter().flatten();
                rows.filter_map(|row| {
                    let name = ["id", "code", "slug", "number"]
                        .iter()
                        .find_map(|key| row.get(*key))?;
                    Some(name.as_str().map_or_else(|| name.to_string(), str::to_owned))
                })
                .collect::<BTreeSet<_>>()
                .into_iter()
                .take(12)
                .collect()
            }
        };
        list = format!("{list}/{piece}");
        targets = targets
            .iter()
            .flat_map(|target| names.iter().map(move |name| format!("{target}/{name}")))
            .collect();
    }
    targets
}
