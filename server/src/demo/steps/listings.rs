//! Chains open their stores; products come on their shelves and leave them.

use super::{World, made, row};
use crate::demo::{
    calendar::Step,
    people::{self, CENTRE},
};
use anyhow::{Context, Result};
use shared::{
    StoreId,
    client::Call,
    identity::ContactInput,
    listings::{
        AnswerListing, ChainCreate, ChainUpdate, ConfirmListing, CreateChain, CreateStore, Decision,
        DelistListing, GetChain, ListingAnswer, ListingConfirm, ListingDelist, ListingPitch, ListingReason,
        ListingShelve, ListingStatus, PitchListing, ShelveListing, StoreCreate, UpdateChain,
    },
    time::plus_days,
};

impl World<'_> {
    pub(super) async fn chain(&mut self, index: usize) -> Result<()> {
        let chain = row(&self.data.chains, index)?;
        let organisation_id = self.join(people::retailer(chain)).await?;
        self.verify(organisation_id).await?;
        let create = ChainCreate {
            organisation_id,
            name: chain.name.clone(),
            counts_as_retail_chain: chain.counts_as_retail_chain,
        };
        let id = self
            .client
            .call(CENTRE, Call::<CreateChain>::new(()).body(&create))
            .await?
            .id;
        self.chains.insert(chain.key.clone(), id);
        for store in self
            .data
            .stores
            .iter()
            .filter(|store| store.chain_key == chain.key)
        {
            let create = StoreCreate {
                code: store.code.clone(),
                name: store.name.clone(),
                address: store.address.clone(),
                commune_code: store.commune_code.clone(),
                gln: store.gln.clone(),
            };
            let call = Call::<CreateStore>::new((id,)).body(&create);
            let made = self.client.call(&chain.email, call).await?;
            self.stores
                .insert((chain.key.clone(), store.code.clone()), made.id);
        }
        Ok(())
    }

    fn stores_of(&self, chain: &str, codes: Option<&str>) -> Result<Vec<StoreId>> {
        let codes = codes
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|code| !code.is_empty());
        codes
            .map(|code| made!(self.stores, &(chain.to_owned(), code.to_owned())))
            .collect()
    }

    pub(super) async fn pitch(&mut self, index: usize) -> Result<()> {
        let listing = row(&self.data.listings, index)?;
        let stores = self.stores_of(&listing.chain_key, listing.store_codes.as_deref())?;
        // The first pack, a few dozen cases a week, a fortnight from the pitch.
        let pack = self.packs.get(&(listing.product_key.clone(), 1)).copied();
        let offer = pack.map(|pack| (pack, 20 + 10 * i64::try_from(index % 4).unwrap_or(0)));
        let pitch = ListingPitch {
            product_id: made!(self.products, &listing.product_key)?,
            chain_id: made!(self.chains, &listing.chain_key)?,
            store_ids: (!stores.is_empty()).then_some(stores),
            note: listing.note.clone(),
            pack_id: offer.map(|offer| offer.0),
            weekly_cases: offer.map(|offer| offer.1),
            unit_price: None,
            starts_on: Some(plus_days(self.app.clock.today(), 14)),
        };
        let maker = &self.data.maker(&listing.product_key)?.email;
        let made = self
            .client
            .call(maker, Call::<PitchListing>::new(()).body(&pitch))
            .await?;
        self.listings.insert(index, made.id);
        Ok(())
    }

    /// What the chain does with a listing.
    pub(super) async fn shelf(&self, step: &Step) -> Result<()> {
        let (Step::Answer(index) | Step::Shelve(index) | Step::ConfirmShelf(index) | Step::Delist(index)) =
            step
        else {
            return Ok(());
        };
        let listing = row(&self.data.listings, *index)?;
        let id = made!(self.listings, index)?;
        let buyer = self.data.chain(&listing.chain_key)?.email.as_str();
        match step {
            Step::Answer(_) => {
                let declined = listing.state == ListingStatus::Declined;
                let answer = ListingAnswer {
                    decision: if declined {
                        Decision::Decline
                    } else {
                        Decision::Accept
                    },
                    reason_code: listing.reason.filter(|_| declined),
                    // Another reason says nothing without words.
                    reason: (declined && listing.reason == Some(ListingReason::Other))
                        .then(|| "Năm nay chuỗi thu gọn nhóm hàng lưu niệm.".to_owned()),
                };
                let call = Call::<AnswerListing>::new((id,)).body(&answer);
                self.client.call(buyer, call).await.map(drop)
            }
            Step::Shelve(_) => {
                let store_ids = self.stores_of(&listing.chain_key, listing.store_codes.as_deref())?;
                let call = Call::<ShelveListing>::new((id,)).body(&ListingShelve { store_ids });
                self.client.call(buyer, call).await.map(drop)
            }
            Step::ConfirmShelf(_) => {
                let call = Call::<ConfirmListing>::new((id,)).body(&ListingConfirm { store_ids: None });
                self.client.call(buyer, call).await.map(drop)
            }
            _ => {
                let stores = self.stores_of(&listing.chain_key, listing.store_codes.as_deref())?;
                let one = stores.last().filter(|_| listing.state == ListingStatus::OnShelf);
                let delist = ListingDelist {
                    store_ids: one.map(|store| vec![*store]),
                    reason_code: listing.reason.unwrap_or(ListingReason::Sales),
                    reason: None,
                };
                let call = Call::<DelistListing>::new((id,)).body(&delist);
                self.client.call(buyer, call).await.map(drop)
            }
        }
    }

    /// Whom to ask in each chain's office.
    pub(super) async fn contacts(&self) -> Result<()> {
        for chain in &self.data.chains {
            let id = made!(self.chains, &chain.key)?;
            let record = self
                .client
                .call(&chain.email, Call::<GetChain>::new((id,)))
                .await?;
            let update = ChainUpdate {
                name: record.name,
                counts_as_retail_chain: record.counts_as_retail_chain,
                contact: Some(ContactInput {
                    name: "Phòng thu mua".to_owned(),
                    phone: chain.phone.clone(),
                    email: chain.email.clone(),
                }),
            };
            let call = Call::<UpdateChain>::new((id,))
                .body(&update)
                .if_version(record.version);
            self.client.call(&chain.email, call).await?;
        }
        Ok(())
    }
}
