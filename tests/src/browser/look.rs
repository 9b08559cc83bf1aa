//! Looking at a page as somebody else's screen shows it, and saying what is wrong with it.

use super::Browser;
use crate::variable;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::PathBuf;

/// A window and a colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub width: u32,
    pub dark: bool,
}

/// What a look at a page found.
#[derive(Debug, Deserialize)]
pub struct Seen {
    /// Addresses on this market that the page links to, without fragments.
    pub links: Vec<String>,
    /// What is wrong, one line each.
    pub faults: Vec<String>,
}

/// Reads the page: its links, whether it is wider than the window, and what every page must have.
const READ: &str = r"
const faults = [];
const over = document.documentElement.scrollWidth - window.innerWidth;
if (over > 0) {
    const wide = [...document.body.querySelectorAll('*')].find(node => seen(node) && node.getBoundingClientRect().right > window.innerWidth + 1);
    faults.push(`is ${over} px wider than the window: ${wide?.outerHTML.slice(0, 120)}`);
}
const headings = [...document.querySelectorAll('h1')].filter(seen);
if (headings.length !== 1) faults.push(`has ${headings.length} main headings`);
if (!document.title.trim()) faults.push('has no title');
for (const picture of document.images) if (picture.loading !== 'lazy' && picture.complete && !picture.naturalWidth) faults.push(`has a broken picture ${picture.src}`);
const raw = document.body.innerText.match(/%\{\w+\}|\b(?:undefined|NaN|null)\b/);
if (raw) faults.push(`shows a raw text: ${raw[0]}`);
const links = [...document.querySelectorAll('a[href]')].map(link => URL.parse(link.href)).filter(url => url).filter(url => url.origin === location.origin)
    .map(url => url.pathname + url.search);
return { links: [...new Set(links)], faults };
";

/// Asks axe, whose script is in the page already.
const AXE: &str = r"
return axe.run(document, { resultTypes: ['violations'] }).then(result =>
    result.violations.map(violation => `${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map(node => node.html.slice(0, 140)).join(' … ')}`));
";

impl Browser {
    /// Goes to a page and looks at it so. The picture of the whole page is kept as `target/screenshots/looks/<name>.png`.
    pub async fn look(&self, path: &str, look: Look, name: &str) -> Seen {
        let tools = self.driver.cdp();
        let command = async |command: &str, parameters: Value| -> Value {
            tools
                .send_raw(command, parameters)
                .await
                .unwrap_or_else(|error| panic!("{command}: {error}"))
        };
        let scheme = if look.dark { "dark" } else { "light" };
        command(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": look.width, "height": 900, "deviceScaleFactor": 1, "mobile": look.width < 600 }),
        )
        .await;
        command(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }, { "name": "prefers-reduced-motion", "value": "reduce" }] }),
        )
        .await;
        self.goto(path).await;
        let read = self.run(READ, vec![]).await;
        let mut seen: Seen = serde_json::from_value(read).expect("what the script answers");
        let complaints = self.console_errors().await;
        seen.faults
            .extend(complaints.into_iter().map(|line| format!("complains: {line}")));
        let size = self
            .run(
                "return Math.min(8000, document.documentElement.scrollHeight)",
                vec![],
            )
            .await;
        let picture = command(
            "Page.captureScreenshot",
            json!({
                "format": "png",
                "captureBeyondViewport": true,
                "clip": { "x": 0, "y": 0, "width": look.width, "height": size, "scale": 1 },
            }),
        )
        .await;
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots/looks");
        std::fs::create_dir_all(&folder).expect("a folder for screenshots");
        let picture = picture.get("data").and_then(Value::as_str).expect("a picture");
        std::fs::write(
            folder.join(format!("{name}-{}-{scheme}.png", look.width)),
            decode(picture),
        )
        .expect("a file");
        seen
    }

    /// What axe finds wrong on the page that is shown.
    pub async fn accessibility_faults(&self) -> Vec<String> {
        let file = variable("OCOP_TEST_AXE").expect("axe, which `cargo xtask test` installs");
        let axe = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        // Through the driver's own door: the page's policy lets no other script in.
        self.driver
            .execute(axe, vec![])
            .await
            .expect("a script that loads");
        let faults = self.run(AXE, vec![]).await;
        serde_json::from_value(faults).expect("what the script answers")
    }
}

fn decode(base64: &str) -> Vec<u8> {
    thirtyfour::support::base64_decode(base64).expect("a picture")
}
