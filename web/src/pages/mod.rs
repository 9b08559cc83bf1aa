//! One page a file, a folder a slice. A page reads through the API, then renders; a form does its work through the
//! API and then goes to another page.

mod account;
pub(crate) mod address;
mod catalogue;
mod certification;
mod chains;
mod coverage;
mod curation;
mod desk;
mod discovery;
mod exchange;
mod home;
mod identity;
mod info;
mod listings;
mod orders;
mod papers;
mod people;
pub(crate) mod problem;
mod producers;
mod reports;
mod stock;
mod work;

use crate::{
    site::Site,
    visit::{PageResult, Visit},
};
use axum::{
    Extension, Router,
    http::Method,
    routing::{MethodRouter, get, post},
};
use shared::Code;

/// Every page in both languages.
pub fn router(site: Site) -> Router {
    let mut router = Router::new();
    for (path, page) in pages() {
        let english = if path == "/" {
            "/en".to_owned()
        } else {
            format!("/en{path}")
        };
        router = router.route(path, page.clone()).route(&english, page);
    }
    // Search engines ask for these in no language.
    let router = router
        .route("/robots.txt", get(info::seo::robots))
        .route("/sitemap.xml", get(info::seo::sitemap))
        .route("/sitemaps/{name}", get(info::seo::part));
    router
        .fallback(problem::not_found)
        .method_not_allowed_fallback(form_again)
        .layer(Extension(site))
}

/// Who comes to an address that only takes what a form sends — after signing in again, or by the other language's link —
/// is led to the nearest page above it, where the form is.
async fn form_again(visit: Visit, method: Method) -> PageResult {
    if method != Method::GET {
        return Err(visit.refuse(Code::MethodNotAllowed));
    }
    let mut path = visit.path.trim_end_matches('/');
    while let Some((above, _)) = path.rsplit_once('/') {
        // Where that one too only takes what a form sends, it leads further up in its turn.
        if is_known(above) {
            return Ok(visit.go(above));
        }
        path = above;
    }
    Ok(visit.go("/"))
}

/// Whether a path is one of our addresses.
fn is_known(path: &str) -> bool {
    addresses().into_iter().any(|pattern| {
        let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(wanted), Some(given)) if wanted == given || wanted.starts_with('{') => {}
                _ => return false,
            }
        }
    })
}

/// The patterns of all addresses, in Vietnamese: for tests that must miss none.
pub fn addresses() -> Vec<&'static str> {
    pages().into_iter().map(|(path, _)| path).collect()
}

