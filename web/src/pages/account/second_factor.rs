//! The second factor: switching it on with an authenticator app, recovery codes to print, switching it off.

use super::confirm::{code_field, password_field, trail};
use crate::{
    components::{
        bits::page_head,
        frame::Frame,
        messages::{notice, problem_summary},
        qr::qr,
    },
    form::Form,
    format,
    pages::work::refused,
    visit::{PageResult, Visit},
};
use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};
use leptos::prelude::*;
use shared::{
    Call, Code,
    account::{
        Account, ConfirmSecondFactor, DisableSecondFactor, EnrolSecondFactor, GetAccount, PasswordProof,
        RecoveryCodes, RenewRecoveryCodes, SecondFactorCode, SecondFactorDisable,
    },
};

/// Which of the page's forms was refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Enrol,
    Codes,
    Disable,
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[])?;
    let account = visit.get::<GetAccount>(()).await?;
    Ok(page(&visit, &Form::default(), Part::Enrol, &account))
}

pub(crate) async fn show_disable(visit: Visit) -> PageResult {
    visit.member(&[])?;
    let account = visit.get::<GetAccount>(()).await?;
    Ok(page(&visit, &Form::default(), Part::Disable, &account))
}

pub(crate) async fn enrol(visit: Visit, form: Form) -> PageResult {
    visit.member(&[])?;
    let body = PasswordProof {
        password: form.text("password").to_owned(),
    };
    match visit.send(Call::<EnrolSecondFactor>::new(()).body(&body)).await {
        Ok(setup) => Ok(setup_page(&visit, &Form::default(), &setup.uri, &setup.key)),
        Err(error) => again(&visit, refused(&visit, form, error)?, Part::Enrol).await,
    }
}

pub(crate) async fn confirm(visit: Visit, form: Form) -> PageResult {
    visit.member(&[])?;
    let body = SecondFactorCode {
        code: form.text("code").trim().to_owned(),
    };
    match visit.send(Call::<ConfirmSecondFactor>::new(()).body(&body)).await {
        Ok(codes) => Ok(codes_page(&visit, &codes)),
        Err(error) => {
            // Where nothing waits for its first code any more, the secret on the page is none.
            let waits = error
                .problem()
                .is_none_or(|problem| problem.code != Code::WrongState);
            let form = refused(&visit, form, error)?;
            match key_in(form.text("uri")).filter(|_| waits) {
                Some(key) => Ok(setup_page(&visit, &form, form.text("uri"), key)),
                None => again(&visit, form, Part::Enrol).await,
            }
        }
    }
}

/// The secret in the address that apps open; none where it is no such address. The page carries the address along until
/// its first code is right: no operation gives a secret twice.
fn key_in(uri: &str) -> Option<&str> {
    let (_, rest) = uri.strip_prefix("otpauth://totp/")?.split_once("secret=")?;
    rest.split('&').next()
}

pub(crate) async fn renew(visit: Visit, form: Form) -> PageResult {
    visit.member(&[])?;
    let body = SecondFactorCode {
        code: form.text("code").trim().to_owned(),
    };
    match visit.send(Call::<RenewRecoveryCodes>::new(()).body(&body)).await {
        Ok(codes) => Ok(codes_page(&visit, &codes)),
        Err(error) => again(&visit, refused(&visit, form, error)?, Part::Codes).await,
    }
}

pub(crate) async fn disable(visit: Visit, form: Form) -> PageResult {
    visit.member(&[])?;
    let body = SecondFactorDisable {
        password: form.text("password").to_owned(),
        code: form.text("code").trim().to_owned(),
    };
    match visit.send(Call::<DisableSecondFactor>::new(()).body(&body)).await {
        Ok(()) => Ok(visit.go("/desk/account?done=second_factor_off")),
        Err(error) => again(&visit, refused(&visit, form, error)?, Part::Disable).await,
    }
}

async fn again(visit: &Visit, form: Form, part: Part) -> PageResult {
    let account = visit.get::<GetAccount>(()).await?;
    Ok(page(visit, &form, part, &account))
}

fn page(visit: &Visit, form: &Form, part: Part, account: &Account) -> Response<Body> {
    let title = tr!(visit, "account.second");
    let second = &account.second_factor;
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let content = match second.since {
            None => off(visit, form),
            Some(since) => {
                let day = format::date(since.day());
                view! {
                    {notice(
                        visit,
                        "success",
                        tr!(visit, "account.second_on", day = day),
                        Some(tr!(visit, "account.codes_left", n = second.recovery_codes_left)),
                    )}
                    {on(visit, form, part)}
                }
                .into_any()
            }
        };
        view! {
            {trail(visit, title.clone())}
            {page_head(title, Some(tr!(visit, "account.second_lede")), ().into_any())}
            {(second.required && second.since.is_none()).then(|| notice(
                visit,
                "warning",
                tr!(visit, "account.second_required"),
                Some(tr!(visit, "account.second_required_text")),
            ))}
            {problem_summary(visit, form)}
            {content}
        }
        .into_any()
    })
}

