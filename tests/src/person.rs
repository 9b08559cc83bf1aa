//! People as values: who they are decides which headers their requests carry.

use crate::{Answer, Request, TestApp, wire::exchange};
use axum::Router;
use shared::{
    Call, Client, ClientError, Endpoint, Input, Lang, OrganisationId, RawRequest, RawResponse, Timestamp,
    Transport,
    endpoint::Secret,
    identity::{
        AcceptInvitation, ContactInput, CreateInvitation, CreateSession, GetInvitation, InvitationAccept,
        InvitationCreate, OrganisationKind, OrganisationRegister, ProducerKind, RefreshSession,
        RegisterOrganisation, Role, Session, SessionCreate, SessionRefresh,
    },
    text::slug,
};
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

/// Everybody's password.
pub const PASSWORD: &str = "mat-khau-thu-nghiem";

/// A login with its open session.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    login: String,
    password: String,
    session: Session,
    cookie: String,
}

impl Account {
    pub(crate) async fn sign_in(router: &Router, login: &str, password: &str) -> Self {
        let body = SessionCreate {
            login: login.to_owned(),
            password: password.to_owned(),
        };
        let call = Call::<CreateSession>::new(()).body(&body);
        let answer = exchange(router, call.into_request().into()).await;
        assert_eq!(answer.status, 201, "signing in as {login}: {}", answer.text());
        Self {
            cookie: answer.cookie(server::auth::COOKIE).expect("the web cookie"),
            session: answer.json(),
            login: body.login,
            password: body.password,
        }
    }

    /// The next access token, by refreshing or, where the session has ended, by signing in again.
    async fn renew(&mut self, router: &Router) {
        let body = SessionRefresh {
            refresh_token: self.session.refresh_token.clone(),
        };
        let call = Call::<RefreshSession>::new(()).body(&body);
        let answer = exchange(router, call.into_request().into()).await;
        if answer.status == 200 {
            self.session = answer.json();
        } else {
            *self = Self::sign_in(router, &self.login, &self.password).await;
        }
    }
}

/// How a person's requests say who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proof {
    Bearer,
    Cookie,
}

/// Somebody who uses the market. Clones share their session.
#[derive(Clone, Debug)]
pub struct Person {
    app: TestApp,
    account: Option<Arc<Mutex<Account>>>,
    proof: Proof,
    lang: Lang,
}

impl Person {
    pub(crate) fn new(app: &TestApp, account: Option<Account>) -> Self {
        Self {
            app: app.clone(),
            account: account.map(|account| Arc::new(Mutex::new(account))),
            proof: Proof::Bearer,
            lang: Lang::Vi,
        }
    }

    pub(crate) async fn sign_up(app: &TestApp, kind: OrganisationKind, name: &str) -> Self {
        let body = registration(app, kind, name);
        let call = Call::<RegisterOrganisation>::new(()).body(&body);
        app.anonymous().send(call).await.expect("a new organisation");
        let account = Account::sign_in(&app.market().router, &body.contact.email, &body.password).await;
        Self::new(app, Some(account))
    }

    /// A new person of the same organisation, invited by this one.
    pub async fn colleague(&self, role: Role) -> Self {
        let invited = format!("nguoi-{}@example.com", self.app.next());
        let token = self.invite(&invited, role).await;
        self.app.anonymous().join(&token).await.expect("a colleague")
    }

    /// Invites somebody into this person's organisation; the token.
    pub async fn invite(&self, login: &str, role: Role) -> String {
        let body = InvitationCreate {
            login: login.to_owned(),
            name: None,
            role,
        };
        let call = Call::<CreateInvitation>::new((self.organisation_id(),)).body(&body);
        self.send(call).await.expect("an invitation").token
    }

    /// Accepts an invitation: who is not signed in as a new person.
    pub async fn join(&self, token: &str) -> Result<Self, ClientError> {
        let notice = self
            .send(Call::<GetInvitation>::new((Secret::new(token),)))
            .await?;
        let body = InvitationAccept {
            name: Some("Người được mời".to_owned()),
            password: Some(PASSWORD.to_owned()),
            consent: true,
        };
        let call = Call::<AcceptInvitation>::new((Secret::new(token),)).body(&body);
        let answer = self.raw_call(call).await;
        if answer.status != 201 {
            return Err(ClientError::Problem(Box::new(answer.problem())));
        }
        let account = Account {
            login: notice.login,
            password: PASSWORD.to_owned(),
            cookie: answer.cookie(server::auth::COOKIE).expect("the web cookie"),
            session: answer.json(),
        };
        Ok(Self::new(&self.app, Some(account)))
    }

    /// The same person with the web cookie instead of the bearer token.
    #[must_use]
    pub fn by_cookie(&self) -> Self {
        Self {
            proof: Proof::Cookie,
            ..self.clone()
        }
    }

