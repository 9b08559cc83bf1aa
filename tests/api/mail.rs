//! Mails: delivered, tried again, given up, kept where there is no way out.

use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use shared::{Call, account::*};
use tests::*;

async fn ask(app: &TestApp, login: &str) {
    let body = PasswordForgotten { login: login.into() };
    app.anonymous()
        .send(Call::<RequestPasswordReset>::new(()).body(&body))
        .await
        .unwrap();
}

/// State, attempts and whether the text is still there, of every mail.
async fn mails(app: &TestApp) -> Vec<(String, i32, bool)> {
    let query = Query::select()
        .columns(["state", "attempts"])
        .expr_as(Expr::col("letter_sealed").is_not_null(), "kept")
        .from("mails")
        .order_by("id", sea_orm::sea_query::Order::Asc)
        .to_owned();
    let rows = app.db().query_all(&query).await.unwrap();
    rows.iter()
        .map(|row| {
            (
                row.try_get("", "state").unwrap(),
                row.try_get("", "attempts").unwrap(),
                row.try_get("", "kept").unwrap(),
            )
        })
        .collect()
}

on_both_databases! {
    async fn a_busy_mail_server_is_asked_again_later(app: TestApp) {
        let server = MailServer::start();
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let app = app.mailing_to(&server).await;
        server.busy(true);
        ask(&app, &coop.login()).await;
        app.run_jobs().await;
        assert_eq!(mails(&app).await, [("queued".into(), 1, true)]);
        app.run_jobs().await;
        assert_eq!(mails(&app).await, [("queued".into(), 1, true)], "it is not time yet");

        server.busy(false);
        app.clock().set(app.clock().now().plus_seconds(30));
        app.run_jobs().await;

        assert_eq!(mails(&app).await, [("sent".into(), 1, false)]);
        assert_eq!(server.inbox().len(), 1);
    }

    async fn a_mail_is_given_up_within_a_day(app: TestApp) {
        let server = MailServer::start();
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let app = app.mailing_to(&server).await;
        server.busy(true);
        ask(&app, &coop.login()).await;
        app.run_jobs().await;
        for _ in 0..3 {
            app.clock().advance_days(1);
            for _ in 0..12 {
                app.run_jobs().await;
                app.clock().set(app.clock().now().plus_hours(1));
            }
        }
        let state = mails(&app).await;
        assert_eq!((state[0].0.as_str(), state[0].2), ("dead", true), "{state:?}");
    }

    async fn a_mail_that_is_refused_is_not_tried_again(app: TestApp) {
        let server = MailServer::start();
        let mut body = registration(&app, shared::identity::OrganisationKind::Producer, "HTX Bảo Lâm");
        body.contact.email = "nobody@example.com".into();
        app.anonymous().send(Call::<shared::identity::RegisterOrganisation>::new(()).body(&body)).await.unwrap();
        let app = app.mailing_to(&server).await;

        ask(&app, "nobody@example.com").await;
        app.run_jobs().await;

        assert_eq!(mails(&app).await, [("dead".into(), 0, true)]);
        assert!(server.inbox().is_empty());
    }

    async fn who_signs_up_confirms_the_e_mail_and_the_centre_sees_it(app: TestApp) {
        use shared::{Code, endpoint::Secret, identity::*};
        let server = MailServer::start();
        let app = app.mailing_to(&server).await;
        let coop = app.pending(OrganisationKind::Producer, "HTX Bảo Lâm").await;
        let id = coop.organisation_id();
        let state = async |person: &Person| person.send(Call::<GetOrganisation>::new((id,))).await.unwrap().email_state;
        let token = |mail: &Received| {
            let (_, rest) = mail.text.split_once("/confirm-email/").expect("a link");
            rest.split_whitespace().next().unwrap_or_default().to_owned()
        };
        let confirm = async |token: &str| {
            app.anonymous().send(Call::<ConfirmEmail>::new((Secret::new(token),))).await
        };
        app.run_jobs().await;
        let first = token(&server.last_for(&coop.login()));
        assert_eq!(state(&app.centre()).await, EmailState::Waiting);
        let again = || Call::<SendEmailConfirmation>::new((id,));
        coop.send(again()).await.unwrap();
        app.run_jobs().await;
        let second = token(&server.last_for(&coop.login()));

        // The newest mail counts, as often as its link is followed.
        refused(confirm(&first).await, Code::NotFound);
        assert_eq!(confirm(&second).await.unwrap().organisation, "HTX Bảo Lâm");
        confirm(&second).await.unwrap();

        assert_eq!(state(&app.centre()).await, EmailState::Confirmed);
        refused(coop.send(again()).await, Code::WrongState);
        let page = app.centre().by_cookie().raw(Request::get(&format!("/desk/organisations/{id}"))).await;
        assert!(page.text().contains("đã xác nhận"), "{}", page.text());
        let page = app.anonymous().raw(Request::get(&format!("/confirm-email/{second}"))).await;
        assert!(page.status == 200 && page.text().contains(&format!("/confirm-email/{second}")));
        // Another address has to be confirmed anew.
        let seen = coop.send(Call::<GetOrganisation>::new((id,))).await.unwrap();
        let contact = ContactInput { name: "Lan".into(), phone: seen.contact.phone, email: "lan@example.com".into() };
        let body = OrganisationUpdate { contact: Some(contact), name: None, tax_code: None, producer_kind: None, commune_code: None, seat: None };
        let call = Call::<UpdateOrganisation>::new((id,)).body(&body).if_version(seen.version);
        assert_eq!(coop.send(call).await.unwrap().email_state, EmailState::Waiting);
        app.run_jobs().await;
        server.last_for("lan@example.com");
    }

    async fn without_a_mail_server_mails_are_kept(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;

        ask(&app, &coop.login()).await;
        app.run_jobs().await;

        assert_eq!(mails(&app).await, [("undelivered".into(), 0, true)]);
    }
}
