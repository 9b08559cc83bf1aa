//! Every page that links lead to, as everybody who may see it sees it: on a phone in Vietnamese, on a tablet in the dark,
//! on a wide screen in English. Pictures of all are in target/screenshots/looks.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use tests::{
    TestApp,
    browser::{Browser, Look, Screen, browse_demonstration},
};

/// Who looks: an account of the demonstration, and where they begin.
const LOOKERS: [(&str, &str); 5] = [
    ("", "/"),
    ("cooperative", "/desk"),
    ("buyer", "/desk"),
    ("centre", "/desk"),
    ("authority", "/desk"),
];

/// Pages of the desk that are the same whoever works there: one look is enough.
const SAME_FOR_ALL: &[&str] = &[
    "/desk/account",
    "/desk/account/devices",
    "/desk/account/password",
    "/desk/account/second-factor",
    "/desk/people/{id}",
];

/// Addresses that no link leads to: forms are sent there, or a letter names them.
const NOT_LINKED: &[&str] = &[
    "/confirm-email/{token}",
    "/desk/organisation/email",
    "/basket/quick/file",
    "/desk/certificates/{id}/revoke",
    "/desk/account/data",
    "/desk/account/devices/end",
    "/desk/account/devices/{id}/end",
    "/desk/account/second-factor/confirm",
    "/desk/account/second-factor/disable",
    "/desk/account/second-factor/recovery-codes",
    "/reset-password",
    "/desk/collections/{slug}/delete",
    "/desk/collections/{slug}/products",
    "/desk/chains/{id}/stores/{store}/close",
    "/desk/features/{slot}/delete",
    "/desk/export/{kind}",
    "/desk/import/{id}",
    "/desk/import/{id}/apply",
    "/desk/organisations/{id}/reject",
    "/desk/organisations/{id}/verify",
    "/desk/organisations/{id}/suspend",
    "/desk/organisations/{id}/reinstate",
    "/desk/organisation/resubmit",
    "/desk/switch",
    "/desk/people/{id}/remove",
    "/desk/invitations/{id}/withdraw",
    "/invitations/{token}",
    "/desk/products/{id}/edit",
    "/desk/products/{id}/images",
    "/desk/products/{id}/copy",
    "/desk/products/{id}/images/arrange",
    "/desk/products/{id}/images/{image}/replace",
    "/desk/products/{id}/images/{image}/remove",
    "/desk/products/{id}/submit",
    "/desk/review/{id}/publish",
    "/desk/review/{id}/return",
    "/sign-in/code",
    "/sign-out",
    "/sign-up/next",
    "/problems/{code}",
    "/desk/listings/{id}/{action}",
    "/desk/profile/photos/{photo}",
    "/desk/profile/photos/{photo}/remove",
    "/desk/profile/bank-account/forget",
    "/desk/papers/{id}/file",
    "/desk/papers/{id}/remove",
    "/desk/papers/{id}/verify",
    "/desk/papers/{id}/refuse",
    "/basket/add",
    "/basket/lines",
    "/basket/order",
    "/desk/orders/{id}/delivery-note",
    "/desk/orders/{id}/reorder",
    "/desk/orders/{id}/{action}",
    "/desk/purchases/{id}/{action}",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_whole_on_every_screen_in_both_languages() {
    browse_demonstration(Screen::Desk, look_at_everything).await;
}

async fn look_at_everything(app: TestApp, browser: Browser) {
    let patterns = server::pages::addresses();
    let mut faults = BTreeSet::new();
    let (mut reached, mut seen) = (BTreeSet::new(), BTreeSet::new());
    browser.bring_axe().await;
    for (account, start) in LOOKERS {
        browser.leave().await;
        if !account.is_empty() {
            browser.sign_in(&app.demo_member(account).await).await;
        }
        let mut waiting = VecDeque::from([start.to_owned()]);
        let mut known = BTreeSet::from([key(&patterns, start)]);
        while let Some(path) = waiting.pop_front() {
            let Some(pattern) = pattern(&patterns, &path) else {
                faults.insert(format!("a link leads to {path}, which is no page"));
                continue;
            };
            reached.insert(pattern);
            if !account.is_empty() && SAME_FOR_ALL.contains(&pattern) && !seen.insert(pattern) {
                continue;
            }
            for link in look(&browser, account, pattern, &path, &mut faults).await {
                let of_the_desk = link.starts_with("/desk") || link.starts_with("/basket");
                let page = ["/api/", "/en", "/media/", "/desk/export/"]
                    .iter()
                    .all(|other| !link.starts_with(other));
                if page && (account.is_empty() || of_the_desk) && known.insert(key(&patterns, &link)) {
                    waiting.push_back(link);
                }
            }
        }
    }
    let missed: Vec<_> = patterns
        .iter()
        .filter(|pattern| !reached.contains(*pattern) && !NOT_LINKED.contains(pattern))
        .collect();
    assert!(
        faults.is_empty() && missed.is_empty(),
        "no link leads to {missed:?}; {} faults:\n{}",
        faults.len(),
        faults.into_iter().collect::<Vec<_>>().join("\n")
    );
}

/// Looks at one page in each way, and tells where it leads.
async fn look(
    browser: &Browser,
    account: &str,
    pattern: &str,
    path: &str,
    faults: &mut BTreeSet<String>,
) -> Vec<String> {
    let name = format!("{account}{}", pattern.replace(['/', '{', '}'], "_"));
    let english = format!("/en{}", path.trim_end_matches('/'));
    let (phone, tablet, desk) = (
        Look {
            width: 360,
            dark: false,
        },
        Look {
            width: 768,
            dark: true,
        },
        Look {
            width: 1440,
            dark: false,
        },
    );
    let mut found = Vec::new();
    let mut note = |path: &str, look: Look, what: Vec<String>| {
        let scheme = if look.dark { "dark" } else { "light" };
        let lines = what
            .into_iter()
            .map(|fault| format!("{path} ({account} {} {scheme}) {fault}", look.width));
        found.extend(lines);
    };
    browser.put_on(phone).await;
    browser.goto(path).await;
    let links = browser.links().await;
    note(path, phone, browser.look(phone, &format!("{name}-vi")).await);
    note(path, tablet, browser.look(tablet, &format!("{name}-vi")).await);
    note(path, tablet, browser.accessibility_faults().await);
    note(path, tablet, browser.console_errors().await);
    browser.put_on(desk).await;
    browser.goto(&english).await;
    note(&english, desk, browser.look(desk, &format!("{name}-en")).await);
    note(&english, desk, browser.accessibility_faults().await);
    note(&english, desk, browser.console_errors().await);
    faults.extend(found);
    links
}

/// What makes two addresses the same kind of page: their pattern, and how a list is shown.
fn key(patterns: &[&str], path: &str) -> String {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let view = query.split('&').find(|pair| pair.starts_with("view="));
    let bare = path.split('?').next().unwrap_or(path);
    format!(
        "{} {}",
        pattern(patterns, bare).unwrap_or(bare),
        view.unwrap_or_default()
    )
}

/// The pattern that an address follows; a pattern without parameters comes before one with.
fn pattern<'a>(patterns: &[&'a str], path: &str) -> Option<&'a str> {
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
