//! How the organisation buys: from which amount a purchase has to be approved.

use crate::{
    components::{
        bits::{breadcrumb, page_head},
        fields::Field,
        frame::Frame,
        messages::problem_summary,
    },
    form::Form,
    format,
    pages::{
        address::{news, wrong},
        work::refused,
    },
    visit::{PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, Code, FieldCode,
    identity::{OrganisationKind, Role},
    orders::{BuyingRulesPut, GetBuyingRules, PutBuyingRules},
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    manager(&visit)?;
    visit.only_for::<PutBuyingRules>()?;
    let rules = visit.get::<GetBuyingRules>(()).await?;
    let from = rules
        .approval_from
        .map(|from| format::number(visit.lang, from.amount));
    let form = Form::filled(from.map(|from| ("approval_from", from)));
    Ok(page(&visit, &form))
}

pub(crate) async fn put(visit: Visit, form: Form) -> PageResult {
    manager(&visit)?;
    let approval_from = match (form.some("approval_from"), form.count("approval_from")) {
        (None, _) => None,
        (Some(_), Some(amount)) => Some(amount),
        (Some(_), None) => {
            let form = refused(&visit, form, wrong(&visit, "approval_from", FieldCode::Number))?;
            return Ok(page(&visit, &form));
        }
    };
    let call = Call::<PutBuyingRules>::new(()).body(&BuyingRulesPut { approval_from });
    match visit.send(call).await {
        Ok(_) => Ok(visit.go("/desk/buying-rules?done=saved")),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            Ok(page(&visit, &form))
        }
    }
}

fn manager(visit: &Visit) -> Result<(), crate::visit::PageError> {
    if visit.member(&[OrganisationKind::Retailer])?.role == Role::Manager {
        Ok(())
    } else {
        Err(visit.refuse(Code::Forbidden))
    }
}

fn page(visit: &Visit, form: &Form) -> Response<Body> {
    let title = tr!(visit, "rules.title");
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let trail = vec![("/desk/purchases".to_owned(), tr!(visit, "purchase.list"))];
        view! {
            {breadcrumb(visit, trail, title.clone())}
            {page_head(title, Some(tr!(visit, "rules.lede")), ().into_any())}
            {problem_summary(visit, form)}
            {news(visit, "rules", &["saved"])}
            <form class="form panel stack" method="post" action=visit.to("/desk/buying-rules")>
                {Field::new("approval_from", tr!(visit, "rules.from")).hint(tr!(visit, "rules.from_hint")).numeric().unit("₫".to_owned()).input(visit, form)}
                <div class="form__actions"><button class="button">{tr!(visit, "rules.save")}</button></div>
            </form>
        }
        .into_any()
    })
}
