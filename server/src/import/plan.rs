//! Judges each row: what would be added, changed, left alone or refused. Knows no database.

use super::{COLUMNS, Table, table::Cells};
use crate::{catalogue::Recorded, province::province};
use shared::text::folded;
use std::collections::HashMap;

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Added(Recorded),
    Changed(Recorded, Vec<&'static str>),
    Unchanged(Recorded),
    /// Column and reason, for everything that is wrong.
    Refused(Vec<(&'static str, String)>),
}

/// What becomes of a file.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Line, what the row calls itself, outcome.
    pub(crate) rows: Vec<(u32, String, Outcome)>,
}

impl Plan {
    pub(crate) fn count(&self, which: impl Fn(&Outcome) -> bool) -> usize {
        self.rows.iter().filter(|(_, _, outcome)| which(outcome)).count()
    }

    pub(crate) fn refused(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Refused(_)))
    }
}

/// Judges the rows of a file against those that are known, by natural key.
pub(crate) fn plan(table: &Table, known: &HashMap<String, Recorded>) -> Plan {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut plan = Plan::default();
    for cells in &table.rows {
        let [name, ..] = &cells.cells;
        let outcome = match row(cells) {
            Err(problems) => Outcome::Refused(problems),
            Ok(row) => match seen.insert(row.natural_key.clone(), cells.line) {
                Some(line) => Outcome::Refused(vec![(
                    "name",
                    format!("the same name, producer and old place stand in line {line} already"),
                )]),
                None => compare(row, known),
            },
        };
        plan.rows.push((cells.line, name.clone(), outcome));
    }
    plan
}

fn compare(row: Recorded, known: &HashMap<String, Recorded>) -> Outcome {
    let Some(old) = known.get(&row.natural_key) else {
        return Outcome::Added(row);
    };
    let differences = [
        ("name", old.name != row.name),
        ("star", old.recorded_stars != row.recorded_stars),
        ("subgroup_guess", old.group_code != row.group_code),
        ("producer", old.producer_name != row.producer_name),
        ("old_place", old.old_place != row.old_place),
        ("commune_code", old.commune_code != row.commune_code),
        ("recognition", old.recognition != row.recognition),
        ("source", old.source != row.source),
    ];
    let changed: Vec<&'static str> = differences
        .into_iter()
        .filter_map(|(column, differs)| differs.then_some(column))
        .collect();
    if changed.is_empty() {
        Outcome::Unchanged(row)
    } else {
        Outcome::Changed(row, changed)
    }
}

fn row(cells: &Cells) -> Result<Recorded, Vec<(&'static str, String)>> {
    let mut problems = Vec::new();
    if let Some((has, should)) = cells.uneven {
        let [first, ..] = COLUMNS;
        problems.push((first, format!("the row has {has} cells, the header {should}")));
        return Err(problems);
    }
    for ((column, most), cell) in COLUMNS.into_iter().zip(MOST).zip(&cells.cells) {
        let length = cell.chars().count();
        if length > most {
            problems.push((column, format!("has {length} characters; at most {most} fit")));
        }
        if cell
            .chars()
            .any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'))
        {
            problems.push((column, "has control characters".to_owned()));
        }
    }
    let [
        name,
        star,
        group,
        producer,
        old_place,
        commune,
        code,
        recognition,
        source,
    ] = &cells.cells;
    if name.chars().count() < 2 {
        problems.push(("name", "is missing".to_owned()));
    }
    let stars = match star.as_str() {
        "" => None,
        text => {
            if let Ok(stars @ 1..=5) = text.parse::<i16>() {
                Some(stars)
            } else {
                problems.push(("star", format!("is {text:?}; must be 1 to 5, or empty")));
                None
            }
        }
    };
    if !group.is_empty() && province().group(group).is_none() {
        problems.push(("subgroup_guess", format!("there is no product group {group:?}")));
    }
    if !code.is_empty() {
        match province().commune(code) {
            None => problems.push((
                "commune_code",
                format!("there is no commune {code:?} in this province"),
            )),
            Some(found) if !commune.is_empty() && !ends_with_name(&found.name, commune) => problems.push((
                "commune_2025",
                format!("is {commune:?}, but the code {code} belongs to {}", found.name),
            )),
            Some(_) => {}
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    Ok(Recorded {
        natural_key: format!("{}|{}|{}", folded(name), folded(producer), folded(old_place)),
        name: name.clone(),
        recorded_stars: stars,
        group_code: some(group),
        producer_name: some(producer),
        old_place: some(old_place),
        commune_code: some(code),
        recognition: some(recognition),
        source: some(source),
    })
}

/// Most characters of each of [`COLUMNS`].
const MOST: [usize; COLUMNS.len()] = [200, 4, 10, 250, 250, 100, 10, 1000, 2000];

/// The commune's name, with or without its kind.
fn ends_with_name(full: &str, given: &str) -> bool {
    let (full, given) = (folded(full), folded(given));
    full == given || full.split_once(' ').is_some_and(|(_, name)| name == given)
}

#[cfg(test)]
mod tests {
    use super::{Outcome, plan};
    use crate::import::{Table, table::Cells};
    use std::collections::HashMap;

    fn cells(line: u32, cells: [&str; 9]) -> Cells {
        Cells {
            line,
            cells: cells.map(str::to_owned),
            uneven: None,
        }
    }

    fn refusals(rows: Vec<Cells>) -> Vec<(u32, Vec<&'static str>)> {
        let plan = plan(&Table { rows }, &HashMap::new());
        let refused = plan
            .rows
            .into_iter()
            .filter_map(|(line, _, outcome)| match outcome {
                Outcome::Refused(problems) => {
                    Some((line, problems.into_iter().map(|(column, _)| column).collect()))
                }
                _ => None,
            });
        refused.collect()
    }

    #[test]
    fn every_mistake_of_a_row_is_named_with_its_column() {
        let row = cells(7, ["", "6", "IX.9", "", "", "", "99999", "", ""]);
        assert_eq!(
            refusals(vec![row]),
            vec![(7, vec!["name", "star", "subgroup_guess", "commune_code"])]
        );
    }

    #[test]
    fn a_name_that_belongs_to_another_code_is_refused() {
        let right = cells(2, ["Na dai", "4", "I.1.a", "", "", "Chi Lăng", "06463", "", ""]);
        let wrong = cells(3, ["Na bở", "4", "I.1.a", "", "", "Đồng Đăng", "06463", "", ""]);
        assert_eq!(refusals(vec![right, wrong]), vec![(3, vec!["commune_2025"])]);
    }

    #[test]
    fn the_second_of_two_equal_rows_is_refused_however_it_is_written() {
        let first = cells(2, ["Hồng Bảo Lâm", "", "", "HTX A", "", "", "", "", ""]);
        let second = cells(3, ["HONG BAO LAM", "", "", "htx a", "", "", "", "", ""]);
        assert_eq!(refusals(vec![first, second]), vec![(3, vec!["name"])]);
    }
}
