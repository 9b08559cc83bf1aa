//! The audit trail as a table for other programs, with the filters of the page. At most five thousand lines.

use super::{
    audit::{filter, read},
    words::{operation, subject},
};
use crate::{
    format,
    visit::{PageResult, Visit},
};
use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};
use shared::{page::MAX_LIMIT, reports::AuditEntry};

/// Pages of a hundred.
const PAGES: usize = 50;

pub(crate) async fn export(visit: Visit) -> PageResult {
    let mut filter = filter(&visit);
    filter.limit = Some(MAX_LIMIT);
    filter.cursor = None;
    let heads = [
        "at",
        "operation",
        "subject",
        "subject_id",
        "who",
        "organisation",
        "address",
        "changed",
    ];
    // Excel reads UTF-8 by this mark alone.
    let mut table = String::from("\u{feff}");
    line(&mut table, heads.map(|head| tr!(visit, format!("audit.{head}"))));
    for _ in 0..PAGES {
        let page = read(&visit, &filter).await?;
        for entry in &page.items {
            line(&mut table, cells(&visit, entry));
        }
        filter.cursor = page.next_cursor;
        if filter.cursor.is_none() {
            break;
        }
    }
    let mut response = Response::new(Body::from(table));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"audit.csv\""),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    Ok(response)
}

fn cells(visit: &Visit, entry: &AuditEntry) -> [String; 8] {
    let changes: Vec<String> = entry
        .changes
        .iter()
        .map(|change| {
            let value = |value: &Option<String>| value.clone().unwrap_or_default();
            format!(
                "{}: {} → {}",
                change.field,
                value(&change.before),
                value(&change.after)
            )
        })
        .collect();
    [
        format::instant(entry.at),
        operation(visit, &entry.operation),
        subject(visit, &entry.subject),
        entry.subject_id.clone(),
        entry.user.clone().unwrap_or_default(),
        entry.organisation.clone().unwrap_or_default(),
        entry.address.clone().unwrap_or_default(),
        changes.join("; "),
    ]
}

/// A line in quotes. What a spreadsheet would take for a formula is kept from being one.
fn line<const N: usize>(table: &mut String, cells: [String; N]) {
    let cells = cells.map(|cell| {
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let cell = cell.replace('"', "\"\"");
        if formula {
            format!("\"'{cell}\"")
        } else {
            format!("\"{cell}\"")
        }
    });
    table.push_str(&cells.join(","));
    table.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn cells_are_quoted_and_no_formula_gets_through() {
        let mut table = String::new();
        line(&mut table, ["Hồng \"vành khuyên\"".to_owned(), "=1+1".to_owned()]);
        assert_eq!(table, "\"Hồng \"\"vành khuyên\"\"\",\"'=1+1\"\r\n");
    }
}
