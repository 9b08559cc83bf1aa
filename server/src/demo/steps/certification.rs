//! The authority records certificates.

use super::{World, made, row};
use crate::demo::people::AUTHORITY;
use anyhow::{Context, Result};
use shared::{
    certification::{CertificateCreate, CreateCertificate},
    client::Call,
    time::plus_days,
};

impl World<'_> {
    pub(super) async fn certificate(&self, index: usize) -> Result<()> {
        let certificate = row(&self.data.certificates, index)?;
        let create = CertificateCreate {
            product_id: made!(self.products, &certificate.product_key)?,
            stars: certificate.stars,
            score: certificate.score,
            decision_no: certificate.decision_no.clone(),
            issuer: certificate.issuer_vi.clone(),
            level: certificate.level,
            issued_on: plus_days(self.now.day(), certificate.issued_offset_days),
            criteria_version: certificate.criteria_version,
        };
        let call = Call::<CreateCertificate>::new(()).body(&create);
        self.client.call(AUTHORITY, call).await.map(drop)
    }
}
