//! Tokens and cookies. Only hashes of them are stored.

use super::{Actor, Member};
use crate::{
    app::App,
    http::{Error, Result},
};
use anyhow::Context;
use axum::http::{HeaderMap, HeaderValue, header};
use sea_orm::{
    ConnectionTrait, ExprTrait,
    sea_query::{Expr, Query},
};
use sha2::{Digest, Sha256};
use shared::{Code, OrganisationId, SessionId, UserId};
use uuid::Uuid;

/// The web cookie's name on a plain local address.
pub const COOKIE: &str = "ocop_session";
/// The web cookie's name behind TLS: browsers then insist on Secure, this host and no other path.
const SECURE_COOKIE: &str = "__Host-ocop_session";

/// A session's last use is noted this exactly.
const SEEN_MS: i64 = 15 * 60 * 1000;

/// The hash under which a token is stored.
pub fn hash(token: &str) -> String {
    crate::hex::hex(Sha256::digest(token))
}

/// The cookie of a new session.
pub fn cookie(app: &App, token: &str, seconds: i64) -> Result<HeaderValue> {
    let text = match app.settings.public_url {
        Some(_) => {
            format!("{SECURE_COOKIE}={token}; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age={seconds}")
        }
        None => format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}"),
    };
    Ok(HeaderValue::from_str(&text).context("cookie")?)
}

/// A cookie that takes the session's away.
pub fn clear_cookie(app: &App) -> Result<HeaderValue> {
    cookie(app, "", 0)
}

enum Token<'a> {
    Bearer(&'a str),
    Cookie(&'a str),
}

fn token<'a>(app: &App, headers: &'a HeaderMap) -> Result<Option<Token<'a>>> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value
            .to_str()
            .ok()
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or_else(|| Error::refuse(Code::SessionEnded))?;
        return Ok(Some(Token::Bearer(token)));
    }
    let name = if app.settings.public_url.is_some() {
        SECURE_COOKIE
    } else {
        COOKIE
    };
    let found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty());
    Ok(found.map(|(_, value)| Token::Cookie(value)))
}

/// Notes that the session is in use. Nobody is turned away because this failed.
async fn note_seen(app: &App, session: SessionId) {
    let seen = Query::update()
        .table("sessions")
        .value("last_seen_at", app.now().0)
        .and_where(Expr::col("id").eq(session))
        .to_owned();
    if let Err(error) = app.db.writer().execute(&seen).await {
        tracing::warn!(%error, "a session's use could not be noted");
    }
}

/// A person as a member of an organisation, for work that is done for them after the request; None where they are
/// none any more.
pub async fn member(
    db: &impl ConnectionTrait,
    user: UserId,
    organisation: OrganisationId,
) -> Result<Option<Member>> {
    let query = Query::select()
        .column(("memberships", "role"))
        .column(("users", "name"))
        .column(("organisations", "kind"))
        .column(("organisations", "status"))
        .from("memberships")
        .inner_join(
            "users",
            Expr::col(("users", "id")).equals(("memberships", "user_id")),
        )
        .inner_join(
            "organisations",
            Expr::col(("organisations", "id")).equals(("memberships", "organisation_id")),
        )
        .and_where(Expr::col(("memberships", "user_id")).eq(user.0))
        .and_where(Expr::col(("memberships", "organisation_id")).eq(organisation.0))
        .to_owned();
    let Some(row) = db.query_one(&query).await? else {
        return Ok(None);
    };
    Ok(Some(Member {
        user_id: user,
        name: row.try_get("", "name")?,
        organisation_id: organisation,
        kind: row.try_get("", "kind")?,
        status: row.try_get("", "status")?,
        role: row.try_get("", "role")?,
        // Asked for when the work was.
        second_factor: true,
        // Of no session: the request has ended.
        session_id: SessionId(Uuid::nil()),
    }))
}

/// Who calls. A bearer token that is not valid any more is refused; a stale cookie makes a visitor.
pub async fn authenticate(app: &App, headers: &HeaderMap) -> Result<Actor> {
    let Some(token) = token(app, headers)? else {
        return Ok(Actor::Anonymous);
    };
    let (column, expires, value, bearer) = match token {
        Token::Bearer(value) => ("access_hash", "access_expires_at", value, true),
        Token::Cookie(value) => ("cookie_hash", "expires_at", value, false),
    };
    let query = Query::select()
        .column(("sessions", "id"))
        .column(("sessions", "user_id"))
        .column(("sessions", "organisation_id"))
        .column(("users", "name"))
        .column(("memberships", "role"))
        .column(("organisations", "kind"))
        .column(("organisations", "status"))
        .column(("sessions", "last_seen_at"))
        .column(("second_factors", "confirmed_at"))
        .from("sessions")
        .inner_join(
            "users",
            Expr::col(("users", "id")).equals(("sessions", "user_id")),
        )
        .inner_join(
            "memberships",
            Expr::col(("memberships", "user_id"))
                .equals(("sessions", "user_id"))
                .and(Expr::col(("memberships", "organisation_id")).equals(("sessions", "organisation_id"))),
        )
        .inner_join(
            "organisations",
            Expr::col(("organisations", "id")).equals(("sessions", "organisation_id")),
        )
        .left_join(
            "second_factors",
            Expr::col(("second_factors", "user_id")).equals(("sessions", "user_id")),
        )
        .and_where(Expr::col(("sessions", column)).eq(hash(value)))
        .and_where(Expr::col(("sessions", expires)).gt(app.now().0))
        .and_where(Expr::col(("sessions", "ended_at")).is_null())
        .to_owned();
    let Some(row) = app.db.reader().query_one(&query).await? else {
        return if bearer {
            Err(Error::refuse(Code::SessionEnded))
        } else {
            Ok(Actor::Anonymous)
        };
    };
    let session_id = row.try_get("", "id")?;
    let seen: Option<i64> = row.try_get("", "last_seen_at")?;
    if seen.is_none_or(|seen| app.now().0 - seen > SEEN_MS) {
        note_seen(app, session_id).await;
    }
    Ok(Actor::Member(Member {
        user_id: row.try_get("", "user_id")?,
        name: row.try_get("", "name")?,
        organisation_id: row.try_get("", "organisation_id")?,
        kind: row.try_get("", "kind")?,
        status: row.try_get("", "status")?,
        role: row.try_get("", "role")?,
        session_id,
        second_factor: row.try_get::<Option<i64>>("", "confirmed_at")?.is_some(),
    }))
}
