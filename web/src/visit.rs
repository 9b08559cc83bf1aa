//! One visit of one page: who, in which language, and how its HTML is made.

use crate::{
    components::frame::{Frame, frame},
    pages::problem::problem_page,
    site::{Browser, HasIslands, InProcess, RequestId, Site},
};
use axum::{
    Extension,
    body::{Body, to_bytes},
    extract::{FromRequestParts, OriginalUri, Request},
    http::{HeaderValue, Method, Response, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect},
};
use hydration_context::SsrSharedContext;
use leptos::{prelude::*, reactive::owner::Owner};
use shared::{
    Call, Client, ClientError, Code, Date, Endpoint, Lang, PathParams, Problem, Timestamp,
    endpoint::{Download, may_call},
    identity::{CurrentSession, GetSession, OrganisationKind, OrganisationStatus},
    orders::CountBasket,
};
use std::sync::Arc;

/// Most bytes of an upload: a file of so many megabytes and what a form puts around it.
const MAX_UPLOAD: usize = MAX_MEGABYTES * 1024 * 1024 + 16 * 1024;
const MAX_MEGABYTES: usize = 10;

/// The circumstances of a page.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) site: Site,
    pub(crate) lang: Lang,
    /// The path without its language.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) session: Option<Arc<CurrentSession>>,
    /// What the browser calls this server.
    host: Option<String>,
    /// Lines in a buyer's basket, for the mark beside its icon.
    pub(crate) in_basket: i64,
    client: Client<InProcess>,
}

/// What a page ends in.
pub(crate) type PageResult = Result<Response<Body>, PageError>;

/// A page that could not be made.
#[derive(Debug)]
pub(crate) struct PageError(Box<(Option<Visit>, ClientError)>);

impl PageError {
    /// The refusal behind it, where it is one.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        match &self.0.1 {
            ClientError::Problem(problem) => Some(problem),
            _ => None,
        }
    }

    /// The error alone, for a page that shows it itself.
    pub(crate) fn into_error(self) -> ClientError {
        self.0.1
    }
}

impl Visit {
    /// Calls an operation of the API in the visitor's name.
    pub(crate) async fn send<E: Endpoint>(&self, call: Call<E>) -> Result<E::Response, ClientError> {
        self.client.send(call).await
    }

