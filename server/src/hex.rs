//! Bytes as hexadecimal digits.

use std::fmt::Write;

/// The first `bytes` bytes of a digest: enough to tell things apart.
pub(crate) fn short(digest: impl AsRef<[u8]>, bytes: usize) -> String {
    hex(digest.as_ref().get(..bytes).unwrap_or_default())
}

/// Two lower-case digits a byte.
pub(crate) fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
