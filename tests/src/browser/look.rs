//! Looking at a page as somebody else's screen shows it, and saying what is wrong with it.

use super::Browser;
use crate::variable;
use serde_json::{Value, json};
use std::path::PathBuf;

/// A window and a colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub width: u32,
    pub dark: bool,
}

/// What every page must have, whether it is wider than the window, and whether something runs out of its box. A phone's
/// window grows with what is too wide for it; what the page was laid out for does not.
const READ: &str = r"
const faults = [];
const room = document.documentElement.clientWidth;
const over = document.documentElement.scrollWidth - room;
const scrolls = node => node && node !== document.body && (getComputedStyle(node).overflowX !== 'visible' || scrolls(node.parentElement));
if (over > 0) {
    const wide = [...document.body.querySelectorAll('*')].find(node => seen(node) && node.getBoundingClientRect().right > room + 1 && !scrolls(node.parentElement) && getComputedStyle(node).position !== 'fixed');
    faults.push(`is ${over} px wider than the window: ${wide?.outerHTML.slice(0, 120)}`);
}
for (const box of document.querySelectorAll('.panel, .card__body, .figures > li, .facts dd, tbody td, tbody th')) {
    if (box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX === 'visible' && box.clientWidth && !box.querySelector('.visually-hidden'))
        faults.push(`runs out of its box: ${box.outerHTML.slice(0, 120)}`);
}
const headings = [...document.querySelectorAll('h1')].filter(seen);
if (headings.length !== 1) faults.push(`has ${headings.length} main headings`);
if (!document.title.trim()) faults.push('has no title');
for (const picture of document.images) if (picture.loading !== 'lazy' && picture.complete && !picture.naturalWidth) faults.push(`has a broken picture ${picture.src}`);
const raw = document.body.innerText.match(/%\{\w+\}|\b(?:undefined|NaN|null)\b/);
if (raw) faults.push(`shows a raw text: ${raw[0]}`);
return faults;
";

const LINKS: &str = r"
const links = [...document.querySelectorAll('a[href]')].map(link => URL.parse(link.href)).filter(url => url).filter(url => url.origin === location.origin)
    .map(url => url.pathname + url.search);
return [...new Set(links)];
";

/// Asks axe, whose script is in the page already.
const AXE: &str = r"
return axe.run(document, { resultTypes: ['violations'] }).then(result =>
    result.violations.map(violation => `${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map(node => node.html.slice(0, 140)).join(' … ')}`));
";

impl Browser {
    /// Shows this and every later page so: the styles answer at once, nothing is loaded again.
    pub async fn put_on(&self, look: Look) {
        let scheme = if look.dark { "dark" } else { "light" };
        self.tell(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": look.width, "height": 900, "deviceScaleFactor": 1, "mobile": look.width < 600 }),
        )
        .await;
        self.tell(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }, { "name": "prefers-reduced-motion", "value": "reduce" }] }),
        )
        .await;
    }

    /// Looks at the page that is shown, and says what is wrong, a line each. The picture of the whole page is kept as
    /// `target/screenshots/looks/<name>-<width>-<scheme>.png`.
    pub async fn look(&self, look: Look, name: &str) -> Vec<String> {
        self.put_on(look).await;
        let read = self.run(READ, vec![]).await;
        let faults = serde_json::from_value(read).expect("what the script answers");
        let height = self
            .run(
                "return Math.min(5000, document.documentElement.scrollHeight)",
                vec![],
            )
            .await;
        let picture = self
            .tell(
                "Page.captureScreenshot",
                json!({
                    "format": "png",
                    "optimizeForSpeed": true,
                    "captureBeyondViewport": true,
                    "clip": { "x": 0, "y": 0, "width": look.width, "height": height, "scale": 1 },
                }),
            )
            .await;
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots/looks");
        std::fs::create_dir_all(&folder).expect("a folder for screenshots");
        let picture = picture.get("data").and_then(Value::as_str).expect("a picture");
        let scheme = if look.dark { "dark" } else { "light" };
        std::fs::write(
            folder.join(format!("{name}-{}-{scheme}.png", look.width)),
            thirtyfour::support::base64_decode(picture).expect("a picture"),
        )
        .expect("a file");
        faults
    }

    /// Addresses on this market that the page links to, without fragments.
    pub async fn links(&self) -> Vec<String> {
        serde_json::from_value(self.run(LINKS, vec![]).await).expect("what the script answers")
    }

    /// Has axe in every page that is loaded from now on: through the tools' own door, for the pages' policy lets no other
    /// script in.
    pub async fn bring_axe(&self) {
        let file = variable("OCOP_TEST_AXE").expect("axe, which `cargo xtask test` installs");
        let axe = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        self.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": axe }))
            .await;
    }

    /// What axe finds wrong on the page that is shown; [`Browser::bring_axe`] comes first.
    pub async fn accessibility_faults(&self) -> Vec<String> {
        let faults = self.run(AXE, vec![]).await;
        serde_json::from_value(faults).expect("what the script answers")
    }

    async fn tell(&self, command: &str, parameters: Value) -> Value {
        self.driver
            .cdp()
            .send_raw(command, parameters)
            .await
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}