    /// Hands a form with a file on to the API just as the browser has sent it.
    pub(crate) async fn hand_on<E: Endpoint>(
        &self,
        call: Call<E>,
        request: Request,
    ) -> Result<E::Response, ClientError> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let size = request.headers().get(header::CONTENT_LENGTH);
        let size: Option<u64> = size.and_then(|size| size.to_str().ok()?.parse().ok());
        match to_bytes(request.into_body(), MAX_UPLOAD).await {
            Ok(bytes) => self.send(call.raw_body(bytes.to_vec(), kind)).await,
            Err(_) => Err(self.too_large(size)),
        }
    }

    /// What a file may have, and what the one that was sent had.
    fn too_large(&self, size: Option<u64>) -> ClientError {
        let mut problem = Problem::new(Code::BodyTooLarge, self.lang);
        let was = size.map(|bytes| tr!(self, "common.file_was", n = bytes.div_ceil(1024 * 1024)));
        let most = tr!(self, "common.file_most", n = MAX_MEGABYTES);
        problem.detail = Some(
            [Some(most), was]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        );
        ClientError::Problem(Box::new(problem))
    }

    /// Reads, or shows why not.
    pub(crate) async fn read<E: Endpoint>(&self, call: Call<E>) -> Result<E::Response, PageError> {
        self.send(call).await.map_err(|error| self.error(error))
    }

    /// Reads what a raw request brings, for pages that hand their own parameters on.
    pub(crate) async fn read_raw<E: Endpoint>(
        &self,
        raw: shared::RawRequest,
    ) -> Result<E::Response, PageError> {
        use shared::Transport;
        let answer = self.client.0.send(raw).await.and_then(shared::client::read::<E>);
        answer.map_err(|error| self.error(error))
    }

    /// The bytes of the file that an operation brings.
    pub(crate) async fn file<E: Endpoint<Response = Download>>(
        &self,
        raw: shared::RawRequest,
    ) -> Result<Vec<u8>, ClientError> {
        use shared::Transport;
        let answer = self.client.0.send(raw).await?;
        if (200..300).contains(&answer.status) {
            return Ok(answer.body);
        }
        shared::client::read::<E>(answer).map(|_| Vec::new())
    }

    /// Reads with a path alone.
    pub(crate) async fn get<E: Endpoint>(&self, path: E::Path) -> Result<E::Response, PageError>
    where
        E::Path: PathParams,
    {
        self.read(Call::<E>::new(path)).await
    }

    /// A page that shows the error.
    pub(crate) fn error(&self, error: ClientError) -> PageError {
        PageError(Box::new((Some(self.clone()), error)))
    }

    /// A page that shows a problem of this code.
    pub(crate) fn refuse(&self, code: Code) -> PageError {
        self.error(ClientError::Problem(Box::new(Problem::new(code, self.lang))))
    }

    /// The signed-in visitor, who must belong to an organisation of one of these kinds. Others are asked to sign in,
    /// or told that the page is not theirs.
    pub(crate) fn member(&self, kinds: &[OrganisationKind]) -> Result<&Arc<CurrentSession>, PageError> {
        let session = self
            .session
            .as_ref()
            .ok_or_else(|| self.refuse(Code::Unauthenticated))?;
        if kinds.is_empty() || kinds.contains(&session.organisation.kind) {
            Ok(session)
        } else {
            Err(self.refuse(Code::Forbidden))
        }
    }

    /// The kind of the visitor's organisation.
    pub(crate) fn kind(&self) -> Option<OrganisationKind> {
        self.session.as_ref().map(|session| session.organisation.kind)
    }

    /// Whether the visitor may call an operation at all, by the rules that the server asks: what nobody may do is not
    /// offered to them.
    pub(crate) fn may<E: Endpoint>(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| called_by::<E>(session).is_ok())
    }

    /// Refuses a page that is there for an operation which the caller may not use, with the server's own reason.
    pub(crate) fn only_for<E: Endpoint>(&self) -> Result<(), PageError> {
        called_by::<E>(self.member(&[])?).map_err(|code| self.refuse(code))
    }

    /// Refuses a page of work to the people of a closed organisation.
    pub(crate) fn only_open(&self) -> Result<(), PageError> {
        if self.closed() {
            Err(self.refuse(Code::OrganisationClosed))
        } else {
            Ok(())
        }
    }

    /// Whether the visitor's organisation has left the market: its people only look at what was.
    pub(crate) fn closed(&self) -> bool {
        let status = self.session.as_ref().map(|session| session.organisation.status);
        status == Some(OrganisationStatus::Closed)
    }

    /// An address of this site in the visit's language: `/products` → `/en/products`.
    pub(crate) fn to(&self, path: &str) -> String {
        localised(self.lang, path)
    }

    /// Scheme and host of this site as other devices reach it: what the operator has said, else what the browser asked.
    pub(crate) fn origin(&self) -> Option<String> {
        let asked = self.host.as_ref().map(|host| format!("http://{host}"));
        self.site.public_url.clone().or(asked)
    }

    /// The address of an asset.
    pub(crate) fn asset(&self, name: &str) -> String {
        (self.site.asset)(name).into_owned()
    }

    pub(crate) fn today(&self) -> Date {
        (self.site.today)()
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.site.now)()
    }

    /// This page in the other language.
    pub(crate) fn other_language(&self) -> (Lang, String) {
        let lang = if self.lang == Lang::Vi { Lang::En } else { Lang::Vi };
        let query = if self.query.is_empty() {
            String::new()
        } else {
            format!("?{}", self.query)
        };
        (lang, format!("{}{query}", localised(lang, &self.path)))
    }

    /// Goes to another page of this site: the answer to a form that has done its work.
    pub(crate) fn go(&self, path: &str) -> Response<Body> {
        self.with_cookies(Redirect::to(&self.to(path)).into_response())
    }

    /// Goes where the visitor wanted to go, if that is an address of this site, else somewhere.
    pub(crate) fn go_as_given(&self, wanted: &str, otherwise: &str) -> Response<Body> {
        // `//host` and `/\\host` lead to other sites.
        let second = wanted.chars().nth(1);
        if wanted.starts_with('/')
            && !matches!(second, Some('/' | '\\'))
            && !wanted.contains(char::is_control)
        {
            self.with_cookies(Redirect::to(wanted).into_response())
        } else {
            self.go(otherwise)
        }
    }

    /// Makes the page. Its body is a closure, so that islands find the reactive owner they need.
    pub(crate) fn page(&self, frame_of: Frame, body: impl FnOnce() -> AnyView) -> Response<Body> {
        let public = frame_of.public && self.session.is_none();
        let mut response = self.with_cookies(self.html(StatusCode::OK, frame_of, body));
        if public {
            (self.site.share)(&mut response);
        } else {
            // A signed-in page is nobody else's.
            response.headers_mut().insert(
                header::CACHE_CONTROL,
                HeaderValue::from_static("private, no-store"),
            );
        }
        response
    }

    /// Makes a page with a status, for errors and refused forms.
    pub(crate) fn html(
        &self,
        status: StatusCode,
        frame_of: Frame,
        body: impl FnOnce() -> AnyView,
    ) -> Response<Body> {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let html = owner.with(|| {
            let body = body();
            format!("<!DOCTYPE html>{}", frame(self, frame_of, body).to_html())
        });
        owner.unset_with_forced_cleanup();
        let has_islands = html.contains("<leptos-island");
        let mut response = Response::new(Body::from(html));
        if has_islands {
            response.extensions_mut().insert(HasIslands);
        }
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        headers.insert(
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(self.lang.as_str()),
        );
        // A signed-in page is nobody else's.
        let caching = if self.session.is_some() {
            "private, no-store"
        } else {
            "no-cache"
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        response
    }

    fn with_cookies(&self, mut response: Response<Body>) -> Response<Body> {
        if let Ok(mut jar) = self.client.0.set_cookie.lock() {
            for cookie in jar.drain(..) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
        }
        response
    }
}

