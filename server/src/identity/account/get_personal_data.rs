//! Gives what the market keeps of the person who asks (the data subject's right to a copy).

use super::{
    super::{entity::organisations, tax},
    data,
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use shared::{
    Code,
    account::{GetPersonalData, PersonalData},
};

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
    Reply::read(&PersonalData {
        made_at: cx.app.now(),
        user: data::user(db, member.user_id).await?.into(),
        organisation: tax::view(&cx, organisation)?,
        role: member.role,
        consents: data::consents(db, member.user_id).await?,
        devices: data::devices(db, member, cx.app.now()).await?,
    })
}
