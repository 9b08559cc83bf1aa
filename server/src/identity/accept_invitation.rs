//! Accepts an invitation: as who is signed in, or as the person with the invited login.

use super::{
    account,
    create_session::right_password,
    entity::{invitations as table, memberships, users},
    invitations, members,
    people::{Person, add_person},
    tokens,
};
use crate::{
    auth::{self, Actor},
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Checks, Code, UserId,
    identity::{AcceptInvitation, InvitationAccept},
};

/// Who joins.
enum Joins {
    Known(Box<users::Model>),
    New(Person),
}

pub(super) async fn accept_invitation(
    cx: Cx,
    received: Received<AcceptInvitation>,
) -> Result<Reply<AcceptInvitation>> {
    let (token,) = &received.path;
    let invitation = invitations::by_token(cx.reader(), token.as_str(), cx.app.now()).await?;
    // Before the transaction: a password takes its time.
    let joins = who(&cx, &received.body, &invitation).await?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    invitations::take(&tx, invitation.id).await?;
    let user = match joins {
        Joins::Known(user) => *user,
        Joins::New(person) => add_person(&tx, person, true, "login").await?,
    };
    members::join(&tx, user.id, invitation.organisation_id, invitation.role).await?;
    if let Actor::Member(member) = &cx.actor {
        tokens::end(&tx, member.session_id).await?;
    }
    let user_id = user.id;
    tx.on_behalf_of(user_id, invitation.organisation_id);
    if matches!(cx.actor, Actor::Anonymous)
        && let Some(token) = account::begin_step(&tx, user_id).await?
    {
        // Joined, but not signed in: that takes the code too.
        tx.commit("member", user_id).await?;
        return Err(Error::refuse(Code::SecondFactorNeeded).step(token));
    }
    let from = tokens::Origin::of(&cx);
    let opened = tokens::open(&tx, user, Some(invitation.organisation_id), from).await?;
    let cookie = auth::cookie(&cx.app, &opened.cookie, tokens::SESSION_DAYS * 86_400)?;
    let reply = tx.finish("member", user_id, &opened.session, None).await?;
    Ok(reply.cookie(cookie))
}

async fn who(cx: &Cx, body: &InvitationAccept, invitation: &table::Model) -> Result<Joins> {
    if let Actor::Member(member) = &cx.actor {
        let user = members::person(cx.reader(), member.user_id).await?;
        return Ok(Joins::Known(Box::new(user)));
    }
    let known = users::Entity::find()
        .filter(users::Column::Login.eq(invitation.login.as_str()))
        .one(cx.reader())
        .await?;
    let password = body.password.clone().unwrap_or_default();
    if let Some(user) = known {
        if belongs_somewhere(cx, user.id).await? {
            // There is one way to sign in, with all that belongs to it.
            return Err(Error::refuse(Code::Unauthenticated));
        }
        let user = right_password(cx, &invitation.login, password, Some(user)).await?;
        return Ok(Joins::Known(Box::new(user)));
    }
    let mut checks = Checks::new(cx.lang);
    body.check_as_new(&mut checks);
    let problems = checks.into_problems();
    if !problems.is_empty() {
        return Err(Error::invalid(problems));
    }
    let own = vec![invitation.login.clone(), body.name.clone().unwrap_or_default()];
    Ok(Joins::New(Person {
        name: body.name.clone().unwrap_or_default().trim().to_owned(),
        login: invitation.login.clone(),
        password_hash: auth::password::choose(password, own).await?,
        role: invitation.role,
    }))
}

/// Who was taken out of every organisation cannot sign in, and joins by password.
async fn belongs_somewhere(cx: &Cx, user_id: UserId) -> Result<bool> {
    let one = memberships::Entity::find()
        .filter(memberships::Column::UserId.eq(user_id))
        .one(cx.reader())
        .await?;
    Ok(one.is_some())
}
