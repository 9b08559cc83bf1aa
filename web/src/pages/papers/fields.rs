//! The fields of a paper, whether new or changed.

use crate::{
    components::fields::{Field, choice},
    form::Form,
    visit::Visit,
};
use leptos::prelude::*;
use shared::papers::{Exemption, Paper, PaperKind, PaperRule, PaperUpdate};

/// What the form says of a paper; the fields whose text is no day.
pub(super) fn facts(form: &Form) -> Result<PaperUpdate, Vec<&'static str>> {
    let wrong: Vec<&'static str> = ["issued_on", "expires_on"]
        .into_iter()
        .filter(|field| form.some(field).is_some() && form.date(field).is_none())
        .collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(PaperUpdate {
        number: form.some("number"),
        issuer: form.some("issuer"),
        issued_on: form.date("issued_on"),
        expires_on: form.date("expires_on"),
        scope: form.some("scope"),
        exemption: form.parse("exemption"),
        public: form.ticked("public"),
        shared_with_buyers: form.ticked("shared_with_buyers"),
    })
}

/// A paper as the form shows it.
pub(super) fn filled(paper: &Paper) -> Form {
    let day = |day: Option<shared::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut values = vec![
        ("version", paper.version.to_string()),
        ("number", text(&paper.number)),
        ("issuer", text(&paper.issuer)),
        ("issued_on", day(paper.issued_on)),
        ("expires_on", day(paper.expires_on)),
        ("scope", text(&paper.scope)),
        (
            "exemption",
            paper
                .exemption
                .map(|exemption| exemption.to_string())
                .unwrap_or_default(),
        ),
    ];
    if paper.public {
        values.push(("public", "yes".to_owned()));
    }
    if paper.shared_with_buyers {
        values.push(("shared_with_buyers", "yes".to_owned()));
    }
    Form::filled(values)
}

/// Number, issuer, days, scope and who may see it; `rule` is that of the paper's kind, where that is known already.
pub(super) fn fields(visit: &Visit, form: &Form, rule: Option<&PaperRule>) -> AnyView {
    let field = |name: &'static str| Field::new(name, tr!(visit, format!("papers.{name}")));
    let may_be_exempt = rule.is_none_or(|rule| rule.kind == PaperKind::FoodSafetyCommitment);
    let exemption = may_be_exempt.then(|| {
        let mut choices = vec![(String::new(), tr!(visit, "papers.no_exemption"))];
        choices.extend(
            Exemption::ALL
                .iter()
                .map(|one| (one.to_string(), tr!(visit, format!("papers.exemption_{one}")))),
        );
        field("exemption")
            .hint(tr!(visit, "papers.exemption_hint"))
            .select(visit, form, choices)
    });
    let number = match rule {
        Some(rule) if rule.numbered => field("number").required(),
        Some(_) => field("number"),
        None => field("number").hint(tr!(visit, "papers.number_hint")),
    };
    view! {
        {exemption}
        <div class="field-row">{number.input(visit, form)}{field("issuer").input(visit, form)}</div>
        <div class="field-row">
            {field("issued_on").kind("date").hint(tr!(visit, "papers.issued_hint")).input(visit, form)}
            {field("expires_on").kind("date").hint(tr!(visit, "papers.expires_hint")).input(visit, form)}
        </div>
        {field("scope").hint(tr!(visit, "papers.scope_hint")).input(visit, form)}
        <fieldset class="fieldset">
            <legend>{tr!(visit, "papers.who_sees")}</legend>
            <p class="field__hint">{tr!(visit, "papers.who_sees_hint")}</p>
            {choice(form, "checkbox", "public", "yes", tr!(visit, "papers.public"))}
            {choice(form, "checkbox", "shared_with_buyers", "yes", tr!(visit, "papers.shared_with_buyers"))}
        </fieldset>
    }
    .into_any()
}
