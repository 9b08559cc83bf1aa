//! Gives a person a way to a new password, to be handed over by who has made sure of them.

use super::{
    super::{
        entity::{memberships, organisations, users},
        members,
        people::organisation_row,
        policy::{self, Recover},
    },
    letters, password, recovery,
};
use crate::{
    auth::{Allowed, Member},
    http::{Cx, Error, Received, Reply, Result},
    mail,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    Code, FieldCode, OrganisationId, UserId,
    account::{CreateRecoveryLink, RecoveryLink},
    identity::OrganisationKind,
};

/// Links from one organisation before a pause.
const MOST: u32 = 10;

pub(super) async fn create_recovery_link(
    cx: Cx,
    received: Received<CreateRecoveryLink>,
) -> Result<Reply<CreateRecoveryLink>> {
    let (organisation_id, user_id) = received.path;
    let member = cx.member()?;
    let (db, body) = (cx.reader(), &received.body);
    let organisation = organisation_row(db, organisation_id).await?;
    let allowed = policy::may_recover(member, &organisation)?;
    let user = of_organisation(db, allowed, organisation_id, user_id).await?;
    let others = other_kinds(db, organisation_id, user_id).await?;
    not_beyond(member, (organisation_id, user_id), &others)?;
    let reason = body.reason.as_deref().map(str::trim).unwrap_or_default();
    if reason.is_empty() && member.organisation_id != organisation_id {
        return Err(Error::field("reason", FieldCode::Required));
    }
    password::prove(&cx.app, member.user_id, &body.password, "password").await?;
    let key = format!("recovery {}", member.organisation_id);
    cx.app.throttle.attempt(&key, MOST, cx.app.now())?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    if !reason.is_empty() {
        tx.because(reason);
    }
    let token = recovery::issue(&tx, user_id, recovery::HOURS).await?;
    let address = letters::address(&user).filter(|_| cx.app.settings.post.leaves());
    if let Some(address) = address {
        let letter = letters::recovery(user.lang, &user.name, &organisation.name, &token);
        mail::queue(&tx, "password_reset", address, &letter).await?;
    }
    let link = RecoveryLink {
        token,
        expires_at: tx.at().plus_hours(recovery::HOURS),
        mailed: address.is_some(),
    };
    tx.finish("user", user_id, &link, None).await
}

/// The person, where they are of the organisation.
async fn of_organisation(
    db: &impl ConnectionTrait,
    _: Allowed<Recover>,
    organisation_id: OrganisationId,
    user_id: UserId,
) -> Result<users::Model> {
    memberships::Entity::find_by_id((user_id, organisation_id))
        .one(db)
        .await?
        .ok_or_else(Error::not_found)?;
    members::person(db, user_id).await
}

/// The kinds of the other organisations that a person belongs to.
async fn other_kinds(
    db: &impl ConnectionTrait,
    organisation_id: OrganisationId,
    user_id: UserId,
) -> Result<Vec<OrganisationKind>> {
    let ids: Vec<OrganisationId> = memberships::Entity::find()
        .filter(memberships::Column::UserId.eq(user_id))
        .filter(memberships::Column::OrganisationId.ne(organisation_id))
        .all(db)
        .await?
        .into_iter()
        .map(|row| row.organisation_id)
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = organisations::Entity::find()
        .filter(organisations::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.kind).collect())
}

/// An account opens everything that its person may do. Who gives the link must not come by more than they decide over
/// anyway: else a cooperative could invite a buyer, and then take the buyer's account.
fn not_beyond(
    member: &Member,
    (organisation_id, user_id): (OrganisationId, UserId),
    others: &[OrganisationKind],
) -> Result<()> {
    if member.user_id == user_id {
        return Err(Error::refuse(Code::WrongState).told(
            "Bạn đang đăng nhập: hãy đổi mật khẩu ở trang Tài khoản.",
            "You are signed in: change your password in your account.",
        ));
    }
    let office =
        |kind: &OrganisationKind| matches!(kind, OrganisationKind::Centre | OrganisationKind::Authority);
    let beyond = if member.organisation_id == organisation_id {
        !others.is_empty()
    } else {
        others.iter().any(office)
    };
    if beyond {
        return Err(Error::refuse(Code::WrongState).told(
            "Người này còn làm việc cho đơn vị khác: hãy nhờ Trung tâm Xúc tiến, hoặc người vận hành máy chủ.",
            "This person works for another organisation too: ask the trade-promotion centre, or who runs the server.",
        ));
    }
    Ok(())
}
