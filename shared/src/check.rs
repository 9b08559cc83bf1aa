//! Rules of inputs, each said once: the same call refuses a bad value and writes the rule into the contract.

use crate::{FieldCode, FieldProblem, Lang, codes::BadNumber};
use serde::{Serialize, de::DeserializeOwned};
use std::{borrow::Cow, collections::BTreeMap, ops::RangeInclusive};

/// Text that is none of a list's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown word")]
pub struct UnknownWord;

/// The body of a request.
pub trait Input: Serialize + DeserializeOwned + crate::endpoint::Schema {
    /// Names each rule of each field.
    fn check(&self, checks: &mut Checks);
    /// A body that works on the demo province, ids aside.
    fn example() -> Self;
}

impl Input for () {
    fn check(&self, _: &mut Checks) {}
    fn example() -> Self {}
}

/// A rule as the contract states it (JSON Schema keywords).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    Length(u32, u32),
    Range(i64, i64),
    Items(u32, u32),
    Pattern(Cow<'static, str>),
    /// At the most two decimals.
    Hundredths,
}

/// Any character but control characters, of which text may have line breaks and tabs.
const ANY: &str = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]";
/// Any character that is neither a control character nor a blank.
const INK: &str = r"[^\s\x00-\x1f\x7f-\x9f]";

/// A name, an at sign, and a host of two parts or more.
const EMAIL: &str = r"^[^@\s\x00-\x1f\x7f-\x9f]+@[^@\s.\x00-\x1f\x7f-\x9f]+\.[^@\s\x00-\x1f\x7f-\x9f]+$";

/// Mobile numbers and those of offices as they are dialled in Vietnam or from abroad, hotlines, numbers of other countries.
const PHONE: &str = concat!(
    r"^((0|84|0084|\+84)[ .\-]?([35789]([ .\-]?[0-9]){8}|2([ .\-]?[0-9]){9})",
    r"|1[89]00([ .\-]?[0-9]){4}(([ .\-]?[0-9]){2})?",
    r"|\+([1-79][0-9 .\-]|8[0-35-9])[0-9 .\-]{6,17}[0-9])$",
);

/// Nothing, or a host with a dot in it behind the scheme, and perhaps more behind the host.
const WEB_ADDRESS: &str = r"^$|^https?://[A-Za-z0-9:\-]*\.[A-Za-z0-9.:\-]*([/?#][^\s\x00-\x1f\x7f-\x9f]*)?$";

/// What a published pattern calls a blank: the mark of the byte order is one there (ECMA-262, `\s`).
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{feff}'
}

/// What [`Checks::text`] asks of a text besides its length, as a regular expression.
fn text_pattern(least: u32) -> String {
    match least {
        0 => format!("^{ANY}*$"),
        1 => format!("^{ANY}*{INK}{ANY}*$"),
        least => format!("^{ANY}*{INK}{ANY}{{{},}}{INK}{ANY}*$", least - 2),
    }
}

/// What only the server knows: whether there is such a thing.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub commune: fn(&str) -> bool,
    /// A group that products can belong to.
    pub group: fn(&str) -> bool,
}

/// Collects what is wrong with an input and, for the contract, which rules there are.
#[derive(Debug, Default)]
pub struct Checks {
    lang: Option<Lang>,
    prefix: String,
    problems: Vec<FieldProblem>,
    rules: Option<BTreeMap<String, Vec<Rule>>>,
    known: Option<Known>,
}

impl Checks {
    /// Checks a value, with messages in this language.
    pub fn new(lang: Lang) -> Self {
        Self {
            lang: Some(lang),
            ..Self::default()
        }
    }

    /// The same, and refuses what the server does not know.
    #[must_use]
    pub const fn knowing(mut self, known: Known) -> Self {
        self.known = Some(known);
        self
    }

    /// Only notes the rules; `lines[].quantity` names the field of every line.
    pub fn describing() -> Self {
        Self {
            rules: Some(BTreeMap::new()),
            ..Self::default()
        }
    }

    /// The language of the messages.
    pub fn lang(&self) -> Lang {
        self.lang.unwrap_or(Lang::Vi)
    }

    /// Takes over what other checks found, not the rules they noted: those hold for some values of an input only.
    pub fn adopt(&mut self, other: Self) {
        self.problems.extend(other.problems);
    }

    pub fn into_problems(self) -> Vec<FieldProblem> {
        self.problems
    }

    pub fn into_rules(self) -> BTreeMap<String, Vec<Rule>> {
        self.rules.unwrap_or_default()
    }

    /// Says that a field is wrong; the same of one field once.
    pub fn problem(&mut self, field: &str, code: FieldCode, limit: Option<i64>) {
        let lang = self.lang.unwrap_or(Lang::Vi);
        let field = format!("{}{field}", self.prefix);
        if self
            .problems
            .iter()
            .any(|known| known.field == field && known.code == code)
        {
            return;
        }
        self.problems.push(FieldProblem::new(field, code, limit, lang));
    }

