//! Gives what the market keeps of the person who asks (the data subject's right to a copy).

use super::{
    super::{
        entity::{invitations, organisations, users},
        get_session, tax,
    },
    data, letters,
};
use crate::{
    db::audit,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    Code,
    account::{Activity, GetPersonalData, InvitationRecord, PersonalData},
};

/// Lines of the audit trail in one copy.
const MOST: u64 = 5000;

pub(super) async fn get_personal_data(
    cx: Cx,
    _: Received<GetPersonalData>,
) -> Result<Reply<GetPersonalData>> {
    let member = cx.member()?;
    let db = cx.reader();
    let organisation = organisations::Entity::find_by_id(member.organisation_id)
        .one(db)
        .await?
        .ok_or_else(|| Error::refuse(Code::SessionEnded))?;
    let session = get_session::current(db, &cx, member, member.organisation_id).await?;
    let user = data::user(db, member.user_id).await?;
    Reply::read(&PersonalData {
        made_at: cx.app.now(),
        email: letters::address(&user).map(str::to_owned),
        news: user.news,
        organisation: tax::view(&cx, organisation)?,
        role: member.role,
        organisations: session.organisations,
        consents: data::consents(db, member.user_id).await?,
        devices: data::devices(db, member, cx.app.now()).await?,
        invitations: invited(db, &user).await?,
        activity: audit::done_by(db, user.id, MOST)
            .await?
            .into_iter()
            .map(activity)
            .collect(),
        user: user.into(),
    })
}

fn activity(row: audit::Model) -> Activity {
    Activity {
        at: row.at,
        operation: row.operation,
        subject: row.subject,
        subject_id: row.subject_id,
        address: row.address,
    }
}

/// Invitations by and for the person.
async fn invited(db: &impl ConnectionTrait, user: &users::Model) -> Result<Vec<InvitationRecord>> {
    let theirs = Condition::any()
        .add(invitations::Column::InvitedBy.eq(user.id))
        .add(invitations::Column::Login.eq(user.login.as_str()));
    let rows = invitations::Entity::find()
        .filter(theirs)
        .order_by_desc(invitations::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| InvitationRecord {
            organisation_id: row.organisation_id,
            made: row.invited_by == user.id,
            login: row.login,
            name: row.name,
            role: row.role,
            created_at: row.created_at,
            accepted_at: row.accepted_at,
            withdrawn_at: row.withdrawn_at,
        })
        .collect())
}