// Where a form may be shown again with what was wrong, its address can be read too: a reload or the other language.
fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/", get(home::home)),
        ("/products", get(discovery::products::products)),
        ("/collections", get(discovery::collection::collections)),
        ("/collections/{slug}", get(discovery::collection::collection)),
        ("/desk/certificates", get(certification::list::list)),
        (
            "/desk/certificates/calendar",
            get(certification::calendar::calendar),
        ),
        (
            "/desk/certificates/calendar.ics",
            get(certification::calendar_file::file),
        ),
        (
            "/desk/certificates/new",
            get(certification::new::show).post(certification::new::create),
        ),
        (
            "/desk/certificates/{id}",
            get(certification::certificate::show).post(certification::certificate::correct),
        ),
        (
            "/desk/certificates/{id}/revoke",
            get(certification::certificate::show).post(certification::certificate::revoke),
        ),
        ("/desk", get(desk::today::today)),
        (
            "/desk/profile",
            get(desk::profile::show).post(desk::profile::update),
        ),
        (
            "/desk/account",
            get(account::overview::show).post(account::overview::update),
        ),
        ("/desk/account/data", post(account::overview::data)),
        (
            "/desk/account/close",
            get(account::close::show).post(account::close::close),
        ),
        (
            "/desk/account/phone",
            get(account::phone::show).post(account::phone::change),
        ),
        (
            "/desk/account/email",
            get(account::email::show).post(account::email::change),
        ),
        (
            "/confirm-address/{token}",
            get(account::email::show_confirm).post(account::email::confirm),
        ),
        ("/desk/account/devices", get(account::devices::list)),
        (
            "/desk/account/devices/end",
            get(account::devices::list).post(account::devices::end_others),
        ),
        ("/desk/account/devices/{id}/end", post(account::devices::end)),
        (
            "/desk/account/password",
            get(account::password::show).post(account::password::change),
        ),
        (
            "/desk/account/second-factor",
            get(account::second_factor::show).post(account::second_factor::enrol),
        ),
        (
            "/desk/account/second-factor/confirm",
            get(account::second_factor::show).post(account::second_factor::confirm),
        ),
        (
            "/desk/account/second-factor/disable",
            get(account::second_factor::show_disable).post(account::second_factor::disable),
        ),
        (
            "/desk/account/second-factor/recovery-codes",
            get(account::second_factor::show).post(account::second_factor::renew),
        ),
        (
            "/forgot-password",
            get(account::forgotten::show).post(account::forgotten::ask),
        ),
        (
            "/reset-password",
            get(account::forgotten::show_reset).post(account::forgotten::reset),
        ),
        ("/desk/audit", get(reports::audit::audit)),
        ("/desk/reports/state", get(reports::state::state)),
        ("/desk/coverage", get(coverage::gaps::gaps)),
        ("/desk/collections", get(curation::collections::list)),
        (
            "/desk/collections/new",
            get(curation::collection::show_new).post(curation::collection::create),
        ),
        (
            "/desk/collections/{slug}",
            get(curation::collection::show).post(curation::collection::update),
        ),
        (
            "/desk/collections/{slug}/delete",
            get(curation::collection::show).post(curation::collection::delete),
        ),
        (
            "/desk/collections/{slug}/products",
            get(curation::collection::show).post(curation::collection::products),
        ),
        ("/desk/sales", get(reports::sales::sales)),
        ("/desk/chains", get(chains::list::list)),
        (
            "/desk/chains/new",
            get(chains::new::show_chain).post(chains::new::create_chain),
        ),
        (
            "/desk/chains/{id}",
            get(chains::chain::show).post(chains::chain::update),
        ),
        (
            "/desk/chains/{id}/stores/{store}",
            get(chains::store::show).post(chains::store::update),
        ),
        (
            "/desk/chains/{id}/stores/{store}/close",
            post(chains::chain::close),
        ),
        (
            "/desk/chains/{id}/stores/new",
            get(chains::new::show_store).post(chains::new::create_store),
        ),
        ("/desk/features", get(curation::features::features)),
        (
            "/desk/features/{slot}",
            get(curation::slot::show).post(curation::slot::put),
        ),
        (
            "/desk/features/{slot}/delete",
            get(curation::slot::show).post(curation::slot::empty),
        ),
        ("/desk/export/{kind}", get(exchange::export::export)),
        (
            "/desk/import",
            get(exchange::imports::show).post(exchange::imports::send),
        ),
        ("/desk/import/{id}", get(exchange::import::show)),
        (
            "/desk/import/{id}/apply",
            get(exchange::import::show).post(exchange::apply::apply),
        ),
        ("/desk/organisations", get(identity::organisations::list)),
        ("/desk/organisations/{id}", get(identity::organisation::show)),
        (
            "/desk/organisations/{id}/reject",
            get(identity::organisation::show).post(identity::organisation::reject),
        ),
        (
            "/desk/organisations/{id}/verify",
            get(identity::organisation::show).post(identity::organisation::verify),
        ),
        (
            "/desk/organisations/{id}/suspend",
            get(identity::organisation::show).post(identity::organisation::suspend),
        ),
        (
            "/desk/organisations/{id}/reinstate",
            get(identity::organisation::show).post(identity::organisation::reinstate),
        ),
        (
            "/desk/organisations/{id}/close",
            get(identity::organisation::show).post(identity::organisation::close),
        ),
        (
            "/desk/organisations/{id}/reopen",
            get(identity::organisation::show).post(identity::organisation::reopen),
        ),
        (
            "/desk/organisation",
            get(identity::own::show).post(identity::own::update),
        ),
        (
            "/confirm-email/{token}",
            get(identity::confirm_email::show).post(identity::confirm_email::confirm),
        ),
        (
            "/desk/organisation/email",
            get(identity::own::show).post(identity::own::send_email),
        ),
        (
            "/desk/organisation/resubmit",
            get(identity::own::show).post(identity::own::resubmit),
        ),
        (
            "/desk/switch",
            get(desk::today::today).post(identity::own::switch),
        ),
        (
            "/desk/people",
            get(people::list::show).post(people::invite::invite),
        ),
        (
            "/desk/people/{id}",
            get(people::member::show).post(people::member::update),
        ),
        (
            "/desk/people/{id}/recovery",
            get(people::recovery::show).post(people::recovery::create),
        ),
        (
            "/desk/organisations/{id}/people/{person}/recovery",
            get(people::recovery::show_of).post(people::recovery::create_of),
        ),
        (
            "/desk/people/{id}/remove",
            get(people::member::show).post(people::member::remove),
        ),
        ("/desk/invitations/{id}/withdraw", post(people::list::withdraw)),
        (
            "/invitations/{token}",
            get(people::invitation::show).post(people::invitation::accept),
        ),
        ("/desk/products", get(catalogue::list::list)),
        (
            "/desk/products/new",
            get(catalogue::new::show_new).post(catalogue::new::create_product),
        ),
        ("/desk/products/{id}", get(catalogue::product::show)),
        (
            "/desk/products/{id}/edit",
            get(catalogue::new::show_edit).post(catalogue::new::update_product),
        ),
        (
            "/desk/products/{id}/images",
            get(catalogue::product::show).post(catalogue::pictures::upload),
        ),
        (
            "/desk/products/{id}/copy",
            get(catalogue::product::show).post(catalogue::product::copy),
        ),
        (
            "/desk/products/{id}/images/arrange",
            get(catalogue::product::show).post(catalogue::arrange::arrange),
        ),
        (
            "/desk/products/{id}/images/{image}/replace",
            post(catalogue::pictures::replace),
        ),
        (
            "/desk/products/{id}/images/{image}/remove",
            post(catalogue::pictures::remove),
        ),
        (
            "/desk/products/{id}/packs/new",
            get(catalogue::packs::show_new).post(catalogue::packs::create_pack),
        ),
        (
            "/desk/products/{id}/packs/{pack}",
            get(catalogue::packs::show_edit).post(catalogue::packs::update_pack),
        ),
        (
            "/desk/products/{id}/submit",
            get(catalogue::product::show).post(catalogue::product::submit),
        ),
        (
            "/desk/products/{id}/withdraw",
            get(catalogue::product::show).post(catalogue::presence::withdraw),
        ),
        (
            "/desk/products/{id}/relist",
            get(catalogue::product::show).post(catalogue::presence::relist),
        ),
        (
            "/desk/products/{id}/delete",
            get(catalogue::product::show).post(catalogue::presence::delete),
        ),
        (
            "/desk/review/{id}/take-down",
            get(catalogue::presence::show_take_down).post(catalogue::presence::take_down),
        ),
        (
            "/desk/review/{id}/restore",
            get(catalogue::review::show).post(catalogue::presence::restore),
        ),
        ("/desk/review", get(catalogue::queue::queue)),
        ("/desk/review/{id}", get(catalogue::review::show)),
        (
            "/desk/review/{id}/publish",
            get(catalogue::review::show).post(catalogue::review::publish),
        ),
        (
            "/desk/review/{id}/return",
            get(catalogue::review::show).post(catalogue::review::send_back),
        ),
        ("/desk/stock", get(stock::lots::lots)),
        (
            "/desk/stock/new",
            get(stock::new::show).post(stock::new::create_lot),
        ),
        (
            "/desk/stock/{lot}",
            get(stock::lot::show).post(stock::lot::adjust),
        ),
        ("/products/{slug}", get(discovery::product::product)),
        (
            "/sign-in",
            get(identity::sign_in::show).post(identity::sign_in::sign_in),
        ),
        (
            "/sign-in/code",
            get(identity::second_step::show).post(identity::second_step::finish),
        ),
        ("/sign-out", post(identity::sign_in::sign_out)),
        (
            "/sign-up",
            get(identity::sign_up::show).post(identity::sign_up::sign_up),
        ),
        ("/sign-up/next", get(identity::sign_up::next)),
        ("/map", get(discovery::map::map_page)),
        ("/communes", get(discovery::communes::communes)),
        ("/communes/{key}", get(discovery::commune::commune)),
        ("/groups", get(discovery::groups::groups)),
        ("/groups/{code}", get(discovery::groups::group)),
        ("/where-to-buy", get(discovery::where_to_buy::where_to_buy)),
        ("/coverage", get(info::coverage::coverage)),
        ("/how-it-works", get(info::how_it_works::how_it_works)),
        ("/about", get(info::about::about)),
        ("/terms", get(info::terms::terms)),
        ("/privacy", get(info::privacy::privacy)),
        ("/problems/{code}", get(info::problem_code::problem_code)),
        ("/desk/listings", get(listings::listings::listings)),
        (
            "/desk/listings/new",
            get(listings::pitch::show).post(listings::pitch::pitch),
        ),
        (
            "/desk/shelves",
            get(listings::shelves::show).post(listings::shelves::confirm),
        ),
        ("/desk/listings/{id}", get(listings::listing::listing)),
        ("/desk/listings/{id}/{action}", post(listings::act::act)),
        (
            "/desk/profile/photos",
            get(producers::photos::show).post(producers::photos::upload),
        ),
        (
            "/desk/profile/photos/{photo}",
            get(producers::photos::show).post(producers::photos::caption),
        ),
        (
            "/desk/profile/photos/{photo}/remove",
            get(producers::photos::show).post(producers::photos::remove),
        ),
        (
            "/desk/profile/bank-account",
            get(producers::bank_account::show).post(producers::bank_account::put),
        ),
        (
            "/desk/profile/bank-account/forget",
            get(producers::bank_account::show).post(producers::bank_account::forget),
        ),
        (
            "/desk/profile/commune",
            get(producers::commune::show).post(producers::commune::choose),
        ),
        ("/desk/papers", get(papers::list::list)),
        ("/desk/papers/new", get(papers::new::show).post(papers::new::add)),
        (
            "/desk/papers/{id}",
            get(papers::paper::show).post(papers::paper::update),
        ),
        (
            "/desk/papers/{id}/file",
            get(papers::paper::show).post(papers::paper::upload),
        ),
        (
            "/desk/papers/{id}/remove",
            get(papers::paper::show).post(papers::paper::remove),
        ),
        (
            "/desk/papers/{id}/verify",
            get(papers::paper::show).post(papers::paper::verify),
        ),
        (
            "/desk/papers/{id}/refuse",
            get(papers::paper::show).post(papers::paper::refuse),
        ),
        ("/basket", get(orders::basket::basket)),
        (
            "/basket/add",
            get(orders::basket::basket).post(orders::basket_add::add),
        ),
        (
            "/basket/quick",
            get(orders::quick::show).post(orders::quick::check),
        ),
        (
            "/basket/quick/file",
            get(orders::quick::show).post(orders::quick::check_file),
        ),
        ("/basket/lines", post(orders::basket_lines::change)),
        ("/basket/order", post(orders::place::place)),
        ("/desk/orders", get(orders::orders::orders)),
        ("/desk/orders/packing", get(orders::packing::packing)),
        ("/desk/orders/{id}", get(orders::order::order)),
        (
            "/desk/orders/{id}/delivery-note",
            get(orders::delivery_note::delivery_note),
        ),
        ("/desk/orders/{id}/reorder", post(orders::act::reorder)),
        ("/desk/orders/{id}/{action}", post(orders::act::act)),
        (
            "/desk/buying-rules",
            get(orders::rules::show).post(orders::rules::put),
        ),
        ("/desk/purchases", get(orders::purchases::purchases)),
        ("/desk/purchases/{id}", get(orders::purchase::purchase)),
        (
            "/desk/purchases/{id}/{action}",
            post(orders::purchase_decide::act),
        ),
        ("/producers", get(producers::producers::producers)),
        ("/producers/{slug}", get(producers::producer::producer)),
    ]
}
