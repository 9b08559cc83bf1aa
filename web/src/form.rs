//! Plain HTML forms: what was filled in, and what came back wrong.

use axum::{
    extract::{FromRequest, Request},
    http::StatusCode,
};
use http_body_util::{BodyExt, Limited};
use shared::{ClientError, Code, Date, FieldCode, FieldProblem, Lang, Problem, identity::ContactInput};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// A form as it was sent, or as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Form {
    values: Vec<(String, String)>,
    /// Why it was not accepted.
    pub(crate) problem: Option<Problem>,
    labels: Labels,
    /// What is stored now, field by field, where somebody has changed it meanwhile.
    stored: Option<Vec<(String, String)>>,
}

/// What the page calls its fields, told by the fields themselves while the page is put together.
#[derive(Clone, Debug, Default)]
struct Labels(Arc<Mutex<BTreeMap<String, String>>>);

/// What a page calls its fields is nothing that was filled in.
impl PartialEq for Labels {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A whole number, written with or without grouped thousands: `1500`, `1.500`, `1,500`, `1 500`. A sign that does not part
/// thousands is a decimal one: `1.5` and `108,50` are no whole numbers, and never ten or a hundred times as much. One beyond
/// all bounds is the greatest there is, which no rule accepts.
pub(crate) fn read_number(text: &str) -> Option<i64> {
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let (sign, size) = match text.strip_prefix('-') {
        Some(size) => (-1, size),
        None => (1, text.as_str()),
    };
    let mark = size.chars().find(|letter| matches!(letter, '.' | ','));
    let groups: Vec<&str> = match mark {
        Some(mark) => size.split(mark).collect(),
        None => vec![size],
    };
    let whole = groups.iter().enumerate().all(|(place, group)| {
        let digits = !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
        let length = mark.is_none()
            || if place == 0 {
                group.len() <= 3
            } else {
                group.len() == 3
            };
        digits && length
    });
    let digits = whole.then(|| groups.concat())?;
    Some(sign * digits.parse().unwrap_or(i64::MAX))
}

/// Most bytes of a form without files.
const MAX_FORM: usize = 256 * 1024;

impl Form {
    /// A form filled in beforehand.
    pub(crate) fn filled<V: ToString>(values: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        Self {
            values: values
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_string()))
                .collect(),
            ..Self::default()
        }
    }

    /// A field's text; empty where it was not sent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.values
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// A field's text without blanks around it; none where that leaves nothing.
    pub(crate) fn some(&self, name: &str) -> Option<String> {
        Some(self.text(name).trim())
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    /// Every value sent under this name, as check boxes do.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.values
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a check box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.values.iter().any(|(key, _)| key == name)
    }

    /// A value of a type that can be read from text.
    pub(crate) fn parse<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).trim().parse().ok()
    }

    /// A whole number, written with or without grouped thousands. What is no number becomes one that no rule accepts.
    pub(crate) fn number(&self, name: &str) -> i64 {
        self.count(name).unwrap_or(-1)
    }

    /// The same; none where it is no number.
    pub(crate) fn count(&self, name: &str) -> Option<i64> {
        read_number(self.text(name))
    }

    /// The fields whose names begin so: what follows, and what was written.
    pub(crate) fn beginning<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.values
            .iter()
            .filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    /// A contact whose fields begin so; none where nothing of it was filled in.
    pub(crate) fn contact(&self, prefix: &str) -> Option<ContactInput> {
        let [name, phone, email] =
            ["name", "phone", "email"].map(|part| self.text(&format!("{prefix}{part}")).trim().to_owned());
        let some = !(name.is_empty() && phone.is_empty() && email.is_empty());
        some.then_some(ContactInput { name, phone, email })
    }

    /// The same where a contact is needed: what was not filled in is empty.
    pub(crate) fn whole_contact(&self, prefix: &str) -> ContactInput {
        self.contact(prefix).unwrap_or_else(|| ContactInput {
            name: String::new(),
            phone: String::new(),
            email: String::new(),
        })
    }

    /// A day as date fields send it: `2026-11-22`.
    pub(crate) fn date(&self, name: &str) -> Option<Date> {
        Date::parse(
            self.text(name).trim(),
            time::macros::format_description!("[year]-[month]-[day]"),
        )
        .ok()
    }

    /// The same form with a field filled in.
    pub(crate) fn with(mut self, name: &str, value: String) -> Self {
        self.values.retain(|(known, _)| known != name);
        self.values.push((name.to_owned(), value));
        self
    }

    /// The same form without the fields whose names begin so.
    pub(crate) fn without(mut self, prefix: &str) -> Self {
        self.values.retain(|(name, _)| !name.starts_with(prefix));
        self
    }

    /// A whole number that fits a smaller type; what does not fit becomes one that no rule accepts, because it is too large
    /// or else too small.
    pub(crate) fn small<T: TryFrom<i64> + From<i8>>(&self, name: &str) -> T {
        let number = self.number(name);
        let largest = [i64::from(i32::MAX), i64::from(i16::MAX)];
        [number]
            .into_iter()
            .chain(largest.into_iter().filter(|largest| number > *largest))
            .find_map(|number| T::try_from(number).ok())
            .unwrap_or_else(|| T::from(-1))
    }

    /// The same, for numbers that may be left out.
    pub(crate) fn some_small<T: TryFrom<i64> + From<i8>>(&self, name: &str) -> Option<T> {
        self.some(name).map(|_| self.small(name))
    }

    /// The same form with fields marked that hold nothing the call could even carry: no date, no such choice.
    pub(crate) fn unreadable(mut self, lang: Lang, fields: &[&str]) -> Self {
        let mut problem = Problem::new(Code::ValidationFailed, lang);
        problem.fields = fields
            .iter()
            .map(|field| {
                let code = if self.some(field).is_some() {
                    FieldCode::Format
                } else {
                    FieldCode::Required
                };
                FieldProblem::new(*field, code, None, lang)
            })
            .collect();
        self.problem = Some(problem);
        self
    }

    /// Notes what the page calls a field, for the summary of what is wrong.
    pub(crate) fn called(&self, field: &str, label: &str) {
        if self.problem.is_some()
            && let Ok(mut labels) = self.labels.0.lock()
        {
            labels.insert(field.to_owned(), label.to_owned());
        }
    }

    /// What the page calls a field, once the page is put together.
    pub(crate) fn label_of(&self, field: &str) -> Option<String> {
        self.labels.0.lock().ok()?.get(field).cloned()
    }

    /// What is wrong with a field.
    pub(crate) fn problem_of(&self, field: &str) -> Option<&FieldProblem> {
        self.problem
            .as_ref()?
            .fields
            .iter()
            .find(|problem| problem.field == field)
    }

    /// The same form with the reason why it was refused; errors that no form can mend are passed on.
    pub(crate) fn refused(mut self, error: ClientError) -> Result<Self, ClientError> {
        match error {
            ClientError::Problem(problem)
                if problem.status < 500 && problem.status != 401 && problem.status != 404 =>
            {
                self.problem = Some(self.in_words(*problem));
                Ok(self)
            }
            other => Err(other),
        }
    }

    /// The problem, with words in the place of a number called by their name: what went along for them was one that no rule
    /// accepts.
    fn in_words(&self, mut problem: Problem) -> Problem {
        for field in &mut problem.fields {
            let words = self
                .some(&field.field)
                .is_some_and(|text| read_number(&text).is_none());
            let told = |lang: &Lang| field.code.message(*lang, field.limit) == field.message;
            if let Some(lang) = [Lang::Vi, Lang::En].into_iter().find(told)
                && words
                && field.code == FieldCode::TooSmall
            {
                field.code = FieldCode::Number;
                field.message = FieldCode::Number.message(lang, None);
            }
        }
        problem
    }

    /// Like [`Form::refused`], for forms that sign in: there a 401 is about what was filled in.
    pub(crate) fn refused_here(mut self, error: ClientError) -> Result<Self, ClientError> {
        match error {
            ClientError::Problem(problem) if problem.status == 401 => {
                self.problem = Some(*problem);
                Ok(self)
            }
            other => self.refused(other),
        }
    }

    /// The same form beside what is stored now, where it was refused because of a change in between: what was typed
    /// stays, and is saved over that change when it is sent again.
    pub(crate) fn beside(mut self, now: &Self) -> Self {
        let code = self.problem.as_ref().map(|problem| problem.code);
        if code != Some(Code::PreconditionFailed) {
            return self;
        }
        let text = |form: &Self, name: &str| {
            form.all(name)
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(", ")
                .replace("\r\n", "\n")
        };
        let mut names: Vec<&str> = now.values.iter().map(|(name, _)| name.as_str()).collect();
        names.dedup();
        let differs = names
            .into_iter()
            .filter(|name| *name != "version" && text(&self, name) != text(now, name))
            .map(|name| (name.to_owned(), text(now, name)))
            .collect();
        self.stored = Some(differs);
        let version = now.text("version");
        for (name, value) in &mut self.values {
            if name == "version" {
                version.clone_into(value);
            }
        }
        self
    }

    /// What is stored now and differs from what was typed; none where nobody changed it in between.
    pub(crate) fn stored(&self) -> Option<&[(String, String)]> {
        self.stored.as_deref()
    }

    /// The status to show the form with.
    pub(crate) fn status(&self) -> StatusCode {
        self.problem
            .as_ref()
            .and_then(|problem| StatusCode::from_u16(problem.status).ok())
            .unwrap_or(StatusCode::OK)
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = StatusCode;

    async fn from_request(request: Request, _: &S) -> Result<Self, StatusCode> {
        let body = Limited::new(request.into_body(), MAX_FORM);
        let bytes = body
            .collect()
            .await
            .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?
            .to_bytes();
        let values = form_urlencoded::parse(&bytes)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        Ok(Self {
            values,
            ..Self::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, read_number};

    #[test]
    fn what_does_not_fit_is_too_large_or_too_small_for_any_rule() {
        let read = |text: &str| {
            let form = Form::filled([("n", text)]);
            (form.small::<i32>("n"), form.small::<i16>("n"))
        };
        assert_eq!(read("40.000"), (40_000, i16::MAX));
        assert_eq!(read("3000000000"), (i32::MAX, i16::MAX));
        assert_eq!(read("99999999999999999999"), (i32::MAX, i16::MAX));
        assert_eq!(read("-40000"), (-40_000, -1));
        assert_eq!(read("mười"), (-1, -1));
    }

    #[test]
    fn thousands_may_be_parted_and_nothing_else_is_read_over() {
        for (text, number) in [
            ("0", 0),
            ("1500", 1_500),
            ("1.500", 1_500),
            ("1,500", 1_500),
            (" 1 500 ", 1_500),
            ("12.345.678", 12_345_678),
            ("-3", -3),
            ("99999999999999999999", i64::MAX),
        ] {
            assert_eq!(read_number(text), Some(number), "{text}");
        }
        for text in [
            "",
            "-",
            "1.5",
            "1,5",
            "0.5",
            "108,50",
            "100.00",
            "108000.5",
            "1.080.00",
            "1.500,000",
            ".500",
            "1.",
            "1..500",
            "1234.567",
            "12a",
            "--3",
        ] {
            assert_eq!(read_number(text), None, "{text}");
        }
    }
}
