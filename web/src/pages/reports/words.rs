//! The audit trail in people's words: what an operation does, what a subject is, where it can be seen.

use crate::visit::Visit;
use shared::reports::AuditEntry;

/// What an operation does: `publish_product` → "duyệt sản phẩm". A word without a text stays as it is.
pub(super) fn operation(visit: &Visit, word: &str) -> String {
    told(visit, "audit_operation", word)
}

/// What a subject is: `lot` → "lô hàng".
pub(super) fn subject(visit: &Visit, word: &str) -> String {
    told(visit, "audit_subject", word)
}

fn told(visit: &Visit, group: &str, word: &str) -> String {
    let text = crate::words::text(visit.lang, &format!("{group}.{word}"));
    text.unwrap_or_else(|| word.replace('_', " "))
}

/// Where the centre can look at what changed; none for what has no page.
pub(super) fn subject_path(entry: &AuditEntry) -> Option<String> {
    let id = &entry.subject_id;
    Some(match entry.subject.as_str() {
        "organisation" | "producer" => format!("/desk/organisations/{id}"),
        "product" => format!("/desk/review/{id}"),
        "certificate" => format!("/desk/certificates/{id}"),
        "chain" => format!("/desk/chains/{id}"),
        "listing" => format!("/desk/listings/{id}"),
        "order" => format!("/desk/orders/{id}"),
        "feature" => "/desk/features".to_owned(),
        "collection" => "/desk/collections".to_owned(),
        _ => return None,
    })
}
