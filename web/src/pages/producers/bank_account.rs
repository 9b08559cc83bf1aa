//! Where a producer is paid. The number is shown whole to its manager alone.

use crate::{
    components::{
        bits::{breadcrumb, instant, page_head},
        fields::Field,
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::{
        address::news,
        work::{press, refused},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, OrganisationId,
    identity::{OrganisationKind, Role},
    producers::{BankAccount, BankAccountPut, DeleteBankAccount, GetBankAccount, ListBanks, PutBankAccount},
};

fn own(visit: &Visit) -> Result<(OrganisationId, bool), PageError> {
    let session = visit.member(&[OrganisationKind::Producer])?;
    Ok((session.organisation.id, session.role == Role::Manager))
}

async fn read(visit: &Visit, id: OrganisationId) -> Result<Option<BankAccount>, PageError> {
    match visit.send(Call::<GetBankAccount>::new((id,))).await {
        Ok(account) => Ok(Some(account)),
        Err(error) if error.problem().is_some_and(|problem| problem.status == 404) => Ok(None),
        Err(error) => Err(visit.error(error)),
    }
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    let (id, _) = own(&visit)?;
    visit.only_open()?;
    let account = read(&visit, id).await?;
    let form = account.as_ref().map_or_else(Form::default, |account| {
        Form::filled([
            ("bank_bin", account.bank.bin.clone()),
            ("number", account.number.clone().unwrap_or_default()),
            ("holder", account.holder.clone().unwrap_or_default()),
        ])
    });
    page(&visit, &form, account).await
}

pub(crate) async fn put(visit: Visit, form: Form) -> PageResult {
    let (id, _) = own(&visit)?;
    let body = BankAccountPut {
        bank_bin: form.text("bank_bin").to_owned(),
        number: form
            .text("number")
            .chars()
            .filter(|letter| !matches!(letter, ' ' | '.' | '-'))
            .collect(),
        holder: form.text("holder").trim().to_owned(),
    };
    match visit.send(Call::<PutBankAccount>::new((id,)).body(&body)).await {
        Ok(_) => Ok(visit.go("/desk/profile/bank-account?done=bank")),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            let account = read(&visit, id).await?;
            page(&visit, &form, account).await
        }
    }
}

pub(crate) async fn forget(visit: Visit) -> PageResult {
    let (id, _) = own(&visit)?;
    match visit.send(Call::<DeleteBankAccount>::new((id,))).await {
        Ok(()) => Ok(visit.go("/desk/profile/bank-account?done=bank_gone")),
        Err(error) => {
            let form = refused(&visit, Form::default(), error)?;
            page(&visit, &form, None).await
        }
    }
}

async fn page(visit: &Visit, form: &Form, account: Option<BankAccount>) -> Result<Response<Body>, PageError> {
    let (_, manager) = own(visit)?;
    let mut banks = vec![(String::new(), tr!(visit, "work.choose"))];
    banks.extend(visit.get::<ListBanks>(()).await?.items.into_iter().map(|bank| {
        let name = format!("{} · {}", bank.short_name, bank.name);
        (bank.bin, name)
    }));
    let title = tr!(visit, "profile.bank");
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let there = account.as_ref().map(|account| {
            view! {
                <dl class="facts">
                    <div><dt>{tr!(visit, "profile.bank_bin")}</dt><dd>{account.bank.short_name.clone()}</dd></div>
                    <div><dt>{tr!(visit, "profile.number")}</dt><dd class="num">{account.masked.clone()}</dd></div>
                    <div><dt>{tr!(visit, "profile.bank_changed")}</dt><dd>{instant(account.changed_at)}</dd></div>
                </dl>
            }
        });
        let field = |name: &'static str| Field::new(name, tr!(visit, format!("profile.{name}")));
        let work = if manager {
            let forget = account.is_some().then(|| {
                press(visit, "/desk/profile/bank-account/forget", "button button--link", tr!(visit, "profile.bank_forget"))
            });
            view! {
                <form class="form stack" method="post" action=visit.to("/desk/profile/bank-account") autocomplete="off">
                    {field("bank_bin").required().select(visit, form, banks)}
                    {field("number").required().numeric().hint(tr!(visit, "profile.number_hint")).input(visit, form)}
                    {field("holder").required().hint(tr!(visit, "profile.holder_hint")).input(visit, form)}
                    <div class="form__actions"><button class="button button--large">{tr!(visit, "work.save")}</button></div>
                </form>
                {forget}
            }
            .into_any()
        } else {
            notice(visit, "info", tr!(visit, "profile.bank_manager"), None)
        };
        view! {
            {breadcrumb(visit, vec![("/desk/profile".to_owned(), tr!(visit, "profile.title"))], title.clone())}
            {page_head(title, Some(tr!(visit, "profile.bank_lede")), ().into_any())}
            {news(visit, "profile", &["bank", "bank_gone"])}
            {problem_summary(visit, form)}
            {there}
            {work}
        }
        .into_any()
    }))
}
