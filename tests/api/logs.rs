//! The log of the program itself, at its most talkative: what people send in confidence does not stand in it.

use crate::commands::program;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use shared::{account::*, identity::*, producers::BankAccountPut};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};
use tests::*;
use totp_rs::{Builder, Secret};

/// A household's tax code: the number of a person.
const TAX_CODE: &str = "020099007311";
const PHONE: &str = "0205 000 0431";
const PASSWORD: &str = "mat-khau-cua-ho-na-lau";
const MISTYPED: &str = "mat-khau-go-nham-tay";
const SECOND_PASSWORD: &str = "mat-khau-moi-tu-lien-ket";
const BANK_ACCOUNT: &str = "84002010077431";
const INVITED: &str = "nguoi-duoc-moi@example.com";
const LOGIN: &str = "ho-na-lau@example.com";

/// The program, serving; it is killed when this is dropped.
struct Serving {
    program: Child,
    url: String,
    folder: tempfile::TempDir,
}

impl Serving {
    fn start(mails: &MailServer, format: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let log = std::fs::File::create(folder.path().join("log")).expect("a file for the log");
        let mut program = Command::new(program())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .current_dir(folder.path())
            .env_clear()
            .env("OCOP_LOG", "trace")
            .env("OCOP_LOG_FORMAT", format)
            .env("OCOP_SMTP_URL", mails.url())
            .env("OCOP_MAIL_FROM", "market@example.com")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program runs");
        let mut line = String::new();
        let told = program.stdout.take().expect("an output");
        BufReader::new(told).read_line(&mut line).expect("an address");
        let (_, url) = line.trim().split_once("listens on ").expect("where it listens");
        Self {
            url: url.to_owned(),
            program,
            folder,
        }
    }

