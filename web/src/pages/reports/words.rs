//! The audit trail in people's words: what an operation does, what a subject is, where it can be seen.

use crate::{components::bits::state_word, format, pages::address::day, visit::Visit};
use shared::{Money, Timestamp, reports::AuditEntry};

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
    crate::words::text(visit.lang, &format!("audit_field.{}", last_word(path)))
}

/// `lines.2.received` → `received`.
fn last_word(path: &str) -> &str {
    path.rsplit('.')
        .find(|word| word.parse::<usize>().is_err())
        .unwrap_or_default()
}

/// A value as people read it: words of closed lists by their names, days, instants and amounts as they are written here.
/// What is none of these is shown as it is.
pub(super) fn value(visit: &Visit, subject: &str, path: &str, text: &str) -> String {
    let word = last_word(path);
    let list = match (word, subject) {
        ("status" | "state", _) => return state_word(visit, text),
        ("role", _) => "roles.",
        ("reason_code", "listing") => "listings.reason_",
        ("reason_code", _) => "orders.decline_",
        ("reason", "lot") => "stock.reason_",
        ("exemption", _) => "papers.exemption_",
        ("producer_kind", _) => "producers.kind_",
        ("claims", _) => "product.claim_",
        ("criteria_version", _) => "certification.criteria_",
        ("level", _) => "certification.level_",
        ("net_unit", _) => "product.unit_",
        ("vat_code", _) => "vat.",
        _ => return written(visit, word, text),
    };
    crate::words::text(visit.lang, &format!("{list}{text}")).unwrap_or_else(|| text.to_owned())
}

fn written(visit: &Visit, word: &str, text: &str) -> String {
    if let Some(day) = day(text) {
        return format::date(day);
    }
    if let Ok(at) = serde_json::from_value::<Timestamp>(text.into()) {
        return format::instant(at);
    }
    match (word, text, text.parse::<i64>()) {
        ("amount", _, Ok(amount)) => format::money(visit.lang, Money::vnd(amount)),
        (_, "true", _) => tr!(visit, "audit.yes"),
        (_, "false", _) => tr!(visit, "audit.no"),
        _ => text.to_owned(),
    }
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

/// Everything that leaves a line: operations that write, jobs, and commands of the program.
pub(super) const OPERATIONS: [&str; 114] = [
    "accept_invitation",
    "add_basket_lines",
    "add_member",
    "add_paper",
    "add_producer_photo",
    "add_product_image",
    "adjust_lot",
    "answer_listing",
    "apply_import",
    "approve_purchase",
    "arrange_product_images",
    "cancel_order",
    "caption_producer_photo",
    "change_email",
    "change_password",
    "change_phone",
    "check_import",
    "close_account",
    "close_organisation",
    "close_store",
    "confirm_account_email",
    "confirm_email",
    "confirm_listing",
    "confirm_order",
    "confirm_second_factor",
    "confirm_shelves",
    "copy_product",
    "correct_certificate",
    "correct_receipt",
    "create_certificate",
    "create_chain",
    "create_import",
    "create_invitation",
    "create_lot",
    "create_pack",
    "create_product",
    "create_recovery_link",
    "create_session",
    "create_store",
    "decline_order",
    "delete_bank_account",
    "delete_collection",
    "delete_feature",
    "delete_producer_photo",
    "delete_product",
    "delete_product_image",
    "delete_session",
    "delist_listing",
    "demo",
    "disable_second_factor",
    "end_other_sessions",
    "end_session",
    "enrol_second_factor",
    "expire_order",
    "fail_import",
    "finish_session",
    "import",
    "import_products",
    "leave_organisation",
    "let_go_pictures",
    "pitch_listing",
    "place_purchase",
    "publish_product",
    "put_bank_account",
    "put_basket_line",
    "put_basket_lines",
    "put_buying_rules",
    "put_collection",
    "put_feature",
    "put_paper_file",
    "receive_order",
    "refresh_session",
    "refuse_paper",
    "refuse_purchase",
    "register_organisation",
    "reinstate_organisation",
    "reject_organisation",
    "relist_product",
    "remove_member",
    "remove_paper",
    "renew_recovery_codes",
    "reopen_organisation",
    "request_password_reset",
    "reset_password",
    "resolve_codes",
    "restore_product",
    "resubmit_organisation",
    "return_product",
    "revoke_certificate",
    "send_email_confirmation",
    "shelve_listing",
    "ship_order",
    "submit_product",
    "suspend_organisation",
    "switch_organisation",
    "take_back_shelves",
    "take_down_product",
    "tell_lapsing",
    "tell_order",
    "tell_purchase",
    "update_account",
    "update_chain",
    "update_member",
    "update_organisation",
    "update_pack",
    "update_paper",
    "update_producer",
    "update_product",
    "update_store",
    "user",
    "verify_organisation",
    "verify_paper",
    "withdraw_invitation",
    "withdraw_product",
];

#[cfg(test)]
mod tests {
    use super::OPERATIONS;

    #[test]
    fn the_operations_to_choose_from_are_those_that_have_a_text() {
        let texts = include_str!("../../../locales/audit.yml");
        let (_, texts) = texts.split_once("\naudit_operation:\n").expect("the operations");
        let known = texts.lines().map_while(|line| line.strip_prefix("  "));
        let mut known: Vec<&str> = known.filter_map(|line| line.split(':').next()).collect();
        known.sort_unstable();
        assert_eq!(known, OPERATIONS);
    }
}
