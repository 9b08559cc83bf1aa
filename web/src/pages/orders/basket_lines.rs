//! The numbers in the basket: read as they were typed, written, and shown again with what is wrong with them.

use super::{
    basket::{page, read},
    basket_delivery::{filled, same_words},
};
use crate::{
    form::{Form, read_number},
    visit::{PageResult, Visit},
};
use shared::{
    Call, ClientError, Code, FieldCode, FieldProblem, PackId, Problem,
    identity::OrganisationKind,
    orders::{Basket, BasketLinePut, BasketPutLines, PurchaseLine, PutBasketLines},
};
use std::collections::{BTreeMap, HashMap};

/// A line as the page sent it.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    /// Its place on the page.
    index: u32,
    pack_id: PackId,
    /// What stands in the box, in the same words.
    text: String,
    /// The same; none where it is no number of cases.
    typed: Option<i64>,
    /// What the page reckoned with; none where it did not say.
    shown: Option<i64>,
    case_price: Option<i64>,
}

impl Sent {
    fn differs(&self) -> bool {
        self.typed.is_none() || self.shown.is_some_and(|shown| self.typed != Some(shown))
    }
}

/// The lines in the order in which the page has sent them, read in one pass.
pub(super) fn sent(form: &Form) -> Vec<Sent> {
    let mut parts: BTreeMap<u32, HashMap<&str, &str>> = BTreeMap::new();
    for (rest, value) in form.beginning("lines[") {
        let Some((index, name)) = rest.split_once("].") else {
            continue;
        };
        if let Ok(index) = index.parse::<u32>() {
            parts.entry(index).or_default().insert(name, value);
        }
    }
    let lines = parts.into_iter().filter_map(|(index, parts)| {
        let part = |name: &str| parts.get(name).copied().unwrap_or_default();
        Some(Sent {
            index,
            pack_id: part("pack_id").parse().ok()?,
            text: part("quantity").to_owned(),
            typed: read_number(part("quantity")).filter(|number| *number >= 0),
            shown: part("shown").parse().ok(),
            case_price: part("case_price").parse().ok(),
        })
    });
    lines.collect()
}

/// What was typed for each pack, in the same words.
pub(super) fn typed(form: &Form) -> HashMap<PackId, String> {
    let lines = sent(form).into_iter();
    lines.map(|line| (line.pack_id, line.text)).collect()
}

/// The lines of a purchase: what was typed, at the price that was seen.
pub(super) fn wanted(lines: &[Sent]) -> Vec<PurchaseLine> {
    lines
        .iter()
        .map(|line| PurchaseLine {
            pack_id: line.pack_id,
            quantity: line.typed.unwrap_or(-1),
            expected_case_price: line.case_price,
        })
        .collect()
}

/// Writes the numbers that are others than the page showed, all or none. A refusal names the lines by their place on
/// the page.
pub(super) async fn write(visit: &Visit, lines: &[Sent]) -> Result<Option<Basket>, ClientError> {
    let unreadable = lines.iter().filter(|line| line.typed.is_none());
    let mut problem = Problem::new(Code::ValidationFailed, visit.lang);
    problem.fields = unreadable
        .map(|line| {
            let field = format!("lines[{}].quantity", line.index);
            FieldProblem::new(field, FieldCode::Number, None, visit.lang)
        })
        .collect();
    if !problem.fields.is_empty() {
        return Err(ClientError::Problem(Box::new(problem)));
    }
    let changed: Vec<&Sent> = lines.iter().filter(|line| line.differs()).collect();
    if changed.is_empty() {
        return Ok(None);
    }
    let body = BasketPutLines {
        lines: changed
            .iter()
            .map(|line| BasketLinePut {
                pack_id: line.pack_id,
                quantity: line.typed.unwrap_or_default(),
            })
            .collect(),
    };
    let written = visit.send(Call::<PutBasketLines>::new(()).body(&body)).await;
    written.map(Some).map_err(|error| match error {
        ClientError::Problem(mut problem) => {
            for field in &mut problem.fields {
                if let Some(name) = renamed(&field.field, &changed) {
                    field.field = name;
                }
            }
            ClientError::Problem(problem)
        }
        other => other,
    })
}

/// `lines[0].quantity` of what was written → `lines[4].quantity` on the page.
fn renamed(field: &str, changed: &[&Sent]) -> Option<String> {
    let (place, name) = field.strip_prefix("lines[")?.split_once(']')?;
    let line = changed.get(place.parse::<usize>().ok()?)?;
    Some(format!("lines[{}]{name}", line.index))
}

/// Other numbers of cases, a step more or fewer of one line, or one line less.
pub(crate) async fn change(mut visit: Visit, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let mut lines = sent(&form);
    let at = |index: &str| index.parse::<u32>().ok();
    if let Some(index) = form.some("remove").as_deref().and_then(at) {
        // What cannot be read in another box does not keep this line from going.
        lines.retain(|line| line.index == index || line.typed.is_some());
        for line in lines.iter_mut().filter(|line| line.index == index) {
            line.typed = Some(0);
        }
    }
    let step = form.some("step");
    if let Some((index, step)) = step.as_deref().and_then(|step| step.split_once(':')) {
        let step = read_number(step).unwrap_or_default();
        for line in lines.iter_mut().filter(|line| Some(line.index) == at(index)) {
            line.typed = line.typed.map(|typed| typed.saturating_add(step).max(0));
        }
    }
    let gone = lines.iter().any(|line| line.typed == Some(0));
    match write(&visit, &lines).await {
        Ok(_) => {
            let parts = read(&visit).await?;
            let done = if gone { "removed" } else { "changed" };
            let form = form.without("lines[");
            if same_words(&form, &filled(&visit, &parts)) {
                return Ok(visit.go(&format!("/basket?done={done}")));
            }
            // What was written about the delivery is not lost for a number.
            visit.query = format!("done={done}");
            Ok(page(&visit, &form, &parts))
        }
        Err(error) => {
            let form = form.refused(error).map_err(|error| visit.error(error))?;
            let parts = read(&visit).await?;
            Ok(page(&visit, &form, &parts))
        }
    }
}
