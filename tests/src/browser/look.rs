//! Looking at a page as somebody else's screen shows it, and saying what is wrong with it.

use super::Browser;
use crate::variable;
use serde_json::{Value, json};
use std::path::PathBuf;

/// What a page is shown on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    Light,
    Dark,
    /// On a sheet of paper.
    Print,
}

/// A window and what it shows the page in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub width: u32,
    pub medium: Medium,
}

impl Look {
    pub const fn new(width: u32, medium: Medium) -> Self {
        Self { width, medium }
    }

    /// A sheet of A4.
    pub const fn on_paper() -> Self {
        Self::new(794, Medium::Print)
    }
}

impl std::fmt::Display for Look {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let medium = match self.medium {
            Medium::Light => "light",
            Medium::Dark => "dark",
            Medium::Print => "print",
        };
        write!(f, "{}-{medium}", self.width)
    }
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
if (!matchMedia('print').matches && headings.length !== 1) faults.push(`has ${headings.length} main headings`);
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

/// Whether the page says that it belongs to a demonstration.
const MARKED: &str = "return [...document.querySelectorAll('.demo-banner')].some(seen)";

/// A picture ends here.
const TALLEST: u64 = 4000;

/// Asks axe, whose script is in the page already.
const AXE: &str = r"
return axe.run(document, { resultTypes: ['violations'] }).then(result =>
    result.violations.map(violation => `${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map(node => node.html.slice(0, 140)).join(' … ')}`));
";

fn pictures_are_wanted() -> bool {
    std::env::var_os("OCOP_TEST_PICTURES").is_some()
}

impl Browser {
    /// Shows this and every later page so: the styles answer at once, nothing is loaded again.
    pub async fn put_on(&self, look: Look) {
        let (medium, scheme) = match look.medium {
            Medium::Light => ("screen", "light"),
            Medium::Dark => ("screen", "dark"),
            Medium::Print => ("print", "light"),
        };
        self.tell(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": look.width, "height": 900, "deviceScaleFactor": 1, "mobile": look.width < 600 }),
        )
        .await;
        self.tell(
            "Emulation.setEmulatedMedia",
            json!({ "media": medium, "features": [{ "name": "prefers-color-scheme", "value": scheme }, { "name": "prefers-reduced-motion", "value": "reduce" }] }),
        )
        .await;
    }

    /// Looks at the page that is shown, and says what is wrong, a line each. With `OCOP_TEST_PICTURES` the picture of the
    /// whole page is kept as `target/screenshots/looks/<name>-<look>.jpg`: two thousand of them take longer than the looks.
    pub async fn look(&self, look: Look, name: &str) -> Vec<String> {
        self.put_on(look).await;
        let read = self.run(READ, vec![]).await;
        let faults = serde_json::from_value(read).expect("what the script answers");
        if pictures_are_wanted() {
            let height = self
                .run("return document.documentElement.scrollHeight", vec![])
                .await;
            let height = height.as_u64().unwrap_or_default().clamp(1, TALLEST);
            self.picture(look, height, &format!("looks/{name}-{look}.jpg"))
                .await;
        }
        faults
    }

    /// Writes a picture of the page that is shown, from its top, as `target/screenshots/<file>`, which says its format.
    pub async fn picture(&self, look: Look, height: u64, file: &str) {
        let format = if file.rsplit('.').next() == Some("jpg") {
            "jpeg"
        } else {
            "png"
        };
        let picture = self
            .tell(
                "Page.captureScreenshot",
                json!({
                    "format": format,
                    "optimizeForSpeed": format == "jpeg",
                    "captureBeyondViewport": true,
                    "clip": { "x": 0, "y": 0, "width": look.width, "height": height, "scale": 1 },
                }),
            )
            .await;
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../target/screenshots")
            .join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for screenshots");
        let picture = picture.get("data").and_then(Value::as_str).expect("a picture");
        let picture = thirtyfour::support::base64_decode(picture).expect("a picture");
        std::fs::write(path, picture).expect("a file");
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

    /// Whether people can see that the page belongs to a demonstration.
    pub async fn is_marked(&self) -> bool {
        self.run(MARKED, vec![]).await == true
    }

    async fn tell(&self, command: &str, parameters: Value) -> Value {
        self.driver
            .cdp()
            .send_raw(command, parameters)
            .await
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}
