//! Reading and writing rows of papers.

use super::{
    claims::{backs, claim_of},
    entity::papers::{ActiveModel, Column, Entity, Model},
    needs::Held,
};
use crate::{
    catalogue::{self, ProductRow},
    db::Tx,
    http::{Error, Result},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{Code, OrganisationId, PaperId, ProductId, papers::PaperStatus};

/// A paper that was not removed.
pub(super) async fn paper(db: &impl ConnectionTrait, id: PaperId) -> Result<Model> {
    Entity::find_by_id(id)
        .filter(Column::RemovedAt.is_null())
        .one(db)
        .await?
        .ok_or_else(Error::not_found)
}

/// Writes a row over the state that was seen. Of two changes at once, one is told that it came too late.
pub(super) async fn save(tx: &Tx, mut row: Model) -> Result<Model> {
    let seen = row.version;
    row.version += 1;
    let changed = Entity::update_many()
        .set(ActiveModel::from(row.clone()).reset_all())
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(seen))
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 0 {
        Err(Error::refuse(Code::PreconditionFailed))
    } else {
        Ok(row)
    }
}

/// What the audit trail compares.
fn particulars(row: &Model) -> serde_json::Value {
    serde_json::json!({
        "number": row.number,
        "issuer": row.issuer,
        "issued_on": row.issued_on,
        "expires_on": row.expires_on,
        "scope": row.scope,
        "exemption": row.exemption,
        "public": row.public,
        "shared_with_buyers": row.shared_with_buyers,
        "status": row.status,
        "reason": row.reason,
        "file": row.media_type,
        "file_size": row.file_size,
    })
}

/// Says what changed, and which products look different now. A paper that was not verified before and is not now is
/// nobody's business.
pub(super) async fn tell(tx: &mut Tx, before: &Model, row: &Model) -> Result<()> {
    tx.compare(&particulars(before), &particulars(row));
    if before.status != PaperStatus::Verified && row.status != PaperStatus::Verified {
        tx.private();
        return Ok(());
    }
    let products = match row.product_id {
        Some(product) => vec![product],
        None => catalogue::public_ids_of(&**tx, row.producer_id).await?,
    };
    for product in products {
        tx.changed(product);
    }
    Ok(())
}

/// What is held about some products of a producer: papers of the organisation, and of each product.
#[derive(Debug, Default)]
pub(super) struct Files(Vec<(Option<ProductId>, Model)>);

impl Files {
    /// Papers of a producer, in one query.
    pub(super) async fn of(db: &impl ConnectionTrait, producer: OrganisationId) -> Result<Self> {
        let rows = Entity::find()
            .filter(Column::ProducerId.eq(producer))
            .filter(Column::RemovedAt.is_null())
            .all(db)
            .await?;
        Ok(Self(rows.into_iter().map(|row| (row.product_id, row)).collect()))
    }

    /// The papers that speak for a product.
    pub(super) fn about(&self, product: ProductId) -> Vec<Held> {
        self.0
            .iter()
            .filter(|(of, _)| of.is_none_or(|of| of == product))
            .map(|(_, row)| Held::from(row))
            .collect()
    }

    /// Those that let a product claim something.
    pub(super) fn claiming(&self, product: &ProductRow) -> Vec<Held> {
        let lets = |(of, row): &&(Option<ProductId>, Model)| {
            claim_of(row.kind).is_some_and(|claim| backs(*of, claim, product.id, &product.claims))
        };
        self.0
            .iter()
            .filter(lets)
            .map(|(_, row)| Held::from(row))
            .collect()
    }

    pub(super) fn get(&self, id: PaperId) -> Option<&Model> {
        self.0.iter().map(|(_, row)| row).find(|row| row.id == id)
    }
}

impl From<&Model> for Held {
    fn from(row: &Model) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            exemption: row.exemption,
            status: row.status,
            expires_on: row.expires_on,
        }
    }
}

/// Verified papers of these producers that were not removed.
pub(super) async fn verified(
    db: &impl ConnectionTrait,
    producers: Vec<OrganisationId>,
) -> Result<Vec<Model>> {
    if producers.is_empty() {
        return Ok(Vec::new());
    }
    let counts = Condition::all()
        .add(Column::Status.eq(PaperStatus::Verified))
        .add(Column::RemovedAt.is_null());
    let rows = Entity::find()
        .filter(Column::ProducerId.is_in(producers))
        .filter(counts)
        .all(db)
        .await?;
    Ok(rows)
}
