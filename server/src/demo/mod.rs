//! The demonstration province.
use crate::{db::Db, media::Media};
use shared::Timestamp;
pub async fn is_empty(_db: &Db) -> anyhow::Result<bool> { Ok(false) }
pub async fn load(_db: &Db, _media: &Media, _now: Timestamp, _progress: impl Fn(String)) -> anyhow::Result<String> { Ok(String::new()) }
pub fn accounts() -> String { String::new() }
