//! What a page's address says: ids in its path, choices and good news in its query.

use crate::{
    components::messages::notice,
    visit::{PageError, Visit},
};
use leptos::prelude::*;
use shared::{ClientError, Code, Date, FieldCode, FieldProblem, Problem};

/// An id or key out of a path; what is none is a page that does not exist.
pub(crate) fn parsed<T: std::str::FromStr>(visit: &Visit, text: &str) -> Result<T, PageError> {
    text.parse().map_err(|_| visit.refuse(Code::NotFound))
}

/// A parameter of the query, where it says anything.
pub(crate) fn asked(visit: &Visit, name: &str) -> Option<String> {
    form_urlencoded::parse(visit.query.as_bytes())
        .find(|(key, value)| key == name && !value.trim().is_empty())
        .map(|(_, value)| value.into_owned())
}

/// A day as the wire writes it.
pub(crate) fn day(text: &str) -> Option<Date> {
    serde_json::from_value(serde_json::Value::String(text.trim().to_owned())).ok()
}

/// A day as the wire writes it, for the value of a date field.
pub(crate) fn day_text(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

/// The news that a form has done its work (`?done=<word>`). Only words in `known` are news; the text is
/// `<prefix>.done_<word>`.
pub(crate) fn news(visit: &Visit, prefix: &str, known: &[&str]) -> AnyView {
    match asked(visit, "done").filter(|word| known.contains(&word.as_str())) {
        Some(word) => notice(
            visit,
            "success",
            tr!(visit, format!("{prefix}.done_{word}")),
            None,
        ),
        None => ().into_any(),
    }
}

/// What was decided before this page was opened (`?done=<word>&decided=<id>`).
pub(crate) fn decided<T: std::str::FromStr>(visit: &Visit) -> Option<T> {
    asked(visit, "decided")?.parse().ok()
}

/// The news that something was decided, by its name, over what comes next. The text is `<prefix>.decided_<word>`.
pub(crate) fn decision_news(
    visit: &Visit,
    prefix: &str,
    known: &[&str],
    name: Option<String>,
    next: Option<&str>,
) -> AnyView {
    let word = asked(visit, "done").filter(|word| known.contains(&word.as_str()));
    let (Some(word), Some(name)) = (word, name) else {
        return ().into_any();
    };
    notice(
        visit,
        "success",
        tr!(visit, format!("{prefix}.decided_{word}"), name = name),
        next.map(|next| tr!(visit, "queue.then", name = next)),
    )
}

/// A link to the rows that follow.
pub(crate) fn next_page(visit: &Visit, path: &str, query: &[(&str, &str)], cursor: Option<&str>) -> AnyView {
    let Some(cursor) = cursor else {
        return ().into_any();
    };
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query.iter().filter(|(_, value)| !value.is_empty()))
        .append_pair("cursor", cursor)
        .finish();
    let address = visit.to(&format!("{path}?{query}"));
    view! {
        <nav class="pagination" aria-label=tr!(visit, "common.pages")>
            <a rel="next" href=address>{tr!(visit, "common.next")}</a>
        </nav>
    }
    .into_any()
}

/// A refusal that only a browser's form can earn: a choice was left open.
pub(crate) fn required(visit: &Visit, field: &str) -> ClientError {
    wrong(visit, field, FieldCode::Required)
}

/// A refusal of one field that cannot even be sent.
pub(crate) fn wrong(visit: &Visit, field: &str, code: FieldCode) -> ClientError {
    refusal(visit, field, code, None)
}

/// The same, with the number that the sentence names.
pub(crate) fn limited(visit: &Visit, field: &str, code: FieldCode, limit: i64) -> ClientError {
    refusal(visit, field, code, Some(limit))
}

fn refusal(visit: &Visit, field: &str, code: FieldCode, limit: Option<i64>) -> ClientError {
    let mut problem = Problem::new(Code::ValidationFailed, visit.lang);
    problem
        .fields
        .push(FieldProblem::new(field, code, limit, visit.lang));
    ClientError::Problem(Box::new(problem))
}
