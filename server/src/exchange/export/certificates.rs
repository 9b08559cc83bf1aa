//! The register of certificates, as it stood or stands on a day.

use super::{
    Table,
    collect::{Asked, Take, all},
};
use crate::{
    certification,
    exchange::{columns, labels::Labelled},
    http::{Cx, Result},
    sheet::Value,
};
use shared::{
    certification::{CertificateFilter, CertificateState, ListCertificates},
    exchange::ImportKind,
    time::days_between,
};

pub(super) async fn register(cx: &Cx, asked: &Asked) -> Result<Table> {
    let on = asked.filter.on.unwrap_or_else(|| cx.today());
    let state: Option<CertificateState> = asked.status()?;
    let page = |limit, cursor| CertificateFilter {
        limit,
        cursor,
        ..CertificateFilter::default()
    };
    let rows = all::<ListCertificates, _, _, _>(cx, certification::list_certificates, page, |certificate| {
        let stands = certification::state_on(certificate.expires_on, on);
        if certificate.issued_on <= on && state.is_none_or(|state| state == stands) {
            Take::Yes
        } else {
            Take::No
        }
    })
    .await?;
    let rows = rows.into_iter().map(|certificate| {
        let stands = certification::state_on(certificate.expires_on, on);
        vec![
            certificate.product_slug.into(),
            i64::from(certificate.stars).into(),
            certificate.score.map_or(Value::Empty, Value::Decimal),
            certificate.decision_no.into(),
            certificate.issuer.into(),
            certificate.level.as_str().into(),
            certificate.issued_on.into(),
            certificate.criteria_version.as_str().into(),
            certificate.product_name.into(),
            certificate.producer.name.into(),
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