    /// Says that a day lies behind the last one that may be.
    pub fn too_late(&mut self, field: &str, last: crate::Date) {
        let told = self.lang().pick("Muộn nhất là ngày", "The latest day is");
        self.problems.push(FieldProblem {
            field: format!("{}{field}", self.prefix),
            code: FieldCode::TooLate,
            message: format!("{told} {}.", crate::time::written(last)),
            limit: None,
        });
    }

    fn note(&mut self, field: &str, rule: Rule) {
        if let Some(rules) = &mut self.rules {
            let path: String = format!("{}{field}", self.prefix).replace("[0]", "[]");
            rules.entry(path).or_default().push(rule);
        }
    }

    /// Text of so many characters; blanks at its ends do not count towards the least.
    pub fn text(&mut self, field: &str, value: &str, length: RangeInclusive<u32>) {
        self.note_text(field, &length);
        let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if count(value.trim_matches(is_blank)) < *length.start() {
            let code = if *length.start() == 1 {
                FieldCode::Required
            } else {
                FieldCode::TooShort
            };
            self.problem(field, code, Some(i64::from(*length.start())));
        } else if count(value) > *length.end() {
            self.problem(field, FieldCode::TooLong, Some(i64::from(*length.end())));
        } else if value
            .chars()
            .any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'))
        {
            self.problem(field, FieldCode::Format, None);
        }
    }

    /// Text that may be left out; `None` while the contract is described counts as present.
    pub fn optional_text(&mut self, field: &str, value: Option<&str>, length: RangeInclusive<u32>) {
        match value {
            Some(value) => self.text(field, value, length),
            None => self.note_text(field, &length),
        }
    }

    fn note_text(&mut self, field: &str, length: &RangeInclusive<u32>) {
        if self.rules.is_some() {
            self.note(field, Rule::Length(*length.start(), *length.end()));
            self.note(field, Rule::Pattern(text_pattern(*length.start()).into()));
        }
    }

    /// A whole number.
    pub fn number(&mut self, field: &str, value: i64, range: RangeInclusive<i64>) {
        self.note(field, Rule::Range(*range.start(), *range.end()));
        if value < *range.start() {
            self.problem(field, FieldCode::TooSmall, Some(*range.start()));
        } else if value > *range.end() {
            self.problem(field, FieldCode::TooLarge, Some(*range.end()));
        }
    }

    /// A whole number that may be left out.
    pub fn optional_number(&mut self, field: &str, value: Option<i64>, range: RangeInclusive<i64>) {
        match value {
            Some(value) => self.number(field, value, range),
            None => self.note(field, Rule::Range(*range.start(), *range.end())),
        }
    }

