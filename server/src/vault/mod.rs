//! Encryption at rest: what must be read again, but not by who copies the database (secrets of second factors, bank
//! accounts, a household's tax code). What is only compared is hashed instead.
//!
//! A sealed value lives in a column `<name>_sealed`, under the context that [`place`] makes of its row; where equal
//! values must be found or refused, `<name>_blind` beside it holds [`Vault::blind`]. `ocop-market check` opens and
//! `vault rotate` seals again whatever is named so: a new table needs no second list.

mod keys;
mod known;

pub use keys::{from_file, new_key, parse};
pub use known::{forget_others, register, used};

use anyhow::{Result, anyhow, bail, ensure};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::{fmt, sync::Arc};

/// The first byte of everything sealed, so that another form can follow.
const FORM: u8 = 1;
const ID: usize = 8;
const NONCE: usize = 24;

/// The master keys of this market: the first seals, all of them open.
#[derive(Clone)]
pub struct Vault(Arc<[Key]>);

struct Key {
    id: [u8; ID],
    cipher: XChaCha20Poly1305,
    blind: [u8; 32],
}

/// The context of a column's sealed value: bound to its row, so that a value copied into another row does not open.
/// The column is named without `_sealed`.
pub fn place(table: &str, column: &str, row: impl fmt::Display) -> String {
    format!("{table}.{column}#{row}")
}

impl Vault {
    /// A vault of these keys.
    pub fn new(keys: &[[u8; 32]]) -> Result<Self> {
        ensure!(!keys.is_empty(), "there is no master key");
        let keys: Vec<Key> = keys.iter().map(Key::of).collect::<Result<_>>()?;
        Ok(Self(keys.into()))
    }

    fn current(&self) -> Result<&Key> {
        self.0.first().ok_or_else(|| anyhow!("there is no master key"))
    }

    /// Encrypts. Nobody opens it under another context, and nobody changes a bit of it unnoticed.
    pub fn seal(&self, context: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let key = self.current()?;
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|error| anyhow!("no randomness: {error}"))?;
        let aad = context.as_bytes();
        let body = key
            .cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad })
            .map_err(|_| anyhow!("{context}: cannot be sealed"))?;
        let mut sealed = vec![FORM];
        sealed.extend(key.id);
        sealed.extend(nonce);
        sealed.extend(body);
        Ok(sealed)
    }

    /// Decrypts what was sealed under the same context.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let Some((id, nonce, body)) = parts(sealed) else {
            bail!("{context}: is not sealed");
        };
        let Some(key) = self.0.iter().find(|key| key.id == id) else {
            bail!(
                "{context}: sealed with the master key {}, which is not here",
                crate::hex::hex(id)
            );
        };
        let aad = context.as_bytes();
        key.cipher
            .decrypt(&XNonce::from(nonce), Payload { msg: body, aad })
            .map_err(|_| anyhow!("{context}: does not open: it was changed, or belongs elsewhere"))
    }

    /// As [`Vault::seal`], for text.
    pub fn seal_text(&self, context: &str, plain: &str) -> Result<Vec<u8>> {
        self.seal(context, plain.as_bytes())
    }

    /// As [`Vault::open`], for text.
    pub fn open_text(&self, context: &str, sealed: &[u8]) -> Result<String> {
        String::from_utf8(self.open(context, sealed)?).map_err(|_| anyhow!("{context}: is no text"))
    }

    /// A keyed hash by which equal values are known without being opened; `context` is `table.column`.
    pub fn blind(&self, context: &str, text: &str) -> Result<String> {
        self.current()?.hash(context, text)
    }

    /// The value's hash under every key, the current one first: for looking up while a rotation is not finished.
    pub fn blinds(&self, context: &str, text: &str) -> Result<Vec<String>> {
        self.0.iter().map(|key| key.hash(context, text)).collect()
    }

    /// Whether the value was sealed with the current key.
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        let current = self.0.first().map(|key| key.id);
        parts(sealed).is_some_and(|(id, ..)| Some(id) == current)
    }

    /// The keys' names, the current one first. They tell nothing of the keys.
    pub fn ids(&self) -> Vec<String> {
        self.0.iter().map(|key| crate::hex::hex(key.id)).collect()
    }
}

