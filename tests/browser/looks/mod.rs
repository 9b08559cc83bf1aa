//! Every page, as everybody who may see it sees it: on a phone, a tablet and a wide screen, in the light and in the dark, in
//! both languages; on paper what is printed; and what an empty market, a newcomer and a failing server show. With
//! `OCOP_TEST_PICTURES=1` pictures of all are in target/screenshots/looks.

mod addresses;
mod states;
mod tour;

use shared::{
    Call,
    identity::{OrganisationKind, Reason, RejectOrganisation, Role, SuspendOrganisation},
};
use states::{Stop, states};
use tests::{
    Kind, Person, TestApp,
    browser::{Look, Medium, Screen, browse_in},
};
use tour::{Depth, Looker, Tour};

/// Accounts of the demonstration; nobody is a visitor. Whose walk takes longest comes first.
const EVERYBODY: [&str; 5] = ["", "centre", "cooperative", "buyer", "authority"];
/// Their colleagues see what the others see, with less to do on it.
const COLLEAGUES: [&str; 5] = ["staff", "purchaser", "approver", "store", "editor"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_whole_on_every_screen_in_both_languages() {
    let app = TestApp::demonstration(Kind::Sqlite).await;
    let app = app.with(|settings| settings.demo = true).await;
    let mut lookers = Vec::new();
    for (accounts, depth) in [(EVERYBODY, Depth::Whole), (COLLEAGUES, Depth::Once)] {
        for account in accounts {
            let person = if account.is_empty() {
                app.anonymous()
            } else {
                app.demo_member(account).await
            };
            let stops = states(&app, account, &person).await;
            lookers.push(Looker::new(account, person, depth, stops));
        }
    }
    let two_steps = states::with_second_factor(&app, "HTX Tân Thanh").await;
    let stops = vec![
        Stop::at("second-factor-on", "/desk/account/second-factor"),
        Stop::at("second-factor-off", "/desk/account/second-factor/disable"),
    ];
    lookers.push(Looker::new("two-steps", two_steps, Depth::Stops, stops));
    let manager = app.demo_member("cooperative").await;
    let token = manager.invite("0912 000 777", Role::Staff).await;
    let by_phone = app.anonymous().join(&token).await.expect("a colleague");
    let stops = vec![Stop::at("phone", "/desk/account/phone")];
    lookers.push(Looker::new("by-phone", by_phone, Depth::Stops, stops));
    let tour = Tour::new(true);
    tour.take(&app, lookers).await;
    app.close().await;
    tour.report_with_reach();
}

/// Nothing is there yet, or somebody may not do anything yet: every list is empty, and says what to do first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_market_is_whole_too() {
    let app = TestApp::new(Kind::Sqlite).await;
    let rejected = app.pending(OrganisationKind::Producer, "HTX Nà Sầm").await;
    let reason = Reason {
        reason: "Tên chưa khớp với giấy đăng ký".to_owned(),
    };
    let call = Call::<RejectOrganisation>::new((rejected.organisation_id(),)).body(&reason);
    app.centre().send(call).await.expect("a rejected organisation");
    let people = [
        ("new-visitor", app.anonymous()),
        ("new-cooperative", app.cooperative("HTX Đồng Mỏ").await),
        ("new-retailer", app.retailer("Siêu thị Kỳ Lừa").await),
        ("new-centre", app.centre()),
        ("new-authority", app.authority()),
        (
            "pending-cooperative",
            app.pending(OrganisationKind::Producer, "HTX Hữu Lũng").await,
        ),
        (
            "pending-retailer",
            app.pending(OrganisationKind::Retailer, "Cửa hàng Tam Thanh")
                .await,
        ),
        ("rejected-cooperative", rejected),
        ("suspended-cooperative", suspended(&app).await),
    ];
    let looker = |(name, person): (&'static str, Person)| Looker::new(name, person, Depth::Once, Vec::new());
    let tour = Tour::new(false);
    tour.take(&app, people.map(looker).into()).await;

    // Then the database is gone.
    app.close().await;
    let down = Look::new(360, Medium::Light);
    browse_in(&app, Screen::Desk, async |browser| {
        browser.sign_in(&app.centre()).await;
        browser.put_on(down).await;
        browser.goto("/desk").await;
        browser.wait_for_text("Mã yêu cầu").await;
        assert_eq!(browser.look(down, "visitor-unavailable").await, [""; 0]);
    })
    .await;
    tour.report();
}

/// A cooperative with goods, which the centre has suspended.
async fn suspended(app: &TestApp) -> Person {
    let person = app.cooperative("HTX Thất Khê").await;
    app.product(&person).stock(4).published().create().await;
    let reason = Reason {
        reason: "Chờ bổ sung giấy tờ".to_owned(),
    };
    let call = Call::<SuspendOrganisation>::new((person.organisation_id(),)).body(&reason);
    app.centre().send(call).await.expect("a suspended organisation");
    person.sign_in_again().await
}
