//! The contract for people: one page without scripts or foreign hosts, written from the contract itself; by slice, and
//! found by words.

mod prose;

use crate::html::escaped;
use prose::line;
use serde_json::Value;
use std::{collections::BTreeMap, fmt::Write as _};

/// An operation with its method and path.
type Operation<'a> = (&'a str, &'a str, &'a Value);

/// Stands on every page of a demonstration; the contract is read in English alone.
const DEMONSTRATION: &str =
    "<aside class=\"demo-banner\" aria-label=\"Note\">Demonstration: sample data, no real orders.</aside>";

/// `/api/docs`, as HTML; with words, only the operations that have all of them.
pub fn page(document: &Value, style: &str, words: &str, demo: bool) -> String {
    let mut slices: BTreeMap<&str, Vec<Operation<'_>>> = BTreeMap::new();
    for operation in operations(document) {
        if fits(operation, words) {
            slices
                .entry(text(operation.2, "/tags/0"))
                .or_default()
                .push(operation);
        }
    }
    let found: usize = slices.values().map(Vec::len).sum();
    let mut html = String::new();
    head(&mut html, style, words, demo);
    if words.is_empty() {
        let _ = write!(
            html,
            "<details class=\"panel\" open><summary>How to call it</summary><div class=\"stack\">{}</div></details>",
            prose::page(text(document, "/info/description"))
        );
    }
    let _ = write!(
        html,
        "<p role=\"status\">{found} operation{}. The whole contract as \
         <a href=\"/api/openapi.json\">openapi.json</a> (OpenAPI 3.1).</p>",
        if found == 1 { "" } else { "s" }
    );
    contents(&mut html, document, &slices);
    for (slice, operations) in &slices {
        let _ = write!(
            html,
            "<section id=\"slice-{0}\" class=\"section stack\"><h2>{0}</h2>",
            escaped(slice)
        );
        for operation in operations {
            section(&mut html, *operation);
        }
        html.push_str("</section>");
    }
    if words.is_empty() {
        schemas(&mut html, document);
    }
    html.push_str("</main></body></html>");
    html
}

fn head(html: &mut String, style: &str, words: &str, demo: bool) {
    let (robots, banner) = if demo {
        ("<meta name=\"robots\" content=\"noindex\">", DEMONSTRATION)
    } else {
        ("", "")
    };
    let _ = write!(
        html,
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>API – OCOP Market</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"description\" content=\"Every operation of the OCOP Market API, with parameters, examples and problem codes.\">\
         {robots}<link rel=\"stylesheet\" href=\"{}\"></head><body class=\"docs\">\
         <a class=\"skip-link\" href=\"#main\">Skip to content</a>{banner}\
         <header class=\"site-header\"><div class=\"container site-header__bar\"><a class=\"brand\" href=\"/en\">\
         <span class=\"brand__name\">OCOP Market <small>API</small></span></a>\
         <form class=\"search site-header__search\" role=\"search\" action=\"/api/docs\">\
         <label class=\"visually-hidden\" for=\"q\">Find operations</label>\
         <input class=\"input\" id=\"q\" name=\"q\" type=\"search\" value=\"{}\" placeholder=\"orders, create, stock…\">\
         <button class=\"button button--quiet\">Find</button></form></div></header>\
         <main id=\"main\" class=\"container page stack\" tabindex=\"-1\"><h1>OCOP Market API</h1>",
        escaped(style),
        escaped(words)
    );
}

/// Links to the operations, a list a slice.
fn contents(html: &mut String, document: &Value, slices: &BTreeMap<&str, Vec<Operation<'_>>>) {
    html.push_str("<nav class=\"tiles tiles--wide\" aria-label=\"Operations\">");
    for (slice, operations) in slices {
        let _ = write!(
            html,
            "<section class=\"panel stack stack--tight\"><h2 class=\"h4\"><a href=\"#slice-{0}\">{0}</a></h2>\
             <p class=\"muted small\">{1}</p><ul class=\"list-plain\">",
            escaped(slice),
            line(about(document, slice))
        );
        for (_, _, operation) in operations {
            let id = escaped(text(operation, "/operationId"));
            let _ = write!(
                html,
                "<li><a href=\"#{id}\">{id}</a> <span class=\"small muted\">{}</span></li>",
                line(text(operation, "/summary"))
            );
        }
        html.push_str("</ul></section>");
    }
    html.push_str("</nav>");
}

/// What the contract says of a slice.
fn about<'a>(document: &'a Value, slice: &str) -> &'a str {
    document
        .get("tags")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .find(|tag| text(tag, "/name") == slice)
        .map(|tag| text(tag, "/description"))
        .unwrap_or_default()
}

