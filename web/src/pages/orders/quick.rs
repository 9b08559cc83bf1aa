//! Quick order: codes and numbers from a buyer's own list, pasted or as a file, looked up at once, then added.

use super::quick_found::found;
use crate::{
    components::{
        bits::page_head,
        fields::{Field, choice},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::{
        address::wrong,
        work::{choice as asked_choice, refused},
    },
    visit::{PageResult, Visit},
};
use axum::{body::Body, extract::Request, http::Response};
use leptos::prelude::*;
use shared::{
    Call, Code, FieldCode,
    identity::OrganisationKind,
    orders::{
        CodeFileQuery, CodeLine, CodesResolve, Counting, MAX_LINES, PastedLine, ResolveCodeFile,
        ResolveCodes, ResolvedCode, UnreadLine, pasted,
    },
};

/// What a list came to: lines that were looked up, by their place in the list, and those that could not be read.
pub(super) struct Looked {
    pub(super) lines: Vec<(i64, ResolvedCode)>,
    pub(super) unread: Vec<UnreadLine>,
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    if !visit.may::<ResolveCodes>() {
        return Err(visit.refuse(Code::Forbidden));
    }
    Ok(page(&visit, &Form::filled([("counting", Counting::Cases)]), None))
}

/// Looks the list up; nothing is added yet.
pub(crate) async fn check(visit: Visit, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let (mut places, mut lines, mut unread) = (Vec::new(), Vec::new(), Vec::new());
    for PastedLine { line, text, read } in pasted(form.text("codes")) {
        let line = i64::try_from(line).unwrap_or(i64::MAX);
        match read {
            Ok((code, quantity)) => {
                places.push(line);
                lines.push(CodeLine { code, quantity });
            }
            Err(why) => unread.push(UnreadLine { line, text, why }),
        }
    }
    if lines.is_empty() && unread.is_empty() {
        let form = refused(&visit, form, wrong(&visit, "codes", FieldCode::Required))?;
        return Ok(page(&visit, &form, None));
    }
    if lines.is_empty() {
        let lines = Vec::new();
        return Ok(page(&visit, &form, Some(&Looked { lines, unread })));
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

/// Hands a file on to the API just as the plain form has sent it. Which button was pressed says what the numbers count.
pub(crate) async fn check_file(visit: Visit, request: Request) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let counting = asked_choice(&visit, "counting").unwrap_or(Counting::Cases);
    let form = Form::filled([("counting", counting)]);
    let query = CodeFileQuery {
        counting: Some(counting),
    };
    match visit
        .hand_on(Call::<ResolveCodeFile>::new(()).query(&query), request)
        .await
    {
        Ok(file) => {
            let lines = file
                .lines
                .into_iter()
                .map(|line| (line.line, line.resolved))
                .collect();
            let looked = Looked {
                lines,
                unread: file.unread,
            };
            Ok(page(&visit, &form, Some(&looked)))
        }
        Err(error) => Ok(page(&visit, &refused(&visit, form, error)?, None)),
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
            {file_form(visit, form)}
        }
        .into_any()
    })
}

/// The same list as a file; a form with a file carries nothing else, so each button says what the numbers count.
fn file_form(visit: &Visit, form: &Form) -> AnyView {
    let buttons: Vec<AnyView> = Counting::ALL
        .iter()
        .map(|one| {
            let action = visit.to(&format!("/basket/quick/file?counting={one}"));
            view! { <button class="button button--quiet" formaction=action>{tr!(visit, format!("quick.check_{one}"))}</button> }
                .into_any()
        })
        .collect();
    let action = visit.to("/basket/quick/file");
    let file = Field::new("file", tr!(visit, "quick.file"))
        .kind("file")
        .required()
        .hint(tr!(visit, "quick.file_hint", n = MAX_LINES))
        .input(visit, form);
    view! {
        <form class="form panel stack" method="post" enctype="multipart/form-data" action=action>
            <h2 class="h4">{tr!(visit, "quick.file_title")}</h2>
            {file}
            <div class="form__actions">{buttons}</div>
        </form>
    }
    .into_any()
}

/// Lines that hold no code or no number, by their place in the list.
fn unread(visit: &Visit, lines: &[UnreadLine]) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let told: Vec<AnyView> = lines
        .iter()
        .map(|line| {
            let why = tr!(visit, format!("quick.{}", line.why));
            let text: String = line.text.chars().take(60).collect();
            let place = tr!(visit, "quick.line", n = line.line);
            view! { <li><strong class="num">{place}</strong> " " <code>{text}</code> " " {why}</li> }
                .into_any()
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
