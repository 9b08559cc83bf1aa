//! What may stand on a paper of a kind: the rules that the wire cannot know, and the last day where none is named.

use super::{entity::papers::Model, law::law};
use crate::http::{Error, Result};
use shared::{
    Code, Date, FieldCode, ProductId,
    papers::{PaperKind, PaperRule, PaperScope, PaperUpdate},
    time::add_months,
};

/// Facts that a paper of this kind can have, with its last day.
pub(super) fn checked(
    kind: PaperKind,
    product: Option<ProductId>,
    facts: PaperUpdate,
    today: Date,
) -> Result<PaperUpdate> {
    let rule = law()
        .kind(kind)
        .ok_or_else(|| Error::field("kind", FieldCode::Unknown))?;
    let facts = PaperUpdate {
        number: filled(facts.number),
        issuer: filled(facts.issuer),
        scope: filled(facts.scope),
        expires_on: facts.expires_on.or_else(|| last_day(rule, facts.issued_on)),
        ..facts
    };
    let wrong = wrong(rule, product.is_some(), &facts, today);
    if wrong.is_empty() {
        Ok(facts)
    } else {
        Err(wrong
            .into_iter()
            .fold(Error::refuse(Code::ValidationFailed), |error, (field, code)| {
                error.with_field(field, code, None)
            }))
    }
}

/// The last day of a paper that names none: the term of its kind, from the day it was issued.
fn last_day(rule: &PaperRule, issued_on: Option<Date>) -> Option<Date> {
    Some(add_months(issued_on?, rule.term_months?))
}

fn wrong(
    rule: &PaperRule,
    about_product: bool,
    facts: &PaperUpdate,
    today: Date,
) -> Vec<(&'static str, FieldCode)> {
    let mut wrong = Vec::new();
    match (rule.scope, about_product) {
        (PaperScope::Product, false) => wrong.push(("product_id", FieldCode::Required)),
        (PaperScope::Organisation, true) => wrong.push(("product_id", FieldCode::Unknown)),
        _ => {}
    }
    if rule.numbered && facts.number.is_none() {
        wrong.push(("number", FieldCode::Required));
    }
    // Without either day nobody could tell when a paper of limited life ends.
    if rule.term_months.is_some() && facts.issued_on.is_none() && facts.expires_on.is_none() {
        wrong.push(("issued_on", FieldCode::Required));
    }
    if facts.issued_on.is_some_and(|day| day > today) {
        wrong.push(("issued_on", FieldCode::InFuture));
    }
    match (rule.kind, facts.exemption) {
        (PaperKind::FoodSafetyCommitment, None) => wrong.push(("exemption", FieldCode::Required)),
        (PaperKind::FoodSafetyCommitment, Some(_)) | (_, None) => {}
        (_, Some(_)) => wrong.push(("exemption", FieldCode::Unknown)),
    }
    wrong
}

/// Whether more than its visibility changes.
pub(super) fn differs(row: &Model, facts: &PaperUpdate) -> bool {
    row.number != facts.number
        || row.issuer != facts.issuer
        || row.issued_on != facts.issued_on
        || row.expires_on != facts.expires_on
        || row.scope != facts.scope
        || row.exemption != facts.exemption
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{super::law::Law, last_day, wrong};
    use shared::{
        FieldCode,
        papers::{Exemption, PaperKind, PaperUpdate},
    };
    use time::macros::date;

    fn facts() -> PaperUpdate {
        PaperUpdate {
            number: Some("12/2026".into()),
            issuer: None,
            issued_on: Some(date!(2026 - 03 - 15)),
            expires_on: None,
            scope: None,
            exemption: None,
            public: false,
            shared_with_buyers: false,
        }
    }

    fn told(kind: PaperKind, about_product: bool, facts: &PaperUpdate) -> Vec<(&'static str, FieldCode)> {
        let law = Law::read().unwrap_or_default();
        law.kind(kind)
            .map(|rule| wrong(rule, about_product, facts, date!(2026 - 11 - 22)))
            .unwrap_or_default()
    }

    #[test]
    fn each_kind_is_about_what_it_can_be_about() {
        use PaperKind::{FoodSafetyCertificate, TestReport, Vietgap};
        assert_eq!(
            told(TestReport, false, &facts()),
            [("product_id", FieldCode::Required)]
        );
        assert_eq!(
            told(FoodSafetyCertificate, true, &facts()),
            [("product_id", FieldCode::Unknown)]
        );
        assert!(told(Vietgap, true, &facts()).is_empty() && told(Vietgap, false, &facts()).is_empty());
    }

    #[test]
    fn only_a_commitment_names_an_exemption() {
        let exempt = PaperUpdate {
            exemption: Some(Exemption::SmallPrimaryProduction),
            ..facts()
        };
        let commitment = PaperKind::FoodSafetyCommitment;
        assert_eq!(
            told(commitment, false, &facts()),
            [("exemption", FieldCode::Required)]
        );
        assert!(told(commitment, false, &exempt).is_empty());
        assert_eq!(
            told(PaperKind::Haccp, false, &exempt),
            [("exemption", FieldCode::Unknown)]
        );
    }

    #[test]
    fn a_paper_of_limited_life_needs_a_day_and_a_number() {
        let bare = PaperUpdate {
            number: None,
            issued_on: None,
            ..facts()
        };
        let expected = [
            ("number", FieldCode::Required),
            ("issued_on", FieldCode::Required),
        ];
        assert_eq!(told(PaperKind::Vietgap, false, &bare), expected);
        assert!(told(PaperKind::Award, false, &bare).is_empty());
        let future = PaperUpdate {
            issued_on: Some(date!(2026 - 11 - 23)),
            ..facts()
        };
        assert_eq!(
            told(PaperKind::Vietgap, false, &future),
            [("issued_on", FieldCode::InFuture)]
        );
    }

    #[test]
    fn terms_come_from_the_table() {
        let law = Law::read().unwrap_or_default();
        let last = |kind| law.kind(kind).and_then(|rule| last_day(rule, facts().issued_on));
        // Law 55/2010/QH12, article 37: three years.
        assert_eq!(
            last(PaperKind::FoodSafetyCertificate),
            Some(date!(2029 - 03 - 15))
        );
        // Decree 15/2018/NĐ-CP, article 5: twelve months.
        assert_eq!(last(PaperKind::TestReport), Some(date!(2027 - 03 - 15)));
        assert_eq!(last(PaperKind::SelfDeclaration), None);
    }
}
