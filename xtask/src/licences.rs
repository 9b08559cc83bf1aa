//! Holds the dependencies to deny.toml with nothing but cargo: licences, banned crates, second versions, sources. It reads
//! what cargo-deny reads, so that either tool comes to the same answer; advisories are for that one, which has the network.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::args::Args;
use crate::shell::{output, say};
use crate::workspace::Workspace;

pub(crate) const HELP: &str = "\
cargo xtask licences

Holds every dependency to deny.toml: its licence, its source, that it is not banned, and that no second version of a
crate comes in unseen.
";

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub(crate) fn command(workspace: &Workspace, args: Args) -> Result<()> {
    args.done()?;
    check(workspace)
}

pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let file = workspace.root.join("deny.toml");
    let text = std::fs::read_to_string(&file).context("cannot read deny.toml")?;
    let policy = Policy::read(&text.parse::<toml::Table>().context("deny.toml")?);
    let mut metadata = workspace.cargo();
    metadata.args(["metadata", "--format-version", "1", "--locked", "--all-features"]);
    let metadata: Value = serde_json::from_str(&output(&mut metadata)?)?;
    let packages = packages(&metadata);
    let wrong = policy.wrong(&packages);
    if !wrong.is_empty() {
        bail!(
            "deny.toml is not kept:\n  {}",
            wrong.into_iter().collect::<Vec<_>>().join("\n  ")
        );
    }
    say(format_args!(
        "licences: {} dependencies are as deny.toml asks",
        packages.len()
    ));
    Ok(())
}

#[derive(Debug)]
struct Package {
    name: String,
    version: String,
    licence: String,
    source: String,
}

/// What others have made, out of `cargo metadata`.
fn packages(metadata: &Value) -> Vec<Package> {
    let list = metadata.get("packages").and_then(Value::as_array);
    let text = |package: &Value, key: &str| {
        package
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    list.into_iter()
        .flatten()
        .map(|package| Package {
            name: text(package, "name"),
            version: text(package, "version"),
            licence: text(package, "license"),
            source: text(package, "source"),
        })
        // Our own have no source.
        .filter(|package| !package.source.is_empty())
        .collect()
}

#[derive(Debug, Default)]
struct Policy {
    allow: BTreeSet<String>,
    exceptions: BTreeMap<String, BTreeSet<String>>,
    deny: BTreeSet<String>,
    /// `name@version`
    skip: BTreeSet<String>,
}

impl Policy {
    fn read(table: &toml::Table) -> Self {
        let list = |value: Option<&toml::Value>| -> BTreeSet<String> {
            let list = value.and_then(toml::Value::as_array).into_iter().flatten();
            list.filter_map(|one| one.as_str().map(str::to_owned)).collect()
        };
        let of = |section: &str, key: &str| table.get(section).and_then(|section| section.get(key));
        let exceptions = of("licenses", "exceptions").and_then(toml::Value::as_array);
        let exceptions = exceptions.into_iter().flatten().filter_map(|one| {
            let name = one.get("crate")?.as_str()?.to_owned();
            Some((name, list(one.get("allow"))))
        });
        Self {
            allow: list(of("licenses", "allow")),
            exceptions: exceptions.collect(),
            deny: list(of("bans", "deny")),
            skip: list(of("bans", "skip")),
        }
    }

    /// Every way in which the dependencies are not as they should be.
    fn wrong(&self, packages: &[Package]) -> BTreeSet<String> {
        let mut wrong = BTreeSet::new();
        let mut newest: BTreeMap<&str, &Package> = BTreeMap::new();
        for package in packages {
            let shown = format!("{} {}", package.name, package.version);
            let own = self.exceptions.get(&package.name);
            let may =
                |licence: &str| self.allow.contains(licence) || own.is_some_and(|own| own.contains(licence));
            if !satisfied(&package.licence, may) {
                wrong.insert(format!("{shown}: its licence is `{}`", package.licence));
            }
            if self.deny.contains(&package.name) {
                wrong.insert(format!("{shown}: is banned"));
            }
            if package.source != REGISTRY {
                wrong.insert(format!("{shown}: comes from {}", package.source));
            }
            let known = newest.entry(&package.name).or_insert(package);
            if order(&package.version) > order(&known.version) {
                *known = package;
            }
        }
        let mut used = BTreeSet::new();
        for package in packages {
            let named = format!("{}@{}", package.name, package.version);
            let is_newest = newest
                .get(package.name.as_str())
                .is_some_and(|newest| newest.version == package.version);
            if is_newest {
                continue;
            }
            if !self.skip.contains(&named) {
                wrong.insert(format!(
                    "{named}: is a second version; drop it, or add it to `skip`"
                ));
            }
            used.insert(named);
        }
        for named in self.skip.difference(&used) {
            wrong.insert(format!("{named}: stands in `skip` in vain"));
        }
        wrong
    }
}

/// For comparing versions: the numbers before any `-` or `+`.
fn order(version: &str) -> Vec<u64> {
    let plain = version.split(['-', '+']).next().unwrap_or_default();
    plain
        .split('.')
        .map(|part| part.parse().unwrap_or_default())
        .collect()
}

/// Whether a licence expression (SPDX, and the old `A/B`) can be kept with what is allowed.
fn satisfied(expression: &str, may: impl Fn(&str) -> bool) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let answer = any(&mut rest, &may);
    // What was not understood is not allowed.
    answer && rest.is_empty() && !words.is_empty()
}

