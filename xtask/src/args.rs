//! The command line, without a parser crate: xtask is compiled before anything else can be.

use anyhow::{Result, bail};

/// What was written after the command's name.
pub(crate) struct Args {
    before: Vec<String>,
    after: Vec<String>,
}

impl Args {
    /// Splits at the first `--`, after which everything is for somebody else.
    pub(crate) fn new(given: impl Iterator<Item = String>) -> Self {
        let mut before: Vec<String> = Vec::new();
        let mut given = given;
        for word in given.by_ref() {
            if word == "--" {
                break;
            }
            before.push(word);
        }
        Self {
            before,
            after: given.collect(),
        }
    }

    pub(crate) fn asks_for_help(&self) -> bool {
        self.before.iter().any(|word| word == "--help" || word == "-h")
    }

    /// Takes a switch, and tells whether it was there.
    pub(crate) fn switch(&mut self, name: &str) -> bool {
        let count = self.before.len();
        self.before.retain(|word| word != name);
        self.before.len() != count
    }

    /// Takes `NAME VALUE`.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.before.iter().position(|word| word == name) else {
            return Ok(None);
        };
        self.before.remove(at);
        if at >= self.before.len() {
            bail!("{name} wants a value");
        }
        Ok(Some(self.before.remove(at)))
    }

    /// Takes the next word that is no option.
    pub(crate) fn word(&mut self) -> Option<String> {
        let at = self.before.iter().position(|word| !word.starts_with('-'))?;
        Some(self.before.remove(at))
    }

    /// What stood after `--`; refuses anything else that nobody took.
    pub(crate) fn rest(self) -> Result<Vec<String>> {
        if let Some(word) = self.before.first() {
            bail!("`{word}` means nothing here; --help tells what does");
        }
        Ok(self.after)
    }

    /// Refuses whatever nobody took.
    pub(crate) fn done(self) -> Result<()> {
        match self.rest()?.first() {
            Some(word) => bail!("`{word}` means nothing here; --help tells what does"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn takes_switches_values_and_words() {
        let mut given = args("--debug --html page.html orders -- --port 1");
        assert!(given.switch("--debug"));
        assert_eq!(given.value("--html").unwrap().as_deref(), Some("page.html"));
        assert_eq!(given.word().as_deref(), Some("orders"));
        assert_eq!(given.rest().unwrap(), ["--port", "1"]);
    }

    #[test]
    fn refuses_what_nobody_took() {
        assert!(args("--dbug").done().is_err());
        assert!(args("--html").value("--html").is_err());
    }
}
