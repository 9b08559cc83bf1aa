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

/// A changed field by its last word: `texts.story` → "câu chuyện"; none where it has no text.
pub(super) fn field(visit: &Visit, path: &str) -> Option<String> {
    let word = path.rsplit('.').find(|word| word.parse::<usize>().is_err())?;
    crate::words::text(visit.lang, &format!("audit_field.{word}"))
}

/// Where the centre can look at what changed; none for what has no page, or is gone.
pub(super) fn subject_path(entry: &AuditEntry) -> Option<String> {
    let id = entry.shown_by_id.as_ref()?;
    Some(match entry.shown_by.as_deref()? {
        "organisation" => format!("/desk/organisations/{id}"),
        "product" => format!("/desk/review/{id}"),
        "certificate" => format!("/desk/certificates/{id}"),
        "chain" => format!("/desk/chains/{id}"),
        "listing" => format!("/desk/listings/{id}"),
        "order" => format!("/desk/orders/{id}"),
        "paper" => format!("/desk/papers/{id}"),
        "feature" => format!("/desk/features/{id}"),
        "collection" => "/desk/collections".to_owned(),
        _ => return None,
    })
}
