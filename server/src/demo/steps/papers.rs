//! Producers add their papers, some with a drawn scan, and the centre says what it thinks of them.

use super::{World, made};
use crate::demo::{data, people::CENTRE, sample};
use anyhow::{Context, Result, bail};
use shared::{
    PaperId,
    client::Call,
    identity::Reason,
    papers::{AddPaper, Paper, PaperAdd, PaperStatus, PutPaperFile, RefusePaper, VerifyPaper},
    time::plus_days,
};

impl World<'_> {
    pub(super) async fn papers(&self) -> Result<()> {
        for row in &self.data.papers {
            self.paper(row)
                .await
                .with_context(|| format!("papers.csv: {} of {}", row.kind, row.producer_key))?;
        }
        Ok(())
    }

    async fn paper(&self, row: &data::Paper) -> Result<()> {
        let login = &self.data.producer(&row.producer_key)?.email;
        let day = |offset| plus_days(self.now.day(), offset);
        let product_id = match &row.product_key {
            Some(key) => Some(made!(self.products, key)?),
            None => None,
        };
        let body = PaperAdd {
            kind: row.kind,
            product_id,
            number: row.number.clone(),
            issuer: row.issuer_vi.clone(),
            issued_on: Some(day(row.issued_offset_days)),
            expires_on: row.expires_offset_days.map(day),
            scope: row.scope_vi.clone(),
            exemption: row.exemption,
            public: row.public.is_some(),
            shared_with_buyers: row.shared.is_some(),
        };
        let added = self
            .client
            .call(login, Call::<AddPaper>::new(()).body(&body))
            .await?;
        if let Some(form) = &row.sample {
            self.scan(login, &added, form).await?;
        }
        self.decide(added.id, row).await
    }

    async fn scan(&self, login: &str, paper: &Paper, form: &str) -> Result<()> {
        let day = |day: Option<shared::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let file = match form {
            "pdf" => sample::pdf(&[
                paper.kind.to_string(),
                paper.number.clone().unwrap_or_default(),
                day(paper.issued_on),
                day(paper.expires_on),
            ]),
            "png" => sample::png()?,
            other => bail!("there are no samples of {other}"),
        };
        let (body, kind) = sample::upload(file);
        let call = Call::<PutPaperFile>::new((paper.id,)).raw_body(body, kind);
        self.client.call(login, call).await.map(drop)
    }

    async fn decide(&self, id: PaperId, row: &data::Paper) -> Result<()> {
        match row.status {
            PaperStatus::Pending => Ok(()),
            PaperStatus::Verified => {
                let call = Call::<VerifyPaper>::new((id,));
                self.client.call(CENTRE, call).await.map(drop)
            }
            PaperStatus::Refused => {
                let reason = row.reason.clone().context("a refused paper has a reason")?;
                let call = Call::<RefusePaper>::new((id,)).body(&Reason { reason });
                self.client.call(CENTRE, call).await.map(drop)
            }
        }
    }
}
