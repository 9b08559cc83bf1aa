//! Chromium and ChromeDriver, with a profile that nobody used before.

use crate::variable;
use std::{process::Stdio, time::Duration};
use tempfile::TempDir;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// How long ChromeDriver may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// Without a window, without a sandbox (test machines run as root), and without calling home.
const ARGUMENTS: [&str; 7] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// What the pages are looked at on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// 1280 × 900.
    Desk,
    /// 360 × 740, with touch.
    Phone,
}

/// A running browser and what drives it.
pub(super) struct Driver {
    pub(super) web: WebDriver,
    process: Child,
    _profile: TempDir,
}

impl Driver {
    pub(super) async fn start(screen: Screen) -> Self {
        let (process, port) = tokio::time::timeout(PATIENCE, listening())
            .await
            .expect("ChromeDriver does not start");
        let profile = tempfile::tempdir().expect("a temporary folder");
        // Its client wants to know the TLS library, though it speaks plain HTTP here.
        server::media::prepare_tls();
        let capabilities = capabilities(screen, &profile);
        let web = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities)
            .await
            .expect("a browser");
        Self {
            web,
            process,
            _profile: profile,
        }
    }

    pub(super) async fn stop(mut self) {
        self.web.quit().await.expect("a browser that closes");
        self.process.kill().await.expect("a ChromeDriver that ends");
    }
}

/// ChromeDriver with the port that it took.
async fn listening() -> (Child, u16) {
    let program = variable("OCOP_TEST_CHROMEDRIVER").unwrap_or_else(|| "/usr/bin/chromedriver".into());
    loop {
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}; `cargo xtask setup --tests` installs it"));
        if let Some(port) = port_of(&mut process).await {
            return (process, port);
        }
    }
}

/// ChromeDriver takes a free port for IPv4 and says which; none where somebody has the same one for IPv6, which it wants
/// too: then it ends.
async fn port_of(process: &mut Child) -> Option<u16> {
    let mut lines = BufReader::new(process.stdout.take().expect("piped")).lines();
    let mut said = String::new();
    while let Some(line) = lines.next_line().await.expect("ChromeDriver's words") {
        if let Some((_, port)) = line.split_once("successfully on port ") {
            // Whatever it says later must not fill the pipe.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Some(port.trim_end_matches('.').parse().expect("a port"));
        }
        if line.contains("port not available") {
            return None;
        }
        said.push_str(&line);
        said.push('\n');
    }
    panic!("ChromeDriver ended without a word about its port:\n{said}");
}

fn capabilities(screen: Screen, profile: &TempDir) -> thirtyfour::ChromeCapabilities {
    let mut chrome = DesiredCapabilities::chrome();
    let add = |chrome: &mut thirtyfour::ChromeCapabilities, argument: &str| {
        chrome.add_arg(argument).expect("an argument");
    };
    for argument in ARGUMENTS {
        add(&mut chrome, argument);
    }
    add(
        &mut chrome,
        &format!("--user-data-dir={}", profile.path().display()),
    );
    add(&mut chrome, "--lang=vi");
    match screen {
        Screen::Desk => add(&mut chrome, "--window-size=1280,900"),
        Screen::Phone => chrome
            .add_experimental_option(
                "mobileEmulation",
                serde_json::json!({
                    "deviceMetrics": { "width": 360, "height": 740, "pixelRatio": 2.0, "touch": true },
                }),
            )
            .expect("a phone"),
    }
    if let Some(binary) = variable("OCOP_TEST_CHROMIUM") {
        chrome.set_binary(&binary).expect("a path");
    }
    chrome
        .set_browser_log_level(LoggingPrefsLogLevel::All)
        .expect("a log level");
    chrome
}
