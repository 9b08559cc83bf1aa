//! Whether a product is on the market though its texts are reviewed: its producer withdraws it and shows it again, or
//! deletes a draft; the centre takes it down, with a reason, and puts it back.

use super::{product, review};
use crate::{
    components::{
        bits::breadcrumb,
        fields::Field,
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    format,
    pages::{
        address::parsed,
        work::{in_language, press, refused, section},
    },
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, ProductId,
    catalogue::{
        DeleteProduct, GetManagedProduct, ManagedProduct, ProductStatus, RelistProduct, RestoreProduct,
        TakeDownProduct, WithdrawProduct,
    },
    identity::{OrganisationKind, Reason},
};

pub(crate) async fn withdraw(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ProductId = parsed(&visit, &id)?;
    match visit.send(Call::<WithdrawProduct>::new((id,))).await {
        Ok(_) => Ok(visit.go(&format!("/desk/products/{id}?done=withdrawn"))),
        Err(error) => product::page(&visit, id, &refused(&visit, Form::default(), error)?).await,
    }
}

pub(crate) async fn relist(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ProductId = parsed(&visit, &id)?;
    match visit.send(Call::<RelistProduct>::new((id,))).await {
        Ok(_) => Ok(visit.go(&format!("/desk/products/{id}?done=relisted"))),
        Err(error) => product::page(&visit, id, &refused(&visit, Form::default(), error)?).await,
    }
}

pub(crate) async fn delete(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ProductId = parsed(&visit, &id)?;
    match visit.send(Call::<DeleteProduct>::new((id,))).await {
        Ok(()) => Ok(visit.go("/desk/products?done=deleted")),
        Err(error) => product::page(&visit, id, &refused(&visit, Form::default(), error)?).await,
    }
}

/// What keeps the product away from visitors, said to its producer and to the centre.
pub(super) fn absence(visit: &Visit, product: &ManagedProduct) -> AnyView {
    let down = product.taken_down.as_ref().map(|down| {
        let day = format::date(down.at.day());
        let title = tr!(visit, "catalogue.taken_down_since", day = day);
        let reason = tr!(visit, "catalogue.taken_down_because", reason = down.reason);
        notice(visit, "warning", title, Some(reason))
    });
    let withdrawn = product.withdrawn_at.map(|at| {
        let title = tr!(visit, "catalogue.withdrawn_since", day = format::date(at.day()));
        notice(visit, "info", title, Some(tr!(visit, "catalogue.withdrawn_text")))
    });
    view! { {down}{withdrawn} }.into_any()
}

/// The producer's own steps: withdraw, show again, delete.
pub(super) fn of_producer(visit: &Visit, product: &ManagedProduct, path: &str) -> AnyView {
    if product.published_at.is_none() {
        if !matches!(product.status, ProductStatus::Draft | ProductStatus::Returned) {
            return ().into_any();
        }
        return asked_twice(
            visit,
            &format!("{path}/delete"),
            tr!(visit, "catalogue.delete"),
            tr!(visit, "catalogue.delete_text"),
            "button button--danger",
        );
    }
    if product.withdrawn_at.is_some() {
        let again = press(
            visit,
            &format!("{path}/relist"),
            "button button--quiet",
            tr!(visit, "catalogue.relist"),
        );
        let text = tr!(visit, "catalogue.relist_text");
        return section(
            tr!(visit, "catalogue.relist_title"),
            view! { <p>{text}</p>{again} }.into_any(),
        );
    }
    asked_twice(
        visit,
        &format!("{path}/withdraw"),
        tr!(visit, "catalogue.withdraw"),
        tr!(visit, "catalogue.withdraw_text"),
        "button button--danger",
    )
}

/// A step that is not taken by mistake: opened first, then pressed.
fn asked_twice(visit: &Visit, path: &str, title: String, text: String, class: &'static str) -> AnyView {
    view! {
        <details class="panel panel--quiet">
            <summary class="button button--quiet">{title.clone()}</summary>
            <div class="stack"><p>{text}</p>{press(visit, path, class, title)}</div>
        </details>
    }
    .into_any()
}

/// The centre's step for a product that was published.
pub(super) fn of_centre(visit: &Visit, product: &ManagedProduct) -> AnyView {
    if product.published_at.is_none() {
        return ().into_any();
    }
    let path = format!("/desk/review/{}", product.id);
    let content = if product.taken_down.is_some() {
        let restore = press(
            visit,
            &format!("{path}/restore"),
            "button button--quiet",
            tr!(visit, "catalogue.restore"),
        );
        view! { <p>{tr!(visit, "catalogue.restore_text")}</p>{restore} }.into_any()
    } else {
        let address = visit.to(&format!("{path}/take-down"));
        view! {
            <p>{tr!(visit, "catalogue.take_down_text")}</p>
            <p><a class="button button--quiet" href=address>{tr!(visit, "catalogue.take_down")}</a></p>
        }
        .into_any()
    };
    section(tr!(visit, "catalogue.on_market"), content)
}

pub(crate) async fn show_take_down(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = parsed(&visit, &id)?;
    take_down_page(&visit, id, &Form::default()).await
}

pub(crate) async fn take_down(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ProductId = parsed(&visit, &id)?;
    let body = Reason {
        reason: form.text("reason").trim().to_owned(),
    };
    match visit.send(Call::<TakeDownProduct>::new((id,)).body(&body)).await {
        Ok(_) => Ok(visit.go(&format!("/desk/review/{id}?done=taken_down&decided={id}"))),
        Err(error) => take_down_page(&visit, id, &refused(&visit, form, error)?).await,
    }
}

pub(crate) async fn restore(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ProductId = parsed(&visit, &id)?;
    match visit.send(Call::<RestoreProduct>::new((id,))).await {
        Ok(_) => Ok(visit.go(&format!("/desk/review/{id}?done=restored&decided={id}"))),
        Err(error) => review::page(&visit, id, &refused(&visit, Form::default(), error)?).await,
    }
}

async fn take_down_page(visit: &Visit, id: ProductId, form: &Form) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let product = visit.get::<GetManagedProduct>((id,)).await?;
    let texts = &product.texts;
    let name = in_language(visit.lang, &texts.name, texts.name_en.as_deref());
    let path = format!("/desk/review/{id}");
    let title = tr!(visit, "catalogue.take_down");
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let trail = vec![
            ("/desk/review".to_owned(), tr!(visit, "catalogue.review")),
            (path.clone(), name.clone()),
        ];
        view! {
            {breadcrumb(visit, trail, title.clone())}
            <h1>{title.clone()} ": " {name.clone()}</h1>
            {problem_summary(visit, form)}
            <p>{tr!(visit, "catalogue.take_down_text")}</p>
            <form class="form stack" method="post" action=visit.to(&format!("{path}/take-down"))>
                {Field::new("reason", tr!(visit, "catalogue.take_down_reason"))
                    .required()
                    .hint(tr!(visit, "catalogue.take_down_hint"))
                    .textarea(visit, form, "3")}
                <div class="form__actions">
                    <button class="button button--danger">{title.clone()}</button>
                    <a class="button button--quiet" href=visit.to(&path)>{tr!(visit, "work.cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    }))
}
