//! The centre features products.

use super::{World, made, row};
use crate::demo::people::CENTRE;
use anyhow::{Context, Result};
use shared::{
    client::Call,
    curation::{FeaturePut, PutFeature},
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
        };
        let call = Call::<PutFeature>::new((feature.slot,)).body(&put);
        self.client.call(CENTRE, call).await.map(drop)
    }
}
