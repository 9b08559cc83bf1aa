//! Producers tell about themselves.

use super::{World, made, row};
use crate::demo::{people, sample};
use anyhow::{Context, Result};
use shared::{
    OrganisationId,
    client::Call,
    producers::{
        AddProducerPhoto, BankAccountPut, CaptionProducerPhoto, PhotoCaption, ProducerUpdate, PutBankAccount,
        UpdateProducer,
    },
};

impl World<'_> {
    pub(super) async fn producer(&mut self, index: usize) -> Result<()> {
        let producer = row(&self.data.producers, index)?;
        let id = self.join(people::producer(producer)).await?;
        let update = ProducerUpdate {
            name_en: producer.name_en.clone(),
            story: producer.story_vi.clone(),
            story_en: producer.story_en.clone(),
            founded_year: shared::Patch::given(producer.founded_year),
            lead_time_days: Some(producer.lead_time_days),
            ..ProducerUpdate::default()
        };
        let call = Call::<UpdateProducer>::new((id,)).body(&update);
        self.client.call(&producer.email, call).await.map(drop)
    }

    /// What producers tell of themselves today: members, capacity, where they are paid, photographs (drawn ones).
    pub(super) async fn profiles(&self) -> Result<()> {
        for (number, profile) in (1..).zip(&self.data.profiles) {
            let login = &self.data.producer(&profile.producer_key)?.email;
            let id = made!(self.organisations, login)?;
            let update = ProducerUpdate {
                members: shared::Patch::Set(profile.members),
                capacity: profile.capacity_vi.clone(),
                capacity_en: profile.capacity_en.clone(),
                ..ProducerUpdate::default()
            };
            let call = Call::<UpdateProducer>::new((id,)).body(&update);
            self.client.call(login, call).await?;
            let account = BankAccountPut {
                bank_bin: profile.bank_bin.clone(),
                number: profile.account_number.clone(),
                holder: shared::text::slug(&self.data.producer(&profile.producer_key)?.name)
                    .replace('-', " ")
                    .to_uppercase(),
            };
            let call = Call::<PutBankAccount>::new((id,)).body(&account);
            self.client.call(login, call).await?;
            for (other, photo) in (0..).zip(profile.photos.iter().flat_map(|photos| photos.split(';'))) {
                self.photo(login, id, photo, number + 3 * other).await?;
            }
        }
        Ok(())
    }

    async fn photo(&self, login: &str, id: OrganisationId, captions: &str, number: u32) -> Result<()> {
        let call = Call::<AddProducerPhoto>::new((id,));
        let (body, kind) = sample::upload(sample::landscape(number)?);
        let photo = self.client.call(login, call.raw_body(body, kind)).await?;
        let (vi, en) = captions.split_once('|').context("a caption in both languages")?;
        let caption = PhotoCaption {
            caption: Some(vi.to_owned()),
            caption_en: Some(en.to_owned()),
        };
        let call = Call::<CaptionProducerPhoto>::new((id, photo.id)).body(&caption);
        self.client.call(login, call).await.map(drop)
    }
}
