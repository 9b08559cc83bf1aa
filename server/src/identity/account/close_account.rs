//! Closes one's account for good. What was done stays, under an id that nobody's name belongs to any more; that a consent
//! was given stays too, as the law asks for its evidence.

use super::{
    super::{
        entity::{email_changes, invitations, memberships, sessions, sign_in_steps, users},
        members,
    },
    factor, password,
};
use crate::{
    auth,
    clock::secret,
    db::Tx,
    http::{Cx, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{UserId, account::CloseAccount};

/// What stands in the place of a name.
const NOBODY: &str = "—";

pub(super) async fn close_account(cx: Cx, received: Received<CloseAccount>) -> Result<Reply<CloseAccount>> {
    let user_id = cx.member()?.user_id;
    let user = password::prove(&cx.app, user_id, &received.body.password, "password").await?;
    // Nobody knows what it is made of: the account opens for nobody.
    let locked = auth::password::hash(secret()?).await?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let mine = memberships::Entity::find()
        .filter(memberships::Column::UserId.eq(user_id))
        // All who lock several do so in one order.
        .order_by_asc(memberships::Column::OrganisationId)
        .all(&*tx)
        .await?;
    for row in mine {
        let row = members::locked(&tx, row.organisation_id, user_id).await?;
        members::part(&mut tx, &row).await?;
    }
    forget(&tx, &user, locked).await?;
    let cookie = auth::clear_cookie(&cx.app)?;
    Ok(tx.finish("user", user_id, &(), None).await?.cookie(cookie))
}

/// Takes away what is personal.
async fn forget(tx: &Tx, user: &users::Model, locked: String) -> Result<()> {
    password::replace(tx, user.id, locked).await?;
    factor::remove(tx, user.id).await?;
    forget_devices(tx, user.id).await?;
    email_changes::Entity::delete_many()
        .filter(email_changes::Column::UserId.eq(user.id))
        .exec(&**tx)
        .await?;
    sign_in_steps::Entity::delete_many()
        .filter(sign_in_steps::Column::UserId.eq(user.id))
        .exec(&**tx)
        .await?;
    let login = format!("closed-{}", user.id);
    let gone = invitations::ActiveModel {
        login: Set(login.clone()),
        name: Set(None),
        ..Default::default()
    };
    invitations::Entity::update_many()
        .set(gone)
        .filter(invitations::Column::Login.eq(user.login.as_str()))
        .exec(&**tx)
        .await?;
    let change = users::ActiveModel {
        id: Set(user.id),
        name: Set(NOBODY.to_owned()),
        login: Set(login),
        email: Set(None),
        news: Set(false),
        closed_at: Set(Some(tx.at())),
        ..Default::default()
    };
    users::Entity::update(change)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Ends the sessions, and forgets what was known of their devices.
async fn forget_devices(tx: &Tx, user: UserId) -> Result<()> {
    password::end_sessions(tx, user, None).await?;
    let unknown = sessions::ActiveModel {
        device: Set(None),
        address: Set(None),
        ..Default::default()
    };
    sessions::Entity::update_many()
        .set(unknown)
        .filter(sessions::Column::UserId.eq(user))
        .exec(&**tx)
        .await?;
    Ok(())
}
