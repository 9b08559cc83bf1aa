//! One person of the organisation: another role, taking out, leaving.

use super::invite::roles;
use crate::{
    components::{bits::breadcrumb, frame::Frame, messages::problem_summary},
    form::Form,
    pages::{
        address::{parsed, required},
        work::refused,
    },
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, Code, UserId,
    identity::{LeaveOrganisation, ListMembers, Member, MemberUpdate, RemoveMember, Role, UpdateMember},
};

pub(crate) async fn show(visit: Visit, Path(person): Path<String>) -> PageResult {
    let person = parsed(&visit, &person)?;
    page(&visit, person, None).await
}

pub(crate) async fn update(visit: Visit, Path(person): Path<String>, form: Form) -> PageResult {
    let person: UserId = parsed(&visit, &person)?;
    let organisation = visit.member(&[])?.organisation.id;
    let sent = match form.parse::<Role>("role") {
        Some(role) => {
            let call = Call::<UpdateMember>::new((organisation, person)).body(&MemberUpdate { role });
            visit.send(call).await.map(drop)
        }
        None => Err(required(&visit, "role")),
    };
    match sent {
        Ok(()) => Ok(visit.go("/desk/people?done=role")),
        Err(error) => page(&visit, person, Some(refused(&visit, form, error)?)).await,
    }
}

pub(crate) async fn remove(visit: Visit, Path(person): Path<String>) -> PageResult {
    let person: UserId = parsed(&visit, &person)?;
    let session = std::sync::Arc::clone(visit.member(&[])?);
    let organisation = session.organisation.id;
    let leaves = session.user.id == person;
    let sent = if leaves {
        visit.send(Call::<LeaveOrganisation>::new((organisation,))).await
    } else {
        visit
            .send(Call::<RemoveMember>::new((organisation, person)))
            .await
    };
    match sent {
        Ok(()) if leaves => Ok(visit.go("/")),
        Ok(()) => Ok(visit.go("/desk/people?done=removed")),
        Err(error) => page(&visit, person, Some(refused(&visit, Form::default(), error)?)).await,
    }
}

async fn page(visit: &Visit, person: UserId, form: Option<Form>) -> PageResult {
    let session = std::sync::Arc::clone(visit.member(&[])?);
    let organisation = &session.organisation;
    let members = visit.read(Call::<ListMembers>::new((organisation.id,))).await?;
    let member = members.items.into_iter().find(|member| member.user_id == person);
    let Some(member) = member else {
        // Whoever comes back to the address that took somebody out, after it has: there is only the list left.
        if visit.path.ends_with("/remove") {
            return Ok(visit.go("/desk/people"));
        }
        return Err(visit.refuse(Code::NotFound));
    };
    let (manages, mine) = (session.role == Role::Manager, session.user.id == person);
    if !manages && !mine {
        return Err(visit.refuse(Code::Forbidden));
    }
    let mut form = form.unwrap_or_default();
    if form.text("role").is_empty() {
        let problem = form.problem.take();
        form = Form::filled([("role", member.role)]);
        form.problem = problem;
    }
    Ok(visit.html(form.status(), Frame::desk(member.name.clone()), || {
        let path = format!("/desk/people/{person}");
        let role = manages.then(|| {
            view! {
                <section class="panel stack">
                    <h2 class="h3">{tr!(visit, "people.role_title")}</h2>
                    <form class="form stack" method="post" action=visit.to(&path)>
                        {roles(visit, &form, organisation.kind)}
                        <div class="form__actions"><button class="button">{tr!(visit, "people.role_save")}</button></div>
                    </form>
                </section>
            }
        });
        view! {
            {breadcrumb(visit, vec![("/desk/people".to_owned(), tr!(visit, "people.title"))], member.name.clone())}
            <div class="page-head"><div>
                <h1>{member.name.clone()}</h1>
                <p>{tr!(visit, format!("roles.{}", member.role))} " · " {member.login.clone()}</p>
            </div></div>
            {problem_summary(visit, &form)}
            {role}
            {(manages && !mine).then(|| lost_password(visit, &path))}
            {way_out(visit, &member, &path, mine)}
        }
        .into_any()
    }))
}

/// For who has forgotten their password.
fn lost_password(visit: &Visit, path: &str) -> AnyView {
    view! {
        <section class="panel panel--quiet stack">
            <h2 class="h3">{tr!(visit, "account.forgotten")}</h2>
            <p>{tr!(visit, "recovery.offer")}</p>
            <p><a class="button button--quiet" href=visit.to(&format!("{path}/recovery"))>{tr!(visit, "recovery.go")}</a></p>
        </section>
    }
    .into_any()
}

/// Taking out or leaving: said in full, and done by a second press.
fn way_out(visit: &Visit, member: &Member, path: &str, mine: bool) -> AnyView {
    let (title, text, sure) = if mine {
        (
            tr!(visit, "people.leave"),
            tr!(visit, "people.leave_text"),
            tr!(visit, "people.leave_sure"),
        )
    } else {
        (
            tr!(visit, "people.remove"),
            tr!(visit, "people.remove_text", name = member.name),
            tr!(visit, "people.remove_sure", name = member.name),
        )
    };
    view! {
        <details class="panel panel--quiet">
            <summary class="button button--quiet">{title}</summary>
            <div class="stack">
                <p>{text}</p>
                <form method="post" action=visit.to(&format!("{path}/remove"))>
                    <button class="button button--danger">{sure}</button>
                </form>
            </div>
        </details>
    }
    .into_any()
}
