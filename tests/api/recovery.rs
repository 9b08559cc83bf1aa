//! Who has lost a password and cannot be mailed to, another address for mails, mails about work, and leaving for good.

use shared::{
    Call, ClientError, Code, FieldCode, Input, account::*, endpoint::Secret, identity::*, orders::*,
};
use tests::*;

fn link(who: &Person, issuer: &Person, reason: Option<&str>) -> Call<CreateRecoveryLink> {
    let body = RecoveryIssue {
        password: issuer.password(),
        reason: reason.map(str::to_owned),
    };
    Call::new((who.organisation_id(), who.session().user.id)).body(&body)
}

fn redeem(token: &str, password: &str) -> Call<ResetPassword> {
    Call::new(()).body(&PasswordReset {
        token: token.into(),
        password: password.into(),
    })
}

fn close(password: &str) -> Call<CloseAccount> {
    Call::new(()).body(&PasswordProof {
        password: password.into(),
    })
}

async fn buy(app: &TestApp, buyer: &Person, goods: &Goods) -> Order {
    let body = PurchasePlace {
        lines: vec![PurchaseLine {
            pack_id: goods.pack_id(),
            quantity: 1,
            expected_case_price: None,
        }],
        ..PurchasePlace::example()
    };
    let call = Call::<PlacePurchase>::new(())
        .body(&body)
        .idempotency_key(format!("mail-{}", app.clock().now().0));
    app.clock().advance_seconds(1);
    buyer.send(call).await.expect("a purchase").orders.remove(0)
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
    async fn a_manager_gives_a_colleague_a_link_that_works_once_for_a_day(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let staff = coop.colleague(Role::Staff).await;

        let made = coop.send(link(&staff, &coop, None)).await.unwrap();
        assert!(!made.mailed, "no mail leaves this market");
        app.anonymous().send(redeem(&made.token, "mat-khau-hoan-toan-moi")).await.unwrap();

        refused(app.anonymous().send(redeem(&made.token, "mat-khau-khac-nua")).await, Code::LinkEnded);
        refused(staff.send(Call::<GetSession>::new(())).await, Code::SessionEnded);
        sign_in(&app, &staff.login(), "mat-khau-hoan-toan-moi").await.unwrap();
        let late = coop.send(link(&staff, &coop, None)).await.unwrap();
        app.clock().set(app.clock().now().plus_hours(24));
        refused(app.anonymous().send(redeem(&late.token, "mat-khau-khac-nua")).await, Code::LinkEnded);
    }

    async fn the_centre_helps_the_only_manager_and_says_how_it_made_sure(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let centre = app.centre();

        let problem = refused(centre.send(link(&coop, &centre, None)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("reason", FieldCode::Required)]);
        let made = centre.send(link(&coop, &centre, Some("Đã gọi lại số đã đăng ký."))).await.unwrap();
        app.anonymous().send(redeem(&made.token, "mat-khau-hoan-toan-moi")).await.unwrap();

        sign_in(&app, &coop.login(), "mat-khau-hoan-toan-moi").await.unwrap();
    }

    async fn nobody_comes_by_an_account_that_is_not_theirs_to_help_with(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let staff = coop.colleague(Role::Staff).await;
        let other = app.cooperative("HTX Khác").await;
        let (centre, authority) = (app.centre(), app.authority());

        refused(other.send(link(&staff, &other, None)).await, Code::NotFound);
        refused(staff.send(link(&coop, &staff, None)).await, Code::Forbidden);
        refused(coop.send(link(&centre, &coop, None)).await, Code::NotFound);
        refused(centre.send(link(&authority, &centre, Some("Biết rõ."))).await, Code::NotFound);
        refused(authority.send(link(&coop, &authority, Some("Biết rõ."))).await, Code::NotFound);
        refused(coop.send(link(&coop, &coop, None)).await, Code::WrongState);
        let body = RecoveryIssue { password: "sai-mat-khau".into(), reason: None };
        let call = Call::<CreateRecoveryLink>::new((coop.organisation_id(), staff.session().user.id)).body(&body);
        let problem = refused(coop.send(call).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("password", FieldCode::Wrong)]);
    }

    async fn another_address_counts_once_its_link_was_followed_and_the_old_one_is_told(app: TestApp) {
        let mails = MailServer::start();
        let app = app.mailing_to(&mails).await;
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let change = |password: String| {
            Call::<ChangeEmail>::new(()).body(&EmailChange { email: "Moi@Example.com".into(), password })
        };
        let problem = refused(coop.send(change("sai-mat-khau".into())).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("password", FieldCode::Wrong)]);
        let same = EmailChange { email: coop.login().to_uppercase(), password: coop.password() };
        let problem = refused(coop.send(Call::<ChangeEmail>::new(()).body(&same)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("email", FieldCode::Unchanged)]);
        coop.send(change(coop.password())).await.unwrap();
        app.run_jobs().await;
        let token = mails.link_for("moi@example.com", "/confirm-address/");
        let account = coop.send(Call::<GetAccount>::new(())).await.unwrap();
        assert_eq!(account.email, Some(coop.login()));

        let confirm = || Call::<ConfirmAccountEmail>::new((Secret::new(&token),));
        app.anonymous().send(confirm()).await.unwrap();

        refused(app.anonymous().send(confirm()).await, Code::NotFound);
        app.run_jobs().await;
        assert_eq!(mails.last_for(&coop.login()).subject, "Thay đổi đăng nhập OCOP Market");
        sign_in(&app, "moi@example.com", &coop.password()).await.unwrap();
        refused(sign_in(&app, &coop.login(), &coop.password()).await, Code::WrongCredentials);
    }

    async fn who_signs_in_by_phone_changes_the_number_with_the_password(app: TestApp) {
        let mails = MailServer::start();
        let app = app.mailing_to(&mails).await;
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let by_phone = async |number: &str| {
            let token = coop.invite(number, Role::Staff).await;
            app.anonymous().join(&token).await.expect("a colleague")
        };
        let (staff, _) = (by_phone("0912 345 678").await, by_phone("0912 345 679").await);
        let change = |phone: &str, password: String| {
            Call::<ChangePhone>::new(()).body(&PhoneChange { phone: phone.into(), password })
        };
        let problem = refused(staff.send(change("0912 000 555", "sai-mat-khau".into())).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("password", FieldCode::Wrong)]);
        let problem = refused(staff.send(change("+84 912.345.679", staff.password())).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("phone", FieldCode::Taken)]);
        let problem = refused(staff.send(change("+1 202 555 0100", staff.password())).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("phone", FieldCode::Phone)]);
        let problem = refused(staff.send(change("+84 912 345 678", staff.password())).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("phone", FieldCode::Unchanged)]);
        refused(coop.send(change("0912 000 555", coop.password())).await, Code::WrongState);

        staff.send(change("+84 912 000 555", staff.password())).await.unwrap();

        sign_in(&app, "0912 000 555", &staff.password()).await.unwrap();
        refused(sign_in(&app, "0912 345 678", &staff.password()).await, Code::WrongCredentials);
        let account = staff.send(Call::<GetAccount>::new(())).await.unwrap();
        assert_eq!(account.user.login, "0912000555");
        let browser = staff.by_cookie();
        let page = browser.raw(Request::get("/desk/account")).await;
        assert!(page.text().contains("/desk/account/phone"), "{}", page.text());
        let page = browser.raw(Request::get("/desk/account/phone")).await;
        assert!(page.text().contains("href=\"/desk/organisation\""), "the organisation's own number is elsewhere");
        let form = format!("phone=0912000556&password={}", staff.password());
        let sent = browser
            .raw(Request::post("/desk/account/phone").body("application/x-www-form-urlencoded", form))
            .await;
        assert_eq!((sent.status, sent.header("location")), (303, "/desk/account?done=phone"));
    }

    async fn a_closed_account_is_gone_but_never_the_last_manager(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let staff = coop.colleague(Role::Staff).await;

        refused(coop.send(close(&coop.password())).await, Code::LastManager);
        coop.send(Call::<GetSession>::new(())).await.unwrap();
        staff.send(close(&staff.password())).await.unwrap();

        refused(staff.send(Call::<GetSession>::new(())).await, Code::SessionEnded);
        refused(sign_in(&app, &staff.login(), &staff.password()).await, Code::WrongCredentials);
        let members = coop.send(Call::<ListMembers>::new((coop.organisation_id(),))).await.unwrap();
        assert_eq!(members.items.len(), 1);
    }

    async fn a_producer_is_mailed_of_an_order_and_its_buyer_of_the_answer(app: TestApp) {
        let mails = MailServer::start();
        let app = app.mailing_to(&mails).await;
        let (coop, buyer) = (app.cooperative("HTX Bảo Lâm").await, app.retailer("Siêu thị Xứ Lạng").await);
        let hong = app.product(&coop).name("Hồng sấy").stars(4).stock(40).published().create().await;
        app.run_jobs().await;
        assert!(mails.last_for(&coop.login()).subject.contains("Hồng sấy"), "the product is published");

        let order = buy(&app, &buyer, &hong).await;
        app.run_jobs().await;
        let mail = mails.last_for(&coop.login());
        assert!(mail.subject.contains(&order.number) && mail.subject.contains("Siêu thị Xứ Lạng"), "{}", mail.subject);
        assert!(mail.text.contains(&format!("https://market.example/desk/orders/{}", order.id)), "{}", mail.text);
        coop.send(Call::<ConfirmOrder>::new((order.id,))).await.unwrap();
        app.run_jobs().await;
        assert!(mails.last_for(&buyer.login()).subject.contains("đã xác nhận"));

        let body = AccountUpdate { name: "Lan".into(), lang: shared::Lang::Vi, news: Some(false) };
        coop.send(Call::<UpdateAccount>::new(()).body(&body)).await.unwrap();
        let before = mails.inbox().len();
        buy(&app, &buyer, &hong).await;
        app.run_jobs().await;
        assert_eq!(mails.inbox().len(), before, "news are switched off");
    }

    async fn two_servers_that_find_the_same_news_mail_it_once(app: TestApp) {
        let mails = MailServer::start();
        let app = app.mailing_to(&mails).await;
        let (coop, buyer) = (app.cooperative("HTX Bảo Lâm").await, app.retailer("Siêu thị Xứ Lạng").await);
        let hong = app.product(&coop).stars(4).stock(40).published().create().await;
        app.run_jobs().await;
        let before = mails.inbox().len();
        let other = app.mailing_to(&mails).await;
        for round in 1..=5 {
            buy(&app, &buyer, &hong).await;

            tokio::join!(app.run_jobs(), other.run_jobs());
            // Who found a mail taken tries again later, and finds it sent.
            app.clock().advance_seconds(60);
            app.run_jobs().await;

            assert_eq!(mails.inbox().len(), before + round);
        }
    }
}