/// Whether somebody may call an operation at all.
fn called_by<E: Endpoint>(session: &CurrentSession) -> Result<(), Code> {
    let organisation = &session.organisation;
    let member = (organisation.kind, organisation.status, session.role);
    may_call((E::ACCESS, E::ROLES), (E::METHOD, E::WHILE_SUSPENDED), member)
}

/// An address in a language; Vietnamese has no prefix.
pub(crate) fn localised(lang: Lang, path: &str) -> String {
    match lang {
        Lang::Vi => path.to_owned(),
        Lang::En if path == "/" => "/en".to_owned(),
        Lang::En => format!("/en{path}"),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let lost = |text: &str| PageError(Box::new((None, ClientError::Transport(text.to_owned()))));
        let Extension(site) = Extension::<Site>::from_request_parts(parts, state)
            .await
            .map_err(|_| lost("no site"))?;
        let uri = parts
            .extensions
            .get::<OriginalUri>()
            .map_or_else(|| parts.uri.clone(), |uri| uri.0.clone());
        let (lang, path) = match uri.path().strip_prefix("/en") {
            Some("") => (Lang::En, "/"),
            Some(rest) if rest.starts_with('/') => (Lang::En, rest),
            _ => (Lang::Vi, uri.path()),
        };
        let mut extensions = parts.extensions.clone();
        if let Some(id) = parts.headers.get("x-request-id") {
            extensions.insert(RequestId(id.clone()));
        }
        if let Some(browser) = parts.headers.get(header::USER_AGENT) {
            extensions.insert(Browser(browser.clone()));
        }
        let transport = InProcess {
            site: site.clone(),
            lang,
            cookie: parts.headers.get(header::COOKIE).cloned(),
            extensions: Arc::new(extensions),
            set_cookie: Arc::default(),
        };
        let mut visit = Self {
            site,
            lang,
            path: path.to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            session: None,
            host: parts
                .headers
                .get(header::HOST)
                .and_then(|host| host.to_str().ok())
                .map(str::to_owned),
            in_basket: 0,
            client: Client(transport),
        };
        if parts.headers.contains_key(header::COOKIE) {
            match visit.send(Call::<GetSession>::new(())).await {
                Ok(session) => visit.session = Some(Arc::new(session)),
                // A stale cookie makes a visitor.
                Err(ClientError::Problem(problem)) if problem.status == 401 => {}
                Err(error) => return Err(visit.error(error)),
            }
        }
        if parts.method == Method::GET && visit.kind() == Some(OrganisationKind::Retailer) {
            // The mark is worth no error page.
            let counted = visit.send(Call::<CountBasket>::new(())).await;
            visit.in_basket = counted.map_or(0, |count| count.lines);
        }
        Ok(visit)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response<Body> {
        let (visit, error) = *self.0;
        let Some(visit) = visit else {
            tracing::error!(%error, "a page could not even be begun");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        if error.problem().is_some_and(|problem| problem.status == 401) {
            let mut asked = visit.to(&visit.path);
            if !visit.query.is_empty() {
                asked = format!("{asked}?{}", visit.query);
            }
            let next: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
            return visit.go(&format!("/sign-in?next={next}"));
        }
        let code = error.problem().map(|problem| problem.code);
        if code == Some(Code::SecondFactorRequired) {
            return visit.go("/desk/account/second-factor");
        }
        problem_page(&visit, &error)
    }
}
