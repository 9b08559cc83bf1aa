//! A person without a mouse: every key that is pressed, and what has the focus then.

use super::Browser;
use serde::Deserialize;
use serde_json::json;

/// Keys, as `WebDriver` writes them.
pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const DOWN: &str = "\u{e015}";
pub const SPACE: &str = " ";

/// More stops than any page has; whoever needs more goes round in a circle.
const STOPS: usize = 250;

/// What has the focus, and what is wrong with how it shows.
#[derive(Debug, Deserialize)]
struct Focus {
    name: String,
    found: bool,
    fault: Option<String>,
}

/// The name of what has the focus, whether it is the wanted one, and whether people can see that it has: an outline of its
/// own or around it, inside the window, and nothing lying over it.
const FOCUS: &str = r"
const node = document.activeElement;
if (!node || node === document.body || node === document.documentElement) return null;
const name = clean(node.labels?.[0]?.innerText) || named(node);
const outlined = (node, part) => { const style = getComputedStyle(node, part); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0; };
const around = [node, node.parentElement, node.parentElement?.parentElement].filter(one => one);
let fault = null;
// The parts of a date draw their own outlines, where no script can see them.
if (node.type !== 'date' && !around.some(one => outlined(one)) && !outlined(node, '::after')) fault = 'shows no focus';
const box = node.getClientRects()[0];
if (!box || !box.width) fault = 'has the focus, but is not on the page';
else if (box.height < innerHeight / 2) {
    // What is in sight of it: a tall field may stand half below the window, as its first line does not.
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [upper, lower] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const top = document.elementFromPoint((left + right) / 2, (upper + lower) / 2);
    if (left >= right || upper >= lower) fault = 'has the focus outside the window';
    else if (!top || !(node.contains(top) || top.contains(node))) fault = `has the focus under ${top?.outerHTML.slice(0, 80)}`;
}
const wanted = clean(arguments[0]).toLowerCase();
return { name, found: name.toLowerCase().startsWith(wanted), fault: fault && `${node.outerHTML.slice(0, 160)} ${fault}` };
";

impl Browser {
    /// Presses these keys, one after the other, wherever the focus is.
    pub async fn press(&self, keys: &str) {
        self.driver
            .action_chain()
            .send_keys(keys)
            .perform()
            .await
            .expect("keys that can be pressed");
    }

    /// Tabs on until what is called so has the focus. On the way every stop must show that it has the focus.
    pub async fn tab_to(&self, name: &str) {
        let mut passed: Vec<String> = Vec::new();
        let mut ends = 0;
        while passed.len() < STOPS && ends < 2 {
            self.press(TAB).await;
            let focus = self.run(FOCUS, vec![json!(name)]).await;
            let focus: Option<Focus> = serde_json::from_value(focus).expect("what the script answers");
            let Some(focus) = focus else {
                ends += 1;
                continue;
            };
            assert_eq!(focus.fault, None, "on {}", self.path().await);
            if focus.found {
                return;
            }
            passed.push(focus.name);
        }
        panic!(
            "no Tab leads to {name:?} on {}, but to {passed:#?}",
            self.path().await
        );
    }

    /// Tabs to the link or button of this name and presses Enter on it.
    pub async fn enter(&self, name: &str) {
        self.tab_to(name).await;
        self.press(ENTER).await;
    }

    /// Tabs to the field of this label and writes into it.
    pub async fn write(&self, label: &str, text: &str) {
        self.tab_to(label).await;
        self.press(text).await;
    }
}
