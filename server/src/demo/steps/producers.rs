//! Producers tell about themselves.

use super::{World, row};
use crate::demo::people;
use anyhow::Result;
use shared::{
    client::Call,
    producers::{ProducerUpdate, UpdateProducer},
};

impl World<'_> {
    pub(super) async fn producer(&mut self, index: usize) -> Result<()> {
        let producer = row(&self.data.producers, index)?;
        let id = self.join(people::producer(producer)).await?;
        let update = ProducerUpdate {
            name_en: producer.name_en.clone(),
            commune_code: None,
            story: producer.story_vi.clone(),
            story_en: producer.story_en.clone(),
            founded_year: producer.founded_year,
            lead_time_days: Some(producer.lead_time_days),
            minimum_order: None,
            contact: None,
        };
        let call = Call::<UpdateProducer>::new((id,)).body(&update);
        self.client.call(&producer.email, call).await.map(drop)
    }
}