    /// The same person, reading English.
    #[must_use]
    pub fn in_english(&self) -> Self {
        Self {
            lang: Lang::En,
            ..self.clone()
        }
    }

    /// Signs in again, as on another device.
    pub async fn sign_in_again(&self) -> Self {
        let account = self.account();
        let next = Account::sign_in(&self.app.market().router, &account.login, &account.password).await;
        Self {
            account: Some(Arc::new(Mutex::new(next))),
            ..self.clone()
        }
    }

    /// Calls an operation.
    pub async fn send<E: Endpoint>(&self, call: Call<E>) -> Result<E::Response, ClientError> {
        Client(InProcess(self.clone())).send(call).await
    }

    /// Sends a request and gives the answer as it came.
    pub async fn raw(&self, request: impl Into<Request>) -> Answer {
        let mut request: Request = request.into();
        for (name, value) in self.headers().await {
            if !request.headers.contains_key(name) {
                request = request.header(name, &value);
            }
        }
        let (method, target) = (request.method.clone(), request.target.clone());
        let before = self.app.statements();
        let answer = exchange(&self.app.market().router, request).await;
        self.app.note_statements(&method, &target, &answer, before);
        answer
    }

    /// Sends a call and gives the answer as it came.
    pub async fn raw_call<E: Endpoint>(&self, call: Call<E>) -> Answer {
        self.raw(call.into_request()).await
    }

    async fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![("accept-language", self.lang.to_string())];
        if let Some(shared) = &self.account {
            let mut account = self.account();
            if account.session.expires_at <= self.app.clock().now() && self.proof == Proof::Bearer {
                account.renew(&self.app.market().router).await;
                *shared.lock().unwrap_or_else(PoisonError::into_inner) = account.clone();
            }
            headers.push(match self.proof {
                Proof::Bearer => (
                    "authorization",
                    format!("Bearer {}", account.session.access_token),
                ),
                Proof::Cookie => ("cookie", format!("{}={}", server::auth::COOKIE, account.cookie)),
            });
        }
        headers
    }

    fn account(&self) -> Account {
        let account = self.account.as_ref().expect("somebody who signed in");
        account.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether nobody has signed in.
    pub const fn is_anonymous(&self) -> bool {
        self.account.is_none()
    }

    pub fn app(&self) -> &TestApp {
        &self.app
    }

    /// The session as it was opened or last refreshed.
    pub fn session(&self) -> Session {
        self.account().session
    }

    /// The value of the web cookie.
    pub fn cookie(&self) -> String {
        self.account().cookie
    }

    pub fn login(&self) -> String {
        self.account().login
    }

    pub fn password(&self) -> String {
        self.account().password
    }

    pub fn organisation_id(&self) -> OrganisationId {
        self.session().organisation.id
    }

    pub fn name(&self) -> String {
        self.session().organisation.name
    }

    /// When the access token ends.
    pub fn expires_at(&self) -> Timestamp {
        self.session().expires_at
    }
}

/// Carries calls to the market in this process.
#[derive(Clone, Debug)]
struct InProcess(Person);

impl Transport for InProcess {
    type Sent = Pin<Box<dyn Future<Output = Result<RawResponse, ClientError>> + Send>>;

    fn send(&self, request: RawRequest) -> Self::Sent {
        let person = self.0.clone();
        Box::pin(async move {
            let answer = person.raw(request).await;
            let etag = Some(answer.header("etag").to_owned()).filter(|etag| !etag.is_empty());
            Ok(RawResponse {
                status: answer.status,
                etag,
                body: answer.body.to_vec(),
            })
        })
    }
}

/// A sign-up that the market takes, with a login and a tax code that nobody has yet.
pub fn registration(app: &TestApp, kind: OrganisationKind, name: &str) -> OrganisationRegister {
    let number = app.next();
    OrganisationRegister {
        kind,
        producer_kind: (kind == OrganisationKind::Producer).then_some(ProducerKind::Cooperative),
        name: name.to_owned(),
        tax_code: tax_code(number),
        contact: ContactInput {
            name: format!("Người của {name}").chars().take(100).collect(),
            email: format!("{}-{number}@example.com", slug(name)),
            ..ContactInput::example()
        },
        password: PASSWORD.to_owned(),
        ..OrganisationRegister::example()
    }
}

/// The tax code of the number: a different one for each, with the right check digit.
pub fn tax_code(number: u32) -> String {
    // Of eleven consecutive numbers, one has no check digit; ten tries a number are enough to step over it.
    let first = 490_000_000 + u64::from(number) * 10;
    (first..first + 10)
        .flat_map(|start| (0..10).map(move |digit| format!("{start}{digit}")))
        .find(|code| shared::codes::check_tax_code(code).is_ok())
        .expect("a check digit that fits")
}
