//! Which keys the database was sealed with, so that a market with the wrong ones does not start.

use super::Vault;
use anyhow::{Result, bail};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::Timestamp;

mod entity {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "vault_keys")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub registered_at: Timestamp,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Notes the current key, and refuses where a key is missing that something may be sealed with.
pub async fn register(db: &impl ConnectionTrait, vault: &Vault, now: Timestamp) -> Result<()> {
    let here = vault.ids();
    let used = used(db).await?;
    if let Some(missing) = used.iter().find(|used| !here.contains(used)) {
        bail!(
            "the database has values sealed with the master key {missing}, which is not among those given. Bring the key \
             back: OCOP_MASTER_KEYS, or the file master.key in the data folder"
        );
    }
    let Some(current) = here.first().filter(|id| !used.contains(id)) else {
        return Ok(());
    };
    let row = entity::ActiveModel {
        id: Set(current.clone()),
        registered_at: Set(now),
    };
    entity::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The names of the keys that something may be sealed with.
pub async fn used(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let rows = entity::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Forgets every key but the current one: nothing is sealed with them any more.
pub async fn forget_others(db: &impl ConnectionTrait, vault: &Vault) -> Result<()> {
    entity::Entity::delete_many()
        .filter(entity::Column::Id.is_not_in(vault.ids().into_iter().take(1)))
        .exec(db)
        .await?;
    Ok(())
}
