//! Lots come in, are sold elsewhere and are counted.

use super::{World, made};
use crate::demo::{
    calendar::NewLot,
    data::{self, PackKey},
};
use anyhow::{Context, Result};
use shared::{
    client::Call,
    stock::{AdjustLot, CreateLot, ListLots, Lot, LotAdjust, LotCreate, LotFilter, MovementReason},
};

impl World<'_> {
    pub(super) async fn lot(&mut self, lot: &NewLot) -> Result<()> {
        let create = LotCreate {
            pack_id: made!(self.packs, &lot.pack)?,
            code: lot.code.clone(),
            quantity: lot.cases,
            produced_on: lot.produced_on,
            best_before: lot.best_before,
        };
        let maker = &self.data.maker(&lot.pack.0)?.email;
        self.lots += 1;
        self.client
            .call(maker, Call::<CreateLot>::new(()).body(&create))
            .await
            .map(drop)
    }

    async fn lots_of(&self, pack: &PackKey) -> Result<Vec<Lot>> {
        let filter = LotFilter {
            pack_id: Some(made!(self.packs, pack)?),
            limit: Some(100),
            ..LotFilter::default()
        };
        let maker = &self.data.maker(&pack.0)?.email;
        Ok(self
            .client
            .call(maker, Call::<ListLots>::new(()).query(&filter))
            .await?
            .items)
    }

    async fn adjust(&self, pack: &PackKey, lot: &Lot, delta: i64, reason: MovementReason) -> Result<()> {
        if delta == 0 {
            return Ok(());
        }
        let adjust = LotAdjust {
            delta,
            reason,
            note: None,
        };
        let maker = &self.data.maker(&pack.0)?.email;
        let call = Call::<AdjustLot>::new((lot.id,)).body(&adjust);
        self.client.call(maker, call).await.map(drop)
    }

    pub(super) async fn clear(&self, cleared: &NewLot) -> Result<()> {
        let lots = self.lots_of(&cleared.pack).await?;
        let Some(lot) = lots.iter().find(|lot| lot.code == cleared.code) else {
            return Ok(());
        };
        let left = lot.on_hand - lot.reserved;
        self.adjust(&cleared.pack, lot, -left, MovementReason::SoldElsewhere)
            .await
    }

    /// Today's count: what the tables say is what the store rooms have.
    pub(super) async fn count_stock(&self) -> Result<()> {
        for key in self.packs.keys() {
            let mine = |lot: &&data::Lot| lot.product_key == key.0 && lot.pack_index == key.1;
            if !self.data.lots.iter().any(|lot| mine(&lot)) {
                continue;
            }
            for lot in self.lots_of(key).await? {
                let stated = self
                    .data
                    .lots
                    .iter()
                    .filter(mine)
                    .find(|stated| stated.code == lot.code);
                let Some(stated) = stated else { continue };
                let delta = stated.cases.max(lot.reserved) - lot.on_hand;
                self.adjust(key, &lot, delta, MovementReason::Counted).await?;
            }
        }
        Ok(())
    }
}
