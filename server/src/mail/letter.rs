//! What a mail says, and how it looks as plain text and as simple HTML.

use crate::html::escaped;
use serde::{Deserialize, Serialize};
use shared::Lang;
use std::fmt::Write;

/// A letter in its reader's language. Slices write theirs with `lang.pick("…", "…")`.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Letter {
    pub lang: Lang,
    pub subject: String,
    paragraphs: Vec<String>,
    /// What the button says, and the path on this site that it leads to, without its language.
    button: Option<(String, String)>,
}

impl Letter {
    pub fn new(lang: Lang, subject: impl Into<String>) -> Self {
        Self {
            lang,
            subject: subject.into(),
            paragraphs: Vec::new(),
            button: None,
        }
    }

    /// Greets a person and says in the same sentence what it is about.
    #[must_use]
    pub fn greet(self, name: &str, text: &str) -> Self {
        let hello = self.lang.pick("Chào", "Hello");
        self.say(format!("{hello} {name}, {text}"))
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn say(mut self, text: impl Into<String>) -> Self {
        self.paragraphs.push(text.into());
        self
    }

    /// The one thing to do, after the first paragraph: a page of this site.
    #[must_use]
    pub fn button(mut self, label: impl Into<String>, path: impl Into<String>) -> Self {
        self.button = Some((label.into(), path.into()));
        self
    }

    fn link(&self, site: &str) -> Option<(&str, String)> {
        let (label, path) = self.button.as_ref()?;
        let language = self.lang.pick("", "/en");
        Some((label, format!("{site}{language}{path}")))
    }

    fn closing(&self, site: &str) -> String {
        let text = self.lang.pick(
            "Thư tự động của OCOP Market, xin không trả lời.",
            "Sent automatically by OCOP Market; please do not answer.",
        );
        format!("{text} {site}")
    }

    /// The letter as plain text.
    pub fn plain(&self, site: &str) -> String {
        let mut text = String::new();
        for (number, paragraph) in self.paragraphs.iter().enumerate() {
            let _ = write!(text, "{paragraph}\n\n");
            if let (0, Some((label, link))) = (number, self.link(site)) {
                let _ = write!(text, "{label}:\n{link}\n\n");
            }
        }
        let _ = write!(text, "-- \n{}\n", self.closing(site));
        text
    }

    /// The letter as HTML that every mail program shows: no pictures, no script, nothing from elsewhere.
    pub fn html(&self, site: &str) -> String {
        let mut body = format!(
            "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><title>{}</title></head><body style=\"margin:0;background:#fbf8f2\"><div \
             style=\"max-width:36rem;margin:0 auto;padding:24px;font:16px/1.6 system-ui,sans-serif;color:#1f2a24\">\
             <p style=\"font-weight:600;color:#1f5b45\">OCOP Market</p>",
            self.lang,
            escaped(&self.subject)
        );
        for (number, paragraph) in self.paragraphs.iter().enumerate() {
            let _ = write!(body, "<p>{}</p>", escaped(paragraph).replace('\n', "<br>"));
            if let (0, Some((label, link))) = (number, self.link(site)) {
                let _ = write!(
                    body,
                    "<p><a href=\"{0}\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;\
                     background:#b84815;color:#fff;text-decoration:none\">{1}</a></p><p style=\"font-size:14px;\
                     word-break:break-all\">{0}</p>",
                    escaped(&link),
                    escaped(label)
                );
            }
        }
        let _ = write!(
            body,
            "<hr style=\"border:0;border-top:1px solid #d9d3c6\"><p style=\"font-size:14px\">{}</p></div></body></html>",
            escaped(&self.closing(site))
        );
        body
    }
}

#[cfg(test)]
mod tests {
    use super::Letter;
    use shared::Lang;

    #[test]
    fn a_letter_says_the_same_as_text_and_as_html() {
        let letter = Letter::new(Lang::En, "Subject")
            .say("From <b>Hồng & co</b>")
            .say("Second")
            .button("Go", "/there?a=1&b=2");
        let (plain, html) = (
            letter.plain("https://m.example"),
            letter.html("https://m.example"),
        );
        assert!(
            plain.contains("From <b>Hồng & co</b>") && html.contains("From &lt;b&gt;Hồng &amp; co&lt;/b&gt;")
        );
        assert!(plain.contains("https://m.example/en/there?a=1&b=2"));
        assert!(html.contains("href=\"https://m.example/en/there?a=1&amp;b=2\""));
        assert!(
            plain.find("Go:") < plain.find("Second"),
            "the button follows the first paragraph"
        );
    }
}
