//! One paper: what stands on it, its scan, and what each who sees it can do.

use super::{
    fields::{facts, filled},
    kinds::Kinds,
    paper_decision::decision,
    paper_edit::{edit, scan},
    rows::badge_of,
};
use crate::{
    components::{
        bits::{breadcrumb, instant},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    format,
    pages::{
        address::{news, parsed},
        work::{fact, refused},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{
    body::Body,
    extract::{Path, Request},
    http::Response,
};
use leptos::prelude::*;
use shared::{
    Call, ClientError, PaperId,
    identity::{
        OrganisationKind::{Authority, Centre, Producer, Retailer},
        Reason,
    },
    papers::{
        GetPaper, GetPaperFile, Paper, PaperStatus, PutPaperFile, RefusePaper, RemovePaper, UpdatePaper,
        VerifyPaper,
    },
};

pub(crate) async fn show(visit: Visit, Path(paper): Path<String>) -> PageResult {
    let (paper, kinds) = read(&visit, parsed(&visit, &paper)?).await?;
    let form = filled(&paper);
    Ok(page(&visit, &paper, &kinds, &form))
}

pub(crate) async fn update(visit: Visit, Path(paper): Path<String>, form: Form) -> PageResult {
    let id: PaperId = parsed(&visit, &paper)?;
    let facts = match facts(&form) {
        Ok(facts) => facts,
        Err(wrong) => return again(&visit, id, form.unreadable(visit.lang, &wrong)).await,
    };
    let call = Call::<UpdatePaper>::new((id,))
        .body(&facts)
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/papers/{id}?done=saved"))),
        Err(error) => again(&visit, id, refused(&visit, form, error)?).await,
    }
}

/// Hands a scan on to the API just as the plain form has sent it.
pub(crate) async fn upload(visit: Visit, Path(paper): Path<String>, request: Request) -> PageResult {
    let id: PaperId = parsed(&visit, &paper)?;
    match visit.hand_on(Call::<PutPaperFile>::new((id,)), request).await {
        Ok(_) => Ok(visit.go(&format!("/desk/papers/{id}?done=scan"))),
        Err(error) => refused_act(&visit, id, Form::default(), error).await,
    }
}

pub(crate) async fn remove(visit: Visit, Path(paper): Path<String>) -> PageResult {
    let id: PaperId = parsed(&visit, &paper)?;
    match visit.send(Call::<RemovePaper>::new((id,))).await {
        Ok(()) => Ok(visit.go("/desk/papers?done=removed")),
        Err(error) => refused_act(&visit, id, Form::default(), error).await,
    }
}

pub(crate) async fn verify(visit: Visit, Path(paper): Path<String>, form: Form) -> PageResult {
    let id: PaperId = parsed(&visit, &paper)?;
    let call = Call::<VerifyPaper>::new((id,)).if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go("/desk/papers?done=verified")),
        Err(error) => refused_act(&visit, id, form, error).await,
    }
}

pub(crate) async fn refuse(visit: Visit, Path(paper): Path<String>, form: Form) -> PageResult {
    let id: PaperId = parsed(&visit, &paper)?;
    // A ready sentence, what else there is to say, or both.
    let reason: Vec<&str> = [form.text("template").trim(), form.text("reason").trim()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let body = Reason {
        reason: reason.join(" "),
    };
    let call = Call::<RefusePaper>::new((id,))
        .body(&body)
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go("/desk/papers?done=refused")),
        Err(error) => refused_act(&visit, id, form, error).await,
    }
}

async fn read(visit: &Visit, id: PaperId) -> Result<(Paper, Kinds), PageError> {
    visit.member(&[Producer, Retailer, Centre, Authority])?;
    futures_util::future::try_join(visit.get::<GetPaper>((id,)), Kinds::read(visit)).await
}

/// The page with the form as it was sent.
async fn again(visit: &Visit, id: PaperId, form: Form) -> PageResult {
    let (paper, kinds) = read(visit, id).await?;
    Ok(page(visit, &paper, &kinds, &form))
}

/// The page after something other than the paper's own form was refused: its fields show what is stored.
async fn refused_act(visit: &Visit, id: PaperId, form: Form, error: ClientError) -> PageResult {
    let sent = refused(visit, form, error)?;
    let (paper, kinds) = read(visit, id).await?;
    let mut form = if visit.kind() == Some(Producer) {
        filled(&paper)
    } else {
        sent.clone()
    };
    form.problem = sent.problem;
    Ok(page(visit, &paper, &kinds, &form))
}

fn page(visit: &Visit, paper: &Paper, kinds: &Kinds, form: &Form) -> Response<Body> {
    let name = kinds.name(visit, paper.kind);
    let own = visit.kind() == Some(Producer);
    visit.html(form.status(), Frame::desk(name.clone()), || {
        let refused = (paper.status == PaperStatus::Refused).then(|| {
            let reason = paper.reason.clone().unwrap_or_default();
            notice(
                visit,
                "warning",
                tr!(visit, "papers.refused_because", reason = reason),
                own.then(|| tr!(visit, "papers.refused_next")),
            )
        });
        let waits = (own && paper.status == PaperStatus::Pending)
            .then(|| notice(visit, "info", tr!(visit, "papers.pending"), Some(tr!(visit, "papers.pending_next"))));
        let producer = (!own).then(|| {
            let path = visit.to(&format!("/producers/{}", paper.producer.slug));
            view! { <p><a href=path>{paper.producer.name_in(visit.lang).to_owned()}</a></p> }
        });
        let work = match visit.kind() {
            Some(Producer) => edit(visit, paper, form),
            Some(Centre) => decision(visit, paper, form),
            _ => ().into_any(),
        };
        view! {
            {breadcrumb(visit, vec![("/desk/papers".to_owned(), tr!(visit, "papers.title"))], name.clone())}
            <div class="page-head"><div><h1>{name.clone()}</h1>{producer}<p>{badge_of(visit, paper)}</p></div></div>
            {news(visit, "papers", &["added", "saved", "scan"])}
            {problem_summary(visit, form)}
            {refused}{waits}
            {said(visit, paper, kinds)}
            {scan(visit, paper, own)}
            {work}
        }
        .into_any()
    })
}

fn said(visit: &Visit, paper: &Paper, kinds: &Kinds) -> AnyView {
    let about = paper.product.as_ref().map_or_else(
        || tr!(visit, "papers.whole_organisation"),
        |product| product.name.clone(),
    );
    let basis = kinds.rule(paper.kind).map(|rule| rule.basis.clone());
    let exemption = paper
        .exemption
        .map(|exemption| tr!(visit, format!("papers.exemption_{exemption}")));
    view! {
        <dl class="facts">
            {fact(tr!(visit, "papers.about"), Some(about))}
            {fact(tr!(visit, "papers.number"), paper.number.clone())}
            {fact(tr!(visit, "papers.issuer"), paper.issuer.clone())}
            {fact(tr!(visit, "papers.issued_on"), paper.issued_on.map(format::date))}
            {fact(tr!(visit, "papers.expires_on"), paper.expires_on.map(format::date))}
            {fact(tr!(visit, "papers.scope"), paper.scope.clone())}
            {fact(tr!(visit, "papers.exemption"), exemption)}
            {fact(tr!(visit, "papers.basis"), basis)}
            {paper.decided_at.map(|at| view! { <div><dt>{tr!(visit, "papers.decided_at")}</dt><dd>{instant(at)}</dd></div> })}
        </dl>
    }
    .into_any()
}

/// Where the API brings the scan from.
pub(super) fn scan_address(id: PaperId) -> String {
    Call::<GetPaperFile>::new((id,)).into_request().target
}
