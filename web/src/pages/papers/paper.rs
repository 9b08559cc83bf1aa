//! One paper: what stands on it, its scan, and what each who sees it can do.

use super::{
    fields::{facts, filled},
    kinds::Kinds,
    paper_decision::decision,
    paper_edit::{edit, scan},
    queue::{decided_name, entry, path_of, waiting},
    rows::badge_of,
};
use crate::{
    components::{
        bits::{breadcrumb, instant, only_vietnamese},
        frame::Frame,
        messages::{notice, problem_summary},
        queue::{after_decision, queue_item, queue_keys},
    },
    form::Form,
    format,
    pages::{
        address::{asked, decision_news, news, parsed},
        work::{fact, in_language, refused},
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

/// Says in the address that somebody came from an organisation's page and wants to go back there.
pub(super) const FROM_ORGANISATION: &str = "organisation";

pub(crate) async fn show(visit: Visit, Path(paper): Path<String>) -> PageResult {
    let known = read(&visit, parsed(&visit, &paper)?).await?;
    let form = filled(&known.paper);
    Ok(page(&visit, &known, &form))
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
    let paths = paths(&visit).await?;
    let call = Call::<VerifyPaper>::new((id,)).if_version(form.number("version"));
    match visit.send(call).await {
        Ok(paper) => Ok(visit.go(&next(&form, &paths, &paper, "verified"))),
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
    let paths = paths(&visit).await?;
    let call = Call::<RefusePaper>::new((id,))
        .body(&body)
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(paper) => Ok(visit.go(&next(&form, &paths, &paper, "refused"))),
        Err(error) => refused_act(&visit, id, form, error).await,
    }
}

/// The queue before a decision, so that one knows what comes next.
async fn paths(visit: &Visit) -> Result<Vec<String>, PageError> {
    visit.member(&[Centre])?;
    Ok(waiting(visit).await?.iter().map(path_of).collect())
}

/// After a decision: back to the organisation whose papers were being looked at, else to the next that waits.
fn next(form: &Form, paths: &[String], decided: &Paper, news: &str) -> String {
    if form.text("from") == FROM_ORGANISATION {
        let organisation = decided.producer.id;
        return format!("/desk/organisations/{organisation}?done=paper_{news}");
    }
    after_decision(paths, &path_of(decided), decided.id, "/desk/papers", news)
}

/// The paper, the names of kinds, and for the centre the others that wait.
struct Known {
    paper: Paper,
    kinds: Kinds,
    queue: Vec<Paper>,
    /// What was decided before this page was opened.
    decided: Option<String>,
}

async fn read(visit: &Visit, id: PaperId) -> Result<Known, PageError> {
    let session = visit.member(&[Producer, Retailer, Centre, Authority])?;
    let queue = async {
        if session.organisation.kind == Centre {
            waiting(visit).await
        } else {
            Ok(Vec::new())
        }
    };
    let (paper, kinds, queue) =
        futures_util::future::try_join3(visit.get::<GetPaper>((id,)), Kinds::read(visit), queue).await?;
    let decided = decided_name(visit, &kinds).await;
    Ok(Known {
        paper,
        kinds,
        queue,
        decided,
    })
}

/// The page with the form as it was sent.
async fn again(visit: &Visit, id: PaperId, form: Form) -> PageResult {
    let known = read(visit, id).await?;
    let form = form.beside(&filled(&known.paper));
    Ok(page(visit, &known, &form))
}

/// The page after something other than the paper's own form was refused: its fields show what is stored.
async fn refused_act(visit: &Visit, id: PaperId, form: Form, error: ClientError) -> PageResult {
    let sent = refused(visit, form, error)?;
    let known = read(visit, id).await?;
    let mut form = if visit.kind() == Some(Producer) {
        filled(&known.paper)
    } else {
        sent.clone()
    };
    form.problem = sent.problem;
    Ok(page(visit, &known, &form))
}

fn page(visit: &Visit, known: &Known, form: &Form) -> Response<Body> {
    let Known {
        paper, kinds, queue, ..
    } = known;
    let from_organisation =
        asked(visit, "from").as_deref() == Some(FROM_ORGANISATION) || form.text("from") == FROM_ORGANISATION;
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
            view! { <p><a href=path lang=only_vietnamese(visit.lang, paper.producer.name_en.as_deref())>{paper.producer.name_in(visit.lang).to_owned()}</a></p> }
        });
        let work = match visit.kind() {
            Some(Producer) if visit.may::<UpdatePaper>() => edit(visit, paper, kinds, form),
            Some(Centre) => decision(visit, paper, form, from_organisation),
            _ => ().into_any(),
        };
        let item = view! {
            <div class="page-head"><div><h1>{name.clone()}</h1>{producer}<p>{badge_of(visit, paper)}</p></div></div>
            {problem_summary(visit, form)}
            {refused}{waits}
            {said(visit, paper, kinds)}
            {scan(visit, paper, own && visit.may::<PutPaperFile>())}
            {work}
        }
        .into_any();
        let trail = if from_organisation {
            let path = format!("/desk/organisations/{}", paper.producer.id);
            vec![
                ("/desk/organisations".to_owned(), tr!(visit, "organisations.title")),
                (path, paper.producer.name_in(visit.lang).to_owned()),
            ]
        } else {
            vec![("/desk/papers".to_owned(), tr!(visit, "papers.title"))]
        };
        let current = queue.iter().position(|waiting| waiting.id == paper.id);
        let body = if visit.kind() != Some(Centre) {
            item
        } else if from_organisation || current.is_none() {
            view! { {item}{queue_keys(visit, true)} }.into_any()
        } else {
            let entries = queue.iter().map(|paper| entry(visit, kinds, paper)).collect();
            view! { {queue_item(visit, entries, current, item)}{queue_keys(visit, true)} }.into_any()
        };
        view! {
            {breadcrumb(visit, trail, name.clone())}
            {decision_news(visit, "papers", &["verified", "refused"], known.decided.clone(), Some(&name))}
            {news(visit, "papers", &["added", "saved", "scan"])}
            {body}
        }
        .into_any()
    })
}

fn said(visit: &Visit, paper: &Paper, kinds: &Kinds) -> AnyView {
    let about = paper.product.as_ref().map_or_else(
        || tr!(visit, "papers.whole_organisation"),
        |product| product.name.clone(),
    );
    let basis = kinds
        .rule(paper.kind)
        .map(|rule| in_language(visit.lang, &rule.basis, Some(&rule.basis_en)));
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
