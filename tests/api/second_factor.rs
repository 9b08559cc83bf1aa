//! Signing in with a code of an authenticator app.

use crate::pages::{field, post};
use shared::{Call, ClientError, Code, FieldCode, Timestamp, account::*, identity::*};
use tests::*;
use totp_rs::{Builder, Secret};

/// What an authenticator app shows.
struct AuthenticatorApp(String);

impl AuthenticatorApp {
    fn code(&self, at: Timestamp) -> String {
        let secret = Secret::try_from_base32(&self.0).unwrap();
        let totp = Builder::new().with_secret(secret).build().unwrap();
        totp.generate(u64::try_from(at.0 / 1000).unwrap()).to_string()
    }
}

fn code(code: &str) -> SecondFactorCode {
    SecondFactorCode { code: code.into() }
}

async fn enrol(person: &Person) -> AuthenticatorApp {
    let body = PasswordProof {
        password: person.password(),
    };
    let setup = person
        .send(Call::<EnrolSecondFactor>::new(()).body(&body))
        .await
        .unwrap();
    assert!(setup.uri.contains(&setup.key) && setup.qr_svg.contains("<svg"));
    AuthenticatorApp(setup.key)
}

/// Switches the second factor on; its app and recovery codes. The clock is half a minute later.
async fn with_second_factor(person: &Person) -> (AuthenticatorApp, Vec<String>) {
    let phone = enrol(person).await;
    let first = code(&phone.code(person.app().clock().now()));
    let codes = person
        .send(Call::<ConfirmSecondFactor>::new(()).body(&first))
        .await
        .unwrap()
        .codes;
    let clock = person.app().clock();
    clock.set(clock.now().plus_seconds(30));
    (phone, codes)
}

/// The first step of signing in; the token for the second.
async fn first_step(person: &Person) -> String {
    let body = SessionCreate {
        login: person.login(),
        password: person.password(),
    };
    let call = Call::<CreateSession>::new(()).body(&body);
    let answer = person.app().anonymous().raw_call(call).await;
    assert!(!answer.headers.contains_key("set-cookie"));
    let problem = answer.problem();
    assert_eq!((answer.status, problem.code), (401, Code::SecondFactorNeeded));
    problem.step_token.expect("a token for the second step")
}

async fn second_step(app: &TestApp, step_token: &str, code: &str) -> Result<Session, ClientError> {
    let body = SecondStep {
        step_token: step_token.into(),
        code: code.into(),
    };
    app.anonymous()
        .send(Call::<FinishSession>::new(()).body(&body))
        .await
}