fn off(visit: &Visit, form: &Form) -> AnyView {
    view! {
        <ol class="how">
            <li><h2 class="h3">{tr!(visit, "account.step_app")}</h2><p>{tr!(visit, "account.step_app_text")}</p></li>
            <li><h2 class="h3">{tr!(visit, "account.step_scan")}</h2><p>{tr!(visit, "account.step_scan_text")}</p></li>
            <li><h2 class="h3">{tr!(visit, "account.step_codes")}</h2><p>{tr!(visit, "account.step_codes_text")}</p></li>
        </ol>
        <form class="form stack panel" method="post" action=visit.to("/desk/account/second-factor")>
            {password_field(visit, form)}
            <div class="form__actions"><button class="button">{tr!(visit, "account.begin")}</button></div>
        </form>
    }
    .into_any()
}

/// One form at a time: both have a field for a code.
fn on(visit: &Visit, form: &Form, part: Part) -> AnyView {
    let code = code_field(visit, form, tr!(visit, "account.code_hint"));
    if part == Part::Disable {
        return view! {
            <form class="form stack panel" method="post" action=visit.to("/desk/account/second-factor/disable")>
                <h2 class="h3">{tr!(visit, "account.disable")}</h2>
                <p>{tr!(visit, "account.disable_text")}</p>
                {password_field(visit, form)}
                {code}
                <div class="form__actions">
                    <button class="button button--danger">{tr!(visit, "account.disable")}</button>
                    <a class="button button--quiet" href=visit.to("/desk/account/second-factor")>{tr!(visit, "work.cancel")}</a>
                </div>
            </form>
        }
        .into_any();
    }
    view! {
        <form class="form stack panel" method="post" action=visit.to("/desk/account/second-factor/recovery-codes")>
            <h2 class="h3">{tr!(visit, "account.new_codes")}</h2>
            <p>{tr!(visit, "account.new_codes_text")}</p>
            {code}
            <div class="form__actions"><button class="button">{tr!(visit, "account.new_codes_go")}</button></div>
        </form>
        <p><a href=visit.to("/desk/account/second-factor/disable")>{tr!(visit, "account.disable")}</a></p>
    }
    .into_any()
}

/// The secret as a picture, an address and letters, and the field for its first code.
fn setup_page(visit: &Visit, form: &Form, uri: &str, key: &str) -> Response<Body> {
    let title = tr!(visit, "account.second");
    let mut grouped = String::new();
    for (place, letter) in key.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(letter);
    }
    let response = visit.html(form.status(), Frame::desk(title.clone()), || {
        view! {
            {trail(visit, title.clone())}
            {page_head(tr!(visit, "account.scan"), Some(tr!(visit, "account.scan_lede")), ().into_any())}
            {problem_summary(visit, form)}
            <div class="panel stack">
                <div class="qr qr--large">{qr(uri, tr!(visit, "account.qr"))}</div>
                <p class="small"><a href=uri.to_owned()>{tr!(visit, "account.open_app")}</a></p>
                <p>{tr!(visit, "account.key")} <br/> <code>{grouped}</code></p>
                <form class="form stack" method="post" action=visit.to("/desk/account/second-factor/confirm")>
                    <input type="hidden" name="uri" value=uri.to_owned()/>
                    {code_field(visit, form, tr!(visit, "account.first_code_hint"))}
                    <div class="form__actions">
                        <button class="button">{tr!(visit, "account.switch_on")}</button>
                        <a class="button button--quiet" href=visit.to("/desk/account/second-factor")>{tr!(visit, "account.start_over")}</a>
                    </div>
                </form>
            </div>
        }
        .into_any()
    });
    secret(response)
}

/// Recovery codes, once, ready to print.
fn codes_page(visit: &Visit, codes: &RecoveryCodes) -> Response<Body> {
    let title = tr!(visit, "account.codes");
    let person = visit
        .session
        .as_ref()
        .map(|session| session.user.login.clone())
        .unwrap_or_default();
    let response = visit.html(axum::http::StatusCode::OK, Frame::desk(title.clone()), || {
        let items: Vec<AnyView> = codes
            .codes
            .iter()
            .map(|code| view! { <li><code class="num">{code.clone()}</code></li> }.into_any())
            .collect();
        view! {
            <div class="no-print">{trail(visit, title.clone())}</div>
            <article class="document stack">
                {page_head(title, Some(tr!(visit, "account.codes_lede")), ().into_any())}
                <p class="muted">{person} " · OCOP Market"</p>
                <ol class="codes">{items}</ol>
            </article>
            <div class="no-print stack">
                {notice(visit, "warning", tr!(visit, "account.codes_once"), Some(tr!(visit, "account.codes_once_text")))}
                <div class="cluster"><a class="button" href=visit.to("/desk/account")>{tr!(visit, "account.codes_kept")}</a></div>
            </div>
        }
        .into_any()
    });
    secret(response)
}

/// Nothing keeps a page with a secret on it, not even the browser's way back.
fn secret(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    response
}
