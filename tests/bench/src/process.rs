//! The servers that are measured, each a process of its own.

use crate::{
    now,
    plain_http::{ask, request},
};
use anyhow::{Context, Result, bail};
use std::{
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A market's data.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    pub(crate) folder: PathBuf,
    /// Where it is not a file in the folder.
    pub(crate) postgres: Option<String>,
}

impl Data {
    /// A command of the market's program on this data.
    pub(crate) fn command(&self, program: &Path, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(words).arg("--data").arg(&self.folder);
        command.env_remove("DATABASE_URL");
        if let Some(url) = &self.postgres {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, program: &Path, words: &[&str]) -> Result<()> {
        let output = self.command(program, words).output()?;
        if !output.status.success() {
            bail!("{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }
}

/// A running server; it is stopped when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Serves a market. Tells how long it took until the first list of products was answered.
    pub(crate) fn market(program: &Path, data: &Data, more: &[&str]) -> Result<(Self, Duration)> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = data.command(program, &["serve", "--listen", &address.to_string()]);
        command.args(more).env("OCOP_LOG", "warn");
        command.stdout(Stdio::null()).stdin(Stdio::null());
        let began = now();
        let mut server = Self {
            child: command.spawn()?,
            address,
        };
        let first = request("GET", "/api/v1/products", &[], "");
        loop {
            if let Ok((status, body)) = ask(address, &first) {
                if status == 200 {
                    return Ok((server, began.elapsed()));
                }
                bail!(
                    "the first answer was {status}: {}",
                    String::from_utf8_lossy(&body)
                );
            }
            if let Some(status) = server.child.try_wait()? {
                bail!("the market stopped: {status}");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Serves these bytes, and nothing else.
    pub(crate) fn bare(folder: &Path, body: &[u8], media_type: &str) -> Result<Self> {
        let file = folder.join("bare.bytes");
        std::fs::write(&file, body)?;
        let mut child = Command::new(std::env::current_exe()?)
            .arg("bare")
            .arg(&file)
            .arg(media_type)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its stdout")?).read_line(&mut line)?;
        let address = line.trim().parse()?;
        Ok(Self { child, address })
    }

    /// Resident memory now, and at its most, in megabytes.
    pub(crate) fn memory(&self) -> Result<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| -> Result<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kilobytes = line.and_then(|line| line.split_whitespace().next());
            Ok(kilobytes.context("no such figure")?.parse::<f64>()? * 1024.0 / 1e6)
        };
        Ok((field("VmRSS:")?, field("VmHWM:")?))
    }

    /// Asks it to stop, and waits.
    pub(crate) fn stop(mut self) -> Result<()> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Most have been stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
