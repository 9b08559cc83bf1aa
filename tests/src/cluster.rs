//! A PostgreSQL of one test, which may be killed: with the programs of the server that the tests run on.

use crate::{database::server_url, disk::SmallDisk};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database,
    sea_query::{Func, Query},
};
use std::{
    fs,
    net::TcpListener,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;

const USER: &str = "ocop";

/// What a small disk holds: an empty cluster, a market, and not much more.
const SMALL_DISK: &str = "64m";

/// The server, its processes and its folder; both go when it is dropped.
#[derive(Debug)]
pub struct Cluster {
    /// What its tables lie on, where that is a disk of their own, with the log of what is written beside it. Goes before the
    /// folder.
    disk: Option<SmallDisk>,
    programs: PathBuf,
    folder: TempDir,
    /// Who runs it: whoever runs the server beside it.
    owner: (u32, u32),
    port: u16,
    postmaster: Option<Child>,
}

impl Cluster {
    /// Makes and starts one.
    pub async fn start() -> Self {
        let mut cluster = Self::here().await;
        cluster.begin(&[]).await;
        cluster
    }

    /// The same, with its tables on a disk that can be filled. None where this process may not mount one.
    pub async fn on_small_disk() -> Option<Self> {
        let mut cluster = Self::here().await;
        fs::create_dir(cluster.data()).expect("a folder");
        cluster.disk = Some(SmallDisk::mount(&cluster.data(), SMALL_DISK, cluster.owner)?);
        let log = cluster.folder.path().join("wal");
        cluster
            .begin(&["--wal-segsize=1", &format!("--waldir={}", log.display())])
            .await;
        Some(cluster)
    }

    /// The disk of its tables, where it has one.
    pub fn disk(&self) -> &SmallDisk {
        self.disk.as_ref().expect("a disk")
    }

    /// Where the programs are and who runs them.
    async fn here() -> Self {
        let beside = Database::connect(server_url()).await.expect("OCOP_TEST_POSTGRES");
        let query = Query::select()
            .expr_as(Func::cust("current_setting").arg("data_directory"), "folder")
            .to_owned();
        let row = beside.query_one(&query).await.expect("an answer").expect("a row");
        let data: String = row.try_get("", "folder").expect("a folder");
        beside.close().await.expect("a connection that closes");
        let known = "the server of OCOP_TEST_POSTGRES must run on this machine, as that of `cargo xtask postgres` does";
        let pid = fs::read_to_string(format!("{data}/postmaster.pid")).expect(known);
        let pid = pid.lines().next().expect(known);
        let program = fs::read_link(format!("/proc/{pid}/exe")).expect(known);
        let owner = fs::metadata(&data).expect(known);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let owner = (owner.uid(), owner.gid());
        std::os::unix::fs::chown(folder.path(), Some(owner.0), Some(owner.1)).expect("a folder to give away");
        Self {
            programs: program.parent().expect(known).to_owned(),
            folder,
            owner,
            port: 0,
            postmaster: None,
            disk: None,
        }
    }

    async fn begin(&mut self, options: &[&str]) {
        let made = self
            .program("initdb")
            .args([
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--username",
                USER,
            ])
            .args(options)
            .arg("--pgdata")
            .arg(self.data())
            .output()
            .expect("initdb");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        self.port = TcpListener::bind("127.0.0.1:0")
            .and_then(|free| free.local_addr())
            .expect("a free port")
            .port();
        self.restart().await;
    }

    pub fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.port)
    }

    /// One try, not many.
    fn once(&self) -> ConnectOptions {
        let mut options = ConnectOptions::new(self.url());
        options
            .max_connections(1)
            .connect_timeout(Duration::from_millis(200))
            .acquire_timeout(Duration::from_millis(200))
            .sqlx_logging(false);
        options
    }

    /// Kills every process at once, as a machine that loses its power does.
    pub fn kill(&mut self) {
        let Some(mut postmaster) = self.postmaster.take() else {
            return;
        };
        let pid = postmaster.id();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
        let mut kill = Command::new("kill");
        kill.args(["-KILL", &pid.to_string()])
            .args(children.split_whitespace());
        // Some of them may be gone already.
        kill.stderr(Stdio::null()).status().expect("kill");
        postmaster.wait().expect("a process that ends");
    }

    /// Starts it again over the same data, and waits until it answers.
    pub async fn restart(&mut self) {
        for _ in 0..100 {
            let mut child = self.spawn();
            // Until it answers, or ends because processes of the last one still hold its memory.
            loop {
                if let Ok(connection) = Database::connect(self.once()).await {
                    connection.close().await.expect("a connection that closes");
                    self.postmaster = Some(child);
                    return;
                }
                if child.try_wait().expect("a child").is_some() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        panic!("PostgreSQL does not start:\n{log}");
    }

    fn spawn(&self) -> Child {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log"))
            .expect("a log");
        let mut command = self.program("postgres");
        command
            .arg("-D")
            .arg(self.data())
            .args(["-p", &self.port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=100",
        ] {
            command.args(["-c", setting]);
        }
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("a server")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir(self.folder.path());
        // PostgreSQL refuses to run as root.
        if fs::metadata("/proc/self").expect("/proc").uid() == 0 {
            command.uid(self.owner.0).gid(self.owner.1);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.kill();
    }
}