fn fits((path, method, operation): Operation<'_>, words: &str) -> bool {
    let all = format!(
        "{path} {method} {} {} {}",
        text(operation, "/operationId"),
        text(operation, "/summary"),
        text(operation, "/tags/0")
    )
    .to_lowercase();
    words
        .to_lowercase()
        .split_whitespace()
        .all(|word| all.contains(word))
}

fn operations(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    document
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .flat_map(|(path, methods)| {
            methods
                .as_object()
                .into_iter()
                .flatten()
                .map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
        })
}

fn section(html: &mut String, (path, method, operation): Operation<'_>) {
    let _ = write!(
        html,
        "<article class=\"panel stack stack--tight\" id=\"{0}\"><h3><a href=\"#{0}\">{0}</a></h3><p>{1}</p>\
         <p><code>{2} {3}</code></p>",
        escaped(text(operation, "/operationId")),
        line(text(operation, "/summary")),
        method.to_ascii_uppercase(),
        escaped(path)
    );
    callers(html, operation);
    parameters(html, operation);
    example(
        html,
        "Example",
        operation.pointer("/requestBody/content/application~1json/example"),
    );
    responses(html, operation);
    html.push_str("</article>");
}

/// Who may call; nothing is said of what everybody may.
fn callers(html: &mut String, operation: &Value) {
    let words = |name: &str| -> Vec<&str> {
        let list = operation.get(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let (kinds, roles) = (words("x-organisation-kinds"), words("x-roles"));
    if !kinds.is_empty() {
        let _ = write!(
            html,
            "<p>For: {}; roles: {}</p>",
            escaped(&kinds.join(", ")),
            escaped(&roles.join(", "))
        );
    } else if !roles.is_empty() {
        html.push_str("<p>For: everybody who has signed in</p>");
    }
}

fn example(html: &mut String, title: &str, example: Option<&Value>) {
    if let Some(example) = example {
        let _ = write!(
            html,
            "<details><summary>{title}</summary><pre tabindex=\"0\">{}</pre></details>",
            escaped(&serde_json::to_string_pretty(example).unwrap_or_default())
        );
    }
}

fn parameters(html: &mut String, operation: &Value) {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    let Some(parameters) = parameters.filter(|all| !all.is_empty()) else {
        return;
    };
    html.push_str("<dl class=\"facts\">");
    for parameter in parameters {
        let _ = write!(
            html,
            "<div><dt><code>{}</code> {}</dt><dd>{}</dd></div>",
            escaped(text(parameter, "/name")),
            escaped(text(parameter, "/in")),
            line(text(parameter, "/description"))
        );
    }
    html.push_str("</dl>");
}

fn responses(html: &mut String, operation: &Value) {
    html.push_str("<details><summary>Answers</summary><dl class=\"facts\">");
    let responses = operation.get("responses").and_then(Value::as_object);
    for (status, response) in responses.into_iter().flatten() {
        let _ = write!(
            html,
            "<div><dt>{}</dt><dd>{}",
            escaped(status),
            line(text(response, "/description"))
        );
        let schema = response.pointer("/content/application~1json/schema/$ref");
        if let Some(schema) = schema.and_then(Value::as_str) {
            let name = schema.rsplit('/').next().unwrap_or_default();
            let _ = write!(html, " <a href=\"/api/docs#schema-{0}\">{0}</a>", escaped(name));
        }
        html.push_str("</dd></div>");
    }
    html.push_str("</dl></details>");
    let answered = responses.into_iter().flatten().find_map(|(_, response)| {
        // Problems have examples of their own, one a code.
        response.pointer("/content/application~1json/example")
    });
    example(html, "Example of an answer", answered);
}

fn schemas(html: &mut String, document: &Value) {
    html.push_str("<section class=\"section\"><h2>Schemas</h2>");
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        let _ = write!(
            html,
            "<details id=\"schema-{0}\"><summary>{0}</summary><pre tabindex=\"0\">{1}</pre></details>",
            escaped(name),
            escaped(&serde_json::to_string_pretty(schema).unwrap_or_default())
        );
    }
    html.push_str("</section>");
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::page;
    use serde_json::json;

    #[test]
    fn words_leave_the_operations_that_have_them_all_and_are_escaped() {
        let operation = |id: &str| json!({ "operationId": id, "summary": "Does it.", "tags": ["orders"] });
        let document = json!({ "paths": {
            "/orders": { "get": operation("list_orders"), "post": operation("place_order") },
        } });
        let html = page(&document, "/style.css", "PLACE order", false);
        assert!(html.contains("id=\"place_order\"") && !html.contains("id=\"list_orders\""));
        let escaped = page(&document, "/style.css", "\"><script>", false);
        assert!(escaped.contains("value=\"&quot;&gt;&lt;script&gt;\"") && !escaped.contains("demo-banner"));
        let demonstration = page(&document, "/style.css", "", true);
        assert!(demonstration.contains("demo-banner") && demonstration.contains("noindex"));
    }
}
