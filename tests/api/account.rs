//! What people look after themselves: passwords, links for new ones, devices. Mails are read as a mail server gets them.

use serde_json::Value;
use shared::{Call, ClientError, Code, FieldCode, Lang, account::*, identity::*};
use tests::*;

fn forgotten(login: &str) -> Call<RequestPasswordReset> {
    Call::new(()).body(&PasswordForgotten { login: login.into() })
}

fn redeem(token: &str, password: &str) -> Call<ResetPassword> {
    Call::new(()).body(&PasswordReset {
        token: token.into(),
        password: password.into(),
    })
}

async fn sign_in(app: &TestApp, login: &str, password: &str) -> Result<Session, ClientError> {
    let body = SessionCreate {
        login: login.into(),
        password: password.into(),
    };
    app.anonymous()
        .send(Call::<CreateSession>::new(()).body(&body))
        .await
}

on_both_databases! {
    async fn a_forgotten_password_is_replaced_by_a_mailed_link_once(app: TestApp) {
        let mails = MailServer::start();
        let app = app.mailing_to(&mails).await;
        let coop = app.cooperative("HTX Bảo Lâm").await;

        app.anonymous().send(forgotten(&coop.login())).await.unwrap();
        app.run_jobs().await;

        let mail = mails.last_for(&coop.login());
        assert_eq!(mail.subject, "Đặt lại mật khẩu OCOP Market");
        assert!(mail.text.contains("https://market.example/reset-password?token="), "{}", mail.text);
        assert!(mail.html.contains("https://market.example/reset-password?token="), "{}", mail.html);
        assert!(mail.raw.contains("Auto-Submitted: auto-generated"), "{}", mail.raw);
        let token = mail.parameter("token");

        app.anonymous().send(redeem(&token, "mat-khau-hoan-toan-moi")).await.unwrap();

        refused(app.anonymous().send(redeem(&token, "mat-khau-khac-nua")).await, Code::LinkEnded);
        refused(coop.send(Call::<GetSession>::new(())).await, Code::SessionEnded);
        refused(sign_in(&app, &coop.login(), &coop.password()).await, Code::WrongCredentials);
        sign_in(&app, &coop.login(), "mat-khau-hoan-toan-moi").await.unwrap();
        app.run_jobs().await;
        assert_eq!(mails.last_for(&coop.login()).subject, "Thay đổi đăng nhập OCOP Market");
    }

    async fn a_link_ends_after_an_hour_and_with_the_next_password(app: TestApp) {
        let mails = MailServer::start();
        let app = app.mailing_to(&mails).await;
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let mut tokens = Vec::new();
        for _ in 0..2 {
            app.anonymous().send(forgotten(&coop.login())).await.unwrap();
            app.run_jobs().await;
            tokens.push(mails.last_for(&coop.login()).parameter("token"));
        }

        app.anonymous().send(redeem(&tokens[0], "mat-khau-hoan-toan-moi")).await.unwrap();
        refused(app.anonymous().send(redeem(&tokens[1], "mat-khau-khac-nua")).await, Code::LinkEnded);

        app.anonymous().send(forgotten(&coop.login())).await.unwrap();
        app.run_jobs().await;
        let token = mails.last_for(&coop.login()).parameter("token");
        app.clock().set(app.clock().now().plus_hours(1));
        refused(app.anonymous().send(redeem(&token, "mat-khau-khac-nua")).await, Code::LinkEnded);
    }

    async fn who_asks_for_a_link_learns_nothing_of_who_is_here(app: TestApp) {
        let mails = MailServer::start();
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let app = app.mailing_to(&mails).await;
        let visitor = app.anonymous();

        let known = visitor.raw_call(forgotten(&coop.login())).await;
        let unknown = visitor.raw_call(forgotten("stranger@example.com")).await;
        app.run_jobs().await;

        assert_eq!((known.status, known.text()), (unknown.status, unknown.text()));
        assert_eq!(mails.inbox().len(), 1);
        // Both logins are slowed alike.
        for login in [coop.login(), "stranger@example.com".into()] {
            visitor.send(forgotten(&login)).await.unwrap();
            visitor.send(forgotten(&login)).await.unwrap();
            refused(visitor.send(forgotten(&login)).await, Code::TooManyRequests);
        }
    }

    async fn a_reader_of_english_gets_english_mail(app: TestApp) {
        let mails = MailServer::start();
        let app = app.mailing_to(&mails).await;
        let buyer = app.retailer("Siêu thị Xứ Lạng").await;
        let body = AccountUpdate { name: "Lan Anh".into(), lang: Lang::En, news: None };
        let account = buyer.send(Call::<UpdateAccount>::new(()).body(&body)).await.unwrap();
        assert_eq!((account.user.name.as_str(), account.user.lang), ("Lan Anh", Lang::En));

        app.anonymous().send(forgotten(&buyer.login())).await.unwrap();
        app.run_jobs().await;

        let mail = mails.last_for(&buyer.login());
        assert_eq!(mail.subject, "A new password for OCOP Market");
        assert!(mail.text.starts_with("Hello Lan Anh"), "{}", mail.text);
        assert!(mail.text.contains("https://market.example/en/reset-password?token="), "{}", mail.text);
    }

    async fn who_changes_the_password_stays_and_other_devices_go(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let other = coop.sign_in_again().await;
        let change = |old: &str| {
            let body = PasswordChange { old_password: old.into(), password: "mat-khau-hoan-toan-moi".into() };
            Call::<ChangePassword>::new(()).body(&body)
        };

        let problem = refused(coop.send(change("wrong")).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("old_password", FieldCode::Wrong)]);
        let same = PasswordChange { old_password: coop.password(), password: coop.password() };
        let problem = refused(coop.send(Call::<ChangePassword>::new(()).body(&same)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("password", FieldCode::Unchanged)]);
        other.send(Call::<GetSession>::new(())).await.expect("nothing was changed");
        for guessed in ["1234567890", "matkhau2026", coop.login().as_str()] {
            let body = PasswordChange { old_password: coop.password(), password: guessed.into() };
            let problem = refused(coop.send(Call::<ChangePassword>::new(()).body(&body)).await, Code::ValidationFailed);
            assert_eq!(fields(&problem), [("password", FieldCode::Guessable)], "{guessed}");
        }
        coop.send(change(&coop.password())).await.unwrap();

        coop.send(Call::<GetSession>::new(())).await.unwrap();
        refused(other.send(Call::<GetSession>::new(())).await, Code::SessionEnded);
        sign_in(&app, &coop.login(), "mat-khau-hoan-toan-moi").await.unwrap();
        for _ in 0..10 {
            let _ = coop.send(change("wrong")).await;
        }
        refused(coop.send(change("mat-khau-hoan-toan-moi")).await, Code::TooManyRequests);
    }

    async fn one_sees_ones_devices_and_signs_them_out(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let stranger = app.retailer("Siêu thị Xứ Lạng").await;
        let body = SessionCreate { login: coop.login(), password: coop.password() };
        let agent = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36";
        let phone = Request::post("/api/v1/sessions").json(&body).header("user-agent", agent).from_address("203.0.113.7");
        let phone: Session = app.anonymous().raw(phone).await.json();

        let devices = coop.send(Call::<ListSessions>::new(())).await.unwrap().items;
        assert_eq!(devices.len(), 2);
        let seen = devices.iter().find(|device| device.id == phone.id).unwrap();
        assert_eq!(seen.name.as_deref(), Some("Chrome · Android"));
        assert!(seen.address.as_deref().is_some_and(|address| address.starts_with("203.0.113.") && !address.ends_with(".7")));
        assert_eq!(devices.iter().filter(|device| device.current).count(), 1);

        let end = || Call::<EndSession>::new((phone.id,));
        refused(stranger.send(end()).await, Code::NotFound);
        coop.send(end()).await.unwrap();
        refused(coop.send(end()).await, Code::NotFound);
        let bearer = format!("Bearer {}", phone.access_token);
        let gone = app.anonymous().raw(Request::get("/api/v1/sessions/current").header("authorization", &bearer)).await;
        assert_eq!(gone.status, 401);

        let third = coop.sign_in_again().await;
        coop.send(Call::<EndOtherSessions>::new(())).await.unwrap();
        refused(third.send(Call::<GetSession>::new(())).await, Code::SessionEnded);
        assert_eq!(coop.send(Call::<ListSessions>::new(())).await.unwrap().items.len(), 1);
    }

    async fn a_device_in_use_is_seen_to_a_quarter_of_an_hour(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await.by_cookie();
        app.clock().set(app.clock().now().plus_hours(2));

        let devices = coop.send(Call::<ListSessions>::new(())).await.unwrap().items;

        assert_eq!(devices[0].last_seen_at, app.clock().now());
        assert!(devices[0].signed_in_at < devices[0].last_seen_at);
    }

    async fn a_person_takes_away_what_is_kept_of_them(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;

        let data = coop.send(Call::<GetPersonalData>::new(())).await.unwrap();

        assert_eq!(data.user.login, coop.login());
        assert_eq!(data.consents.len(), 1);
        assert_eq!(data.consents[0].text_version, "2026-11");
        assert_eq!(data.devices.len(), 1);
        let answer = coop.raw(Request::get("/api/v1/account/data")).await;
        assert!(!answer.text().contains("password"));
        let page = coop.by_cookie().raw(Request::post("/desk/account/data")).await;
        let file: Value = page.json();
        assert_eq!(file["user"]["login"], coop.login());
        assert!(page.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    }
}
