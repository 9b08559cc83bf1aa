//! What a person does in front of a page: goes somewhere, reads, clicks what is called so, fills in what is asked.
//!
//! Everything waits for what it needs, up to a deadline; nothing sleeps for a fixed time.

use crate::Person;
use serde_json::{Value, json};
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use thirtyfour::{Cookie, WebDriver, WebElement};

/// How long a page may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
const INTERVAL: Duration = Duration::from_millis(50);

/// What both scripts need: texts without needless blanks, and whether people can see an element.
const WORDS: &str = r"
const clean = text => (text ?? '').replace(/\s+/g, ' ').trim();
const seen = node => node.checkVisibility?.({ visibilityProperty: true }) ?? true;
const named = node => clean(
    node.getAttribute('aria-labelledby')?.split(/\s+/).map(id => document.getElementById(id)?.textContent).join(' ')
    || node.getAttribute('aria-label') || node.innerText || node.value || node.querySelector?.('img')?.alt || node.title);
const best = (nodes, name) => {
    const wanted = clean(name).toLowerCase();
    const names = nodes.map(node => [node, named(node).toLowerCase()]);
    return (names.find(([, name]) => name === wanted) ?? names.find(([, name]) => name.startsWith(wanted)))?.[0] ?? null;
};
";

/// What is clicked, by the name that assistive technology would say.
const CLICKABLE: &str = r"
const found = best([...document.querySelectorAll(
    'a[href], button, summary, label, [role=button], [role=tab], [role=menuitem], input[type=submit], input[type=button]'
)].filter(seen), arguments[0]);
// As people do: not at the edge, where a bar may lie over it.
found?.scrollIntoView({ block: 'center', behavior: 'instant' });
return found;
";

/// A field, by its label.
const FIELD: &str = r"
const fields = [...document.querySelectorAll('input, select, textarea')].filter(node => node.type !== 'hidden');
const called = fields.filter(node => node.getAttribute('aria-label') || node.getAttribute('aria-labelledby'));
return best([...document.querySelectorAll('label')].filter(label => label.control), arguments[0])?.control
    ?? best(called, arguments[0]);
";

/// Chooses an option by its text and says so to the page.
const CHOOSE: &str = r"
const [select, wanted] = arguments;
const option = [...select.options].find(option => clean(option.text) === clean(wanted));
if (!option) return false;
select.value = option.value;
select.dispatchEvent(new Event('input', { bubbles: true }));
select.dispatchEvent(new Event('change', { bubbles: true }));
return true;
";

/// A browser that shows a market.
#[derive(Clone, Debug)]
pub struct Browser {
    /// For what the helpers here do not do.
    pub driver: WebDriver,
    address: SocketAddr,
}

impl Browser {
    pub(super) fn new(driver: WebDriver, address: SocketAddr) -> Self {
        Self { driver, address }
    }

    /// The address of a page of this market.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub async fn goto(&self, path: &str) {
        self.driver.goto(self.url(path)).await.expect("a page");
    }

    /// Path and query of the page that is shown.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.expect("an address");
        match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        }
    }

    /// Gives the browser the web cookie of somebody who has signed in.
    pub async fn sign_in(&self, person: &Person) {
        self.goto("/healthz").await;
        let mut cookie = Cookie::new(server::auth::COOKIE, person.cookie());
        cookie.set_path("/");
        self.driver.add_cookie(cookie).await.expect("a cookie");
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> String {
        let text = self.run("return document.body?.innerText ?? ''", vec![]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page says this, in whatever capitals.
    pub async fn wait_for_text(&self, text: &str) {
        let wanted = text.to_lowercase();
        self.until(&format!("the text {text:?}"), async || {
            self.text().await.to_lowercase().contains(&wanted).then_some(())
        })
        .await;
    }

    /// Waits until the page does not say this any more.
    pub async fn wait_until_gone(&self, text: &str) {
        let wanted = text.to_lowercase();
        self.until(&format!("the end of {text:?}"), async || {
            (!self.text().await.to_lowercase().contains(&wanted)).then_some(())
        })
        .await;
    }

    /// Waits until the address is this path, with its query.
    pub async fn wait_for_path(&self, path: &str) {
        self.until(&format!("the address {path}"), async || {
            (self.path().await == path).then_some(())
        })
        .await;
    }

    /// Clicks the link or button of this name.
    pub async fn click(&self, name: &str) {
        self.until(&format!("something called {name:?} to click"), async || {
            self.find(CLICKABLE, name).await?.click().await.ok()
        })
        .await;
    }

    /// Writes into the field of this label, in place of what it holds.
    pub async fn fill(&self, label: &str, text: &str) {
        self.until(&format!("a field {label:?}"), async || {
            let field = self.find(FIELD, label).await?;
            field.clear().await.ok()?;
            field.send_keys(text).await.ok()
        })
        .await;
    }

    /// Chooses from the list of this label.
    pub async fn choose(&self, label: &str, option: &str) {
        self.until(&format!("{option:?} in the list {label:?}"), async || {
            let list = self.find(FIELD, label).await?.to_json().ok()?;
            (self.run(CHOOSE, vec![list, json!(option)]).await == true).then_some(())
        })
        .await;
    }

    /// What the field of this label holds.
    pub async fn value(&self, label: &str) -> String {
        let field = self
            .until(&format!("a field {label:?}"), async || {
                self.find(FIELD, label).await
            })
            .await;
        field.prop("value").await.expect("a field").unwrap_or_default()
    }

    /// Writes `target/screenshots/<name>.png`.
    pub async fn screenshot(&self, name: &str) {
        self.driver
            .screenshot(&screenshot_file(name))
            .await
            .expect("a picture of the page");
    }

    pub(super) async fn try_screenshot(&self, name: &str) {
        // The browser itself may be what failed.
        drop(self.driver.screenshot(&screenshot_file(name)).await);
    }

    /// What the page complained about since the last call.
    pub async fn console_errors(&self) -> Vec<String> {
        let entries = self.driver.browser_log().await.expect("the console");
        let severe = entries.into_iter().filter(|entry| entry.level == "SEVERE");
        severe.map(|entry| entry.message).collect()
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let script = format!("{WORDS}{script}");
        let answer = self
            .driver
            .execute(script, arguments)
            .await
            .expect("a script that runs");
        answer.json().clone()
    }

    async fn find(&self, script: &str, name: &str) -> Option<WebElement> {
        let script = format!("{WORDS}{script}");
        let answer = self.driver.execute(script, vec![json!(name)]).await.ok()?;
        answer.element().ok()
    }

    /// Asks again and again until there is an answer, or time is up.
    pub async fn until<T>(&self, what: &str, probe: impl AsyncFn() -> Option<T>) -> T {
        let asking = async {
            loop {
                if let Some(found) = probe().await {
                    return found;
                }
                tokio::time::sleep(INTERVAL).await;
            }
        };
        let Ok(found) = tokio::time::timeout(PATIENCE, asking).await else {
            panic!(
                "waited in vain for {what} on {}, which reads:\n{}",
                self.path().await,
                self.text().await
            )
        };
        found
    }
}

fn screenshot_file(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
    std::fs::create_dir_all(&folder).expect("a folder for screenshots");
    folder.join(format!("{name}.png"))
}
