//! One row as typed fields, with everything that is wrong with it.

use super::{
    columns::Heading,
    stored::{RowError, StoredRow},
};
use crate::sheet::Cell;
use shared::{Checks, Date, FieldCode, Input, Lang};

/// Reads a row's cells by the names of their columns.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    columns: &'static [Heading],
    row: &'a StoredRow,
    errors: Vec<RowError>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(columns: &'static [Heading], row: &'a StoredRow) -> Self {
        let mut fields = Self {
            columns,
            row,
            errors: Vec::new(),
        };
        if let Some(count) = row.uneven
            && let Some(first) = columns.first()
        {
            fields.wrong(first.key, FieldCode::Uneven, i64::try_from(count).ok());
        }
        fields
    }

    /// What stands in a column; nothing where the file has no such column.
    pub(super) fn cell(&self, key: &str) -> &'a Cell {
        let place = self.columns.iter().position(|heading| heading.key == key);
        place
            .and_then(|place| self.row.cells.get(place))
            .unwrap_or(&Cell::Empty)
    }

    /// Says that a column is wrong.
    pub(super) fn wrong(&mut self, key: &str, code: FieldCode, limit: Option<i64>) {
        let value: String = self.cell(key).text().chars().take(120).collect();
        self.errors.push(RowError {
            line: self.row.line,
            field: key.to_owned(),
            value,
            code,
            limit,
        });
    }

    pub(super) fn is_wrong(&self, key: &str) -> bool {
        self.errors.iter().any(|error| error.field == key)
    }

    /// Text, where there is any.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        let text = self.cell(key).text();
        (!text.is_empty()).then_some(text)
    }

    /// A whole number, where there is any.
    pub(super) fn whole<T: TryFrom<i64>>(&mut self, key: &str) -> Option<T> {
        let cell = self.cell(key);
        if cell.is_empty() {
            return None;
        }
        let number = cell.whole().and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            self.wrong(key, FieldCode::Number, None);
        }
        number
    }

    /// A number with decimals, where there is any.
    pub(super) fn decimal(&mut self, key: &str) -> Option<f64> {
        let cell = self.cell(key);
        if cell.is_empty() {
            return None;
        }
        let number = cell.decimal();
        if number.is_none() {
            self.wrong(key, FieldCode::Number, None);
        }
        number
    }

    /// A day, where there is any.
    pub(super) fn day(&mut self, key: &str) -> Option<Date> {
        let cell = self.cell(key);
        if cell.is_empty() {
            return None;
        }
        let day = cell.day();
        if day.is_none() {
            self.wrong(key, FieldCode::Day, None);
        }
        day
    }

    /// Yes or no, where there is any.
    pub(super) fn truth(&mut self, key: &str) -> Option<bool> {
        let cell = self.cell(key);
        if cell.is_empty() {
            return None;
        }
        let truth = cell.truth();
        if truth.is_none() {
            self.wrong(key, FieldCode::Unknown, None);
        }
        truth
    }

    /// One of a list's words, where there is any.
    pub(super) fn word<T>(&mut self, key: &str, known: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(key)?;
        let word = known(&text);
        if word.is_none() {
            self.wrong(key, FieldCode::Unknown, None);
        }
        word
    }

    /// Several words with commas, where there are any.
    pub(super) fn words<T>(&mut self, key: &str, known: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
        let text = self.text(key)?;
        let pieces = text
            .split([',', ';'])
            .map(str::trim)
            .filter(|piece| !piece.is_empty());
        let words: Option<Vec<T>> = pieces.map(known).collect();
        if words.is_none() {
            self.wrong(key, FieldCode::Unknown, None);
        }
        words
    }

    /// Says which of these columns are empty though they must not be.
    pub(super) fn need(&mut self, keys: &[&str]) {
        for key in keys {
            if self.cell(key).is_empty() {
                self.wrong(key, FieldCode::Required, None);
            }
        }
    }

    /// Holds the input that the row makes against the rules of the operation that will take it. A column that could
    /// not be read is wrong once.
    pub(super) fn check(&mut self, input: &impl Input) {
        let mut checks = Checks::new(Lang::Vi);
        input.check(&mut checks);
        for problem in checks.into_problems() {
            let key = problem.field.split(['[', '.']).next().unwrap_or_default();
            if !self.is_wrong(key) {
                self.wrong(key, problem.code, problem.limit);
            }
        }
    }

    /// What is wrong, where anything is.
    pub(super) fn errors(self) -> Result<(), Vec<RowError>> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(self.errors)
        }
    }
}
