//! A PostgreSQL of our own for the length of one command: on a free port, in a temporary folder, gone afterwards.

use std::fs::DirBuilder;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, anyhow, bail};

use crate::args::Args;
use crate::setup;
use crate::shell::{Hold, find_program, now, output, passthrough, say};
use crate::workspace::{Workspace, clean};

pub(crate) const HELP: &str = "\
cargo xtask postgres -- COMMAND...

Starts a throw-away PostgreSQL, runs the command with OCOP_TEST_POSTGRES set to its URL, and removes it again.

    cargo xtask postgres -- sh -c 'psql $OCOP_TEST_POSTGRES'
";

/// Where the tests find the URL of the server's maintenance database.
pub(crate) const URL_VARIABLE: &str = "OCOP_TEST_POSTGRES";
const DEBIAN_PROGRAMS: &str = "/usr/lib/postgresql";
const USER: &str = "ocop";
/// Somebody else may take a free port before PostgreSQL does.
const TRIES: u32 = 3;

pub(crate) fn command(_workspace: &Workspace, args: Args) -> Result<()> {
    let rest = args.rest()?;
    let Some((program, words)) = rest.split_first() else {
        bail!("name the command to run, after `--`")
    };
    let server = Postgres::start(&setup::postgres()?)?;
    let mut command = Command::new(program);
    // A cargo below this one would compile again whatever watches them.
    clean(&mut command);
    passthrough(command.args(words).env(URL_VARIABLE, server.url()))
}

/// The folder of `initdb` and its companions: Debian's newest release, or the one on the search path.
pub(crate) fn programs() -> Option<PathBuf> {
    let releases = std::fs::read_dir(DEBIAN_PROGRAMS)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let release: u32 = entry.file_name().to_str()?.parse().ok()?;
            let folder = entry.path().join("bin");
            folder.join("initdb").is_file().then_some((release, folder))
        });
    let newest = releases
        .max_by_key(|(release, _)| *release)
        .map(|(_, folder)| folder);
    newest.or_else(|| find_program(&["initdb"])?.parent().map(Path::to_owned))
}

/// A running server. Dropping it stops the server and removes its folder.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    account: Option<Account>,
    port: u16,
    running: bool,
    _hold: Hold,
}

/// Who runs the server when we are root, which PostgreSQL refuses.
struct Account {
    name: &'static str,
    user: u32,
    group: u32,
}

impl Account {
    fn for_root() -> Result<Option<Self>> {
        if output(Command::new("id").arg("-u"))? != "0" {
            return Ok(None);
        }
        for name in ["postgres", "nobody"] {
            let id = |which| -> Result<u32> { Ok(output(Command::new("id").args([which, name]))?.parse()?) };
            if let (Ok(user), Ok(group)) = (id("-u"), id("-g")) {
                return Ok(Some(Self { name, user, group }));
            }
        }
        bail!("PostgreSQL does not run as root, and there is neither a `postgres` nor a `nobody` account")
    }
}

impl Postgres {
    pub(crate) fn start(programs: &Path) -> Result<Self> {
        let started = now();
        let mut server = Self {
            programs: programs.to_owned(),
            folder: std::env::temp_dir().join(format!("ocop-postgres-{}", std::process::id())),
            account: Account::for_root()?,
            port: 0,
            running: false,
            _hold: Hold::new(),
        };
        server.make_folder()?;
        server.make_cluster()?;
        let mut tries = 1;
        while let Err(error) = server.listen() {
            if tries == TRIES {
                return Err(error);
            }
            tries += 1;
        }
        say(format_args!(
            "postgres: {} up in {:.1} s",
            server.url(),
            started.elapsed().as_secs_f32()
        ));
        Ok(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.port)
    }

    fn make_folder(&self) -> Result<()> {
        let shown = self.folder.display();
        DirBuilder::new()
            .mode(0o700)
            .create(&self.folder)
            .with_context(|| format!("cannot make {shown}"))?;
        if let Some(account) = &self.account {
            std::os::unix::fs::chown(&self.folder, Some(account.user), Some(account.group))
                .with_context(|| format!("cannot give {shown} to {}", account.name))?;
        }
        Ok(())
    }

    /// No password: the server listens on loopback, holds nothing, and lives for minutes.
    fn make_cluster(&self) -> Result<()> {
        let mut initdb = self.program("initdb");
        initdb.args([
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--username",
            USER,
            "--pgdata",
        ]);
        output(initdb.arg(self.data()))?;
        let mut settings = std::fs::OpenOptions::new()
            .append(true)
            .open(self.data().join("postgresql.conf"))?;
        // Durability stays on: tests of it, and measurements beside SQLite, must mean something.
        settings.write_all(
            b"\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 300\nfsync = on\n",
        )?;
        Ok(())
    }

    fn listen(&mut self) -> Result<()> {
        self.port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut start = self.program("pg_ctl");
        start
            .args(["start", "--silent", "--wait", "--timeout", "60", "--pgdata"])
            .arg(self.data());
        start
            .arg("--log")
            .arg(self.folder.join("log"))
            .arg("--options")
            .arg(format!("-p {}", self.port));
        // Not `output`: the server inherits the pipe, which then never ends.
        start
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::null());
        let status = start.status().context("cannot start pg_ctl")?;
        self.running = status.success();
        if self.running {
            return Ok(());
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(anyhow!("PostgreSQL does not start ({status}):\n{}", log.trim()))
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = match &self.account {
            None => Command::new(path),
            Some(account) => {
                let mut command = Command::new("runuser");
                command.args(["-u", account.name, "--"]).arg(path);
                command
            }
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.running {
            let mut stop = self.program("pg_ctl");
            stop.args([
                "stop",
                "--silent",
                "--mode",
                "immediate",
                "--wait",
                "--timeout",
                "30",
                "--pgdata",
            ]);
            if let Err(error) = output(stop.arg(self.data())) {
                say(format_args!("postgres: {error:#}"));
            }
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            say(format_args!(
                "postgres: cannot remove {}: {error}",
                self.folder.display()
            ));
        }
    }
}
