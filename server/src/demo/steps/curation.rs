//! The centre features products and puts collections together.

use super::{World, made, row};
use crate::demo::people::CENTRE;
use anyhow::{Context, Result};
use shared::{
    client::Call,
    curation::{CollectionPut, FeaturePut, PutCollection, PutFeature},
    endpoint::Key,
    time::plus_days,
};

impl World<'_> {
    pub(super) async fn feature(&self, index: usize) -> Result<()> {
        let feature = row(&self.data.features, index)?;
        let put = FeaturePut {
            product_id: made!(self.products, &feature.product_key)?,
            from: plus_days(self.now.day(), feature.from_offset_days),
            until: plus_days(self.now.day(), feature.until_offset_days),
            reason: feature.reason_vi.clone(),
            reason_en: feature.reason_en.clone(),
            replaces: None,
        };
        let call = Call::<PutFeature>::new((feature.slot,)).body(&put);
        self.client.call(CENTRE, call).await.map(drop)
    }

    /// The collections as they stand today.
    pub(super) async fn collections(&self) -> Result<()> {
        let today = self.now.day();
        for collection in &self.data.collections {
            let mut product_ids = Vec::new();
            for key in collection.product_keys.split('|') {
                product_ids.push(made!(self.products, key)?);
            }
            let put = CollectionPut {
                title: collection.title_vi.clone(),
                title_en: collection.title_en.clone(),
                intro: collection.intro_vi.clone(),
                intro_en: collection.intro_en.clone(),
                from: plus_days(today, collection.from_offset_days),
                until: collection.until_offset_days.map(|days| plus_days(today, days)),
                published: collection.published,
                product_ids,
                version: None,
            };
            let call = Call::<PutCollection>::new((Key(collection.slug.clone()),)).body(&put);
            self.client.call(CENTRE, call).await?;
        }
        Ok(())
    }
}
