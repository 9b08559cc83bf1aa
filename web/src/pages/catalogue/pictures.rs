//! A product's photographs: adding and taking away.

use super::product;
use crate::{
    form::Form,
    islands::{PhotoUpload, UploadTexts},
    pages::{
        address::parsed,
        work::{refused, thumb},
    },
    visit::{PageResult, Visit},
};
use axum::{
    body::to_bytes,
    extract::{Path, Request},
    http::header,
};
use leptos::prelude::*;
use shared::{
    Call, ClientError, Code, ImageId, Problem, ProductId,
    catalogue::{AddProductImage, DeleteProductImage, ManagedProduct, ProductStatus},
};

/// Most bytes of an upload: a photograph of 10 MB and what a form puts around it.
const MAX_UPLOAD: usize = 10 * 1024 * 1024 + 16 * 1024;

/// Hands a photograph on to the API just as the plain form has sent it.
pub(crate) async fn upload(visit: Visit, Path(product): Path<String>, request: Request) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let sent = match to_bytes(request.into_body(), MAX_UPLOAD).await {
        Ok(bytes) => {
            visit
                .send(Call::<AddProductImage>::new((product,)).raw_body(bytes.to_vec(), kind))
                .await
        }
        Err(_) => Err(ClientError::Problem(Box::new(Problem::new(
            Code::BodyTooLarge,
            visit.lang,
        )))),
    };
    match sent {
        Ok(_) => Ok(visit.go(&format!("/desk/products/{product}?done=picture"))),
        Err(error) => product::page(&visit, product, &refused(&visit, Form::default(), error)?).await,
    }
}

pub(crate) async fn remove(visit: Visit, Path((product, image)): Path<(String, String)>) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    let image: ImageId = parsed(&visit, &image)?;
    match visit
        .send(Call::<DeleteProductImage>::new((product, image)))
        .await
    {
        Ok(()) => Ok(visit.go(&format!("/desk/products/{product}?done=picture_gone"))),
        Err(error) => product::page(&visit, product, &refused(&visit, Form::default(), error)?).await,
    }
}

/// The pictures, each with a way to take it off, and the field to add more.
pub(super) fn gallery(visit: &Visit, product: &ManagedProduct, path: &str) -> AnyView {
    let locked = product.status == ProductStatus::InReview;
    let pictures: Vec<AnyView> = product
        .texts
        .images
        .iter()
        .map(|image| {
            let remove = (!locked).then(|| {
                view! {
                    <form method="post" action=visit.to(&format!("{path}/images/{}/remove", image.id))>
                        <button class="button button--link">
                            {tr!(visit, "catalogue.remove_picture")} <span class="visually-hidden">{image.alt.clone()}</span>
                        </button>
                    </form>
                }
            });
            view! { <li class="upload__item">{thumb(image, "")}<span>{image.alt.clone()}</span>{remove}</li> }.into_any()
        })
        .collect();
    let upload = (!locked).then(|| {
        let texts = UploadTexts {
            choose: tr!(visit, "catalogue.choose_picture"),
            hint: tr!(visit, "catalogue.picture_hint"),
            failed: tr!(visit, "catalogue.picture_failed"),
        };
        let action = visit.to(&format!("{path}/images"));
        let endpoint = Call::<AddProductImage>::new((product.id,)).into_request().target;
        let button = tr!(visit, "catalogue.send_picture");
        let plain = view! { <noscript><button class="button">{button}</button></noscript> }.into_any();
        view! { <PhotoUpload action endpoint texts>{plain}</PhotoUpload> }
    });
    let none = product
        .texts
        .images
        .is_empty()
        .then(|| view! { <p class="muted">{tr!(visit, "catalogue.no_picture")}</p> });
    view! { <div class="stack" id="images">{none}<ul class="upload__list list-plain">{pictures}</ul>{upload}</div> }.into_any()
}
