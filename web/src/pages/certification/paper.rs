//! What stands on a certificate's paper, as the fields of a form.

use crate::{
    components::fields::{Field, choice as tile, field_error},
    form::Form,
    format,
    visit::Visit,
};
use leptos::prelude::*;
use shared::certification::{Certificate, CertificateCorrect, CriteriaVersion, IssuerLevel, last_valid_day};

/// The form as what stands on the paper, or the fields that hold nothing one could send.
pub(super) fn read(form: &Form) -> Result<CertificateCorrect, Vec<&'static str>> {
    let (stars, level, criteria_version) = (
        form.parse("stars"),
        form.parse("level"),
        form.parse("criteria_version"),
    );
    let issued_on = form.date("issued_on");
    // Scores are written with a comma in Vietnamese.
    let score = form
        .some("score")
        .map(|score| score.replace(',', ".").parse::<f64>());
    let bad_score = matches!(score, Some(Err(_)));
    let wrong: Vec<&'static str> = [
        ("stars", stars.is_none()),
        ("score", bad_score),
        ("level", level.is_none()),
        ("issued_on", issued_on.is_none()),
        ("criteria_version", criteria_version.is_none()),
    ]
    .into_iter()
    .filter_map(|(name, wrong)| wrong.then_some(name))
    .collect();
    match (stars, level, issued_on, criteria_version, bad_score) {
        (Some(stars), Some(level), Some(issued_on), Some(criteria_version), false) => {
            Ok(CertificateCorrect {
                stars,
                score: score.and_then(Result::ok),
                decision_no: form.text("decision_no").trim().to_owned(),
                issuer: form.text("issuer").trim().to_owned(),
                level,
                issued_on,
                criteria_version,
                revoked_in_error: form.ticked("revoked_in_error").then_some(true),
            })
        }
        _ => Err(wrong),
    }
}

/// The form filled in with what is recorded.
pub(super) fn filled(certificate: &Certificate) -> Form {
    let score = certificate
        .score
        .map(|score| score.to_string())
        .unwrap_or_default();
    Form::filled([
        ("stars", certificate.stars.to_string()),
        ("score", score),
        ("decision_no", certificate.decision_no.clone()),
        ("issuer", certificate.issuer.clone()),
        ("level", certificate.level.to_string()),
        (
            "issued_on",
            crate::pages::address::day_text(certificate.issued_on),
        ),
        ("criteria_version", certificate.criteria_version.to_string()),
        ("version", certificate.version.to_string()),
    ])
}

/// The fields.
pub(super) fn fields(visit: &Visit, form: &Form) -> AnyView {
    let stars: Vec<AnyView> = ["3", "4", "5"]
        .iter()
        .map(|number| {
            tile(
                form,
                "radio",
                "stars",
                number,
                tr!(visit, "common.stars", n = number),
            )
        })
        .collect();
    let levels = IssuerLevel::ALL.iter().map(|level| {
        (
            level.to_string(),
            tr!(visit, format!("certification.level_{level}")),
        )
    });
    let criteria = CriteriaVersion::ALL.iter().map(|version| {
        let name = tr!(visit, format!("certification.criteria_{version}"));
        let since = format::date(version.since());
        let told = tr!(visit, "certification.criteria_since", name = name, day = since);
        (version.to_string(), told)
    });
    let field = |name: &'static str| Field::new(name, tr!(visit, format!("certification.{name}")));
    // The rule by its own example: what a decision of today would mean.
    let example = tr!(
        visit,
        "certification.issued_on_hint",
        from = format::date(visit.today()),
        last = format::date(last_valid_day(visit.today()))
    );
    view! {
        <fieldset class="fieldset" id="stars">
            <legend>{tr!(visit, "certification.stars")}</legend>
            <div class="choices">{stars}</div>
            {field_error(form, "stars", &tr!(visit, "certification.stars"))}
        </fieldset>
        {field("score").hint(tr!(visit, "certification.score_hint")).input(visit, form)}
        <div class="field-row">
            {field("decision_no").required().hint(tr!(visit, "certification.decision_no_hint")).input(visit, form)}
            {field("issued_on").required().kind("date").hint(example).input(visit, form)}
        </div>
        <div class="field-row">
            {field("issuer").required().hint(tr!(visit, "certification.issuer_hint")).input(visit, form)}
            {field("level").required().select(visit, form, levels.collect())}
        </div>
        {field("criteria_version").required().hint(tr!(visit, "certification.criteria_hint")).select(visit, form, criteria.collect())}
    }
    .into_any()
}
