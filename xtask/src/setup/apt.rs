//! Debian's packages, for whoever may install them.

use std::process::Command;
use std::sync::Once;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::shell::{find_program, interrupted, output, run, say};

const TRIES: u32 = 10;
static UPDATED: Once = Once::new();

/// Installs packages, or says which ones a person with the right to do so should install.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if find_program(&["apt-get"]).is_none() {
        bail!("install what Debian calls {names}, and make its programs reachable by PATH");
    }
    if output(Command::new("id").arg("-u"))? != "0" {
        bail!("run `sudo apt-get install {names}`, then this command again");
    }
    if !UPDATED.is_completed() {
        patiently(&["update", "--quiet=2"])?;
        UPDATED.call_once(|| ());
    }
    let mut words = vec!["install", "--yes", "--quiet=2", "--no-install-recommends"];
    words.extend(packages);
    patiently(&words)
}

/// Another apt-get may hold the lock, for minutes.
fn patiently(words: &[&str]) -> Result<()> {
    for _ in 1..TRIES {
        match run(&mut apt_get(words)) {
            Ok(()) => return Ok(()),
            Err(error) if interrupted() => return Err(error),
            Err(error) => say(format_args!("setup: {error:#}; trying again in 15 s")),
        }
        std::thread::sleep(Duration::from_secs(15));
    }
    run(&mut apt_get(words))
}

fn apt_get(words: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command
        .args(["-o", "DPkg::Lock::Timeout=300"])
        .args(words)
        .env("DEBIAN_FRONTEND", "noninteractive");
    command
}
