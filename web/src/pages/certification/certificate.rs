//! One certificate: what stands on the paper, correcting what was typed wrongly, taking it back.

use super::paper::{fields, filled, read};
use crate::{
    components::{
        bits::{badge, breadcrumb, instant},
        fields::{Field, choice},
        frame::Frame,
        messages::{notice, problem_summary},
        queue::{reason_box, reason_given},
    },
    form::Form,
    format,
    pages::{
        address::{day_text, news, parsed},
        reports::audit::trail,
        work::{fact, refused, section},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, CertificateId,
    certification::{
        Certificate, CertificateRevoke, CertificateState, CorrectCertificate, GetCertificate,
        RevokeCertificate,
    },
    identity::OrganisationKind::{Authority, Centre, Producer},
    reports::{AuditEntry, AuditFilter, ListAudit},
};

/// How many ready-made reasons there are.
const REASONS: u8 = 3;

/// Which form of the page was refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Correct,
    Revoke,
}

pub(crate) async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = parsed(&visit, &id)?;
    page(&visit, id, None).await
}

pub(crate) async fn correct(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: CertificateId = parsed(&visit, &id)?;
    let body = match read(&form) {
        Ok(body) => body,
        Err(wrong) => {
            let form = form.unreadable(visit.lang, &wrong);
            return page(&visit, id, Some((Which::Correct, form))).await;
        }
    };
    let call = Call::<CorrectCertificate>::new((id,))
        .body(&body)
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/certificates/{id}?done=corrected"))),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            page(&visit, id, Some((Which::Correct, form))).await
        }
    }
}

pub(crate) async fn revoke(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: CertificateId = parsed(&visit, &id)?;
    let body = CertificateRevoke {
        on: form.date("on"),
        reason: reason_given(&form, "revoke", REASONS),
    };
    match visit
        .send(Call::<RevokeCertificate>::new((id,)).body(&body))
        .await
    {
        Ok(_) => Ok(visit.go(&format!("/desk/certificates/{id}?done=revoked"))),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            page(&visit, id, Some((Which::Revoke, form))).await
        }
    }
}

async fn page(visit: &Visit, id: CertificateId, refused: Option<(Which, Form)>) -> PageResult {
    let kind = visit.member(&[Producer, Centre, Authority])?.organisation.kind;
    let certificate = visit.get::<GetCertificate>((id,)).await?;
    let history = if kind == Centre {
        history(visit, id).await?
    } else {
        Vec::new()
    };
    let of = |which| {
        refused
            .as_ref()
            .filter(|(refused, _)| *refused == which)
            .map(|(_, form)| form.clone())
    };
    let correction = of(Which::Correct).unwrap_or_else(|| filled(&certificate));
    let revocation = of(Which::Revoke).unwrap_or_else(|| Form::filled([("on", day_text(visit.today()))]));
    let problem = refused.as_ref().map(|(_, form)| form.clone()).unwrap_or_default();
    let name = certificate.name_in(visit.lang).to_owned();
    let title = tr!(visit, "certification.of", name = name);
    Ok(visit.html(problem.status(), Frame::desk(title.clone()), || {
        let standing = !certificate.is_over();
        let revoked = certificate.state == CertificateState::Revoked;
        let may_correct = kind != Producer && (!revoked || visit.may::<RevokeCertificate>());
        let why = certificate.revoke_reason.clone().map(|reason| {
            notice(visit, "warning", tr!(visit, "certification.revoked_because", reason = reason), None)
        });
        view! {
            {breadcrumb(visit, vec![("/desk/certificates".to_owned(), tr!(visit, "certification.title"))], name.clone())}
            <div class="page-head"><div><h1>{title.clone()}</h1><p>{badge(visit, certificate.state.as_str())}</p></div></div>
            {news(visit, "certification", &["corrected", "revoked"])}
            {problem_summary(visit, &problem)}
            {why}
            {facts(visit, &certificate)}
            {may_correct.then(|| correct_form(visit, id, &correction, refused.is_some(), revoked))}
            {(kind == Authority && standing).then(|| revoke_form(visit, id, &revocation))}
            {(!history.is_empty()).then(|| section(tr!(visit, "audit.title"), trail(visit, &history)))}
        }
        .into_any()
    }))
}

