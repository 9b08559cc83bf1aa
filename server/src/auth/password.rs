//! Passwords, hashed with argon2id.

use crate::http::Error;
use anyhow::{Context, anyhow};
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use shared::FieldCode;
use zxcvbn::{Score, zxcvbn};

/// Letters that are looked at; more take long, and leave nothing to guess.
const LOOKED_AT: usize = 64;

/// Words that people here begin with, which foreign lists of passwords lack.
const COMMON: [&str; 12] = [
    "anhyeuem", "chao", "htx", "hoptacxa", "langson", "matkhau", "mat-khau", "ocop", "sieuthi", "vietnam",
    "xinchao", "yeu",
];

/// Hashes a password that somebody chooses, unless guessers would try it early: one that is listed, a run of keys, a year,
/// or what is known of the person (NIST SP 800-63B, section 3.1.1.2).
pub async fn choose(password: String, own: Vec<String>) -> crate::http::Result<String> {
    let (password, guessable) = tokio::task::spawn_blocking(move || {
        let guessable = is_guessable(&password, &own);
        (password, guessable)
    })
    .await
    .context("judging a password")?;
    if guessable {
        return Err(Error::field("password", FieldCode::Guessable));
    }
    Ok(hash(password).await?)
}

fn is_guessable(password: &str, own: &[String]) -> bool {
    let looked_at: String = password.chars().take(LOOKED_AT).collect();
    // An address and each of its parts, a name and each of its words.
    let parts = own.iter().flat_map(|text| {
        let text = shared::text::folded(text);
        let sides = text.split('@').map(str::to_owned);
        let words = text
            .split(|letter: char| !letter.is_alphanumeric())
            .map(str::to_owned);
        let parts: Vec<String> = sides.chain(words).chain([text.clone()]).collect();
        parts
    });
    let parts: Vec<String> = parts.filter(|part| part.len() > 2).collect();
    let known: Vec<&str> = parts.iter().map(String::as_str).chain(COMMON).collect();
    zxcvbn(&looked_at, &known).score() < Score::Two
}

/// Hashes a password on a thread of its own: it takes tens of milliseconds on purpose.
pub async fn hash(password: String) -> anyhow::Result<String> {
    tokio::task::spawn_blocking(move || hash_now(&password)).await?
}

fn hash_now(password: &str) -> anyhow::Result<String> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| anyhow!("argon2: {error}"))?;
    Ok(hash.to_string())
}

/// Whether the password belongs to the hash. Without a hash, takes the same time and says no, so that nobody
/// learns from the clock which logins exist.
pub async fn verify(password: String, hash: Option<String>) -> anyhow::Result<bool> {
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => dummy()?.to_owned(),
        };
        let parsed = PasswordHash::new(&hash).map_err(|error| anyhow!("stored hash: {error}"))?;
        Ok(Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok()
            && known)
    })
    .await?
}

/// A hash of nothing in particular, made once.
fn dummy() -> anyhow::Result<&'static str> {
    static DUMMY: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    if let Some(dummy) = DUMMY.get() {
        return Ok(dummy);
    }
    let hash = hash_now("nobody has this password")?;
    Ok(DUMMY.get_or_init(|| hash))
}

#[cfg(test)]
mod tests {
    use super::is_guessable;

    #[test]
    fn what_guessers_try_first_is_told_from_what_takes_them_long() {
        let own = ["hoa@htx-baolam.vn".to_owned(), "Hợp tác xã Bảo Lâm".to_owned()];
        for weak in [
            "1234567890",
            "0987654321",
            "qwertyuiop",
            "password123",
            "matkhau123",
            "matkhau2026",
            "hoa@htx-baolam.vn",
            "htx-baolam.vn",
            "baolam2026",
            "hop tac xa bao lam",
            "aaaaaaaaaaaa",
            "langson2026",
        ] {
            assert!(is_guessable(weak, &own), "{weak}");
        }
        for strong in [
            "mat-khau-vi-du",
            "hong ba lan sang doi",
            "Tr4u&Ruong/Ngo",
            "ba con meo leo cay cau",
        ] {
            assert!(!is_guessable(strong, &own), "{strong}");
        }
    }
}
