//! Addresses and the patterns that they follow.

use std::collections::BTreeMap;

/// Where forms are sent. Whoever reads such an address gets the page with the form, which is looked at under its own.
/// Among them where a list is taken out: a file answers there.
pub(super) const FORMS: &[&str] = &[
    "/basket/add",
    "/basket/lines",
    "/basket/order",
    "/basket/quick/file",
    "/desk/account/data",
    "/desk/account/devices/end",
    "/desk/account/devices/{id}/end",
    "/desk/account/second-factor/confirm",
    "/desk/account/second-factor/disable",
    "/desk/account/second-factor/recovery-codes",
    "/desk/certificates/{id}/revoke",
    "/desk/chains/{id}/stores/{store}/close",
    "/desk/collections/{slug}/delete",
    "/desk/collections/{slug}/products",
    "/desk/export/{kind}",
    "/desk/features/{slot}/delete",
    "/desk/import/{id}/apply",
    "/desk/invitations/{id}/withdraw",
    "/desk/listings/{id}/{action}",
    "/desk/orders/{id}/reorder",
    "/desk/orders/{id}/{action}",
    "/desk/organisation/email",
    "/desk/organisation/resubmit",
    "/desk/organisations/{id}/close",
    "/desk/organisations/{id}/reinstate",
    "/desk/organisations/{id}/reopen",
    "/desk/organisations/{id}/reject",
    "/desk/organisations/{id}/suspend",
    "/desk/organisations/{id}/verify",
    "/desk/papers/{id}/file",
    "/desk/papers/{id}/refuse",
    "/desk/papers/{id}/remove",
    "/desk/papers/{id}/verify",
    "/desk/people/{id}/remove",
    "/desk/products/{id}/copy",
    "/desk/products/{id}/delete",
    "/desk/products/{id}/images",
    "/desk/products/{id}/images/arrange",
    "/desk/products/{id}/images/{image}/remove",
    "/desk/products/{id}/images/{image}/replace",
    "/desk/products/{id}/relist",
    "/desk/products/{id}/submit",
    "/desk/products/{id}/withdraw",
    "/desk/profile/bank-account/forget",
    "/desk/profile/photos/{photo}",
    "/desk/profile/photos/{photo}/remove",
    "/desk/purchases/{id}/{action}",
    "/desk/review/{id}/publish",
    "/desk/review/{id}/restore",
    "/desk/review/{id}/return",
    "/desk/switch",
    "/sign-in/code",
    "/sign-out",
];

/// Where no page leads, but a letter, a form that is done, or a problem document. Each is looked at as a stop of its own.
pub(super) const TOLD: &[&str] = &[
    "/confirm-address/{token}",
    "/confirm-email/{token}",
    "/desk/account/phone",
    "/invitations/{token}",
    "/problems/{code}",
    "/reset-password",
    "/sign-up/next",
];

/// Pages of the desk that are the same whoever works there: one look is enough.
pub(super) const SAME_FOR_ALL: &[&str] = &[
    "/desk/account",
    "/desk/account/devices",
    "/desk/account/password",
    "/desk/account/second-factor",
    "/desk/people/{id}",
];

/// What makes two addresses the same kind of page: their pattern, and how a list is shown.
pub(super) fn key(patterns: &[&str], path: &str) -> String {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let view = query.split('&').find(|pair| pair.starts_with("view="));
    format!(
        "{} {}",
        pattern(patterns, path).unwrap_or(path),
        view.unwrap_or_default()
    )
}

/// The pattern that an address follows; a pattern without parameters comes before one with.
pub(super) fn pattern<'a>(patterns: &[&'a str], path: &str) -> Option<&'a str> {
    let bare = path.split('?').next().unwrap_or(path);
    let parts: Vec<&str> = bare.split('/').collect();
    let fits: BTreeMap<usize, &'a str> = patterns
        .iter()
        .filter(|pattern| {
            let wanted: Vec<&str> = pattern.split('/').collect();
            wanted.len() == parts.len()
                && wanted
                    .iter()
                    .zip(&parts)
                    .all(|(wanted, part)| wanted.starts_with('{') || wanted == part)
        })
        .map(|pattern| (pattern.matches('{').count(), *pattern))
        .collect();
    fits.into_values().next()
}