on_both_databases! {
    async fn signing_in_asks_for_a_code_once_an_app_is_set_up(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let elsewhere = coop.sign_in_again().await;
        let (phone, _) = with_second_factor(&coop).await;

        // Other devices had signed in by a password alone.
        refused(elsewhere.send(Call::<GetSession>::new(())).await, Code::SessionEnded);
        let token = first_step(&coop).await;
        let now = app.clock().now();
        let session = second_step(&app, &token, &phone.code(now)).await.unwrap();

        assert_eq!(session.user.login, coop.login());
        let account = coop.send(Call::<GetAccount>::new(())).await.unwrap();
        assert!(account.second_factor.since.is_some());
        assert_eq!(account.second_factor.recovery_codes_left, 10);
    }

    async fn a_code_and_a_step_are_good_once(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let (phone, _) = with_second_factor(&coop).await;
        let token = first_step(&coop).await;
        let right = phone.code(app.clock().now());
        second_step(&app, &token, &right).await.unwrap();

        refused(second_step(&app, &token, &right).await, Code::SessionEnded);
        let token = first_step(&coop).await;
        let problem = refused(second_step(&app, &token, &right).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("code", FieldCode::WrongCode)]);

        app.clock().set(app.clock().now().plus_seconds(30));
        second_step(&app, &token, &phone.code(app.clock().now())).await.unwrap();
    }

    async fn wrong_codes_end_the_step_and_then_slow_the_person(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let (phone, _) = with_second_factor(&coop).await;
        let right = phone.code(app.clock().now());
        let wrong = if right == "000000" { "000001" } else { "000000" };

        for _ in 0..2 {
            let token = first_step(&coop).await;
            for _ in 0..5 {
                refused(second_step(&app, &token, wrong).await, Code::ValidationFailed);
            }
            refused(second_step(&app, &token, &right).await, Code::SessionEnded);
        }
        let token = first_step(&coop).await;
        refused(second_step(&app, &token, &right).await, Code::TooManyRequests);
    }

    async fn a_step_waits_ten_minutes(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let (phone, _) = with_second_factor(&coop).await;
        let token = first_step(&coop).await;
        app.clock().set(app.clock().now().plus_seconds(600));

        let late = second_step(&app, &token, &phone.code(app.clock().now())).await;

        refused(late, Code::SessionEnded);
    }

    async fn a_recovery_code_stands_in_for_the_app_once(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let (phone, codes) = with_second_factor(&coop).await;
        assert_eq!(codes.len(), 10);
        let token = first_step(&coop).await;
        second_step(&app, &token, &codes[0].to_lowercase().replace('-', " ")).await.unwrap();

        let token = first_step(&coop).await;
        refused(second_step(&app, &token, &codes[0]).await, Code::ValidationFailed);
        let account = coop.send(Call::<GetAccount>::new(())).await.unwrap();
        assert_eq!(account.second_factor.recovery_codes_left, 9);

        let call = Call::<RenewRecoveryCodes>::new(()).body(&code(&phone.code(app.clock().now())));
        let fresh = coop.send(call).await.unwrap().codes;
        refused(second_step(&app, &token, &codes[1]).await, Code::ValidationFailed);
        second_step(&app, &token, &fresh[0]).await.unwrap();
    }

    async fn nothing_counts_before_the_first_code(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let phone = enrol(&coop).await;
        coop.sign_in_again().await;

        let wrong = coop.send(Call::<ConfirmSecondFactor>::new(()).body(&code("0000000"))).await;
        assert_eq!(fields(&refused(wrong, Code::ValidationFailed)), [("code", FieldCode::WrongCode)]);

        // Whoever starts over gets another secret.
        let again = enrol(&coop).await;
        assert_ne!(phone.0, again.0);
        let body = PasswordProof { password: "wrong".into() };
        let problem = refused(coop.send(Call::<EnrolSecondFactor>::new(()).body(&body)).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("password", FieldCode::Wrong)]);
    }

    async fn a_wrong_first_code_leaves_the_same_secret_to_scan(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let browser = coop.by_cookie();
        let begun = post(&browser, "/desk/account/second-factor", &[("password", &coop.password())]).await;
        let uri = field(begun.text(), "uri").replace("&amp;", "&");
        let (_, picture) = begun.text().split_once("<div class=\"qr qr--large\">").expect("a picture");
        let (picture, _) = picture.split_once("</div>").unwrap();
        let (_, key) = uri.split_once("secret=").unwrap();
        let phone = AuthenticatorApp(key.split('&').next().unwrap().to_owned());

        let confirm = async |code: &str, uri: &str| {
            post(&browser, "/desk/account/second-factor/confirm", &[("code", code), ("uri", uri)]).await
        };
        for wrong in ["0000000", "abc"] {
            let again = confirm(wrong, &uri).await;
            assert_eq!(again.status, 422);
            assert!(again.text().contains(picture) && again.text().contains("id=\"code-error\""), "{}", again.text());
            assert!(again.header("cache-control").contains("no-store"));
            assert_eq!(field(again.text(), "uri").replace("&amp;", "&"), uri);
        }
        let other = confirm("0000000", "javascript:alert(1)").await;
        assert!(!other.text().contains("javascript:"), "{}", other.text());

        let codes = confirm(&phone.code(app.clock().now()), &uri).await;
        assert_eq!(codes.status, 200);
        // Nothing waits any more: the secret is not shown again.
        let late = confirm("0000000", &uri).await;
        assert!(late.status == 409 && !late.text().contains(&phone.0), "{}", late.text());
    }

    async fn it_is_switched_off_with_password_and_code(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let (phone, _) = with_second_factor(&coop).await;
        let body = |password: &str, code: String| SecondFactorDisable { password: password.into(), code };
        let disable = |body| Call::<DisableSecondFactor>::new(()).body(&body);
        let now = app.clock().now();

        refused(coop.send(disable(body("wrong", phone.code(now)))).await, Code::ValidationFailed);
        refused(coop.send(disable(body(&coop.password(), "000 000".into()))).await, Code::ValidationFailed);
        coop.send(disable(body(&coop.password(), phone.code(now)))).await.unwrap();

        coop.sign_in_again().await;
        refused(coop.send(disable(body(&coop.password(), phone.code(now)))).await, Code::WrongState);
    }

    async fn the_centre_and_authorities_work_only_with_it(app: TestApp) {
        let app = app.with(|settings| settings.second_factor = true).await;
        let coop = app.pending(OrganisationKind::Producer, "HTX Bảo Lâm").await;
        let list = || Call::<ListOrganisations>::new(());
        for insider in [app.centre(), app.authority()] {
            refused(insider.send(list()).await, Code::SecondFactorRequired);
            let verify = Call::<VerifyOrganisation>::new((coop.organisation_id(),));
            assert!(insider.send(verify).await.is_err());
            let account = insider.send(Call::<GetAccount>::new(())).await.unwrap();
            assert!(account.second_factor.required);
            let page = insider.by_cookie().raw(Request::get("/desk/organisations")).await;
            if page.status == 303 {
                assert_eq!(page.headers["location"], "/desk/account/second-factor");
            }

            with_second_factor(&insider).await;

            insider.send(list()).await.unwrap();
        }
        // Producers may do without.
        assert!(!coop.send(Call::<GetAccount>::new(())).await.unwrap().second_factor.required);
    }

    async fn joining_skips_neither_the_code_nor_its_setup(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let colleague = coop.colleague(Role::Staff).await;
        let (phone, _) = with_second_factor(&colleague).await;
        let user = colleague.send(Call::<GetSession>::new(())).await.unwrap().user.id;
        coop.send(Call::<RemoveMember>::new((coop.organisation_id(), user))).await.unwrap();
        // Whoever belongs nowhere joins again by password; the code is asked for all the same.
        let token = coop.invite(&colleague.login(), Role::Staff).await;
        let body = InvitationAccept { name: None, password: Some(colleague.password()), consent: false };
        let call = Call::<AcceptInvitation>::new((shared::endpoint::Secret::new(&token),)).body(&body);
        let answer = app.anonymous().raw_call(call).await;
        assert!(!answer.headers.contains_key("set-cookie"));
        let problem = answer.problem();
        assert_eq!((answer.status, problem.code), (401, Code::SecondFactorNeeded));
        let step = problem.step_token.unwrap();
        let session = second_step(&app, &step, &phone.code(app.clock().now())).await.unwrap();
        assert_eq!(session.organisation.id, coop.organisation_id());

        let token = app.centre().invite("nguoi-moi@example.com", Role::Editor).await;
        let app = app.with(|settings| settings.second_factor = true).await;
        let joined = app.anonymous().join(&token).await.unwrap();
        let list = || Call::<ListOrganisations>::new(());
        refused(joined.send(list()).await, Code::SecondFactorRequired);
        with_second_factor(&joined).await;
        joined.send(list()).await.unwrap();
    }

    async fn plain_forms_lead_through_both_steps(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let (phone, _) = with_second_factor(&coop).await;
        let visitor = app.anonymous();
        let form = |pairs: &[(&str, &str)]| serde_urlencoded_of(pairs);
        let first = Request::post("/sign-in").body(
            "application/x-www-form-urlencoded",
            form(&[("login", &coop.login()), ("password", &coop.password()), ("next", "/desk/orders")]),
        );
        let page = visitor.raw(first).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let html = page.text();
        let (_, rest) = html.split_once("name=\"step_token\" value=\"").expect("the token");
        let token = rest.split('"').next().unwrap().to_owned();
        assert!(!html.contains(&coop.password()));

        let second = |code: &str| Request::post("/sign-in/code").body(
            "application/x-www-form-urlencoded",
            form(&[("step_token", &token), ("code", code), ("next", "/desk/orders")]),
        );
        let wrong = visitor.raw(second("0000000")).await;
        assert_eq!(wrong.status, 422);
        let right = visitor.raw(second(&phone.code(app.clock().now()))).await;
        assert_eq!((right.status, right.headers["location"].to_str().unwrap()), (303, "/desk/orders"));
        assert!(right.cookie(server::auth::COOKIE).is_some());
    }
}

fn serde_urlencoded_of(pairs: &[(&str, &str)]) -> String {
    let encoded = |text: &str| {
        text.bytes()
            .map(|byte| match byte {
                byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect::<String>()
    };
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    pairs.join("&")
}
