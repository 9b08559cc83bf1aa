//! Secrets and personal numbers stay out of logs, out of the audit trail, and out of the database's bytes.

use shared::{Call, account::*, identity::*};
use std::{
    io::Write,
    sync::{Arc, Mutex},
};
use tests::*;
use totp_rs::{Builder, Secret};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

/// A household's tax code: the number of a person.
const TAX_CODE: &str = "020099007311";
const NEW_PASSWORD: &str = "mat-khau-rat-rieng-tu";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Works through everything that handles secrets; they come back with their names.
async fn a_day_with_secrets(app: &TestApp, mails: &MailServer) -> Vec<(&'static str, String)> {
    let mut body = registration(app, OrganisationKind::Producer, "Hộ kinh doanh Nà Lầu");
    body.producer_kind = Some(ProducerKind::Household);
    body.tax_code = TAX_CODE.into();
    let (login, password) = (body.contact.email.clone(), body.password.clone());
    app.anonymous()
        .send(Call::<RegisterOrganisation>::new(()).body(&body))
        .await
        .unwrap();
    let again = app
        .anonymous()
        .raw_call(Call::<RegisterOrganisation>::new(()).body(&body))
        .await;
    assert_eq!(again.status, 422);
    let mut secrets = vec![("tax code", TAX_CODE.to_owned()), ("password", password.clone())];
    let sign_in = |password: &str| {
        let body = SessionCreate {
            login: login.clone(),
            password: password.to_owned(),
        };
        Call::<CreateSession>::new(()).body(&body)
    };
    let wrong = app.anonymous().raw_call(sign_in("mat-khau-go-nham")).await;
    assert_eq!(wrong.status, 401);
    secrets.push(("mistyped password", "mat-khau-go-nham".into()));
    let answer = app.anonymous().raw_call(sign_in(&password)).await;
    secrets.push(("cookie", answer.cookie(server::auth::COOKIE).unwrap()));
    let session: Session = answer.json();
    let bearer = format!("Bearer {}", session.access_token);
    secrets.push(("access token", session.access_token));
    secrets.push(("refresh token", session.refresh_token));
    let as_me = async |request: Request| {
        let answer = app
            .anonymous()
            .raw(request.header("authorization", &bearer))
            .await;
        assert!(answer.status < 300, "{}: {}", answer.status, answer.text());
        answer
    };

    let proof = PasswordProof { password };
    let setup: SecondFactorSetup = as_me(Request::post("/api/v1/account/second-factor").json(&proof))
        .await
        .json();
    let secret = Secret::try_from_base32(&setup.key).unwrap();
    let code = Builder::new().with_secret(secret).build().unwrap();
    let code = code
        .generate(u64::try_from(app.clock().now().0 / 1000).unwrap())
        .to_string();
    let confirm = Request::post("/api/v1/account/second-factor/confirm").json(&SecondFactorCode { code });
    let codes: RecoveryCodes = as_me(confirm).await.json();
    secrets.push(("key of the app", setup.key));
    for code in codes.codes {
        secrets.push(("recovery code", code.replace('-', "")));
        secrets.push(("recovery code", code));
    }

    let forgotten = PasswordForgotten { login: login.clone() };
    app.anonymous()
        .send(Call::<RequestPasswordReset>::new(()).body(&forgotten))
        .await
        .unwrap();
    app.run_jobs().await;
    let token = mails.last_for(&login).parameter("token");
    let reset = PasswordReset {
        token: token.clone(),
        password: NEW_PASSWORD.into(),
    };
    app.anonymous()
        .send(Call::<ResetPassword>::new(()).body(&reset))
        .await
        .unwrap();
    app.run_jobs().await;
    secrets.push(("token of a link", token));
    secrets.push(("new password", NEW_PASSWORD.into()));
    secrets
}

async fn nothing_tells_secrets(kind: Kind) {
    let log = Log::default();
    let filter = EnvFilter::new("trace");
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(log.clone())
        .finish();
    let first = TestApp::new(kind).await;
    let mails = MailServer::start();
    let app = first.mailing_to(&mails).await;
    // All of it runs on this thread.
    let guard = tracing::subscriber::set_default(subscriber);
    tracing::info!("what is logged here is seen");
    let secrets = a_day_with_secrets(&app, &mails).await;
    drop(guard);

    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(!log.is_empty(), "nothing was logged");
    let audit = format!("{:?}", app.audit().await);
    let mut files = Vec::new();
    if matches!(kind, Kind::Sqlite) {
        for name in ["market.sqlite", "market.sqlite-wal"] {
            files.extend(std::fs::read(app.folder().join(name)).unwrap_or_default());
        }
        assert!(files.len() > 100_000, "the database is elsewhere");
    }
    let stored = String::from_utf8_lossy(&files);
    for (name, secret) in &secrets {
        assert!(!log.contains(secret.as_str()), "{name} is in the log");
        assert!(!audit.contains(secret.as_str()), "{name} is in the audit trail");
        assert!(!stored.contains(secret.as_str()), "{name} is in the database");
    }
    app.close().await;
}

#[tokio::test]
async fn secrets_are_neither_logged_nor_recorded_nor_stored_in_clear_sqlite() {
    nothing_tells_secrets(Kind::Sqlite).await;
}

#[tokio::test]
async fn secrets_are_neither_logged_nor_recorded_nor_stored_in_clear_postgresql() {
    nothing_tells_secrets(Kind::Postgresql).await;
}

on_both_databases! {
    async fn a_households_tax_code_is_shown_to_its_manager_and_the_centre_alone(app: TestApp) {
        let mut body = registration(&app, OrganisationKind::Producer, "Hộ kinh doanh Nà Lầu");
        body.producer_kind = Some(ProducerKind::Household);
        body.tax_code = TAX_CODE.into();
        let row = app.anonymous().send(Call::<RegisterOrganisation>::new(()).body(&body)).await.unwrap();
        assert_eq!(row.tax_code, "************");
        let show = || Call::<GetOrganisation>::new((row.id,));
        let sign_in = SessionCreate { login: body.contact.email.clone(), password: body.password.clone() };
        let session = app.anonymous().send(Call::<CreateSession>::new(()).body(&sign_in)).await.unwrap();
        let bearer = format!("Bearer {}", session.access_token);
        let target = format!("/api/v1/organisations/{}", row.id);
        let own: Organisation = app.anonymous().raw(Request::get(&target).header("authorization", &bearer)).await.json();

        assert_eq!(own.tax_code, TAX_CODE);
        assert_eq!(app.centre().send(show()).await.unwrap().tax_code, TAX_CODE);
        assert_eq!(app.authority().send(show()).await.unwrap().tax_code, "************");
        assert_eq!(session.organisation.tax_code, "************");

        // Nobody else signs up with it, and a company's code stays in the open.
        body.contact.email = "another@example.com".into();
        let problem = refused(
            app.anonymous().send(Call::<RegisterOrganisation>::new(()).body(&body)).await,
            shared::Code::ValidationFailed,
        );
        assert_eq!(fields(&problem), [("tax_code", shared::FieldCode::Taken)]);
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let open = app.authority().send(Call::<GetOrganisation>::new((coop.organisation_id(),))).await.unwrap();
        assert_eq!(open.tax_code.len(), 10);
    }
}
