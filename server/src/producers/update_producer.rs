//! Changes a producer's own profile; the first change writes the row.

use super::{
    entity::producers::{ActiveModel, Column, Entity, Model},
    policy::{self, Change},
    read::{producers, unwritten},
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
    identity,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};
use shared::{
    Code, Date, FieldCode,
    producers::{ProducerUpdate, UpdateProducer},
};

pub(super) async fn update_producer(
    cx: Cx,
    received: Received<UpdateProducer>,
) -> Result<Reply<UpdateProducer>> {
    let (id,) = received.path;
    let allowed = policy::may_change(cx.member()?, id)?;
    check(&received.body, cx.today())?;
    let mut tx = cx.begin(&received).await?;
    let found = Entity::find_by_id(id).one(&*tx).await?;
    let row = found.unwrap_or_else(|| unwritten(id));
    received.expect_version(row.version)?;
    let before = producers(&*tx, [id]).await?.remove(&id);
    change(&tx, allowed, row, received.body.clone()).await?;
    for product in identity::public_products_of(&*tx, id).await? {
        tx.changed(product);
    }
    let view = producers(&*tx, [id])
        .await?
        .remove(&id)
        .ok_or_else(Error::not_found)?;
    tx.compare(&before, &view);
    tx.finish("producer", id, &view, Some(view.version)).await
}

/// What the wire's rules cannot know: today.
fn check(body: &ProducerUpdate, today: Date) -> Result<()> {
    if body
        .founded_year
        .as_ref()
        .is_some_and(|year| i32::from(*year) > today.year())
    {
        return Err(Error::field("founded_year", FieldCode::InFuture));
    }
    Ok(())
}

async fn change(tx: &Tx, _: Allowed<Change>, seen: Model, body: ProducerUpdate) -> Result<()> {
    let row = merged(seen.clone(), &body);
    let written = if seen.version == 0 {
        let inserted = Entity::insert(ActiveModel::from(row))
            .on_conflict(OnConflict::column(Column::Id).do_nothing().to_owned())
            .exec_without_returning(&**tx)
            .await;
        match inserted {
            Err(DbErr::RecordNotInserted) => 0,
            other => other?,
        }
    } else {
        let change = ActiveModel {
            name_en: Set(row.name_en),
            story: Set(row.story),
            story_en: Set(row.story_en),
            founded_year: Set(row.founded_year),
            lead_time_days: Set(row.lead_time_days),
            minimum_order: Set(row.minimum_order),
            address: Set(row.address),
            members: Set(row.members),
            website: Set(row.website),
            capacity: Set(row.capacity),
            capacity_en: Set(row.capacity_en),
            version: Set(row.version),
            ..Default::default()
        };
        Entity::update_many()
            .set(change)
            .filter(Column::Id.eq(seen.id))
            .filter(Column::Version.eq(seen.version))
            .exec(&**tx)
            .await?
            .rows_affected
    };
    if written == 0 {
        return Err(Error::refuse(Code::PreconditionFailed));
    }
    identity::change_profile(
        tx,
        seen.id,
        body.commune_code,
        body.contact.map(identity::contact),
    )
    .await
}

/// The next state of the row: what is left out stays, empty text and null take away.
fn merged(row: Model, body: &ProducerUpdate) -> Model {
    let text = |old: Option<String>, new: &Option<String>| match new.as_deref().map(str::trim) {
        None => old,
        Some("") => None,
        Some(text) => Some(text.to_owned()),
    };
    Model {
        id: row.id,
        name_en: text(row.name_en, &body.name_en),
        story: text(row.story, &body.story),
        story_en: text(row.story_en, &body.story_en),
        founded_year: body.founded_year.clone().apply(row.founded_year),
        lead_time_days: body.lead_time_days.unwrap_or(row.lead_time_days),
        minimum_order: body.minimum_order.unwrap_or(row.minimum_order),
        address: text(row.address, &body.address),
        members: body.members.clone().apply(row.members),
        website: text(row.website, &body.website),
        capacity: text(row.capacity, &body.capacity),
        capacity_en: text(row.capacity_en, &body.capacity_en),
        version: row.version + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Model, merged, unwritten};
    use shared::{Input, OrganisationId, Patch, producers::ProducerUpdate};

    fn nothing() -> ProducerUpdate {
        ProducerUpdate {
            name_en: None,
            commune_code: None,
            story: None,
            story_en: None,
            founded_year: Patch::Keep,
            lead_time_days: None,
            minimum_order: None,
            address: None,
            members: Patch::Keep,
            website: None,
            capacity: None,
            capacity_en: None,
            contact: Patch::Keep,
        }
    }

    #[test]
    fn what_is_left_out_stays_and_empty_text_takes_away() {
        let first = merged(unwritten(OrganisationId::EXAMPLE), &ProducerUpdate::example());
        assert_eq!(first.version, 1);
        let same = merged(first.clone(), &nothing());
        let expected = Model {
            version: 2,
            ..first.clone()
        };
        assert_eq!(same, expected);
        let body = ProducerUpdate {
            story: Some("  ".into()),
            ..nothing()
        };
        let without = merged(first.clone(), &body);
        assert_eq!((without.story, without.story_en), (None, first.story_en.clone()));
        let body = ProducerUpdate {
            founded_year: Patch::Clear,
            members: Patch::Set(20),
            ..nothing()
        };
        let without = merged(first, &body);
        assert_eq!((without.founded_year, without.members), (None, Some(20)));
    }
}
