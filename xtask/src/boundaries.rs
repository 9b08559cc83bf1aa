//! Which crates may not reach which others: a dependency added in haste fails here, not in a review.

use anyhow::{Result, bail};

use crate::setup::wasm;
use crate::shell::{output, say};
use crate::workspace::Workspace;

struct Rule {
    /// What is told about a violation.
    who: &'static str,
    /// The arguments that select the crate as it is built for that purpose.
    tree: &'static [&'static str],
    never: &'static [&'static str],
}

const RULES: &[Rule] = &[
    Rule {
        who: "shared without its features",
        tree: &["--package", "shared", "--no-default-features"],
        never: &[
            "sea-orm",
            "utoipa",
            "axum",
            "tokio",
            "leptos",
            "web",
            "server",
            "migrations",
        ],
    },
    Rule {
        who: "web in the browser",
        tree: &[
            "--package",
            "web",
            "--no-default-features",
            "--features",
            "hydrate",
            "--target",
            wasm::TARGET,
        ],
        never: &[
            "sea-orm",
            "utoipa",
            "axum",
            "tower",
            "rust-i18n",
            "server",
            "migrations",
        ],
    },
    Rule {
        who: "web on the server",
        tree: &["--package", "web", "--no-default-features", "--features", "ssr"],
        never: &["sea-orm", "server", "migrations"],
    },
    Rule {
        who: "migrations",
        tree: &["--package", "migrations"],
        never: &["server", "shared", "web"],
    },
];

/// Reads each crate's normal dependencies from cargo.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    for rule in RULES {
        let mut command = workspace.cargo();
        command
            .arg("tree")
            .args(rule.tree)
            .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"]);
        let tree = output(&mut command)?;
        if let Some(name) = first_forbidden(&tree, rule.never) {
            let selection = rule.tree.join(" ");
            bail!(
                "{} depends on {name}; `cargo tree {selection} --invert {name}` shows how",
                rule.who
            );
        }
        say(format_args!(
            "boundaries: {} keeps away from {}",
            rule.who,
            rule.never.join(", ")
        ));
    }
    Ok(())
}

/// The first name of the list that is a package of the tree. Each line is `name vVERSION …`.
fn first_forbidden<'a>(tree: &str, never: &[&'a str]) -> Option<&'a str> {
    never
        .iter()
        .find(|name| tree.lines().any(|line| line.split(' ').next() == Some(**name)))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_whole_names() {
        let tree = "web v0.1.0 (/somewhere)\nleptos v0.8.23\naxum-core v0.5.0\n";
        assert_eq!(first_forbidden(tree, &["axum", "leptos"]), Some("leptos"));
        assert_eq!(first_forbidden(tree, &["axum"]), None);
    }
}
