//! One's own account at a glance, with name and language to change and the data to take away.

use crate::{
    components::{
        bits::{icon, instant, page_head},
        fields::{Field, choice},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::{address::news, work::refused},
    visit::{PageResult, Visit},
};
use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};
use leptos::prelude::*;
use shared::{
    Call, Lang,
    account::{Account, AccountUpdate, Consent, GetAccount, GetPersonalData, UpdateAccount},
    login::is_phone,
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[])?;
    let account = visit.get::<GetAccount>(()).await?;
    let mut shown = vec![
        ("name", account.user.name.clone()),
        ("lang", account.user.lang.to_string()),
    ];
    // A box that is not ticked is not sent.
    if account.news {
        shown.push(("news", "true".to_owned()));
    }
    let form = Form::filled(shown);
    Ok(page(&visit, &form, &account))
}

pub(crate) async fn update(visit: Visit, form: Form) -> PageResult {
    visit.member(&[])?;
    let body = AccountUpdate {
        name: form.text("name").trim().to_owned(),
        lang: form.parse("lang").unwrap_or(Lang::Vi),
        news: Some(form.ticked("news")),
    };
    match visit.send(Call::<UpdateAccount>::new(()).body(&body)).await {
        Ok(_) => Ok(visit.go("/desk/account?done=saved")),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            let account = visit.get::<GetAccount>(()).await?;
            Ok(page(&visit, &form, &account))
        }
    }
}

/// The data that the market keeps of the person, as a file.
pub(crate) async fn data(visit: Visit) -> PageResult {
    visit.member(&[])?;
    let data = visit.get::<GetPersonalData>(()).await?;
    let mut response = Response::new(Body::from(
        serde_json::to_string_pretty(&data).unwrap_or_default(),
    ));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"ocop-market-data.json\""),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    Ok(response)
}

fn page(visit: &Visit, form: &Form, account: &Account) -> Response<Body> {
    let title = tr!(visit, "account.title");
    let languages = vec![
        ("vi".to_owned(), "Tiếng Việt".to_owned()),
        ("en".to_owned(), "English".to_owned()),
    ];
    visit.html(form.status(), Frame::desk(title.clone()), || {
        view! {
            {page_head(title, Some(account.user.login.clone()), ().into_any())}
            {news(visit, "account", &["saved", "password", "email", "phone", "second_factor_off"])}
            {problem_summary(visit, form)}
            {security(visit, account)}
            <form class="form stack panel" method="post" action=visit.to("/desk/account")>
                <h2 class="h3">{tr!(visit, "account.person")}</h2>
                {Field::new("name", tr!(visit, "account.name")).required().autocomplete("name").input(visit, form)}
                {Field::new("lang", tr!(visit, "account.lang")).hint(tr!(visit, "account.lang_hint")).select(visit, form, languages)}
                {choice(form, "checkbox", "news", "true", tr!(visit, "account.news"))}
                <p class="small muted">{tr!(visit, "account.news_hint")}</p>
                <div class="form__actions"><button class="button">{tr!(visit, "work.save")}</button></div>
            </form>
            {agreed(visit, &account.consents)}
        }
        .into_any()
    })
}

/// Ways to password, second factor and devices, with what is urgent first.
fn security(visit: &Visit, account: &Account) -> AnyView {
    let second = &account.second_factor;
    let state = match second.since {
        Some(since) => tr!(visit, "account.second_on", day = crate::format::date(since.day())),
        None => tr!(visit, "account.second_off"),
    };
    let email = account
        .email
        .clone()
        .unwrap_or_else(|| tr!(visit, "account.email_none"));
    let few = second.since.is_some() && second.recovery_codes_left < 3;
    let link = |path: &str, glyph: &str, title: String, text: String| {
        view! {
            <li><a class="today__item" href=visit.to(path)>
                <span class="today__count">{icon(visit, glyph)}</span>
                <span><strong>{title}</strong><small>{text}</small></span>
                {icon(visit, "arrow-right")}
            </a></li>
        }
        .into_any()
    };
    let login = &account.user.login;
    let phone = is_phone(login).then(|| {
        link(
            "/desk/account/phone",
            "phone",
            tr!(visit, "account.phone"),
            login.clone(),
        )
    });
    view! {
        {few.then(|| notice(
            visit,
            "warning",
            tr!(visit, "account.few_codes", n = second.recovery_codes_left),
            Some(tr!(visit, "account.few_codes_text")),
        ))}
        <section class="stack">
            <h2>{tr!(visit, "account.security")}</h2>
            <ul class="today list-plain">
                {link("/desk/account/password", "lock", tr!(visit, "account.password"), tr!(visit, "account.password_text"))}
                {phone}
                {link("/desk/account/email", "mail", tr!(visit, "account.email"), email)}
                {link("/desk/account/second-factor", "phone", tr!(visit, "account.second"), state)}
                {link("/desk/account/devices", "user", tr!(visit, "account.devices"), tr!(visit, "account.devices_text"))}
            </ul>
        </section>
    }
    .into_any()
}

/// What was agreed when, and the copy of one's data.
fn agreed(visit: &Visit, consents: &[Consent]) -> AnyView {
    let rows: Vec<AnyView> = consents
        .iter()
        .map(|consent| {
            view! {
                <li>
                    {tr!(visit, "account.agreed", version = consent.text_version)} " " {instant(consent.given_at)}
                </li>
            }
            .into_any()
        })
        .collect();
    let none = rows
        .is_empty()
        .then(|| view! { <p class="muted">{tr!(visit, "account.agreed_none")}</p> });
    view! {
        <section class="stack">
            <h2>{tr!(visit, "account.data")}</h2>
            {none}
            <ul class="list-plain stack stack--tight">{rows}</ul>
            <p>{tr!(visit, "account.data_text")} " " <a href=visit.to("/privacy")>{tr!(visit, "frame.privacy")}</a></p>
            <div class="cluster">
                <form method="post" action=visit.to("/desk/account/data")>
                    <button class="button button--quiet">{icon(visit, "download")}{tr!(visit, "account.download")}</button>
                </form>
                <a class="button button--quiet" href=visit.to("/desk/account/close")>{tr!(visit, "account.close")}</a>
            </div>
        </section>
    }
    .into_any()
}
