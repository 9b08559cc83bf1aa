//! The contract for people: one page without scripts or foreign hosts, written from the contract itself.

use serde_json::Value;
use std::fmt::Write as _;

/// `/api/docs`, as HTML.
pub fn page(document: &Value, style: &str) -> String {
    let mut html = String::from(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>OCOP Market API</title>",
    );
    let _ = write!(
        html,
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"stylesheet\" href=\"{}\">\
         </head><body class=\"docs\"><main class=\"container stack\"><h1>OCOP Market API</h1><p>{}</p>\
         <p><a href=\"/api/openapi.json\">openapi.json</a></p><nav aria-label=\"Operations\"><ul>",
        escape(style),
        escape(text(document, "/info/description"))
    );
    for (_, _, operation) in operations(document) {
        let id = escape(text(operation, "/operationId"));
        let _ = write!(
            html,
            "<li><a href=\"#{id}\">{id}</a> {}</li>",
            escape(text(operation, "/summary"))
        );
    }
    html.push_str("</ul></nav>");
    for (path, method, operation) in operations(document) {
        section(&mut html, path, method, operation);
    }
    html.push_str("<h2>Schemas</h2>");
    if let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) {
        for (name, schema) in schemas {
            let _ = write!(
                html,
                "<details id=\"schema-{0}\"><summary>{0}</summary><pre tabindex=\"0\">{1}</pre></details>",
                escape(name),
                escape(&serde_json::to_string_pretty(schema).unwrap_or_default())
            );
        }
    }
    html.push_str("</main></body></html>");
    html
}

fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
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

fn section(html: &mut String, path: &str, method: &str, operation: &Value) {
    let _ = write!(
        html,
        "<section id=\"{0}\"><h2>{0}</h2><p>{1}</p><p><code>{2} {3}</code></p>",
        escape(text(operation, "/operationId")),
        escape(text(operation, "/summary")),
        method.to_ascii_uppercase(),
        escape(path)
    );
    if let Some(kinds) = operation.get("x-organisation-kinds") {
        let _ = write!(html, "<p>For: {}</p>", escape(&kinds.to_string()));
    }
    if let Some(parameters) = operation
        .get("parameters")
        .and_then(Value::as_array)
        .filter(|all| !all.is_empty())
    {
        html.push_str("<div class=\"table-wrap\" tabindex=\"0\"><table class=\"table\"><thead><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr></thead><tbody>");
        for parameter in parameters {
            let _ = write!(
                html,
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
                escape(text(parameter, "/name")),
                escape(text(parameter, "/in")),
                escape(text(parameter, "/description"))
            );
        }
        html.push_str("</tbody></table></div>");
    }
    if let Some(example) = operation.pointer("/requestBody/content/application~1json/example") {
        let _ = write!(
            html,
            "<pre tabindex=\"0\">{}</pre>",
            escape(&serde_json::to_string_pretty(example).unwrap_or_default())
        );
    }
    html.push_str("<dl class=\"facts\">");
    if let Some(responses) = operation.get("responses").and_then(Value::as_object) {
        for (status, response) in responses {
            let _ = write!(
                html,
                "<dt>{}</dt><dd>{}",
                escape(status),
                escape(text(response, "/description"))
            );
            if let Some(schema) = response
                .pointer("/content/application~1json/schema/$ref")
                .and_then(Value::as_str)
            {
                let name = schema.rsplit('/').next().unwrap_or_default();
                let _ = write!(html, " <a href=\"#schema-{0}\">{0}</a>", escape(name));
            }
            html.push_str("</dd>");
        }
    }
    html.push_str("</dl></section>");
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
