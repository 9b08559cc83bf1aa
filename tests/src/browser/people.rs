//! Filling in plain forms by the names of their fields, as they are sent.

use super::Browser;
use serde_json::json;
use thirtyfour::By;

/// Sets a field as a person would leave it, and says so to the page.
const SET: &str = r"
const [name, value] = arguments;
const fields = [...document.getElementsByName(name)].filter(node => node.type !== 'hidden');
const choice = fields.find(node => (node.type === 'radio' || node.type === 'checkbox') && node.value === value);
if (choice) { if (!choice.checked) choice.click(); return choice.checked; }
const field = fields[0];
if (!field) return false;
field.value = value;
field.dispatchEvent(new Event('input', { bubbles: true }));
field.dispatchEvent(new Event('change', { bubbles: true }));
return field.value === value;
";

impl Browser {
    /// Sets the field of this name: text, date, list, radio button or check box.
    pub async fn set(&self, name: &str, value: &str) {
        self.until(
            &format!("a field named {name:?} that takes {value:?}"),
            async || (self.run(SET, vec![json!(name), json!(value)]).await == true).then_some(()),
        )
        .await;
    }

    /// Chooses a file of this machine for the field of this name.
    pub async fn attach(&self, name: &str, file: &std::path::Path) {
        let selector = By::Css(format!("input[type=file][name={name}]"));
        let field = self.driver.find(selector).await.expect("a field for files");
        field
            .send_keys(file.to_string_lossy())
            .await
            .expect("a file that is taken");
    }

    /// Signs in on the page, as people do, and out before where somebody else is signed in.
    pub async fn sign_in_on_the_page(&self, login: &str, password: &str) {
        self.driver.delete_all_cookies().await.expect("no cookies");
        self.goto("/sign-in").await;
        self.send_sign_in(login, password).await;
        self.wait_for_path("/desk").await;
    }

    /// Fills the form that signs in, where the page shows it, and sends it.
    pub async fn send_sign_in(&self, login: &str, password: &str) {
        self.fill("E-mail hoặc số điện thoại", login).await;
        self.fill("Mật khẩu", password).await;
        self.run("document.querySelector('main form').requestSubmit()", vec![])
            .await;
    }

    /// Waits until the script of forms is at work: until then, what is typed is kept nowhere.
    pub async fn wait_for_forms(&self) {
        self.until("the script of forms", async || {
            let awake = self
                .run("return document.documentElement.dataset.forms", vec![])
                .await;
            (awake == "awake").then_some(())
        })
        .await;
    }

    /// Waits until the islands of the page are awake: until then, its forms are plain ones.
    pub async fn wait_for_islands(&self) {
        self.until("islands that are awake", async || {
            let awake = self
                .run("return document.documentElement.dataset.islands", vec![])
                .await;
            (awake == "awake").then_some(())
        })
        .await;
    }

    /// Nobody is signed in any more.
    pub async fn leave(&self) {
        self.driver.delete_all_cookies().await.expect("no cookies");
    }
}
