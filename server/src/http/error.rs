//! What stops an operation, and the problem document that the caller gets.

use crate::db::{Stored, constraint};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use shared::{Code, FieldCode, FieldProblem, Lang, Problem};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Most bytes of a file.
pub const MAX_FILE: usize = 10 * 1024 * 1024;
const MAX_MEGABYTES: u64 = 10;

/// What stops an operation.
#[derive(Debug)]
pub enum Error {
    /// The caller can do something about it.
    Refused(Box<Draft>),
    /// We must do something about it; the caller learns only the request id.
    Internal(anyhow::Error),
    /// Not an error: the same request was answered before.
    Replay(Stored),
}

/// A problem before the caller's language is known.
#[derive(Debug)]
pub struct Draft {
    pub code: Code,
    pub detail: Option<String>,
    /// The same in Vietnamese, where it is meant for people.
    detail_vi: Option<String>,
    fields: Vec<(String, FieldCode, Option<i64>)>,
    /// Fields with their sentence already written.
    written: Vec<FieldProblem>,
    retry_after: Option<u32>,
    step_token: Option<String>,
}

impl Draft {
    /// The fields that are wrong: name, code, limit.
    pub fn fields(&self) -> impl Iterator<Item = (&str, FieldCode, Option<i64>)> {
        let written = self.written.iter();
        self.fields
            .iter()
            .map(|(field, code, limit)| (field.as_str(), *code, *limit))
            .chain(written.map(|field| (field.field.as_str(), field.code, field.limit)))
    }

    /// The fields whose sentences are written.
    pub(super) fn written(&self) -> impl Iterator<Item = &FieldProblem> {
        self.written.iter()
    }

    /// What is special about this refusal, in one line for programs and logs: the detail, and the fields.
    pub fn told(&self) -> String {
        let detail = self.detail.iter().map(|detail| format!(": {detail}"));
        let fields = self
            .fields
            .iter()
            .map(|(field, code, _)| format!("; {field}: {code}"));
        let written = self
            .written
            .iter()
            .map(|problem| format!("; {}: {}", problem.field, problem.code));
        detail.chain(fields).chain(written).collect::<Vec<_>>().concat()
    }
}

impl Error {
    /// Refuses with a code of the closed table.
    pub fn refuse(code: Code) -> Self {
        Self::Refused(Box::new(Draft {
            code,
            detail: None,
            detail_vi: None,
            fields: Vec::new(),
            written: Vec::new(),
            retry_after: None,
            step_token: None,
        }))
    }

    /// Refuses because of one field.
    pub fn field(field: impl Into<String>, code: FieldCode) -> Self {
        Self::refuse(Code::ValidationFailed).with_field(field, code, None)
    }

    pub fn not_found() -> Self {
        Self::refuse(Code::NotFound)
    }

    /// Refuses with fields whose sentences are written.
    pub fn invalid(fields: Vec<FieldProblem>) -> Self {
        let mut error = Self::refuse(Code::ValidationFailed);
        if let Self::Refused(draft) = &mut error {
            draft.written = fields;
        }
        error
    }

    /// Adds a field whose sentence is written.
    #[must_use]
    pub fn with_written(mut self, field: FieldProblem) -> Self {
        if let Self::Refused(draft) = &mut self {
            draft.written.push(field);
        }
        self
    }

    #[must_use]
    pub fn with_field(mut self, field: impl Into<String>, code: FieldCode, limit: Option<i64>) -> Self {
        if let Self::Refused(draft) = &mut self {
            draft.fields.push((field.into(), code, limit));
        }
        self
    }

    /// Refuses a file of so many bytes, where that is known.
    pub fn file_too_large(bytes: Option<u64>) -> Self {
        let most = MAX_MEGABYTES;
        // A file a little beyond the limit is not told to be just as large as the limit.
        let was = bytes.map(|bytes| bytes.div_ceil(1024 * 1024).max(most + 1));
        let (vi, en) = was.map_or_else(Default::default, |was| {
            (format!(" Tệp này {was} MB."), format!(" This one has {was} MB."))
        });
        Self::refuse(Code::BodyTooLarge).told(
            format!("Mỗi tệp nhiều nhất {most} MB.{vi}"),
            format!("A file has at most {most} MB.{en}"),
        )
    }

    /// Refuses because of the state that a thing is in, named in Vietnamese and in English: `["Đơn hàng", "order"]`.
    pub fn wrong_state(thing: [&str; 2], state: &str) -> Self {
        let [vi, en] = thing;
        let named = shared::labels::state(state, Lang::Vi)
            .unwrap_or(state)
            .to_lowercase();
        Self::refuse(Code::WrongState).told(
            format!("{vi} đang ở trạng thái “{named}”."),
            format!("The {en} is {}.", state.replace('_', " ")),
        )
    }