    /// Ends the program; what it has logged.
    fn log(mut self) -> String {
        self.program.kill().expect("it ends");
        self.program.wait().expect("it ends");
        std::fs::read_to_string(self.folder.path().join("log")).expect("the log")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Somebody who sends secrets, and remembers which.
struct Sender {
    client: Client,
    url: String,
    token: Option<String>,
    secrets: Vec<(&'static str, String)>,
    requests: usize,
}

impl Sender {
    fn request(&mut self, method: Method, path: &str) -> RequestBuilder {
        self.requests += 1;
        let request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .header("idempotency-key", format!("one-{}", self.requests))
            .header("if-match", "*");
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a body; what came back.
    async fn send(&mut self, method: Method, path: &str, body: &impl serde::Serialize) -> (u16, Value) {
        let request = self.request(method, &format!("/api/v1{path}")).json(body);
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or_default())
    }

    async fn post(&mut self, path: &str, body: &impl serde::Serialize) -> (u16, Value) {
        self.send(Method::POST, path, body).await
    }

    /// Opens an address as a browser does.
    async fn open(&mut self, path: &str) {
        self.request(Method::GET, path).send().await.expect("an answer");
    }

    fn keep(&mut self, name: &'static str, secret: &Value) -> String {
        let text = secret.as_str().expect("a text").to_owned();
        self.secrets.push((name, text.clone()));
        text
    }
}

/// The letter with such a link.
async fn mailed(mails: &MailServer, to: &str, link: &str) -> tests::Received {
    let fits =
        |mail: &tests::Received| mail.text.contains(link) && mail.to.iter().any(|one| one.contains(to));
    mails.wait_for(fits).await
}

/// Works through everything that is sent in confidence, rightly and wrongly.
async fn a_day_with_secrets(person: &mut Sender, mails: &MailServer) {
    let mut registration = OrganisationRegister {
        kind: OrganisationKind::Producer,
        producer_kind: Some(ProducerKind::Household),
        tax_code: TAX_CODE.into(),
        password: PASSWORD.into(),
        ..shared::Input::example()
    };
    registration.contact.phone = PHONE.into();
    registration.contact.email = LOGIN.into();
    for expected in [201, 422] {
        let (status, told) = person.post("/organisations", &registration).await;
        assert_eq!(status, expected, "{told}");
    }
    let sign_in = |password: &str| json!({ "login": LOGIN, "password": password });
    assert_eq!(person.post("/sessions", &sign_in(MISTYPED)).await.0, 401);
    let (status, session) = person.post("/sessions", &sign_in(PASSWORD)).await;
    assert_eq!(status, 201, "{session}");
    person.keep("access token", &session["access_token"]);
    let refresh = person.keep("refresh token", &session["refresh_token"]);
    let id = session["organisation"]["id"].as_str().unwrap().to_owned();
    let (status, session) = person
        .post("/sessions/refresh", &json!({ "refresh_token": refresh }))
        .await;
    assert_eq!(status, 200, "{session}");
    person.token = Some(person.keep("access token", &session["access_token"]));
    person.keep("refresh token", &session["refresh_token"]);
    // Broken, of the wrong shape, and where it does not belong.
    let broken = format!("{{\"login\": \"{LOGIN}\", \"password\": \"{PASSWORD}\" oops");
    let request = person.request(Method::POST, "/api/v1/sessions");
    request
        .header("content-type", "application/json")
        .body(broken)
        .send()
        .await
        .unwrap();
    person
        .post(
            "/sessions",
            &json!({ "login": LOGIN, "password": [PASSWORD], "code": TAX_CODE }),
        )
        .await;
    person
        .open(&format!("/products?q={TAX_CODE}&token={PASSWORD}"))
        .await;
    person
        .open(&format!("/api/v1/orders?q={BANK_ACCOUNT}&password={PASSWORD}"))
        .await;

    let account = BankAccountPut {
        number: BANK_ACCOUNT.into(),
        ..shared::Input::example()
    };
    let (status, told) = person
        .send(Method::PUT, &format!("/producers/{id}/bank-account"), &account)
        .await;
    assert_eq!(status, 200, "{told}");

    let proof = PasswordProof {
        password: PASSWORD.into(),
    };
    let (status, setup) = person.post("/account/second-factor", &proof).await;
    assert!(status < 300, "{status} {setup}");
    let key = person.keep("key of the app", &setup["key"]);
    let factor = Builder::new()
        .with_secret(Secret::try_from_base32(&key).unwrap())
        .build()
        .unwrap();
    #[expect(
        clippy::disallowed_methods,
        reason = "the program under test lives in real time"
    )]
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let code = factor.generate(now).to_string();
    let (status, codes) = person
        .post(
            "/account/second-factor/confirm",
            &SecondFactorCode { code: code.clone() },
        )
        .await;
    assert!(status < 300, "{status} {codes}");
    let codes: Vec<String> = serde_json::from_value(codes["codes"].clone()).unwrap();
    for code in &codes {
        person.secrets.push(("recovery code", code.clone()));
        person.secrets.push(("recovery code", code.replace('-', "")));
    }
    let (status, step) = person.post("/sessions", &sign_in(PASSWORD)).await;
    assert!(status < 500, "{status} {step}");
    let step = person.keep("token of a second step", &step["step_token"]);
    for (code, expected) in [("999-wrong-code".to_owned(), 422), (codes[0].clone(), 201)] {
        let body = json!({ "step_token": step, "code": code });
        let (status, told) = person.post("/sessions/second-step", &body).await;
        assert_eq!(status, expected, "{told}");
    }

    let body = json!({ "login": INVITED, "role": "staff", "name": null });
    let (status, told) = person
        .post(&format!("/organisations/{id}/invitations"), &body)
        .await;
    assert!(status < 300, "{status} {told}");
    let invitation = person.keep("token of an invitation", &told["token"]);
    for path in [
        "/invitations/",
        "/en/invitations/",
        "/api/v1/invitations/",
        "/sign-in?next=/invitations/",
        "/nowhere?token=",
    ] {
        person.open(&format!("{path}{invitation}")).await;
    }
    let member = person.token.take();
    let join = json!({ "name": "Người được mời", "password": SECOND_PASSWORD, "consent": true });
    let (status, told) = person
        .post(&format!("/invitations/{invitation}/accept"), &join)
        .await;
    assert_eq!(status, 201, "{told}");

    let (status, told) = person.post("/password-resets", &json!({ "login": LOGIN })).await;
    assert!(status < 300, "{status} {told}");
    let asked = mailed(mails, LOGIN, "/confirm-email/").await;
    let (_, confirmation) = asked.text.split_once("/confirm-email/").unwrap();
    let confirmation = confirmation.split_whitespace().next().unwrap();
    person
        .secrets
        .push(("token of a confirmation", confirmation.to_owned()));
    person.open(&format!("/confirm-email/{confirmation}")).await;
    let (status, told) = person
        .post(&format!("/email-confirmations/{confirmation}"), &json!({}))
        .await;
    assert!(status < 300, "{status} {told}");

    let reset = mailed(mails, LOGIN, "token=").await.parameter("token");
    person.secrets.push(("token of a link", reset.clone()));
    person.open(&format!("/reset-password?token={reset}")).await;
    let body = json!({ "token": reset, "password": SECOND_PASSWORD });
    let (status, told) = person.post("/password-resets/redeem", &body).await;
    assert!(status < 300, "{status} {told}");

    // As a browser: a form, and a cookie in every request from then on.
    let form = format!("login={INVITED}&password={SECOND_PASSWORD}");
    let request = person.request(Method::POST, "/sign-in");
    let answer = request
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap();
    let cookies = answer.headers().get_all("set-cookie").iter();
    let mut cookies = cookies.filter_map(|cookie| cookie.to_str().ok()?.strip_prefix("ocop_session="));
    let cookie = cookies
        .next()
        .expect("a session")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    person.secrets.push(("cookie", cookie.clone()));
    let request = person.request(Method::GET, "/desk");
    request
        .header("cookie", format!("ocop_session={cookie}"))
        .send()
        .await
        .unwrap();
    person.token = member;
}

async fn the_log_keeps_secrets(format: &str) {
    server::media::prepare_tls();
    let mails = MailServer::start();
    let serving = Serving::start(&mails, format);
    let mut person = Sender {
        client: Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap(),
        url: serving.url.clone(),
        token: None,
        secrets: Vec::new(),
        requests: 0,
    };
    a_day_with_secrets(&mut person, &mails).await;
    for (name, secret) in [
        ("tax code", TAX_CODE),
        ("phone number", PHONE),
        ("phone number", "2050000431"),
        ("password", PASSWORD),
        ("mistyped password", MISTYPED),
        ("second password", SECOND_PASSWORD),
        ("bank account", BANK_ACCOUNT),
        ("login", LOGIN),
        ("login of who was invited", INVITED),
    ] {
        person.secrets.push((name, secret.to_owned()));
    }
    let log = serving.log();
    let requests = log
        .lines()
        .filter(|line| line.contains("server::request"))
        .count();
    assert_eq!(requests, person.requests, "a line a request");
    for (name, secret) in &person.secrets {
        let line = log.lines().find(|line| line.contains(secret.as_str()));
        assert_eq!(line, None, "{name} is in the log");
    }
}

#[tokio::test]
async fn nothing_sent_in_confidence_is_in_the_log_for_people() {
    the_log_keeps_secrets("text").await;
}

#[tokio::test]
async fn nothing_sent_in_confidence_is_in_the_log_for_programs() {
    the_log_keeps_secrets("json").await;
}
