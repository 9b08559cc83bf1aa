//! Where one is signed in, and signing out there.

use super::confirm::trail;
use crate::{
    components::{
        bits::{icon, instant, page_head},
        frame::Frame,
    },
    pages::{
        address::{news, parsed},
        work::press,
    },
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, ClientError, Code, SessionId,
    account::{Device, EndOtherSessions, EndSession, ListSessions},
};

pub(crate) async fn list(visit: Visit) -> PageResult {
    visit.member(&[])?;
    let devices = visit.get::<ListSessions>(()).await?;
    let title = tr!(visit, "account.devices");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let several = devices.items.len() > 1;
        let rows: Vec<AnyView> = devices.items.iter().map(|device| row(&visit, device)).collect();
        view! {
            {trail(&visit, title.clone())}
            {page_head(title, Some(tr!(visit, "account.devices_lede")), ().into_any())}
            {news(&visit, "account", &["ended"])}
            <ul class="list-plain stack">{rows}</ul>
            {several.then(|| press(&visit, "/desk/account/devices/end", "button button--danger", tr!(visit, "account.end_others")))}
        }
        .into_any()
    }))
}

fn row(visit: &Visit, device: &Device) -> AnyView {
    let name = device
        .name
        .clone()
        .unwrap_or_else(|| tr!(visit, "account.device_unknown"));
    let end = if device.current {
        view! { <span class="chip chip--shelf">{icon(visit, "check")}{tr!(visit, "account.this_device")}</span> }.into_any()
    } else {
        let path = format!("/desk/account/devices/{}/end", device.id);
        press(visit, &path, "button button--quiet", tr!(visit, "account.end"))
    };
    view! {
        <li class="panel cluster cluster--between">
            <div>
                <p class="strong">{name}</p>
                <p class="small muted">
                    {tr!(visit, "account.last_seen")} " " {instant(device.last_seen_at)}
                    {device.address.clone().map(|address| view! { " · " <span class="num">{address}</span> })}
                </p>
                <p class="small muted">{tr!(visit, "account.signed_in")} " " {instant(device.signed_in_at)}</p>
            </div>
            {end}
        </li>
    }
    .into_any()
}

pub(crate) async fn end(visit: Visit, Path(id): Path<String>) -> PageResult {
    visit.member(&[])?;
    let id = parsed::<SessionId>(&visit, &id)?;
    match visit.send(Call::<EndSession>::new((id,))).await {
        // It may have ended by itself.
        Err(ClientError::Problem(problem)) if problem.code == Code::NotFound => {}
        Err(error) => return Err(visit.error(error)),
        Ok(()) => {}
    }
    Ok(visit.go("/desk/account/devices?done=ended"))
}

pub(crate) async fn end_others(visit: Visit) -> PageResult {
    visit.member(&[])?;
    visit.read(Call::<EndOtherSessions>::new(())).await?;
    Ok(visit.go("/desk/account/devices?done=ended"))
}
