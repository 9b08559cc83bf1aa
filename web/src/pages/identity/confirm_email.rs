//! Where the link of a confirmation mail leads. Reading it does nothing, because mail programs read links before people do.

use crate::{
    components::{
        frame::Frame,
        messages::{gone, notice},
    },
    pages::{address::asked, work::press},
    visit::{PageResult, Visit},
};
use axum::{extract::Path, http::StatusCode};
use leptos::prelude::*;
use shared::{Call, endpoint::Secret, identity::ConfirmEmail};

pub(crate) async fn show(visit: Visit, Path(token): Path<String>) -> PageResult {
    let title = tr!(visit, "confirm_email.title");
    Ok(visit.html(StatusCode::OK, Frame::private(title.clone()), || {
        let body = if asked(&visit, "done").is_some() {
            let text = tr!(visit, "confirm_email.done_text");
            notice(&visit, "success", tr!(visit, "confirm_email.done"), Some(text))
        } else {
            view! {
                <p>{tr!(visit, "confirm_email.text")}</p>
                {press(&visit, &format!("/confirm-email/{token}"), "button", tr!(visit, "confirm_email.confirm"))}
            }
            .into_any()
        };
        view! { <div class="container container--narrow stack"><h1>{title}</h1>{body}</div> }.into_any()
    }))
}

pub(crate) async fn confirm(visit: Visit, Path(token): Path<String>) -> PageResult {
    match visit
        .send(Call::<ConfirmEmail>::new((Secret::new(&token),)))
        .await
    {
        Ok(_) => Ok(visit.go(&format!("/confirm-email/{token}?done=confirmed"))),
        Err(error) if error.problem().is_some_and(|problem| problem.status == 404) => {
            let title = tr!(visit, "confirm_email.gone");
            Ok(
                visit.html(StatusCode::NOT_FOUND, Frame::private(title.clone()), || {
                    gone(&visit, title, tr!(visit, "confirm_email.gone_text"), None)
                }),
            )
        }
        Err(error) => Err(visit.error(error)),
    }
}
