//! Who belongs to an organisation: the rules and writes that several operations share.

use super::{
    entity::{memberships, organisations, sessions, users},
    policy::Manage,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Error, Result},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QuerySelect, sea_query::OnConflict,
};
use shared::{
    Code, FieldCode, OrganisationId, UserId,
    identity::{Member, OrganisationKind, Role},
};

/// A person in an organisation, as their colleagues see them.
pub(super) fn view(membership: &memberships::Model, user: users::Model) -> Member {
    Member {
        user_id: user.id,
        name: user.name,
        login: user.login,
        role: membership.role,
        joined_at: membership.created_at,
    }
}

/// Refuses roles that people cannot have in an organisation of this kind.
pub(super) fn fits(role: Role, kind: OrganisationKind) -> Result<()> {
    match role.kind() {
        Some(of) if of != kind => Err(Error::field("role", FieldCode::Unknown)),
        _ => Ok(()),
    }
}

/// The person's membership, with the organisation locked: of two managers who take each other's role at once, the
/// second finds itself the last.
pub(super) async fn locked(
    tx: &Tx,
    organisation_id: OrganisationId,
    user_id: UserId,
) -> Result<memberships::Model> {
    organisations::Entity::find_by_id(organisation_id)
        .lock_exclusive()
        .one(&**tx)
        .await?
        .ok_or_else(Error::not_found)?;
    memberships::Entity::find_by_id((user_id, organisation_id))
        .one(&**tx)
        .await?
        .ok_or_else(Error::not_found)
}

/// Refuses to go on without this manager where there is no other.
pub(super) async fn not_the_last_manager(tx: &Tx, row: &memberships::Model) -> Result<()> {
    if row.role != Role::Manager {
        return Ok(());
    }
    let others = memberships::Entity::find()
        .filter(memberships::Column::OrganisationId.eq(row.organisation_id))
        .filter(memberships::Column::UserId.ne(row.user_id))
        .filter(memberships::Column::Role.eq(Role::Manager))
        .count(&**tx)
        .await?;
    if others == 0 {
        Err(Error::refuse(Code::LastManager))
    } else {
        Ok(())
    }
}

/// Lets a person into an organisation; refuses who is there already.
pub(super) async fn join(
    tx: &Tx,
    user_id: UserId,
    organisation_id: OrganisationId,
    role: Role,
) -> Result<memberships::Model> {
    let row = memberships::Model {
        user_id,
        organisation_id,
        role,
        created_at: tx.at(),
    };
    let key = [memberships::Column::UserId, memberships::Column::OrganisationId];
    let joined = memberships::Entity::insert(memberships::ActiveModel::from(row.clone()))
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await;
    match joined {
        Err(DbErr::RecordNotInserted) | Ok(0) => Err(Error::refuse(Code::Taken)),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(row),
    }
}

/// Gives a member another role.
pub(super) async fn change_role(
    tx: &Tx,
    _: Allowed<Manage>,
    mut row: memberships::Model,
    role: Role,
) -> Result<memberships::Model> {
    if role != Role::Manager {
        not_the_last_manager(tx, &row).await?;
    }
    row.role = role;
    let change = memberships::ActiveModel {
        user_id: Set(row.user_id),
        organisation_id: Set(row.organisation_id),
        role: Set(role),
        ..Default::default()
    };
    memberships::Entity::update(change)
        .exec_without_returning(&**tx)
        .await?;
    Ok(row)
}

/// Takes a person out of an organisation, and ends their sessions there. The trail says what they were.
pub(super) async fn part(tx: &mut Tx, row: &memberships::Model) -> Result<()> {
    tx.before(&serde_json::json!({ "role": row.role }));
    not_the_last_manager(tx, row).await?;
    end_sessions(tx, row.organisation_id, Some(row.user_id)).await?;
    memberships::Entity::delete_by_id((row.user_id, row.organisation_id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Ends the open sessions for an organisation: one person's, or everybody's.
pub(super) async fn end_sessions(
    tx: &Tx,
    organisation_id: OrganisationId,
    user_id: Option<UserId>,
) -> Result<()> {
    let end = sessions::ActiveModel {
        ended_at: Set(Some(tx.at())),
        ..Default::default()
    };
    let mut update = sessions::Entity::update_many()
        .set(end)
        .filter(sessions::Column::OrganisationId.eq(organisation_id))
        .filter(sessions::Column::EndedAt.is_null());
    if let Some(user_id) = user_id {
        update = update.filter(sessions::Column::UserId.eq(user_id));
    }
    update.exec(&**tx).await?;
    Ok(())
}

/// A person of an organisation.
pub(super) async fn person(db: &impl ConnectionTrait, user_id: UserId) -> Result<users::Model> {
    users::Entity::find_by_id(user_id)
        .one(db)
        .await?
        .ok_or_else(Error::not_found)
}
