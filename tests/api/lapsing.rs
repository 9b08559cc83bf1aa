//! What lapses is told to those who can renew it: once a threshold, in one mail a day.

use shared::{
    Call, Date,
    account::{AccountUpdate, UpdateAccount},
    certification::last_valid_day,
    identity::Role,
    papers::{AddPaper, PaperAdd, PaperKind},
    time::{days_between, plus_days},
};
use tests::*;
use time::macros::date;

/// The day of the decision; what was decided then lapses 191 days after the tests' first day.
const ISSUED: Date = date!(2024 - 06 - 01);

async fn remind(app: &TestApp) {
    server::build::remind(&app.market().app).await.expect("reminders");
    app.run_jobs().await;
}

/// To whom mails about what lapses went.
fn told(mails: &MailServer) -> Vec<String> {
    let mails = mails.inbox().into_iter();
    let reminders = mails.filter(|mail| mail.subject.starts_with("Sắp hết hạn"));
    reminders.flat_map(|mail| mail.to).collect()
}

/// Moves to so many days before the last one.
fn days_before(app: &TestApp, days: i64) {
    let on = plus_days(last_valid_day(ISSUED), -days);
    app.clock().advance_days(days_between(app.today(), on));
}

/// A paper that lapses on the same day as the certificate.
async fn paper(app: &TestApp, coop: &Person, issued_on: Date) {
    let body = PaperAdd {
        issued_on: Some(issued_on),
        expires_on: Some(last_valid_day(issued_on)),
        number: Some("0042/ATTP".into()),
        ..app.paper_of(PaperKind::FoodSafetyCertificate, None)
    };
    let paper = coop
        .send(Call::<AddPaper>::new(()).body(&body))
        .await
        .expect("a paper");
    app.verify(&paper).await;
}

/// A cooperative with a certificate and a paper that lapse, and the mails of a market that has sent all it had to.
async fn cooperative(app: &TestApp) -> (TestApp, MailServer, Person) {
    let coop = app.cooperative("HTX Bảo Lâm").await;
    app.product(&coop)
        .name("Hồng sấy")
        .stars(4)
        .certified_on(ISSUED)
        .published()
        .create()
        .await;
    paper(app, &coop, ISSUED).await;
    let mails = MailServer::start();
    (app.mailing_to(&mails).await, mails, coop)
}

on_both_databases! {
    async fn a_manager_is_told_once_a_threshold_of_all_that_lapses(app: TestApp) {
        let (app, mails, coop) = cooperative(&app).await;
        coop.colleague(Role::Staff).await;
        days_before(&app, 181);
        remind(&app).await;
        assert_eq!(told(&mails), [""; 0]);

        days_before(&app, 180);
        remind(&app).await;
        let mail = mails.last_for(&coop.login());
        assert_eq!(mail.subject, "Sắp hết hạn: 2 giấy chứng nhận, giấy tờ");
        assert!(mail.text.contains("Giấy chứng nhận OCOP 4 sao: Hồng sấy: hết hạn 01/06/2027, còn 180 ngày"), "{}", mail.text);
        assert!(mail.text.contains("0042/ATTP: hết hạn 01/06/2027"), "{}", mail.text);
        assert!(mail.text.contains("https://market.example/desk"), "{}", mail.text);

        // Again, after a restart and on the next day: nothing new.
        remind(&app).await;
        remind(&app.mailing_to(&mails).await).await;
        days_before(&app, 179);
        remind(&app).await;
        assert_eq!(told(&mails), [coop.login()]);

        days_before(&app, 90);
        remind(&app).await;
        days_before(&app, 30);
        remind(&app).await;
        days_before(&app, 0);
        remind(&app).await;
        days_before(&app, -1);
        remind(&app).await;
        assert_eq!(told(&mails), vec![coop.login(); 3]);
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn two_servers_tell_it_once(app: TestApp) {
        let (app, mails, coop) = cooperative(&app).await;
        let other = app.mailing_to(&mails).await;
        days_before(&app, 90);
        other.clock().set(app.clock().now());

        tokio::join!(remind(&app), remind(&other));
        app.clock().advance_seconds(3600);
        remind(&app).await;

        assert_eq!(mails.inbox().len(), 1);
        assert_eq!(mails.last_for(&coop.login()).to, [coop.login()]);
    }

    async fn who_has_switched_mails_off_or_renewed_in_time_is_not_told(app: TestApp) {
        let (app, mails, coop) = cooperative(&app).await;
        let body = AccountUpdate { name: "Lan".into(), lang: shared::Lang::Vi, news: Some(false) };
        coop.send(Call::<UpdateAccount>::new(()).body(&body)).await.unwrap();
        days_before(&app, 90);
        remind(&app).await;
        assert_eq!(mails.inbox().len(), 0, "mails are switched off");

        let body = AccountUpdate { news: Some(true), ..body };
        coop.send(Call::<UpdateAccount>::new(()).body(&body)).await.unwrap();
        paper(&app, &coop, plus_days(ISSUED, 800)).await;
        app.run_jobs().await;
        let before = mails.inbox().len();
        remind(&app).await;

        let mail = mails.last_for(&coop.login());
        assert_eq!(mails.inbox().len(), before + 1);
        assert!(mail.text.contains("Hồng sấy") && !mail.text.contains("0042/ATTP"), "{}", mail.text);
    }
}
