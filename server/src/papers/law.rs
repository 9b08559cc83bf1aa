//! What the law and the chains ask for: tables inside the executable, so that a new decree is a new row and no new
//! rule in the code.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, de::DeserializeOwned};
use shared::{
    catalogue::Claim,
    papers::{Exemption, Need, PaperKind, PaperRule, PaperScope},
};
use std::{str::FromStr, sync::OnceLock};

/// Everything that is known of papers beforehand.
#[derive(Debug, Default)]
pub(super) struct Law {
    /// One a kind.
    pub(super) kinds: Vec<PaperRule>,
    pub(super) needs: Vec<NeedRule>,
}

/// What products of some groups need.
#[derive(Debug)]
pub(super) struct NeedRule {
    pub(super) need: Need,
    /// Codes of groups; their sub-groups are meant too.
    groups: Vec<String>,
    pub(super) required: bool,
    /// Any of these will do.
    pub(super) kinds: Vec<PaperKind>,
    /// So will this, for producers exempt for one of these reasons.
    pub(super) commitment: Option<PaperKind>,
    pub(super) exemptions: Vec<Exemption>,
    pub(super) basis: String,
    pub(super) basis_en: String,
}

/// The law as this executable knows it. A test reads the tables.
pub(super) fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| {
        Law::read().unwrap_or_else(|error| {
            tracing::error!(
                error = format!("{error:#}"),
                "the tables of papers cannot be read"
            );
            Law::default()
        })
    })
}

impl Law {
    pub(super) fn read() -> Result<Self> {
        let mut law = Self::default();
        let text = include_str!("../../data/province/paper_kinds.csv");
        for row in rows::<KindRow>(text, "paper_kinds.csv")? {
            law.kinds.push(PaperRule {
                kind: row.kind,
                name: row.name_vi,
                name_en: row.name_en,
                scope: row.scope,
                term_months: row.term_months,
                numbered: yes(row.numbered.as_deref())?,
                claim: row.claim,
                basis: row.basis,
                basis_en: row.basis_en,
            });
        }
        let text = include_str!("../../data/province/needs.csv");
        for row in rows::<NeedRow>(text, "needs.csv")? {
            law.needs.push(NeedRule {
                need: row.need,
                groups: row.groups.split('|').map(str::to_owned).collect(),
                required: yes(row.required.as_deref())?,
                kinds: words(&row.kinds)?,
                commitment: row.commitment,
                exemptions: words(row.exemptions.as_deref().unwrap_or_default())?,
                basis: row.basis,
                basis_en: row.basis_en,
            });
        }
        Ok(law)
    }

    /// The rule of a kind.
    pub(super) fn kind(&self, kind: PaperKind) -> Option<&PaperRule> {
        self.kinds.iter().find(|rule| rule.kind == kind)
    }
}

impl NeedRule {
    /// Whether products of this group have the need: `I.1` is meant by `I`, `II` is not.
    pub(super) fn is_of(&self, group: &str) -> bool {
        self.groups.iter().any(|code| {
            group
                .strip_prefix(code.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }
}

#[derive(Deserialize)]
struct KindRow {
    kind: PaperKind,
    name_vi: String,
    name_en: String,
    scope: PaperScope,
    term_months: Option<u16>,
    numbered: Option<String>,
    claim: Option<Claim>,
    basis: String,
    basis_en: String,
}

#[derive(Deserialize)]
struct NeedRow {
    need: Need,
    groups: String,
    required: Option<String>,
    kinds: String,
    commitment: Option<PaperKind>,
    exemptions: Option<String>,
    basis: String,
    basis_en: String,
}

fn yes(text: Option<&str>) -> Result<bool> {
    match text.unwrap_or_default() {
        "" => Ok(false),
        "yes" => Ok(true),
        other => bail!("{other} is neither yes nor empty"),
    }
}

fn words<T: FromStr>(text: &str) -> Result<Vec<T>> {
    let words = text.split('|').filter(|word| !word.is_empty());
    words
        .map(|word| {
            word.parse()
                .map_err(|_| anyhow::anyhow!("{word} is an unknown word"))
        })
        .collect()
}

fn rows<R: DeserializeOwned>(text: &str, name: &str) -> Result<Vec<R>> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Law;
    use shared::papers::PaperKind;

    #[test]
    fn the_tables_can_be_read_and_name_each_kind_once() -> anyhow::Result<()> {
        let law = Law::read()?;
        let kinds: Vec<PaperKind> = law.kinds.iter().map(|rule| rule.kind).collect();
        assert_eq!(kinds, PaperKind::ALL);
        for need in &law.needs {
            assert!(!need.kinds.is_empty() && !need.basis.is_empty());
            assert_eq!(need.commitment.is_some(), !need.exemptions.is_empty());
            for group in &need.groups {
                let known = &crate::province::province().groups;
                assert!(
                    known.iter().any(|one| one.code.starts_with(group.as_str())),
                    "{group}"
                );
            }
        }
        Ok(())
    }

    #[test]
    fn a_group_means_its_sub_groups_and_no_others() -> anyhow::Result<()> {
        let law = Law::read()?;
        let count = |group: &str| law.needs.iter().filter(|need| need.is_of(group)).count();
        // Registration, establishment, test.
        assert_eq!(count("I.1.a"), 3);
        // Spirits need a licence beside what other drinks need.
        assert_eq!(count("II.1.a"), count("II.2.a") + 1);
        assert_eq!(count("IV.1"), 1);
        assert_eq!(count("VI"), 0);
        Ok(())
    }
}
