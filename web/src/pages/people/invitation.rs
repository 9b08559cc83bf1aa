//! The page of an invitation: whoever holds its address may accept, as themselves or as a new person.

use crate::{
    components::{
        bits::instant,
        fields::Field,
        frame::Frame,
        messages::{gone as gone_page, problem_summary},
    },
    form::Form,
    pages::identity::sign_up::consent,
    visit::{PageResult, Visit},
};
use axum::{extract::Path, http::StatusCode};
use leptos::prelude::*;
use shared::{
    Call, ClientError,
    endpoint::Secret,
    identity::{AcceptInvitation, GetInvitation, InvitationAccept, InvitationNotice},
};

pub(crate) async fn show(visit: Visit, Path(token): Path<String>) -> PageResult {
    page(&visit, &token, &Form::default()).await
}

pub(crate) async fn accept(visit: Visit, Path(token): Path<String>, form: Form) -> PageResult {
    let body = InvitationAccept {
        name: form.some("name"),
        password: Some(form.text("password").to_owned()).filter(|password| !password.is_empty()),
        consent: form.ticked("consent"),
    };
    let call = Call::<AcceptInvitation>::new((Secret::new(&token),)).body(&body);
    match visit.send(call).await {
        Ok(_) => Ok(visit.go("/desk")),
        Err(error) if is_gone(&error) => Ok(gone(&visit)),
        Err(error) => {
            let form = form.refused_here(error).map_err(|error| visit.error(error))?;
            page(&visit, &token, &form).await
        }
    }
}

fn is_gone(error: &ClientError) -> bool {
    error.problem().is_some_and(|problem| problem.status == 404)
}

async fn page(visit: &Visit, token: &str, form: &Form) -> PageResult {
    let call = Call::<GetInvitation>::new((Secret::new(token),));
    let notice = match visit.send(call).await {
        Ok(notice) => notice,
        Err(error) if is_gone(&error) => return Ok(gone(visit)),
        Err(error) => return Err(visit.error(error)),
    };
    let path = format!("/invitations/{token}");
    let title = tr!(visit, "invitation.title", name = notice.organisation);
    // Filled in beforehand with the name that was given.
    let mut shown = form.clone();
    if shown.problem.is_none() {
        shown = Form::filled([("name", notice.name.clone().unwrap_or_default())]);
    }
    Ok(visit.html(form.status(), Frame::private(title.clone()), || {
        let answer = match &visit.session {
            Some(session) => as_member(visit, &path, &session.user.name, &session.user.login),
            None => as_visitor(visit, &path, &notice, &shown),
        };
        view! {
            <div class="container container--narrow stack">
                <h1>{title}</h1>
                <p class="lede">{tr!(visit, "invitation.text", who = notice.invited_by)}</p>
                <dl class="facts">
                    <div><dt>{tr!(visit, "people.role")}</dt><dd>
                        <strong>{tr!(visit, format!("roles.{}", notice.role))}</strong> ": " {tr!(visit, format!("roles.about_{}", notice.role))}
                    </dd></div>
                    <div><dt>{tr!(visit, "invitation.expires")}</dt><dd>{instant(notice.expires_at)}</dd></div>
                </dl>
                {problem_summary(visit, form)}
                {answer}
            </div>
        }
        .into_any()
    }))
}

fn as_member(visit: &Visit, path: &str, name: &str, login: &str) -> AnyView {
    view! {
        <section class="panel stack">
            <p>{tr!(visit, "invitation.as_you", name = name, login = login)}</p>
            <form method="post" action=visit.to(path)><button class="button button--large">{tr!(visit, "invitation.accept")}</button></form>
            <p class="small muted">{tr!(visit, "invitation.not_you")}</p>
        </section>
    }
    .into_any()
}

fn as_visitor(visit: &Visit, path: &str, notice: &InvitationNotice, form: &Form) -> AnyView {
    let next: String = form_urlencoded::byte_serialize(visit.to(path).as_bytes()).collect();
    view! {
        <section class="panel stack">
            <h2 class="h3">{tr!(visit, "invitation.new")}</h2>
            <p>{tr!(visit, "invitation.new_login", login = notice.login)}</p>
            <form class="form stack" method="post" action=visit.to(path)>
                <input type="hidden" name="username" autocomplete="username" value=notice.login.clone()/>
                {Field::new("name", tr!(visit, "sign_up.contact_name")).required().autocomplete("name").input(visit, form)}
                {Field::new("password", tr!(visit, "sign_in.password"))
                    .kind("password")
                    .required()
                    .hint(tr!(visit, "sign_up.password_hint"))
                    .autocomplete("new-password")
                    .input(visit, form)}
                {consent(visit, form)}
                <div class="form__actions"><button class="button">{tr!(visit, "invitation.new_go")}</button></div>
            </form>
        </section>
        <section class="panel panel--quiet stack">
            <h2 class="h3">{tr!(visit, "invitation.have")}</h2>
            <p>{tr!(visit, "invitation.have_text")}</p>
            <p><a class="button button--quiet" href=visit.to(&format!("/sign-in?next={next}"))>{tr!(visit, "frame.sign_in")}</a></p>
        </section>
    }
    .into_any()
}

fn gone(visit: &Visit) -> axum::http::Response<axum::body::Body> {
    let title = tr!(visit, "invitation.gone_title");
    visit.html(StatusCode::NOT_FOUND, Frame::private(title.clone()), || {
        gone_page(
            visit,
            title,
            tr!(visit, "invitation.gone_text"),
            Some(("/".to_owned(), tr!(visit, "problem.home"))),
        )
    })
}
