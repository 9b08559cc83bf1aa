//! What to measure, and on how much.

use anyhow::{Context, Result, bail};
use std::{path::PathBuf, time::Duration};

/// As `cargo xtask bench` gives them.
#[derive(Debug)]
pub(crate) struct Options {
    /// The market's executable.
    pub(crate) program: PathBuf,
    /// Where databases are made; kept, so that the next run need not load them again.
    pub(crate) folder: PathBuf,
    /// A PostgreSQL server's maintenance database.
    pub(crate) postgres: Option<String>,
    pub(crate) small: Size,
    pub(crate) middle: Size,
    pub(crate) large: Size,
    /// How long one measurement takes.
    pub(crate) length: Duration,
    /// What a first visit fetches beside the page, in bytes: to a page without islands, and to one that has some.
    pub(crate) assets: u32,
    pub(crate) assets_with_islands: u32,
    /// Names of rows; empty: all.
    only: Vec<String>,
}

/// How much is on a market.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) products: usize,
    pub(crate) order_lines: usize,
}

impl Options {
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let size = |products, order_lines| Size {
            products,
            order_lines,
        };
        let (mut program, mut folder) = (None, None);
        let mut options = Self {
            program: PathBuf::new(),
            folder: PathBuf::new(),
            postgres: None,
            small: size(1_000, 10_000),
            middle: size(10_000, 100_000),
            large: size(100_000, 1_000_000),
            length: Duration::from_secs(5),
            assets: 0,
            assets_with_islands: 0,
            only: Vec::new(),
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().with_context(|| format!("{word} wants a value"));
            match word.as_str() {
                "--program" => program = Some(PathBuf::from(value()?)),
                "--folder" => folder = Some(PathBuf::from(value()?)),
                "--postgres" => options.postgres = Some(value()?),
                "--assets" => options.assets = value()?.parse()?,
                "--assets-with-islands" => options.assets_with_islands = value()?.parse()?,
                "--only" => options.only = value()?.split(',').map(str::to_owned).collect(),
                "--quick" => {
                    options.small = size(200, 2_000);
                    options.middle = size(1_000, 5_000);
                    options.large = size(4_000, 20_000);
                    options.length = Duration::from_secs(1);
                }
                _ => bail!("`{word}` means nothing here"),
            }
        }
        options.program = program.context("--program is missing")?;
        options.folder = folder.context("--folder is missing")?;
        Ok(options)
    }

    pub(crate) fn wants(&self, row: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|one| one == row)
    }
}