async fn history(visit: &Visit, id: CertificateId) -> Result<Vec<AuditEntry>, PageError> {
    let filter = AuditFilter {
        subject: Some("certificate".to_owned()),
        subject_id: Some(id.to_string()),
        ..AuditFilter::default()
    };
    let page = visit.read(Call::<ListAudit>::new(()).query(&filter)).await?;
    Ok(page.items)
}

fn facts(visit: &Visit, certificate: &Certificate) -> AnyView {
    let score = certificate.score.map(|score| {
        let text = score.to_string();
        visit.lang.pick(&text.replace('.', ","), &text).to_owned()
    });
    let term = |key: &str| tr!(visit, format!("certification.{key}"));
    view! {
        <dl class="facts">
            {fact(term("stars"), Some(tr!(visit, "common.stars", n = certificate.stars)))}
            {fact(term("score"), score)}
            {fact(term("decision_no"), Some(certificate.decision_no.clone()))}
            {fact(term("issuer"), Some(certificate.issuer.clone()))}
            {fact(term("level"), Some(tr!(visit, format!("certification.level_{}", certificate.level))))}
            {fact(term("issued_on"), Some(format::date(certificate.issued_on)))}
            {fact(term("expires_on"), Some(format::date(certificate.expires_on)))}
            {fact(term("revoked_on"), certificate.revoked_on.map(format::date))}
            {fact(term("criteria_version"), Some(tr!(visit, format!("certification.criteria_{}", certificate.criteria_version))))}
            {fact(tr!(visit, "work.producer"), Some(certificate.producer.name_in(visit.lang).to_owned()))}
            <div><dt>{term("recorded_at")}</dt><dd>{instant(certificate.recorded_at)}</dd></div>
            <div><dt>{tr!(visit, "catalogue.product")}</dt><dd><a href=visit.to(&format!("/products/{}", certificate.product_slug))>{certificate.name_in(visit.lang).to_owned()}</a></dd></div>
        </dl>
    }
    .into_any()
}

fn correct_form(visit: &Visit, id: CertificateId, form: &Form, open: bool, revoked: bool) -> AnyView {
    let lift = revoked.then(|| {
        choice(
            form,
            "checkbox",
            "revoked_in_error",
            "true",
            tr!(visit, "certification.revoked_in_error"),
        )
    });
    view! {
        <details class="panel" open=open>
            <summary class="strong">{tr!(visit, "certification.correct")}</summary>
            <p class="muted">{tr!(visit, "certification.correct_text")}</p>
            <form class="form stack" method="post" action=visit.to(&format!("/desk/certificates/{id}"))>
                <input type="hidden" name="version" value=form.text("version").to_owned()/>
                {lift}
                {fields(visit, form)}
                <div class="form__actions"><button class="button">{tr!(visit, "work.save")}</button></div>
            </form>
        </details>
    }
    .into_any()
}

fn revoke_form(visit: &Visit, id: CertificateId, form: &Form) -> AnyView {
    let field = Field::new("on", tr!(visit, "certification.revoke_on"))
        .required()
        .kind("date");
    view! {
        <details class="panel" open=form.problem.is_some()>
            <summary class="strong">{tr!(visit, "certification.revoke")}</summary>
            <p class="muted">{tr!(visit, "certification.revoke_text")}</p>
            <form class="form stack" method="post" action=visit.to(&format!("/desk/certificates/{id}/revoke"))>
                {field.input(visit, form)}
                {reason_box(visit, form, tr!(visit, "certification.revoke_reason"), tr!(visit, "certification.revoke_hint"), "revoke", REASONS)}
                <div class="form__actions"><button class="button button--danger">{tr!(visit, "certification.revoke")}</button></div>
            </form>
        </details>
    }
    .into_any()
}
