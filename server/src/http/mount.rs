//! Mounts operations: one declaration gives the route, its checks and its part of the contract.

use super::{
    Cx, Error, InProcess, Received, Reply, Result,
    exit::{Exit, refuse},
    input::read_input,
    openapi::OperationDocs,
    received::RawInput,
};
use crate::{app::App, auth};
use axum::{
    Router,
    extract::{Request, State},
    http::header,
    response::Response,
    routing::{MethodFilter, on},
};
use shared::{Access, Code, Endpoint, Idempotency, Method, Roles, endpoint::BodyKind};
use std::{future::Future, pin::Pin, sync::Arc};

/// What is known of an operation without calling it.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    pub name: &'static str,
    pub method: Method,
    pub path: &'static str,
    pub slice: &'static str,
    pub summary: &'static str,
    pub access: Access,
    pub roles: Roles,
    pub while_suspended: bool,
    pub status: u16,
    pub idempotency: Idempotency,
    pub if_match: bool,
    pub body: BodyKind,
    pub problems: &'static [Code],
    pub docs: OperationDocs,
}

impl Operation {
    /// What the declaration says.
    pub fn of<E: Endpoint>() -> Self {
        Self {
            name: E::NAME,
            method: E::METHOD,
            path: E::PATH,
            slice: E::SLICE,
            summary: E::SUMMARY,
            access: E::ACCESS,
            roles: E::ROLES,
            while_suspended: E::WHILE_SUSPENDED,
            status: E::STATUS,
            idempotency: E::IDEMPOTENCY,
            if_match: E::IF_MATCH,
            body: E::BODY,
            problems: E::PROBLEMS,
            docs: OperationDocs::of::<E>(),
        }
    }
}

/// Collects the operations of all slices.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    operations: Vec<Operation>,
}

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;
type Erased = Arc<dyn Fn(App, Request) -> Answer + Send + Sync>;

impl Routes {
    /// Mounts an operation's handler.
    pub fn mount<E, F, Fut>(&mut self, handler: F) -> &mut Self
    where
        E: Endpoint,
        F: Fn(Cx, Received<E>) -> Fut + Send + Sync + Clone + 'static,
        Fut: Future<Output = Result<Reply<E>>> + Send + 'static,
    {
        let operation = Operation::of::<E>();
        let erased: Erased = Arc::new(move |app, request| {
            let handler = handler.clone();
            Box::pin(async move {
                let prepared = match prepare(app, request, &operation).await {
                    Ok(prepared) => prepared,
                    Err(response) => return *response,
                };
                let Prepared { cx, raw, exit } = prepared;
                let result = match Received::<E>::parse(raw, cx.lang) {
                    Ok(received) => handler(cx, received).await.map(|reply| reply.raw),
                    Err(error) => Err(error),
                };
                exit.respond(result, operation.status)
            })
        });
        self.add(operation, erased);
        self
    }

    /// Not generic, so that axum's machinery is compiled once and not for every operation.
    fn add(&mut self, operation: Operation, erased: Erased) {
        let filter = match operation.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Patch => MethodFilter::PATCH,
            Method::Delete => MethodFilter::DELETE,
        };
        let name = operation.name;
        let handler = move |State(app): State<App>, request: Request| {
            let exit = Exit::of(request.headers(), request.uri().path());
            let (answer, began) = (erased(app.clone(), request), crate::clock::Stopwatch::start());
            async move {
                let response = tokio::select! {
                    biased;
                    response = answer => response,
                    // Who queues for a connection waits on as long as there is a database at the other end.
                    () = app.db.gone() => {
                        tracing::error!(operation = name, "the database is not there");
                        *exit.refuse(Error::refuse(Code::Unavailable).retry_after(5))
                    }
                };
                let status = response.status().as_str().to_owned();
                metrics::counter!("ocop_requests_total", "operation" => name, "status" => status)
                    .increment(1);
                metrics::histogram!("ocop_request_seconds", "operation" => name).record(began.elapsed());
                response
            }
        };
        let router = std::mem::take(&mut self.router);
        self.router = router.route(&format!("/api/v1{}", operation.path), on(filter, handler));
        self.operations.push(operation);
    }

    /// The router, and what the contract says of it. An unknown path or method is a problem document too.
    pub fn finish(self) -> (Router<App>, Vec<Operation>) {
        let router = self
            .router
            .method_not_allowed_fallback(|request: Request| async move {
                refuse(&request, Code::MethodNotAllowed)
            });
        (router, self.operations)
    }
}

struct Prepared {
    cx: Cx,
    raw: RawInput,
    exit: Exit,
}

/// Everything before the operation itself: who calls, may they, what did they send.
async fn prepare(app: App, request: Request, operation: &Operation) -> Result<Prepared, Box<Response>> {
    let (mut parts, body) = request.into_parts();
    let mut exit = Exit::of(&parts.headers, parts.uri.path());
    exit.is_get = operation.method == Method::Get;
    let actor = match auth::authenticate(&app, &parts.headers).await {
        Ok(actor) => actor,
        Err(error) => return Err(exit.refuse(error)),
    };
    let allowed = auth::may_call(&actor, operation)
        .and_then(|()| auth::second_factor(&app.settings, &actor, operation));
    if let Err(error) = allowed {
        return Err(exit.refuse(error));
    }
    let user_agent = parts.headers.get(header::USER_AGENT);
    let user_agent = user_agent
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let raw = match read_input(&mut parts, body, operation, &actor).await {
        Ok(raw) => raw,
        Err(error) => return Err(exit.refuse(error)),
    };
    let cx = Cx {
        app,
        actor,
        lang: exit.lang,
        request_id: exit.request_id.clone(),
        address: parts
            .extensions
            .get::<super::address::ClientAddress>()
            .map(super::address::ClientAddress::masked),
        operation: operation.name,
        user_agent,
    };
    Ok(Prepared { cx, raw, exit })
}

/// Lets a page's call pass for the person it acts for: same address, nothing else of the page's own request.
pub fn mark_in_process(request: &mut Request, of_page: &axum::http::Extensions) {
    if let Some(address) = of_page.get::<super::address::ClientAddress>() {
        request.extensions_mut().insert(*address);
    }
    request.extensions_mut().insert(InProcess);
}
