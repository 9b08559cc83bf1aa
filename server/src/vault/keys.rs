//! Where the master keys come from: the settings, or a file beside the data that is made at the first start.

use super::Vault;
use anyhow::{Context, Result, anyhow, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{fs::OpenOptions, io::Write, path::Path};

/// A new master key, as the settings and the file write it.
pub fn new_key() -> Result<String> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| anyhow!("no randomness: {error}"))?;
    Ok(STANDARD.encode(key))
}

/// Reads keys: base64 of 32 bytes each, with commas or blanks between them; what follows a `#` in a line is a remark.
/// What is wrong is told without repeating a key.
pub fn parse(text: &str) -> Result<Vault> {
    let mut keys = Vec::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let words = line.split([',', ' ', '\t', '\r']).filter(|word| !word.is_empty());
        for word in words {
            let key = STANDARD.decode(word).ok().and_then(|key| key.try_into().ok());
            let Some(key) = key else {
                bail!(
                    "key {} is not base64 of 32 bytes (`ocop-market vault new-key` makes one)",
                    keys.len() + 1
                );
            };
            keys.push(key);
        }
    }
    Vault::new(&keys)
}

/// The keys of a file. Where there is none, `make` says whether one is made, readable by its owner alone.
pub fn from_file(path: &Path, make: bool) -> Result<Option<Vault>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(parse(&text).with_context(|| path.display().to_string())?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if make {
                write_new(path).with_context(|| format!("cannot write {}", path.display()))?;
                from_file(path, false)
            } else {
                Ok(None)
            }
        }
        Err(error) => Err(anyhow!(error).context(format!("cannot read {}", path.display()))),
    }
}

fn write_new(path: &Path) -> Result<()> {
    let text = format!(
        "# The master key of this market. Keep a copy in another place: without it, what is sealed is lost.\n{}\n",
        new_key()?
    );
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = match options.open(path) {
        // Another process of this market was faster.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(()),
        opened => opened?,
    };
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{from_file, new_key, parse};
    use anyhow::Result;

    #[test]
    fn keys_are_read_from_one_line_or_several() -> Result<()> {
        let (a, b) = (new_key()?, new_key()?);
        let ids = parse(&format!("{a}, {b}"))?.ids();
        assert_eq!(parse(&format!("# first\n{a} # new\n\n{b}\r\n"))?.ids(), ids);
        assert_eq!(ids.len(), 2);
        Ok(())
    }

    #[test]
    fn a_bad_key_is_not_repeated() {
        for text in ["", "# nothing", "c2hvcnQ=", "not base64!"] {
            let told = parse(text).map(|_| ()).map_err(|error| error.to_string());
            assert!(
                told.as_ref().is_err_and(|told| !told.contains("c2hvcnQ")),
                "{told:?}"
            );
        }
    }

    #[test]
    fn a_file_is_made_once_for_its_owner_alone() -> Result<()> {
        let path = std::env::temp_dir().join(format!("ocop-key-{}", std::process::id()));
        assert!(from_file(&path, false)?.is_none());
        let made = from_file(&path, true)?.map(|vault| vault.ids());
        let read = from_file(&path, true)?.map(|vault| vault.ids());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        }
        std::fs::remove_file(&path)?;
        assert!(made.is_some() && made == read);
        Ok(())
    }
}
