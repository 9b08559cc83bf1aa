//! The contract's texts as HTML: the little of Markdown that they use. Blocks are set apart by what they begin with; a
//! line that is indented, or begins with nothing special, goes on with the block before it.

use crate::html::escaped;
use std::fmt::Write as _;

/// A sentence: `code` and **what matters**.
pub(super) fn line(text: &str) -> String {
    let mut html = String::new();
    for (number, piece) in text.split('`').enumerate() {
        if number % 2 == 1 {
            let _ = write!(html, "<code>{}</code>", escaped(piece));
            continue;
        }
        for (number, piece) in piece.split("**").enumerate() {
            let piece = escaped(piece);
            let _ = if number % 2 == 1 {
                write!(html, "<strong>{piece}</strong>")
            } else {
                write!(html, "{piece}")
            };
        }
    }
    html
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Heading,
    Item,
    Row,
    Paragraph,
}

/// Several paragraphs, with headings, lists and tables.
pub(super) fn page(markdown: &str) -> String {
    let mut html = String::new();
    let mut within = None;
    for (kind, text) in blocks(markdown) {
        if within != Some(kind) {
            html.push_str(close(within));
            html.push_str(open(kind));
        }
        let _ = match kind {
            Kind::Heading => write!(html, "<h2>{}</h2>", line(&text)),
            Kind::Item => write!(html, "<li>{}</li>", line(&text)),
            Kind::Row => write!(html, "{}", row(&text, within != Some(kind))),
            Kind::Paragraph => write!(html, "<p>{}</p>", line(&text)),
        };
        within = Some(kind);
    }
    html.push_str(close(within));
    html
}

const fn open(kind: Kind) -> &'static str {
    match kind {
        Kind::Item => "<ul>",
        Kind::Row => "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\"><table class=\"table\">",
        Kind::Heading | Kind::Paragraph => "",
    }
}

const fn close(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Item) => "</ul>",
        Some(Kind::Row) => "</tbody></table></div>",
        _ => "",
    }
}

/// A line of a table; the first one names its columns.
fn row(text: &str, first: bool) -> String {
    let tag = if first { "th" } else { "td" };
    let mut cells = String::new();
    for cell in text.trim_matches('|').split('|') {
        let _ = write!(cells, "<{tag}>{}</{tag}>", line(cell.trim()));
    }
    if first {
        format!("<thead><tr>{cells}</tr></thead><tbody>")
    } else {
        format!("<tr>{cells}</tr>")
    }
}

fn blocks(markdown: &str) -> Vec<(Kind, String)> {
    let mut blocks: Vec<(Kind, String)> = Vec::new();
    let mut goes_on = false;
    for text in markdown.lines() {
        let (kind, rest) = if let Some(rest) = text.strip_prefix("## ") {
            (Kind::Heading, rest)
        } else if let Some(rest) = text.strip_prefix("- ") {
            (Kind::Item, rest)
        } else if text.starts_with("| ---") {
            continue;
        } else if text.starts_with('|') {
            (Kind::Row, text)
        } else if text.trim().is_empty() {
            goes_on = false;
            continue;
        } else if let Some((Kind::Item | Kind::Paragraph, begun)) = blocks.last_mut().filter(|_| goes_on) {
            begun.push(' ');
            begun.push_str(text.trim());
            continue;
        } else {
            (Kind::Paragraph, text)
        };
        goes_on = true;
        blocks.push((kind, rest.to_owned()));
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{line, page};

    #[test]
    fn code_and_weight_are_shown_and_html_is_not() {
        assert_eq!(
            line("**Ids** are `<a>` & plain"),
            "<strong>Ids</strong> are <code>&lt;a&gt;</code> &amp; plain"
        );
    }

    #[test]
    fn headings_lists_tables_and_paragraphs_are_told_apart() {
        let html = page("## One\n- a\n  goes on\n- b\n\nText\ntoo.\n\n| x | y |\n| --- | --- |\n| 1 | 2 |\n");
        assert_eq!(
            html,
            "<h2>One</h2><ul><li>a goes on</li><li>b</li></ul><p>Text too.</p>\
             <div class=\"table-wrap\" tabindex=\"0\" role=\"group\"><table class=\"table\"><thead><tr><th>x</th><th>y</th></tr>\
             </thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>"
        );
    }
}
