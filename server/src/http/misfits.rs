//! All that is wrong with a body in one answer. serde stops at the first field that does not fit; here that field gives
//! way to the example's, and the rest is read again.

use super::{Error, Result, json::parse_json};
use crate::province::province;
use serde_json::Value;
use shared::{Checks, FieldCode, FieldProblem, Input, Known, Lang};

/// Most fields that one answer names beside the first.
const MAX_TOLD: usize = 30;
/// Most bytes of a body that is read more than once: nobody fills in more by hand.
const MAX_READ_AGAIN: usize = 64 * 1024;

/// Reads and checks a body.
pub(super) fn read<B: Input>(bytes: &[u8], lang: Lang) -> Result<B> {
    match parse_json::<B>(bytes, lang) {
        Ok(body) => match broken_rules(&body, lang) {
            problems if problems.is_empty() => Ok(body),
            problems => Err(Error::invalid(problems)),
        },
        Err(first) => Err(with_the_rest::<B>(bytes, first, lang)),
    }
}

fn broken_rules<B: Input>(body: &B, lang: Lang) -> Vec<FieldProblem> {
    let mut checks = Checks::new(lang).knowing(Known {
        commune: |code| province().commune(code).is_some(),
        group: |code| province().leaf_group(code).is_some(),
    });
    body.check(&mut checks);
    checks.into_problems()
}

fn with_the_rest<B: Input>(bytes: &[u8], first: Error, lang: Lang) -> Error {
    if bytes.len() > MAX_READ_AGAIN {
        return first;
    }
    let (Some(misfit), Ok(mut sent)) = (misfit(&first), serde_json::from_slice::<Value>(bytes)) else {
        return first;
    };
    let example = serde_json::to_value(B::example()).unwrap_or_default();
    let mut told = vec![misfit];
    while let Some(last) = told.last() {
        if told.len() > MAX_TOLD || !give_way(&mut sent, &example, last) {
            break;
        }
        let found = match parse_json::<B>(&serde_json::to_vec(&sent).unwrap_or_default(), lang) {
            Ok(body) => {
                let known = |field: &str| told.iter().any(|told| covers(&told.field, field));
                let rest = broken_rules(&body, lang);
                let rest: Vec<_> = rest.into_iter().filter(|one| !known(&one.field)).collect();
                told.extend(rest);
                break;
            }
            Err(error) => misfit_of(&error, &told),
        };
        match found {
            Some(next) => told.push(next),
            None => break,
        }
    }
    told.into_iter().skip(1).fold(first, Error::with_written)
}

/// The field that did not fit; none where something else was wrong.
fn misfit(error: &Error) -> Option<FieldProblem> {
    let Error::Refused(draft) = error else { return None };
    draft.written().next().cloned()
}

/// The same, unless it was told already.
fn misfit_of(error: &Error, told: &[FieldProblem]) -> Option<FieldProblem> {
    misfit(error).filter(|found| told.iter().all(|told| told.field != found.field))
}

/// Whether a problem of one field speaks of the other too.
fn covers(told: &str, field: &str) -> bool {
    field
        .strip_prefix(told)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Puts the example's value in the place of what does not fit, or takes away what is not known; whether that was possible.
fn give_way(sent: &mut Value, example: &Value, misfit: &FieldProblem) -> bool {
    let (parent, name) = misfit.field.rsplit_once('.').unwrap_or(("", &misfit.field));
    let pointer = |path: &str, index: Option<&str>| {
        path.split(['.', '['])
            .filter(|part| !part.is_empty())
            .map(|part| match part.strip_suffix(']') {
                Some(own) => format!("/{}", index.unwrap_or(own)),
                None => format!("/{part}"),
            })
            .collect::<String>()
    };
    // Every entry of a list is made like the example's first.
    let good = example.pointer(&pointer(&misfit.field, Some("0"))).cloned();
    match (sent.pointer_mut(&pointer(parent, None)), good) {
        (Some(Value::Object(fields)), None) if misfit.code == FieldCode::Unknown => {
            fields.remove(name).is_some()
        }
        (Some(Value::Object(fields)), Some(good)) if !name.contains('[') => {
            fields.insert(name.to_owned(), good);
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::http::Error;
    use shared::{
        Input, Lang, catalogue::ProductCreate, identity::OrganisationRegister, orders::PurchasePlace,
    };

    fn wrong<B: Input + std::fmt::Debug>(body: &str) -> Vec<String> {
        match read::<B>(body.as_bytes(), Lang::En) {
            Err(Error::Refused(draft)) => draft
                .fields()
                .map(|(field, code, _)| format!("{field} {code}"))
                .collect(),
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn every_field_is_named_at_once() {
        assert_eq!(
            wrong::<OrganisationRegister>(
                r#"{"kind":"producer","contact":{"name":7},"tax_code":"1","password":"short","colour":1}"#
            ),
            [
                "contact.name format",
                "contact.phone required",
                "colour unknown",
                "name required",
                "consent required",
                "producer_kind required",
                "tax_code format",
                "commune_code required",
                "password too_short",
            ]
        );
        assert_eq!(
            wrong::<ProductCreate>(r#"{"name":"","group":3,"description":"Hồng"}"#)
                .iter()
                .map(|told| told.split(' ').next().unwrap_or_default())
                .collect::<Vec<_>>(),
            ["group", "name", "description"]
        );
    }

    #[test]
    fn entries_of_a_list_are_told_by_their_number() {
        let body = serde_json::to_value(PurchasePlace::example()).map(|mut body| {
            body["lines"][0]["quantity"] = "four".into();
            body["delivery"]["name"] = "".into();
            body.to_string()
        });
        let told = wrong::<PurchasePlace>(&body.unwrap_or_default());
        assert_eq!(told, ["lines[0].quantity format", "delivery.name too_short"]);
    }

    #[test]
    fn what_is_no_object_is_told_alone() {
        assert_eq!(wrong::<ProductCreate>("[]").len(), 1);
        assert_eq!(wrong::<ProductCreate>("7").len(), 1);
    }
}
