//! Products and packs, and their way to publication.

use super::{World, made, row};
use crate::demo::{calendar::Step, people::CENTRE};
use anyhow::{Context, Result};
use shared::{
    ProductId,
    catalogue::{
        Claim, CreatePack, CreateProduct, PackCreate, ProductCreate, PublishProduct, ReturnProduct,
        SubmitProduct,
    },
    client::Call,
    identity::Reason,
};

impl<'a> World<'a> {
    pub(super) fn product_of(&self, index: usize) -> Result<(ProductId, &'a str)> {
        let product = row(&self.data.products, index)?;
        let maker = self.data.producer(&product.producer_key)?;
        Ok((made!(self.products, &product.key)?, &maker.email))
    }

    pub(super) async fn product(&mut self, index: usize) -> Result<()> {
        let product = row(&self.data.products, index)?;
        let maker = &self.data.producer(&product.producer_key)?.email;
        let list = |text: &str| {
            text.split(',')
                .map(|one| one.trim().to_owned())
                .collect::<Vec<_>>()
        };
        let season_months = match product.season.as_str() {
            "all" | "" => Vec::new(),
            months => list(months)
                .iter()
                .map(|month| month.parse())
                .collect::<Result<_, _>>()?,
        };
        let claims: Result<Vec<Claim>> = list(product.claims.as_deref().unwrap_or_default())
            .iter()
            .filter(|claim| !claim.is_empty())
            .map(|claim| {
                claim
                    .parse::<Claim>()
                    .with_context(|| format!("the claim {claim}"))
            })
            .collect();
        let create = ProductCreate {
            name: product.name_vi.clone(),
            name_en: product.name_en.clone(),
            group: product.group.clone(),
            description: product.description_vi.clone(),
            description_en: product.description_en.clone(),
            ingredients: product.ingredients_vi.clone(),
            ingredients_en: product.ingredients_en.clone(),
            storage: product.storage_vi.clone(),
            storage_en: product.storage_en.clone(),
            shelf_life_days: product.shelf_life_days,
            season_months,
            claims: claims?,
            illustration: product.illustration.clone(),
        };
        let made = self
            .client
            .call(maker, Call::<CreateProduct>::new(()).body(&create))
            .await?;
        self.products.insert(product.key.clone(), made.id);
        for pack in self
            .data
            .packs
            .iter()
            .filter(|pack| pack.product_key == product.key)
        {
            let create = PackCreate {
                label: pack.label_vi.clone(),
                label_en: pack.label_en.clone(),
                gtin: pack.gtin.clone(),
                case_gtin: pack.case_gtin.clone(),
                units: pack.units,
                net_quantity: pack.net_quantity,
                net_unit: pack.unit,
                unit_price: pack.unit_price,
                min_cases: pack.min_cases,
                case_multiple: pack.case_multiple,
                vat_code: pack.vat_code,
            };
            let call = Call::<CreatePack>::new((made.id,)).body(&create);
            let id = self.client.call(maker, call).await?.id;
            self.packs.insert((pack.product_key.clone(), pack.pack_index), id);
        }
        Ok(())
    }

    /// A product's way to publication.
    pub(super) async fn review(&self, step: &Step) -> Result<()> {
        let (Step::Submit(index) | Step::Publish(index) | Step::Return(index)) = step else {
            return Ok(());
        };
        let (id, maker) = self.product_of(*index)?;
        let client = &self.client;
        match step {
            Step::Submit(_) => client
                .call(maker, Call::<SubmitProduct>::new((id,)))
                .await
                .map(drop),
            Step::Publish(_) => client
                .call(CENTRE, Call::<PublishProduct>::new((id,)))
                .await
                .map(drop),
            _ => {
                let reason = row(&self.data.products, *index)?
                    .return_reason
                    .clone()
                    .unwrap_or_default();
                let call = Call::<ReturnProduct>::new((id,)).body(&Reason { reason });
                client.call(CENTRE, call).await.map(drop)
            }
        }
    }
}
