//! A product's photographs: adding, replacing, taking away.

use super::{arrange::ordered, product};
use crate::{
    components::{fields::PHOTOGRAPHS, messages::notice},
    form::Form,
    islands::{FileUpload, UploadTexts},
    pages::{
        address::parsed,
        work::{refused, thumb},
    },
    visit::{PageResult, Visit},
};
use axum::extract::{Path, Request};
use leptos::prelude::*;
use shared::{
    Call, ImageId, ProductId,
    catalogue::{
        AddProductImage, DeleteProductImage, Image, ImageAdd, MAX_IMAGES, ManagedProduct, ProductStatus,
    },
};

pub(crate) async fn upload(visit: Visit, Path(product): Path<String>, request: Request) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    add(&visit, product, None, request).await
}

pub(crate) async fn replace(
    visit: Visit,
    Path((product, image)): Path<(String, String)>,
    request: Request,
) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    let image: ImageId = parsed(&visit, &image)?;
    add(&visit, product, Some(image), request).await
}

/// Hands a photograph on to the API just as the plain form has sent it.
async fn add(visit: &Visit, product: ProductId, replaces: Option<ImageId>, request: Request) -> PageResult {
    let call = Call::<AddProductImage>::new((product,)).query(&ImageAdd { replaces });
    match visit.hand_on(call, request).await {
        Ok(_) => Ok(visit.go(&format!("/desk/products/{product}?done=picture#images"))),
        Err(error) => product::page(visit, product, &refused(visit, Form::default(), error)?).await,
    }
}

pub(crate) async fn remove(visit: Visit, Path((product, image)): Path<(String, String)>) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    let image: ImageId = parsed(&visit, &image)?;
    match visit
        .send(Call::<DeleteProductImage>::new((product, image)))
        .await
    {
        Ok(()) => Ok(visit.go(&format!("/desk/products/{product}?done=picture_gone#images"))),
        Err(error) => product::page(&visit, product, &refused(&visit, Form::default(), error)?).await,
    }
}

/// The pictures, what can be done with each, and the field to add more.
pub(super) fn gallery(visit: &Visit, product: &ManagedProduct, path: &str) -> AnyView {
    let images = &product.texts.images;
    if product.status == ProductStatus::InReview || !visit.may::<AddProductImage>() {
        return view! { <div class="stack" id="images">{super::texts::small(images)}</div> }.into_any();
    }
    let shown = if images.is_empty() {
        view! { <p class="muted">{tr!(visit, "catalogue.no_picture")}</p> }.into_any()
    } else {
        let exchange: Vec<AnyView> = images
            .iter()
            .zip(1_u32..)
            .map(|(image, number)| exchange(visit, path, number, image))
            .collect();
        view! {
            {ordered(visit, product, path)}
            <details class="panel">
                <summary class="strong">{tr!(visit, "catalogue.exchange_pictures")}</summary>
                <ul class="stack list-plain">{exchange}</ul>
            </details>
        }
        .into_any()
    };
    let full = u32::try_from(images.len()).is_ok_and(|count| count >= MAX_IMAGES);
    let upload = if full {
        notice(
            visit,
            "info",
            tr!(visit, "catalogue.pictures_full", n = MAX_IMAGES),
            None,
        )
    } else {
        let texts = UploadTexts {
            choose: tr!(visit, "catalogue.choose_picture"),
            hint: tr!(visit, "catalogue.picture_hint", n = MAX_IMAGES),
            send: tr!(visit, "catalogue.send_picture"),
            failed: tr!(visit, "catalogue.picture_failed"),
            too_large: tr!(visit, "common.file_most", n = 10),
        };
        let action = visit.to(&format!("{path}/images"));
        let endpoint = Call::<AddProductImage>::new((product.id,)).into_request().target;
        view! { <FileUpload action endpoint accept=PHOTOGRAPHS.to_owned() next=None texts>""</FileUpload> }
            .into_any()
    };
    view! { <div class="stack" id="images">{shown}{upload}</div> }.into_any()
}

/// Another photograph in the place of one, or none.
fn exchange(visit: &Visit, path: &str, number: u32, image: &Image) -> AnyView {
    let told = || tr!(visit, "catalogue.of_picture", n = number);
    let id = format!("replace-{number}");
    view! {
        <li class="cluster cluster--between">
            <span class="cluster">{thumb(image, "")}<span>{tr!(visit, "catalogue.picture_number", n = number)}</span></span>
            <form class="cluster" method="post" enctype="multipart/form-data" action=visit.to(&format!("{path}/images/{}/replace", image.id))>
                <label class="visually-hidden" for=id.clone()>{tr!(visit, "catalogue.replace_picture")} " " {told()}</label>
                <input class="input" id=id type="file" name="file" required=true accept="image/jpeg,image/png,image/webp"/>
                <small class="muted">{tr!(visit, "common.file_most", n = 10)}</small>
                <button class="button button--quiet">{tr!(visit, "catalogue.replace_picture")} <span class="visually-hidden">{told()}</span></button>
            </form>
            <form method="post" action=visit.to(&format!("{path}/images/{}/remove", image.id))>
                <button class="button button--link">{tr!(visit, "catalogue.remove_picture")} <span class="visually-hidden">{told()}</span></button>
            </form>
        </li>
    }
    .into_any()
}
