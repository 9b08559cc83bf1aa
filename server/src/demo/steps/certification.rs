//! The authority records certificates, corrects what was typed wrongly and takes back what is not deserved any more.

use super::{World, made, row};
use crate::{certification::may_issue, demo::people::AUTHORITY};
use anyhow::{Context, Result};
use shared::{
    certification::{
        CertificateCorrect, CertificateCreate, CertificateRevoke, CorrectCertificate, CreateCertificate,
        CriteriaVersion, IssuerLevel, RevokeCertificate,
    },
    client::Call,
    time::plus_days,
};

/// Who certifies where districts do not any more.
const PROVINCE: &str = "UBND tỉnh Lạng Sơn";

impl World<'_> {
    pub(super) async fn certificate(&mut self, index: usize) -> Result<()> {
        let certificate = row(&self.data.certificates, index)?;
        let typed = certificate.typed_decision_no.as_ref();
        let issued_on = plus_days(self.now.day(), certificate.issued_offset_days);
        // The province's year moves with the day: what a district decided once may be after the districts' end by then.
        let (level, issuer) = if may_issue(certificate.level, certificate.stars, issued_on).is_ok() {
            (certificate.level, certificate.issuer_vi.clone())
        } else {
            (IssuerLevel::Province, PROVINCE.to_owned())
        };
        let criteria_version = CriteriaVersion::on(issued_on).context("nothing is certified so early")?;
        let create = CertificateCreate {
            product_id: made!(self.products, &certificate.product_key)?,
            stars: certificate.stars,
            score: certificate.score,
            decision_no: typed.unwrap_or(&certificate.decision_no).clone(),
            issuer: issuer.clone(),
            level,
            issued_on,
            criteria_version,
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
            issuer,
            level,
            issued_on,
            criteria_version,
            revoked_in_error: None,
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
