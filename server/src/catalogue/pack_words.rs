//! What is reviewed of a pack: its name and its barcodes. In a published product they wait beside what buyers see until
//! the centre has read them.

use super::{
    drafts::{edit, working},
    entity::packs::{ActiveModel, Column, Entity, Model},
    packs::PackRow,
    policy,
};
use crate::{auth::Member, db::Tx, http::Result};
use anyhow::Context;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde::{Deserialize, Serialize};
use shared::{
    PackId, ProductId,
    catalogue::{PackChange, PackWords, ProductStatus},
};

/// As it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Words {
    pub(super) label: String,
    pub(super) label_en: Option<String>,
    pub(super) gtin: Option<String>,
    pub(super) case_gtin: Option<String>,
}

impl Words {
    /// What buyers see.
    fn public(row: &Model) -> Self {
        Self {
            label: row.label.clone(),
            label_en: row.label_en.clone(),
            gtin: row.gtin.clone(),
            case_gtin: row.case_gtin.clone(),
        }
    }

    /// What its producer wrote last.
    pub(super) fn newest(row: &Model) -> Result<Self> {
        match &row.proposed {
            Some(text) => Ok(serde_json::from_str(text).context("packs.proposed")?),
            None => Ok(Self::public(row)),
        }
    }

    fn view(self) -> PackWords {
        PackWords {
            label: self.label,
            label_en: self.label_en,
            gtin: self.gtin,
            case_gtin: self.case_gtin,
        }
    }

    fn stand_in(self, row: &mut Model) {
        row.label = self.label;
        row.label_en = self.label_en;
        row.gtin = self.gtin;
        row.case_gtin = self.case_gtin;
    }

    /// Writes the words into a pack: where buyers know it, they wait for review.
    pub(super) fn write(self, row: &mut Model) -> Result<()> {
        if row.reviewed {
            let waits = self != Self::public(row);
            row.proposed = waits
                .then(|| serde_json::to_string(&self).context("packs.proposed"))
                .transpose()?;
        } else {
            self.stand_in(row);
        }
        Ok(())
    }
}

/// A pack as its producer wrote it last; on sale or not, whatever buyers see.
pub(super) fn newest(mut row: Model) -> Result<PackRow> {
    Words::newest(&row)?.stand_in(&mut row);
    let active = row.active;
    Ok(PackRow {
        active,
        ..PackRow::from(row)
    })
}

/// What review has to say of a pack; None where there is nothing new.
pub(super) fn change(row: &Model) -> Result<Option<PackChange>> {
    if row.reviewed && row.proposed.is_none() {
        return Ok(None);
    }
    Ok(Some(PackChange {
        pack_id: row.id,
        public: row.reviewed.then(|| Words::public(row).view()),
        newest: Words::newest(row)?.view(),
    }))
}

/// All packs of products, in the order they were made.
pub(super) async fn rows_of(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ProductId>,
) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::ProductId.is_in(ids))
        .order_by_asc(Column::Id)
        .all(db)
        .await?)
}

/// Has a product wait for review because something of its packs does: its public texts start their next version. What
/// the centre reads stands still.
pub(super) async fn hand_in_again(tx: &Tx, member: &Member, id: ProductId) -> Result<()> {
    let working = working(tx, id).await?;
    let allowed = policy::may_edit(member, &working.product)?;
    if working.product.status == ProductStatus::Published {
        edit(tx, allowed, working, |_| Ok(())).await?;
    }
    Ok(())
}

/// What was reviewed becomes what buyers see. For its producer nothing changes, so that the version stays.
pub(super) async fn publish(tx: &Tx, product: ProductId) -> Result<()> {
    let waiting = Condition::any()
        .add(Column::Reviewed.eq(false))
        .add(Column::Proposed.is_not_null());
    let rows = Entity::find()
        .filter(Column::ProductId.eq(product))
        .filter(waiting)
        .all(&**tx)
        .await?;
    for row in rows {
        let words = Words::newest(&row)?;
        let id: PackId = row.id;
        let change = ActiveModel {
            label: Set(words.label),
            label_en: Set(words.label_en),
            gtin: Set(words.gtin),
            case_gtin: Set(words.case_gtin),
            reviewed: Set(true),
            proposed: Set(None),
            ..Default::default()
        };
        Entity::update_many()
            .set(change)
            .filter(Column::Id.eq(id))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}