/// `A OR B`
fn any(rest: &mut &[&str], may: &impl Fn(&str) -> bool) -> bool {
    let mut answer = all(rest, may);
    while let Some((&"OR", after)) = rest.split_first() {
        *rest = after;
        answer |= all(rest, may);
    }
    answer
}

/// `A AND B`
fn all(rest: &mut &[&str], may: &impl Fn(&str) -> bool) -> bool {
    let mut answer = one(rest, may);
    while let Some((&"AND", after)) = rest.split_first() {
        *rest = after;
        answer &= one(rest, may);
    }
    answer
}

/// `A`, `A WITH B`, `(…)`
fn one(rest: &mut &[&str], may: &impl Fn(&str) -> bool) -> bool {
    let Some((word, after)) = rest.split_first() else {
        return false;
    };
    *rest = after;
    if *word == "(" {
        let answer = any(rest, may);
        return match rest.split_first() {
            Some((&")", after)) => {
                *rest = after;
                answer
            }
            _ => false,
        };
    }
    if let [with, exception, after @ ..] = *rest
        && *with == "WITH"
    {
        *rest = after;
        return may(&format!("{word} WITH {exception}"));
    }
    may(word)
}

#[cfg(test)]
mod tests {
    use super::{Package, Policy, REGISTRY, satisfied};

    #[test]
    fn expressions_are_read_as_they_are_meant() {
        let may = |licence: &str| matches!(licence, "MIT" | "Unicode-3.0" | "Apache-2.0 WITH LLVM-exception");
        for good in [
            "MIT",
            "GPL-3.0 OR MIT",
            "MIT/Apache-2.0",
            "(GPL-2.0 OR MIT) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
        ] {
            assert!(satisfied(good, may), "{good}");
        }
        for bad in [
            "",
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "(MIT",
            "MIT MIT",
            "Apache-2.0",
            "MIT WITH x",
            "GPL-3.0 AND MIT OR",
        ] {
            assert!(!satisfied(bad, may), "{bad}");
        }
    }

    #[test]
    fn whatever_breaks_the_policy_is_named() {
        let table = "[licenses]\nallow = [\"MIT\"]\nexceptions = [{ crate = \"b\", allow = [\"MPL-2.0\"] }]\n\
                     [bans]\ndeny = [\"evil\"]\nskip = [\"b@1.0.0\", \"gone@1.0.0\"]\n";
        let policy = Policy::read(&table.parse().unwrap());
        let package = |name: &str, version: &str, licence: &str| Package {
            name: name.to_owned(),
            version: version.to_owned(),
            licence: licence.to_owned(),
            source: REGISTRY.to_owned(),
        };
        let mut packages = vec![
            package("b", "1.0.0", "MPL-2.0"),
            package("b", "1.10.0", "MIT"),
            package("c", "1.9.0", "MIT"),
            package("c", "1.10.0", "MPL-2.0"),
            package("evil", "1.0.0", "MIT"),
        ];
        packages.push(Package {
            source: "git+https://example.com/d".to_owned(),
            ..package("d", "1.0.0", "MIT")
        });
        let wrong: Vec<String> = policy.wrong(&packages).into_iter().collect();
        assert_eq!(wrong.len(), 5, "{wrong:#?}");
        for (told, part) in wrong.iter().zip([
            "c 1.10.0: its licence",
            "c@1.9.0: is a second",
            "d 1.0.0: comes from",
            "evil 1.0.0: is banned",
            "gone@1.0.0",
        ]) {
            assert!(told.starts_with(part), "{told}");
        }
    }
}
