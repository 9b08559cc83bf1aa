//! Quick order: codes and numbers pasted from a buyer's own list, looked up at once, then added.

use super::quick_found::found;
use crate::{
    components::{
        bits::page_head,
        fields::{Field, choice},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::{address::wrong, work::refused},
    visit::{PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, FieldCode,
    identity::OrganisationKind,
    orders::{
        CodeLine, CodesResolve, Counting, MAX_LINES, PastedLine, ResolveCodes, ResolvedCode, Unreadable,
        pasted,
    },
};

/// What a list came to: lines that were looked up, by their place in the text, and those that could not be read.
pub(super) struct Looked {
    pub(super) lines: Vec<(usize, ResolvedCode)>,
    pub(super) unread: Vec<PastedLine>,
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    Ok(page(&visit, &Form::filled([("counting", Counting::Cases)]), None))
}

/// Looks the list up; nothing is added yet.
pub(crate) async fn check(visit: Visit, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let (good, unread): (Vec<PastedLine>, Vec<PastedLine>) = pasted(form.text("codes"))
        .into_iter()
        .partition(|line| line.read.is_ok());
    if good.is_empty() && unread.is_empty() {
        let form = refused(&visit, form, wrong(&visit, "codes", FieldCode::Required))?;
        return Ok(page(&visit, &form, None));
    }
    let (places, lines): (Vec<usize>, Vec<CodeLine>) = good
        .into_iter()
        .filter_map(|line| {
            let (code, quantity) = line.read.ok()?;
            Some((line.line, CodeLine { code, quantity }))
        })
        .unzip();
    if lines.is_empty() {
        return Ok(page(
            &visit,
            &form,
            Some(&Looked {
                lines: Vec::new(),
                unread,
            }),
        ));
    }
    let body = CodesResolve {
        lines,
        counting: form.parse("counting").unwrap_or(Counting::Cases),
    };
    match visit.send(Call::<ResolveCodes>::new(()).body(&body)).await {
        Ok(resolved) => {
            let lines = places.into_iter().zip(resolved.lines).collect();
            Ok(page(&visit, &form, Some(&Looked { lines, unread })))
        }
        Err(error) => {
            let mut form = refused(&visit, form, error)?;
            // The problem speaks of lines by their place among those sent; people know them by their place in the text.
            if let Some(problem) = &mut form.problem {
                for field in &mut problem.fields {
                    let index = field
                        .field
                        .strip_prefix("lines[")
                        .and_then(|rest| rest.split(']').next());
                    let place = index.and_then(|index| places.get(index.parse::<usize>().ok()?));
                    if let Some(place) = place {
                        field.message = tr!(visit, "quick.line_told", n = place, told = field.message);
                    }
                    "codes".clone_into(&mut field.field);
                }
            }
            Ok(page(&visit, &form, None))
        }
    }
}

fn page(visit: &Visit, form: &Form, looked: Option<&Looked>) -> Response<Body> {
    let title = tr!(visit, "quick.title");
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let counting: Vec<AnyView> = Counting::ALL
            .iter()
            .map(|one| {
                let text = tr!(visit, format!("quick.counting_{one}"));
                choice(form, "radio", "counting", one.as_str(), text)
            })
            .collect();
        let button = if looked.is_some() { "button button--quiet" } else { "button" };
        let hint = tr!(visit, "quick.codes_hint", n = MAX_LINES);
        view! {
            {page_head(title, Some(tr!(visit, "quick.lede")), ().into_any())}
            {problem_summary(visit, form)}
            {looked.map(|looked| view! { {unread(visit, &looked.unread)}{found(visit, looked)} })}
            <form class="form panel stack" method="post" action=visit.to("/basket/quick")>
                {Field::new("codes", tr!(visit, "quick.codes")).required().hint(hint).textarea(visit, form, "10")}
                <fieldset class="fieldset">
                    <legend>{tr!(visit, "quick.counting")}</legend>
                    <div class="choices">{counting}</div>
                </fieldset>
                <div class="form__actions"><button class=button>{tr!(visit, "quick.check")}</button></div>
            </form>
        }
        .into_any()
    })
}

/// Lines that hold no code or no number, by their place in the text.
fn unread(visit: &Visit, lines: &[PastedLine]) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let told: Vec<AnyView> = lines
        .iter()
        .filter_map(|line| {
            let why = match line.read.as_ref().err()? {
                Unreadable::NoCode => "no_code",
                Unreadable::Rounded => "rounded",
                Unreadable::NoNumber => "no_number",
            };
            let why = tr!(visit, format!("quick.{why}"));
            let text: String = line.text.chars().take(60).collect();
            let place = tr!(visit, "quick.line", n = line.line);
            Some(
                view! { <li><strong class="num">{place}</strong> " " <code>{text}</code> " " {why}</li> }
                    .into_any(),
            )
        })
        .collect();
    view! {
        <section class="stack stack--tight">
            {notice(visit, "warning", tr!(visit, "quick.unread", n = told.len()), None)}
            <ul>{told}</ul>
        </section>
    }
    .into_any()
}
