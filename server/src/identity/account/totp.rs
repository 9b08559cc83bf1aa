//! Codes of authenticator apps (RFC 6238): six digits, 30 seconds, SHA-1, as every app knows them.

use anyhow::{Context, Result, anyhow};
use qrcode::{QrCode, render::svg};
use shared::Timestamp;
use totp_rs::{Builder, Secret, Totp};

const ISSUER: &str = "OCOP Market";
/// RFC 4226 recommends 160 bits.
const SECRET_BYTES: usize = 20;

/// A new secret.
pub(super) fn new_secret() -> Result<[u8; SECRET_BYTES]> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("no randomness: {error}"))?;
    Ok(bytes)
}

fn totp(secret: &[u8]) -> Result<Totp> {
    Builder::new()
        .with_secret(secret.to_vec())
        .build()
        .map_err(|error| anyhow!("second factor: {error}"))
}

/// The step that a code belongs to: now, or half a minute to either side. Codes up to `last_step` are spent.
pub(super) fn step_of(secret: &[u8], code: &str, now: Timestamp, last_step: i64) -> Result<Option<i64>> {
    let seconds = u64::try_from(now.0 / 1000).context("a clock before 1970")?;
    let step = totp(secret)?.check(code, seconds);
    Ok(step
        .and_then(|step| i64::try_from(step).ok())
        .filter(|step| *step > last_step))
}

/// The secret as people type it.
pub(super) fn key(secret: &[u8]) -> String {
    Secret::from(secret.to_vec()).to_base32()
}

/// The secret as an address that apps open.
pub(super) fn uri(secret: &[u8], login: &str) -> String {
    let encoded = |text: &str| {
        form_urlencoded::byte_serialize(text.as_bytes())
            .collect::<String>()
            .replace('+', "%20")
    };
    format!(
        "otpauth://totp/{issuer}:{login}?secret={key}&issuer={issuer}&algorithm=SHA1&digits=6&period=30",
        issuer = encoded(ISSUER),
        login = encoded(login),
        key = key(secret)
    )
}

/// A QR code, always dark on white.
pub(super) fn qr_svg(uri: &str) -> Result<String> {
    let code = QrCode::new(uri).context("QR code")?;
    Ok(code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build())
}

#[cfg(test)]
mod tests {
    use super::{key, qr_svg, step_of, uri};
    use anyhow::Result;
    use shared::Timestamp;

    /// RFC 6238, appendix B: the secret of the SHA-1 rows.
    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_of_the_standard_are_known() -> Result<()> {
        // The standard shows eight digits; six of them are its last.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let now = Timestamp(seconds * 1000);
            assert_eq!(step_of(SECRET, code, now, 0)?, Some(seconds / 30), "{seconds}");
        }
        Ok(())
    }

    #[test]
    fn a_code_is_good_for_a_step_to_either_side_and_only_once() -> Result<()> {
        let (code, step) = ("081804", 1_111_111_109 / 30);
        let at = |seconds: i64| Timestamp((1_111_111_109 + seconds) * 1000);
        assert_eq!(step_of(SECRET, code, at(30), 0)?, Some(step));
        assert_eq!(step_of(SECRET, code, at(-29), 0)?, Some(step));
        assert_eq!(step_of(SECRET, code, at(61), 0)?, None);
        assert_eq!(step_of(SECRET, code, at(-61), 0)?, None);
        assert_eq!(step_of(SECRET, code, at(0), step)?, None, "spent");
        assert_eq!(step_of(SECRET, "", at(0), 0)?, None);
        Ok(())
    }

    #[test]
    fn apps_get_the_secret_as_address_and_picture() -> Result<()> {
        assert_eq!(key(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let uri = uri(SECRET, "a b@example.com");
        assert!(
            uri.starts_with("otpauth://totp/OCOP%20Market:a%20b%40example.com?secret=GEZD"),
            "{uri}"
        );
        assert!(qr_svg(&uri)?.contains("<svg"));
        Ok(())
    }
}
