//! A product's pictures in order, and what they show. One form holds them all; its buttons move one picture and save at
//! once, so that it works without script.

use super::product;
use crate::{
    form::Form,
    pages::{
        address::parsed,
        work::{refused, thumb},
    },
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, ImageId, ProductId,
    catalogue::{ArrangeProductImages, Image, ImageArrange, ImagesArrange, MAX_IMAGES, ManagedProduct},
};

/// `POST /desk/products/{id}/images/arrange`
pub(crate) async fn arrange(visit: Visit, Path(product): Path<String>, form: Form) -> PageResult {
    let product: ProductId = parsed(&visit, &product)?;
    let mut images = sent(&form);
    if let Some((image, places)) = form.text("move").split_once(' ') {
        moved(&mut images, image.parse().ok(), places.parse().unwrap_or(0));
    }
    let call = Call::<ArrangeProductImages>::new((product,))
        .body(&ImagesArrange { images })
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/products/{product}?done=pictures#images"))),
        Err(error) => product::page(&visit, product, &refused(&visit, form, error)?).await,
    }
}

/// The pictures as the form has them. A text that is only the product's name says nothing of the picture.
fn sent(form: &Form) -> Vec<ImageArrange> {
    (0..MAX_IMAGES)
        .map_while(|index| {
            let id = form.parse::<ImageId>(&format!("images[{index}].id"))?;
            Some(ImageArrange {
                id,
                alt: form.some(&format!("images[{index}].alt")),
                alt_en: form.some(&format!("images[{index}].alt_en")),
            })
        })
        .collect()
}

/// Moves one picture by so many places, at most to either end.
fn moved(images: &mut Vec<ImageArrange>, image: Option<ImageId>, places: i64) {
    let Some(from) = images.iter().position(|one| Some(one.id) == image) else {
        return;
    };
    let one = images.remove(from);
    let last = i64::try_from(images.len()).unwrap_or(i64::MAX);
    let to = i64::try_from(from)
        .unwrap_or(0)
        .saturating_add(places)
        .clamp(0, last);
    images.insert(usize::try_from(to).unwrap_or(0), one);
}

/// The pictures with all that can be done with their order and texts.
pub(super) fn ordered(visit: &Visit, product: &ManagedProduct, path: &str) -> AnyView {
    let images = &product.texts.images;
    let last = images.len().saturating_sub(1);
    let items: Vec<AnyView> = images
        .iter()
        .enumerate()
        .map(|(index, image)| item(visit, product, index, index == last, image))
        .collect();
    view! {
        <form class="form stack" method="post" action=visit.to(&format!("{path}/images/arrange"))>
            <input type="hidden" name="version" value=product.version.to_string()/>
            // What Enter presses: it saves the texts and moves nothing.
            <button class="visually-hidden" tabindex="-1" aria-hidden="true">{tr!(visit, "catalogue.save_pictures")}</button>
            <ol class="pictures list-plain">{items}</ol>
            <div class="form__actions"><button class="button button--quiet">{tr!(visit, "catalogue.save_pictures")}</button></div>
        </form>
    }
    .into_any()
}

fn item(visit: &Visit, product: &ManagedProduct, index: usize, last: bool, image: &Image) -> AnyView {
    // The product's name stands there by itself where nothing else is said.
    let own = |text: Option<&str>, name: Option<&str>| {
        text.filter(|text| Some(*text) != name)
            .unwrap_or_default()
            .to_owned()
    };
    let texts = &product.texts;
    let alt = own(Some(&image.alt), Some(&texts.name));
    let alt_en = own(image.alt_en.as_deref(), texts.name_en.as_deref());
    let (name, name_en) = (format!("images[{index}].alt"), format!("images[{index}].alt_en"));
    let number = index + 1;
    let button = |places: i64, key: &str, hidden: bool| {
        (!hidden).then(|| {
            let told = tr!(visit, "catalogue.of_picture", n = number);
            view! {
                <button class="button button--quiet" name="move" value=format!("{} {places}", image.id)>
                    {tr!(visit, format!("catalogue.{key}"))} <span class="visually-hidden">{told}</span>
                </button>
            }
        })
    };
    let first = index == 0;
    let main =
        first.then(|| view! { <span class="chip chip--stock">{tr!(visit, "catalogue.main_picture")}</span> });
    let field = |name: String, label: String, value: String| {
        let id = crate::components::messages::field_id(&name);
        view! {
            <div class="field">
                <label class="field__label" for=id.clone()>{label}</label>
                <input class="input" id=id name=name value=value maxlength="200"/>
            </div>
        }
    };
    view! {
        <li class="pictures__item">
            <input type="hidden" name=format!("images[{index}].id") value=image.id.to_string()/>
            {thumb(image, &image.alt)}
            <p class="cluster"><strong>{tr!(visit, "catalogue.picture_number", n = number)}</strong>{main}</p>
            <div class="cluster">
                {button(-100, "make_main", first)}
                {button(-1, "move_up", first)}
                {button(1, "move_down", last)}
            </div>
            {field(name, tr!(visit, "catalogue.alt"), alt)}
            {field(name_en, tr!(visit, "catalogue.alt_en"), alt_en)}
        </li>
    }
    .into_any()
}
