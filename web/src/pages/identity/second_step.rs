//! The second step of signing in: the code.

use crate::{
    components::{fields::Field, frame::Frame, messages::problem_summary},
    form::Form,
    visit::{PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, Code,
    account::{FinishSession, SecondStep},
};

/// The step token travels in the form; whoever comes without one begins at the first step.
pub(crate) async fn show(visit: Visit) -> PageResult {
    Ok(visit.go("/sign-in"))
}

pub(crate) async fn finish(visit: Visit, form: Form) -> PageResult {
    let body = SecondStep {
        step_token: form.text("step_token").to_owned(),
        code: form.text("code").trim().to_owned(),
    };
    match visit.send(Call::<FinishSession>::new(()).body(&body)).await {
        Ok(_) => Ok(visit.go_as_given(form.text("next"), "/desk")),
        Err(error)
            if error
                .problem()
                .is_some_and(|problem| problem.code == Code::SessionEnded) =>
        {
            Ok(visit.go("/sign-in?done=step_ended"))
        }
        Err(error) => {
            let form = form.refused(error).map_err(|error| visit.error(error))?;
            Ok(page(&visit, &form))
        }
    }
}

/// Asks for the code.
pub(super) fn page(visit: &Visit, form: &Form) -> Response<Body> {
    let hidden = |name: &'static str| {
        let value = form.text(name).to_owned();
        view! { <input type="hidden" name=name value=value/> }
    };
    visit.html(form.status(), Frame::private(tr!(visit, "sign_in.step_title")), || {
        view! {
            <div class="container container--narrow stack">
                <h1>{tr!(visit, "sign_in.step_title")}</h1>
                <p class="lede">{tr!(visit, "sign_in.step_lede")}</p>
                {problem_summary(visit, form)}
                <form class="form stack panel" method="post" action=visit.to("/sign-in/code")>
                    {hidden("step_token")}
                    {hidden("next")}
                    {Field::new("code", tr!(visit, "account.code"))
                        .required()
                        .hint(tr!(visit, "account.code_hint"))
                        .autocomplete("one-time-code")
                        .input(visit, form)}
                    <div class="form__actions"><button class="button">{tr!(visit, "sign_in.go")}</button></div>
                </form>
                <p class="muted small">{tr!(visit, "sign_in.step_lost")}</p>
                <p><a href=visit.to("/sign-in")>{tr!(visit, "sign_in.step_back")}</a></p>
            </div>
        }
        .into_any()
    })
}