    /// A number with at most two decimals that may be left out. In hundredths, where it is one.
    pub fn optional_hundredths(
        &mut self,
        field: &str,
        value: Option<f64>,
        range: RangeInclusive<i32>,
    ) -> Option<i32> {
        let (least, most) = (i64::from(*range.start()), i64::from(*range.end()));
        self.note(field, Rule::Range(least, most));
        self.note(field, Rule::Hundredths);
        let value = value?;
        if value < f64::from(*range.start()) {
            self.problem(field, FieldCode::TooSmall, Some(least));
        } else if value > f64::from(*range.end()) {
            self.problem(field, FieldCode::TooLarge, Some(most));
        } else {
            let hundredths = (value * 100.0).round();
            if (value * 100.0 - hundredths).abs() <= 1e-6 {
                #[expect(
                    clippy::as_conversions,
                    clippy::cast_possible_truncation,
                    reason = "within the range, just checked"
                )]
                return Some(hundredths as i32);
            }
            self.problem(field, FieldCode::Format, None);
        }
        None
    }

    /// A list of so many entries that may be left out.
    pub fn optional_list(&mut self, field: &str, length: Option<usize>, range: RangeInclusive<u32>) {
        match length {
            Some(length) => self.list(field, length, range),
            None => self.note(field, Rule::Items(*range.start(), *range.end())),
        }
    }

    /// A list of so many entries.
    pub fn list(&mut self, field: &str, length: usize, range: RangeInclusive<u32>) {
        self.note(field, Rule::Items(*range.start(), *range.end()));
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        if length < *range.start() {
            self.problem(field, FieldCode::Required, None);
        } else if length > *range.end() {
            self.problem(field, FieldCode::TooMany, Some(i64::from(*range.end())));
        }
    }

    /// Text in a form that a regular expression tells the contract and `good` decides.
    pub fn form(&mut self, field: &str, value: &str, pattern: &'static str, good: impl FnOnce(&str) -> bool) {
        self.note(field, Rule::Pattern(pattern.into()));
        if !good(value) {
            self.problem(field, FieldCode::Format, None);
        }
    }

    /// A number with a check digit.
    pub fn digits(&mut self, field: &str, checked: Result<(), BadNumber>, pattern: &'static str) {
        self.note(field, Rule::Pattern(pattern.into()));
        match checked {
            Ok(()) => {}
            Err(BadNumber::Format) => self.problem(field, FieldCode::Format, None),
            Err(BadNumber::CheckDigit) => self.problem(field, FieldCode::CheckDigit, None),
        }
    }

    /// A number with a check digit that may be left out.
    pub fn optional_digits(
        &mut self,
        field: &str,
        value: Option<&str>,
        check: impl FnOnce(&str) -> Result<(), BadNumber>,
        pattern: &'static str,
    ) {
        self.digits(field, value.map_or(Ok(()), check), pattern);
    }

    /// An e-mail address, as far as one can tell without sending to it.
    pub fn email(&mut self, field: &str, value: &str) {
        self.note_text(field, &(5..=254));
        self.note(field, Rule::Pattern(EMAIL.into()));
        if value.chars().nth(254).is_some() {
            self.problem(field, FieldCode::TooLong, Some(254));
        } else {
            self.reached_by(field, value, is_email(value), FieldCode::Email);
        }
    }

    /// An e-mail address that may be left empty.
    pub fn optional_email(&mut self, field: &str, value: &str) {
        if value.trim().is_empty() {
            self.note(field, Rule::Length(0, 254));
            self.note(field, Rule::Pattern(format!("^$|{EMAIL}").into()));
        } else if self.rules.is_some() {
            self.optional_email(field, "");
        } else {
            self.email(field, value);
        }
    }

    /// A web address that may be left out or empty.
    pub fn optional_web_address(&mut self, field: &str, value: Option<&str>) {
        self.optional_text(field, value, 0..=200);
        self.form(field, value.unwrap_or_default(), WEB_ADDRESS, |text| {
            text.is_empty() || is_web_address(text)
        });
    }

    /// What somebody will sign in with: an e-mail address or a Vietnamese phone number.
    pub fn login(&mut self, field: &str, value: &str) {
        let value = value.trim();
        if self.rules.is_some() {
            self.text(field, value, 5..=254);
        } else if crate::login::is_phone(value) {
            // It has its own length.
        } else if value.contains('@') {
            self.email(field, value);
        } else {
            self.text(field, value, 1..=254);
            if !value.trim().is_empty() {
                self.problem(field, FieldCode::Format, None);
            }
        }
    }

    /// A phone number as [`crate::login::is_callable`] knows them: digits, blanks, dots, hyphens, perhaps a leading plus.
    pub fn phone(&mut self, field: &str, value: &str) {
        self.note(field, Rule::Pattern(PHONE.into()));
        let digits = value.strip_prefix('+').unwrap_or(value);
        let good = (8..=30).contains(&digits.len())
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.ends_with(|c: char| c.is_ascii_digit())
            && digits
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-'))
            && crate::login::is_callable(value);
        self.reached_by(field, value, good, FieldCode::Phone);
    }

    /// A phone number that somebody signs in with, as [`crate::login::phone`] reads it.
    pub fn vietnamese_phone(&mut self, field: &str, value: &str) {
        let pattern = r"^(0|84|0084|\+84)[ .\-]*([35789]([ .\-]*[0-9]){8}|2([ .\-]*[0-9]){9})$";
        self.note(field, Rule::Pattern(pattern.into()));
        self.reached_by(field, value, crate::login::is_phone(value), FieldCode::Phone);
    }

    /// What people are reached by: it must be there, and be `good`, or else `code` says what is wanted.
    fn reached_by(&mut self, field: &str, value: &str, good: bool, code: FieldCode) {
        if value.trim_matches(is_blank).is_empty() {
            self.problem(field, FieldCode::Required, None);
        } else if !good {
            self.problem(field, code, None);
        }
    }

    /// A commune's code: five digits. Whether there is such a commune only the server can say.
    pub fn commune(&mut self, field: &str, value: &str) {
        let good = value.len() == 5 && value.bytes().all(|b| b.is_ascii_digit());
        self.form(field, value, "^[0-9]{5}$", |_| good);
        if good && self.known.is_some_and(|known| !(known.commune)(value)) {
            self.problem(field, FieldCode::Unknown, None);
        }
    }

    /// The code of a group that products can belong to. Which there are only the server can say.
    pub fn group(&mut self, field: &str, value: Option<&str>) {
        self.optional_text(field, value, 1..=10);
        let named = value.filter(|value| (1..=10).contains(&value.trim().chars().count()));
        if let Some((known, value)) = self.known.zip(named)
            && !(known.group)(value)
        {
            self.problem(field, FieldCode::Unknown, None);
        }
    }

    /// The same rules for a part of the input: `prefix` ends in `.`.
    pub fn within(&mut self, prefix: &str, check: impl FnOnce(&mut Self)) {
        let length = self.prefix.len();
        self.prefix.push_str(prefix);
        check(self);
        self.prefix.truncate(length);
    }
}

fn is_email(text: &str) -> bool {
    let blank = |letter| is_blank(letter) || letter.is_control();
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.contains('@')
            && host
                .split_once('.')
                .is_some_and(|(first, rest)| !first.is_empty() && !rest.is_empty())
            && !text.chars().any(blank)
    })
}

fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.')
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte))
            && !text.chars().any(|letter| is_blank(letter) || letter.is_control())
    })
}