fn parts(sealed: &[u8]) -> Option<([u8; ID], [u8; NONCE], &[u8])> {
    let rest = sealed.strip_prefix(&[FORM])?;
    let (id, rest) = rest.split_first_chunk::<ID>()?;
    let (nonce, body) = rest.split_first_chunk::<NONCE>()?;
    Some((*id, *nonce, body))
}

/// One purpose, one key: none of them tells another, or the master key.
fn derived(master: &[u8], purpose: &str) -> Result<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(master).map_err(|error| anyhow!("master key: {error}"))?;
    mac.update(purpose.as_bytes());
    Ok(mac.finalize().into_bytes().into())
}

impl Key {
    fn of(master: &[u8; 32]) -> Result<Self> {
        let name = derived(master, "ocop-market key id")?;
        let (id, _) = name.split_first_chunk().ok_or_else(|| anyhow!("key id"))?;
        Ok(Self {
            id: *id,
            cipher: XChaCha20Poly1305::new(&derived(master, "ocop-market seal")?.into()),
            blind: derived(master, "ocop-market blind")?,
        })
    }

    fn hash(&self, context: &str, text: &str) -> Result<String> {
        // A context never holds a zero byte, so that no two pairs read the same.
        Ok(crate::hex::hex(derived(
            &self.blind,
            &format!("{context}\0{text}"),
        )?))
    }
}

/// Keys never show themselves.
impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Vault").field(&self.ids()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Vault, place};
    use anyhow::Result;

    const OLD: [u8; 32] = [1; 32];
    const NEW: [u8; 32] = [2; 32];

    #[test]
    fn what_is_sealed_opens_only_where_it_belongs() -> Result<()> {
        let vault = Vault::new(&[OLD])?;
        let here = place("accounts", "number", 1);
        let sealed = vault.seal_text(&here, "0123456789")?;
        assert_eq!(vault.open_text(&here, &sealed)?, "0123456789");
        assert!(vault.open(&place("accounts", "number", 2), &sealed).is_err());
        assert!(!sealed.windows(4).any(|part| part == b"0123"));
        assert_ne!(sealed, vault.seal_text(&here, "0123456789")?, "the nonce repeats");
        Ok(())
    }

    #[test]
    fn a_changed_bit_anywhere_is_noticed() -> Result<()> {
        let vault = Vault::new(&[OLD])?;
        let sealed = vault.seal("here", b"")?;
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(vault.open("here", &changed).is_err(), "byte {place}");
        }
        for length in 0..sealed.len() {
            assert!(vault.open("here", &sealed[..length]).is_err(), "{length} bytes");
        }
        Ok(())
    }

    #[test]
    fn an_old_key_opens_and_the_first_key_seals() -> Result<()> {
        let before = Vault::new(&[OLD])?;
        let both = Vault::new(&[NEW, OLD])?;
        let after = Vault::new(&[NEW])?;
        let sealed = before.seal("here", b"text")?;
        assert_eq!(both.open("here", &sealed)?, b"text");
        assert!(!both.is_current(&sealed));
        let again = both.seal("here", &both.open("here", &sealed)?)?;
        assert!(both.is_current(&again));
        assert_eq!(after.open("here", &again)?, b"text");
        assert!(after.open("here", &sealed).is_err());
        Ok(())
    }

    #[test]
    fn equal_values_are_known_by_their_hash_and_by_nothing_else() -> Result<()> {
        let before = Vault::new(&[OLD])?;
        let both = Vault::new(&[NEW, OLD])?;
        let hash = before.blind("organisations.tax_code", "020099001234")?;
        assert_eq!(hash, before.blind("organisations.tax_code", "020099001234")?);
        assert_ne!(hash, before.blind("organisations.tax_code", "020099001235")?);
        assert_ne!(hash, before.blind("accounts.number", "020099001234")?);
        assert_eq!(
            both.blinds("organisations.tax_code", "020099001234")?.last(),
            Some(&hash)
        );
        Ok(())
    }

    #[test]
    fn a_vault_shows_no_key() -> Result<()> {
        let shown = format!("{:?}", Vault::new(&[OLD])?);
        assert!(!shown.contains("01, 01") && !shown.contains("0101"), "{shown}");
        Ok(())
    }
}
