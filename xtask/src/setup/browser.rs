//! A browser and its driver, which must be of one release.

use std::path::PathBuf;

use anyhow::{Result, anyhow};

use super::apt;
use crate::shell::{env, find_program};

const BROWSERS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const DRIVERS: &[&str] = &["chromedriver"];

/// Chromium and ChromeDriver; `OCOP_TEST_CHROMIUM` and `OCOP_TEST_CHROMEDRIVER` name others.
pub(super) fn ensure() -> Result<(PathBuf, PathBuf)> {
    if let Some(found) = find() {
        return Ok(found);
    }
    apt::install(&["chromium", "chromium-driver"])?;
    find()
        .ok_or_else(|| anyhow!("chromium and chromium-driver were installed, but are not on the search path"))
}

fn find() -> Option<(PathBuf, PathBuf)> {
    let named = |variable: &str, names| env(variable).map(PathBuf::from).or_else(|| find_program(names));
    Some((
        named("OCOP_TEST_CHROMIUM", BROWSERS)?,
        named("OCOP_TEST_CHROMEDRIVER", DRIVERS)?,
    ))
}
