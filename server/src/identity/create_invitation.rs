//! Invites a person. The token is shown once; only its hash is kept.

use super::{
    entity::{invitations as table, memberships, users},
    invitations, members,
    people::{organisation_names, user_names},
    policy::{self, Manage},
};
use crate::{
    auth::{self, Allowed},
    clock::secret,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
    mail::{self, Letter},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    FieldCode, InvitationId, Lang, OrganisationId, UserId,
    identity::{CreateInvitation, InvitationCreate, NewInvitation},
    login,
};

/// Invitations from one organisation before a pause: each may send a message to a stranger.
const MAX_FROM_ONE_ORGANISATION: u32 = 30;

pub(super) async fn create_invitation(
    cx: Cx,
    received: Received<CreateInvitation>,
) -> Result<Reply<CreateInvitation>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let allowed = policy::may_manage(member, id)?;
    members::fits(received.body.role, member.kind)?;
    let by_organisation = format!("invite {id}");
    cx.app
        .throttle
        .attempt(&by_organisation, MAX_FROM_ONE_ORGANISATION, cx.app.now())?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let token = secret()?;
    let row = invite(&tx, allowed, id, member.user_id, &received.body, &token).await?;
    let names = user_names(&*tx, [row.invited_by]).await?;
    if row.login.contains('@') {
        let host = organisation_names(&*tx, [id])
            .await?
            .remove(&id)
            .unwrap_or_default();
        mail::queue(&tx, "invitation", &row.login, &letter(cx.lang, &host, &token)).await?;
    }
    let invitation_id = row.id;
    let view = NewInvitation {
        invitation: invitations::view(row, &names),
        token,
    };
    tx.finish("invitation", invitation_id, &view, None).await
}

/// The link, for who is invited by e-mail.
fn letter(lang: Lang, organisation: &str, token: &str) -> Letter {
    let subject = lang.pick("Lời mời tham gia OCOP Market", "An invitation to OCOP Market");
    let text = lang.pick(
        "mời bạn làm việc trên OCOP Market. Liên kết dùng được một lần, trong 7 ngày.",
        "invites you to work on OCOP Market. The link works once, within 7 days.",
    );
    let unknown = lang.pick(
        "Nếu bạn không biết đơn vị này, hãy bỏ qua thư.",
        "If you do not know them, ignore this mail.",
    );
    Letter::new(lang, subject)
        .say(format!("{organisation} {text}"))
        .button(
            lang.pick("Xem lời mời", "See the invitation"),
            format!("/invitations/{token}"),
        )
        .say(unknown)
}

async fn invite(
    tx: &Tx,
    _: Allowed<Manage>,
    organisation_id: OrganisationId,
    invited_by: UserId,
    body: &InvitationCreate,
    token: &str,
) -> Result<table::Model> {
    let login = login::normal(&body.login);
    let known = users::Entity::find()
        .filter(users::Column::Login.eq(login.as_str()))
        .one(&**tx)
        .await?;
    if let Some(user) = known {
        let here = memberships::Entity::find_by_id((user.id, organisation_id))
            .one(&**tx)
            .await?;
        if here.is_some() {
            return Err(Error::field("login", FieldCode::Taken));
        }
    }
    invitations::withdraw_earlier(tx, organisation_id, &login).await?;
    let name = body
        .name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let row = table::Model {
        id: InvitationId(tx.new_id()),
        organisation_id,
        login,
        name: name.map(str::to_owned),
        role: body.role,
        token_hash: auth::hash(token),
        invited_by,
        created_at: tx.at(),
        expires_at: tx.at().plus_days(invitations::DAYS),
        accepted_at: None,
        withdrawn_at: None,
    };
    table::Entity::insert(table::ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await?;
    Ok(row)
}
