//! A producer's photographs: adding, captions, taking away.

use crate::{
    components::{
        bits::{breadcrumb, page_head},
        fields::{Field, PHOTOGRAPHS},
        frame::Frame,
        messages::problem_summary,
    },
    form::Form,
    islands::{FileUpload, UploadTexts},
    pages::{
        address::{news, parsed},
        work::{press, refused},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::extract::{Path, Request};
use leptos::prelude::*;
use shared::{
    Call, OrganisationId, PhotoId,
    endpoint::Key,
    identity::OrganisationKind,
    producers::{
        AddProducerPhoto, CaptionProducerPhoto, DeleteProducerPhoto, GetProducer, PhotoCaption, ProducerPhoto,
    },
};

/// As many as a producer may have.
const MOST: usize = 6;

fn own(visit: &Visit) -> Result<OrganisationId, PageError> {
    Ok(visit.member(&[OrganisationKind::Producer])?.organisation.id)
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.only_for::<AddProducerPhoto>()?;
    page(&visit, &Form::default()).await
}

pub(crate) async fn upload(visit: Visit, request: Request) -> PageResult {
    let id = own(&visit)?;
    match visit.hand_on(Call::<AddProducerPhoto>::new((id,)), request).await {
        Ok(_) => Ok(visit.go("/desk/profile/photos?done=photo")),
        Err(error) => page(&visit, &refused(&visit, Form::default(), error)?).await,
    }
}

pub(crate) async fn caption(visit: Visit, Path(photo): Path<String>, form: Form) -> PageResult {
    let (id, photo): (_, PhotoId) = (own(&visit)?, parsed(&visit, &photo)?);
    let body = PhotoCaption {
        caption: form.some("caption"),
        caption_en: form.some("caption_en"),
    };
    let call = Call::<CaptionProducerPhoto>::new((id, photo)).body(&body);
    match visit.send(call).await {
        Ok(_) => Ok(visit.go("/desk/profile/photos?done=caption")),
        Err(error) => page(&visit, &refused(&visit, form, error)?).await,
    }
}

pub(crate) async fn remove(visit: Visit, Path(photo): Path<String>) -> PageResult {
    let (id, photo): (_, PhotoId) = (own(&visit)?, parsed(&visit, &photo)?);
    match visit.send(Call::<DeleteProducerPhoto>::new((id, photo))).await {
        Ok(()) => Ok(visit.go("/desk/profile/photos?done=photo_gone")),
        Err(error) => page(&visit, &refused(&visit, Form::default(), error)?).await,
    }
}

async fn page(visit: &Visit, form: &Form) -> PageResult {
    let id = own(visit)?;
    let producer = visit.get::<GetProducer>((Key(id.to_string()),)).await?;
    let title = tr!(visit, "profile.photos");
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let photos: Vec<AnyView> = producer.photos.iter().map(|one| photo(visit, one)).collect();
        let upload = (producer.photos.len() < MOST).then(|| {
            let texts = UploadTexts {
                choose: tr!(visit, "catalogue.choose_picture"),
                hint: tr!(visit, "catalogue.picture_hint", n = MOST),
                send: tr!(visit, "catalogue.send_picture"),
                failed: tr!(visit, "catalogue.picture_failed"),
                too_large: tr!(visit, "common.file_most", n = 10),
            };
            let action = visit.to("/desk/profile/photos");
            let endpoint = Call::<AddProducerPhoto>::new((id,)).into_request().target;
            view! { <FileUpload action endpoint accept=PHOTOGRAPHS.to_owned() next=None texts>""</FileUpload> }
        });
        view! {
            {breadcrumb(visit, vec![("/desk/profile".to_owned(), tr!(visit, "profile.title"))], title.clone())}
            {page_head(title, Some(tr!(visit, "profile.photos_lede")), ().into_any())}
            {news(visit, "profile", &["photo", "caption", "photo_gone"])}
            {problem_summary(visit, form)}
            {upload}
            <ul class="list-plain stack">{photos}</ul>
        }
        .into_any()
    }))
}

fn photo(visit: &Visit, photo: &ProducerPhoto) -> AnyView {
    let path = format!("/desk/profile/photos/{}", photo.id);
    let alt = photo
        .caption
        .clone()
        .unwrap_or_else(|| tr!(visit, "profile.photo_without_caption"));
    let source = photo.sources.first().cloned();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let form = Form::filled([
        ("caption", text(&photo.caption)),
        ("caption_en", text(&photo.caption_en)),
    ]);
    view! {
        <li class="panel split">
            {source.map(|source| view! { <img src=source.url width=source.width height=source.height loading="lazy" alt=alt/> })}
            <div class="stack">
                <form class="form stack" method="post" action=visit.to(&path)>
                    {Field::new("caption", tr!(visit, "profile.caption")).input(visit, &form)}
                    {Field::new("caption_en", tr!(visit, "profile.caption_en")).input(visit, &form)}
                    <div class="form__actions"><button class="button button--quiet">{tr!(visit, "work.save")}</button></div>
                </form>
                {press(visit, &format!("{path}/remove"), "button button--link", tr!(visit, "catalogue.remove_picture"))}
            </div>
        </li>
    }
    .into_any()
}
