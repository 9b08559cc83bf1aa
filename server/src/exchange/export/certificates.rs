//! The register of certificates, as it stood or stands on a day.

use super::{
    Table,
    collect::{Asked, all},
};
use crate::{
    certification,
    exchange::{columns, labels::Labelled},
    http::{Cx, Result},
    sheet::Value,
};
use shared::{
    certification::{Certificate, CertificateFilter, ListCertificates},
    exchange::ImportKind,
    time::days_between,
};

pub(super) async fn register(cx: &Cx, asked: &Asked) -> Result<Table> {
    let (on, wanted): (_, CertificateFilter) = asked.list_on()?;
    let on = on.unwrap_or_else(|| cx.today());
    let page = |limit, cursor| CertificateFilter {
        // How a certificate stands, and for how long still, depends on the day.
        state: None,
        expires_within_days: None,
        limit,
        cursor,
        ..wanted.clone()
    };
    let lapses = |certificate: &Certificate| {
        wanted.expires_within_days.is_none_or(|days| {
            let left = days_between(on, certificate.expires_on);
            (0..=i64::from(days)).contains(&left) && certificate.revoked_on.is_none_or(|day| day > on)
        })
    };
    let rows = all::<ListCertificates, _, _>(cx, certification::list_certificates, page, |certificate| {
        let stands = certification::state_on(certificate.expires_on, certificate.revoked_on, on);
        certificate.issued_on <= on && wanted.state.is_none_or(|state| state == stands) && lapses(certificate)
    })
    .await?;
    let rows = rows.into_iter().map(|certificate| {
        let stands = certification::state_on(certificate.expires_on, certificate.revoked_on, on);
        let name = certificate.name_in(asked.lang).to_owned();
        vec![
            certificate.product_slug.into(),
            i64::from(certificate.stars).into(),
            certificate.score.map_or(Value::Empty, Value::Decimal),
            certificate.decision_no.into(),
            certificate.issuer.into(),
            certificate.level.label(asked.lang).into(),
            certificate.issued_on.into(),
            certificate.criteria_version.as_str().into(),
            name.into(),
            certificate.producer.name_in(asked.lang).into(),
            certificate.expires_on.into(),
            stands.label(asked.lang).into(),
            days_between(on, certificate.expires_on).into(),
            certificate.recorded_at.into(),
            on.into(),
        ]
    });
    let more = vec![
        asked.column("Tên sản phẩm", "Product", 36),
        asked.column("Chủ thể", "Producer", 34),
        asked.column("Ngày cuối còn hạn", "Last valid day", 14),
        asked.column("Tình trạng", "State", 14),
        asked.column("Số ngày còn lại", "Days left", 10),
        asked.column("Ghi sổ lúc", "Recorded at", 16),
        asked.column("Tính đến ngày", "As of", 14),
    ];
    let columns = columns::of(ImportKind::Certificates)
        .iter()
        .map(|heading| heading.column(asked.lang));
    Ok(Table {
        name: asked
            .lang
            .pick("Sổ giấy chứng nhận", "Register of certificates")
            .to_owned(),
        columns: columns.chain(more).collect(),
        rows: rows.collect(),
    })
}
