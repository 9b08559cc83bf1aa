//! What an operation was sent: path, query, body, file and the headers that matter, all checked.

use super::{Error, Result, json::parse_json, misfits};
use crate::db::Claim;
use bytes::Bytes;
use serde::de::DeserializeOwned;
use shared::{Code, Endpoint, FieldCode, FieldProblem, Lang, PathParams, endpoint::BodyKind};

/// The checked input of one operation.
#[derive(Debug)]
pub struct Received<E: Endpoint> {
    pub path: E::Path,
    pub query: E::Query,
    pub body: E::Body,
    pub file: Option<Upload>,
    /// The version in `If-Match`; None where the operation does not ask, or the caller sent `*`.
    pub if_version: Option<i64>,
    pub claim: Option<Claim>,
}

/// An uploaded file.
#[derive(Clone, Debug)]
pub struct Upload {
    pub bytes: Bytes,
    pub name: Option<String>,
}

/// The input of any operation, read but not understood.
#[derive(Debug, Default)]
pub(super) struct RawInput {
    pub(super) segments: Vec<String>,
    pub(super) query: String,
    pub(super) body: Bytes,
    pub(super) file: Option<Upload>,
    pub(super) if_version: Option<i64>,
    pub(super) claim: Option<Claim>,
}

impl<E: Endpoint> Received<E> {
    pub(super) fn parse(raw: RawInput, lang: Lang) -> Result<Self> {
        let path = E::Path::parse(&raw.segments).ok_or_else(Error::not_found)?;
        let query = parse_query(&raw.query, lang)?;
        let body: E::Body = match E::BODY {
            BodyKind::Json => misfits::read(&raw.body, lang)?,
            // Nothing to read: `()` comes from JSON null.
            BodyKind::None | BodyKind::File => parse_json(b"null", lang)?,
        };
        Ok(Self {
            path,
            query,
            body,
            file: raw.file,
            if_version: raw.if_version,
            claim: raw.claim,
        })
    }

    /// Refuses where the caller has seen an older version.
    pub fn expect_version(&self, version: i64) -> Result<()> {
        match self.if_version {
            Some(seen) if seen != version => Err(Error::refuse(Code::PreconditionFailed)),
            _ => Ok(()),
        }
    }
}

/// Most characters of a text that something is searched by.
pub(super) const MAX_SEARCH: usize = 100;

/// Texts of a query that no operation could do anything with.
fn unfit(pairs: &[(String, String)], lang: Lang) -> Option<Error> {
    let (name, code, limit) = pairs.iter().find_map(|(name, value)| {
        if value.chars().any(char::is_control) {
            Some((name, FieldCode::Format, None))
        } else if name == "q" && value.chars().count() > MAX_SEARCH {
            Some((name, FieldCode::TooLong, i64::try_from(MAX_SEARCH).ok()))
        } else {
            None
        }
    })?;
    Some(Error::invalid(vec![FieldProblem::new(
        name.as_str(),
        code,
        limit,
        lang,
    )]))
}

/// Reads a query string. Empty values count as left out and repeated names as a list, as plain HTML forms send them.
fn parse_query<Q: DeserializeOwned>(text: &str, lang: Lang) -> Result<Q> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        if value.is_empty() {
            continue;
        }
        match pairs.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => {
                values.push(',');
                values.push_str(&value);
            }
            None => pairs.push((name.into_owned(), value.into_owned())),
        }
    }
    if let Some(error) = unfit(&pairs, lang) {
        return Err(error);
    }
    let clean = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    let deserializer = serde_urlencoded::Deserializer::new(form_urlencoded::parse(clean.as_bytes()));
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        misfit(&path, &error.into_inner().to_string(), lang)
    })
}

/// Well-formed, but not what the operation takes: names the field as well as serde can tell.
pub(super) fn misfit(path: &str, message: &str, lang: Lang) -> Error {
    let parent = if path == "." { "" } else { path };
    let named = |prefix: &str| {
        let rest = message.strip_prefix(prefix)?;
        let name = rest.strip_prefix('`')?.split('`').next()?;
        Some(name.to_owned())
    };
    let join = |name: String| match parent {
        "" => name,
        // serde_path_to_error already ends in the unknown field itself.
        parent if parent == name || parent.ends_with(&format!(".{name}")) => parent.to_owned(),
        parent => format!("{parent}.{name}"),
    };
    let (field, code) = if let Some(name) = named("missing field ") {
        (join(name), FieldCode::Required)
    } else if let Some(name) = named("unknown field ") {
        (join(name), FieldCode::Unknown)
    } else if message.starts_with("unknown variant") {
        (parent.to_owned(), FieldCode::Unknown)
    } else {
        (parent.to_owned(), FieldCode::Format)
    };
    let error = Error::invalid(vec![FieldProblem::new(field, code, None, lang)]);
    match expected(message) {
        Some(words) => error.told(format!("Nhận một trong: {words}."), format!("One of: {words}.")),
        None => error,
    }
}

/// What could stand there, out of serde's words: "unknown variant `x`, expected one of `a`, `b`".
fn expected(message: &str) -> Option<String> {
    let (_, rest) = message.split_once(", expected ")?;
    let words: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    (!words.is_empty()).then(|| words.join(", "))
}