    /// Adds what is special about this occurrence, for people: in Vietnamese and in English.
    #[must_use]
    pub fn told(mut self, vi: impl Into<String>, en: impl Into<String>) -> Self {
        if let Self::Refused(draft) = &mut self {
            draft.detail_vi = Some(vi.into());
            draft.detail = Some(en.into());
        }
        self
    }

    /// Adds what is special about this occurrence; in English, for programmers alone. What people may come upon is
    /// said with [`Error::told`].
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        if let Self::Refused(draft) = &mut self {
            draft.detail = Some(detail.into());
        }
        self
    }

    /// Says when to come back, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        if let Self::Refused(draft) = &mut self {
            draft.retry_after = Some(seconds);
        }
        self
    }

    /// Says how signing in goes on.
    #[must_use]
    pub fn step(mut self, token: String) -> Self {
        if let Self::Refused(draft) = &mut self {
            draft.step_token = Some(token);
        }
        self
    }

    /// Whether the constraint of this name was violated.
    pub fn violates(&self, name: &str) -> bool {
        match self {
            Self::Internal(cause) => {
                let cause = cause.downcast_ref::<sea_orm::DbErr>();
                cause.and_then(constraint::violated).as_deref() == Some(name)
            }
            _ => false,
        }
    }

    /// The response, in the caller's language. Internal causes are logged here, once.
    pub fn into_response(self, lang: Lang, request_id: &str, path: &str) -> Response {
        let draft = match self {
            Self::Refused(draft) => draft,
            Self::Replay(_) => return Self::refuse(Code::Internal).into_response(lang, request_id, path),
            Self::Internal(cause) => {
                let logged = crate::telemetry::without_secrets(path);
                tracing::error!(
                    request_id,
                    path = logged,
                    error = format!("{cause:#}"),
                    "request failed"
                );
                return Self::refuse(Code::Internal).into_response(lang, request_id, path);
            }
        };
        let mut problem = Problem::new(draft.code, lang);
        problem.detail = match lang {
            Lang::Vi => draft.detail_vi.or(draft.detail),
            Lang::En => draft.detail,
        };
        if let (Code::TooManyRequests, None, Some(seconds)) =
            (problem.code, &problem.detail, draft.retry_after)
        {
            problem.detail = Some(pause(seconds, lang));
        }
        problem.step_token = draft.step_token;
        problem.instance = Some(path.to_owned());
        request_id.clone_into(&mut problem.request_id);
        problem.fields = draft.written;
        let fields = draft.fields.into_iter();
        problem
            .fields
            .extend(fields.map(|(field, code, limit)| FieldProblem::new(field, code, limit, lang)));
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = Response::new(body.into());
        *response.status_mut() =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.as_str()));
        if problem.status == 401 {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = draft.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// How long a pause lasts, in words.
fn pause(seconds: u32, lang: Lang) -> String {
    let minutes = seconds.div_ceil(60).max(1);
    match (lang, minutes) {
        (Lang::Vi, minutes) => format!("Thử lại được sau {minutes} phút."),
        (Lang::En, 1) => "Try again in a minute.".to_owned(),
        (Lang::En, minutes) => format!("Try again in {minutes} minutes."),
    }
}

/// An error of the database: waiting too long, or finding nobody there, is the caller's to repeat; everything else is
/// ours.
impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        if constraint::cannot_work(&error) {
            tracing::error!(%error, "the database cannot work");
            return Self::refuse(Code::Unavailable).retry_after(5);
        }
        if constraint::waited_too_long(&error) {
            tracing::warn!(%error, "the database kept a request waiting too long");
            return Self::refuse(Code::Unavailable).retry_after(1);
        }
        Self::Internal(anyhow::Error::new(error).context("database"))
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

/// Turns a violated constraint into a refusal of its own.
pub trait OnConstraint<T> {
    /// Where the constraint of this name was violated, refuses with what `refusal` says.
    fn on_constraint(self, name: &str, refusal: impl FnOnce() -> Error) -> Result<T>;
}

impl<T> OnConstraint<T> for std::result::Result<T, sea_orm::DbErr> {
    fn on_constraint(self, name: &str, refusal: impl FnOnce() -> Error) -> Result<T> {
        self.map_err(|error| {
            if constraint::violated(&error).as_deref() == Some(name) {
                refusal()
            } else {
                error.into()
            }
        })
    }
}

impl<T> OnConstraint<T> for Result<T> {
    fn on_constraint(self, name: &str, refusal: impl FnOnce() -> Error) -> Result<T> {
        self.map_err(|error| if error.violates(name) { refusal() } else { error })
    }
}
