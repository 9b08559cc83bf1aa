//! The authority records certificates, corrects what was typed wrongly and takes back what is not deserved any more.

use super::{World, made, row};
use crate::demo::people::AUTHORITY;
use anyhow::{Context, Result};
use shared::{
    certification::{
        CertificateCorrect, CertificateCreate, CertificateRevoke, CorrectCertificate, CreateCertificate,
        RevokeCertificate,
    },
    client::Call,
    time::plus_days,
};

impl World<'_> {
    pub(super) async fn certificate(&mut self, index: usize) -> Result<()> {
        let certificate = row(&self.data.certificates, index)?;
        let typed = certificate.typed_decision_no.as_ref();
        let issued_on = plus_days(self.now.day(), certificate.issued_offset_days);
        let create = CertificateCreate {
            product_id: made!(self.products, &certificate.product_key)?,
            stars: certificate.stars,
            score: certificate.score,
            decision_no: typed.unwrap_or(&certificate.decision_no).clone(),
            issuer: certificate.issuer_vi.clone(),
            level: certificate.level,
            issued_on,
            criteria_version: certificate.criteria_version,
        };
        let call = Call::<CreateCertificate>::new(()).body(&create);
        let id = self.client.call(AUTHORITY, call).await?.id;
        self.certificates.insert(index, id);
        if typed.is_none() {
            return Ok(());
        }
        let correct = CertificateCorrect {
            stars: certificate.stars,
            score: certificate.score,
            decision_no: certificate.decision_no.clone(),
            issuer: certificate.issuer_vi.clone(),
            level: certificate.level,
            issued_on,
            criteria_version: certificate.criteria_version,
        };
        let call = Call::<CorrectCertificate>::new((id,)).body(&correct);
        self.client.call(AUTHORITY, call).await.map(drop)
    }

    pub(super) async fn revoke(&self, index: usize) -> Result<()> {
        let certificate = row(&self.data.certificates, index)?;
        let reason = certificate.revoke_reason_vi.clone();
        let revoke = CertificateRevoke {
            on: None,
            reason: reason.context("a revoked certificate has a reason")?,
        };
        let id = made!(self.certificates, &index)?;
        let call = Call::<RevokeCertificate>::new((id,)).body(&revoke);
        self.client.call(AUTHORITY, call).await.map(drop)
    }
}
