//! Who works for the organisation and who is invited; managers invite here.

use super::invite;
use crate::{
    components::{
        bits::{instant, page_head},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::{address::news, work::section},
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, InvitationId, UserId,
    identity::{Invitation, ListInvitations, ListMembers, Member, Role, WithdrawInvitation},
};

pub(crate) async fn show(visit: Visit) -> PageResult {
    page(&visit, &Form::default(), None).await
}

pub(crate) async fn withdraw(visit: Visit, Path(invitation): Path<String>) -> PageResult {
    let id: InvitationId = crate::pages::address::parsed(&visit, &invitation)?;
    let organisation = visit.member(&[])?.organisation.id;
    visit
        .read(Call::<WithdrawInvitation>::new((organisation, id)))
        .await?;
    Ok(visit.go("/desk/people?done=withdrawn"))
}

/// The page, below the link of an invitation that was just made.
pub(super) async fn page(visit: &Visit, form: &Form, made: Option<invite::Made>) -> PageResult {
    let session = std::sync::Arc::clone(visit.member(&[])?);
    let organisation = &session.organisation;
    let manages = session.role == Role::Manager && !visit.closed();
    let members = visit.read(Call::<ListMembers>::new((organisation.id,))).await?;
    let open = if manages {
        visit
            .read(Call::<ListInvitations>::new((organisation.id,)))
            .await?
            .items
    } else {
        Vec::new()
    };
    let title = tr!(visit, "people.title");
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let lede = tr!(visit, "people.lede", name = organisation.name);
        let managing = manages.then(|| {
            view! {
                {section(tr!(visit, "people.open"), invitations(visit, &open))}
                {invite::form(visit, form, organisation.kind)}
            }
        });
        view! {
            {page_head(title, Some(lede), ().into_any())}
            {news(visit, "people", &["role", "removed", "withdrawn"])}
            {problem_summary(visit, form)}
            {made.map(|made| made.view(visit))}
            {table(visit, &members.items, Some(session.user.id), manages)}
            {managing}
            {(!manages && !visit.closed()).then(|| notice(visit, "info", tr!(visit, "people.only_managers"), None))}
        }
        .into_any()
    }))
}

/// The people as a table; for managers, and for oneself, each row leads to its page.
pub(crate) fn table(visit: &Visit, members: &[Member], me: Option<UserId>, manages: bool) -> AnyView {
    let rows: Vec<AnyView> = members
        .iter()
        .map(|member| {
            let mine = me == Some(member.user_id);
            let link = (manages || mine).then(|| {
                let path = format!("/desk/people/{}", member.user_id);
                let whom = tr!(visit, "people.change_whom", name = member.name);
                view! { <a class="button button--quiet" href=visit.to(&path) aria-label=whom>{tr!(visit, "people.change")}</a> }
            });
            view! {
                <tr>
                    <th scope="row">{member.name.clone()}{mine.then(|| format!(" ({})", tr!(visit, "people.you")))}</th>
                    <td data-label=tr!(visit, "people.login")>{member.login.clone()}</td>
                    <td data-label=tr!(visit, "people.role")>{tr!(visit, format!("roles.{}", member.role))}</td>
                    <td data-label=tr!(visit, "people.joined")>{instant(member.joined_at)}</td>
                    {me.is_some().then(|| view! { <td>{link}</td> })}
                </tr>
            }
            .into_any()
        })
        .collect();
    let title = tr!(visit, "people.title");
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=title>
            <table class="table table--cards">
                <thead><tr>
                    <th scope="col">{tr!(visit, "people.name")}</th>
                    <th scope="col">{tr!(visit, "people.login")}</th>
                    <th scope="col">{tr!(visit, "people.role")}</th>
                    <th scope="col">{tr!(visit, "people.joined")}</th>
                    {me.is_some().then(|| view! { <td></td> })}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn invitations(visit: &Visit, open: &[Invitation]) -> AnyView {
    if open.is_empty() {
        return view! { <p class="muted">{tr!(visit, "people.open_none")}</p> }.into_any();
    }
    let rows: Vec<AnyView> = open.iter().map(|invitation| row(visit, invitation)).collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "people.open")>
            <table class="table table--cards">
                <thead><tr>
                    <th scope="col">{tr!(visit, "people.invite_login")}</th>
                    <th scope="col">{tr!(visit, "people.role")}</th>
                    <th scope="col">{tr!(visit, "people.invited_by")}</th>
                    <th scope="col">{tr!(visit, "people.expires")}</th>
                    <td></td>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(visit: &Visit, invitation: &Invitation) -> AnyView {
    let whom = match &invitation.name {
        Some(name) => format!("{name} ({})", invitation.login),
        None => invitation.login.clone(),
    };
    let withdraw = format!("/desk/invitations/{}/withdraw", invitation.id);
    view! {
        <tr>
            <th scope="row">{whom}</th>
            <td data-label=tr!(visit, "people.role")>{tr!(visit, format!("roles.{}", invitation.role))}</td>
            <td data-label=tr!(visit, "people.invited_by")>{invitation.invited_by.clone()}</td>
            <td data-label=tr!(visit, "people.expires")>{instant(invitation.expires_at)}</td>
            <td><div class="cluster">
                <form method="post" action=visit.to("/desk/people")>
                    <input type="hidden" name="login" value=invitation.login.clone()/>
                    <input type="hidden" name="name" value=invitation.name.clone().unwrap_or_default()/>
                    <input type="hidden" name="role" value=invitation.role.as_str()/>
                    <button class="button button--quiet">{tr!(visit, "people.again")}</button>
                </form>
                <form method="post" action=visit.to(&withdraw)>
                    <button class="button button--quiet">{tr!(visit, "people.withdraw")}</button>
                </form>
            </div></td>
        </tr>
    }
    .into_any()
}
