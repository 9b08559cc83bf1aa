//! Pages of lists that are ordered by id.

use super::{Error, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use shared::{
    FieldCode, Page,
    page::{DEFAULT_LIMIT, MAX_LIMIT},
};

/// Rows to read: one more than asked for, to know whether there is a next page.
#[derive(Clone, Copy, Debug)]
pub struct Limit(u16);

impl Limit {
    /// 1 to 100; 24 where the caller does not say.
    pub fn of(asked: Option<u16>) -> Result<Self> {
        match asked.unwrap_or(DEFAULT_LIMIT) {
            0 => Err(Error::refuse(shared::Code::ValidationFailed).with_field(
                "limit",
                FieldCode::TooSmall,
                Some(1),
            )),
            limit if limit > MAX_LIMIT => Err(Error::refuse(shared::Code::ValidationFailed).with_field(
                "limit",
                FieldCode::TooLarge,
                Some(i64::from(MAX_LIMIT)),
            )),
            limit => Ok(Self(limit)),
        }
    }

    pub fn rows(self) -> usize {
        usize::from(self.0)
    }

    /// For the database.
    pub fn fetch(self) -> u64 {
        u64::from(self.0) + 1
    }

    /// Cuts the surplus row off and turns it into a cursor.
    pub fn page<R, T>(
        self,
        mut rows: Vec<R>,
        cursor: impl Fn(&R) -> String,
        view: impl FnMut(R) -> T,
    ) -> Page<T> {
        let more = rows.len() > self.rows();
        rows.truncate(self.rows());
        let next_cursor = if more {
            rows.last().map(|row| encode(&cursor(row)))
        } else {
            None
        };
        Page {
            items: rows.into_iter().map(view).collect(),
            next_cursor,
        }
    }
}

/// Makes text opaque.
pub fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// Reads a cursor back; anything that is not one of ours is a bad field, not a server error.
pub fn decode<T: std::str::FromStr>(cursor: Option<&str>) -> Result<Option<T>> {
    let Some(cursor) = cursor else { return Ok(None) };
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| text.parse().ok())
        .map(Some)
        .ok_or_else(|| Error::field("cursor", FieldCode::Format))
}
