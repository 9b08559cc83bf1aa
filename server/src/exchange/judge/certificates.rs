//! Judges rows of certificates. A row is a certificate by product and decision; one that is recorded otherwise is
//! refused, because certificates are not rewritten.

use super::Outcome;
use crate::{
    catalogue::{self, ProductRow},
    certification,
    exchange::{columns::Heading, fields::Fields, labels::Labelled, stored::StoredRow, write::Write},
    http::Result,
};
use sea_orm::ConnectionTrait;
use shared::{
    Date, FieldCode, ProductId,
    certification::{Certificate, CertificateCreate, CriteriaVersion, IssuerLevel},
};
use std::collections::{HashMap, HashSet};

pub(super) async fn judge(
    db: &impl ConnectionTrait,
    today: Date,
    columns: &'static [Heading],
    rows: &[StoredRow],
) -> Result<Vec<Outcome>> {
    let codes: HashSet<String> = rows
        .iter()
        .filter_map(|row| Fields::of(columns, row).text("product"))
        .map(|code| code.to_lowercase())
        .collect();
    let products = catalogue::products_by_slug(db, codes).await?;
    let known =
        certification::certificates_of(db, products.values().map(|product| product.id), today).await?;
    let mut seen = HashSet::new();
    Ok(rows
        .iter()
        .map(|row| outcome(&products, &known, &mut seen, today, Fields::of(columns, row)))
        .collect())
}

fn outcome(
    products: &HashMap<String, ProductRow>,
    known: &HashMap<ProductId, Vec<Certificate>>,
    seen: &mut HashSet<(ProductId, String)>,
    today: Date,
    mut fields: Fields<'_>,
) -> Outcome {
    fields.need(&[
        "product",
        "stars",
        "decision_no",
        "issuer",
        "level",
        "issued_on",
        "criteria_version",
    ]);
    let code = fields.text("product").unwrap_or_default().to_lowercase();
    let named = products.get(&code);
    let product = named.filter(|product| product.public);
    if product.is_none() && !code.is_empty() {
        let wrong = named.map_or(FieldCode::Unknown, |_| FieldCode::NotPublic);
        fields.wrong("product", wrong, None);
    }
    let input = read(&mut fields, product, today);
    fields.check(&input);
    if product.is_some() && !seen.insert((input.product_id, input.decision_no.clone())) {
        fields.wrong("decision_no", FieldCode::Duplicate, None);
    }
    let recorded = product.and_then(|product| {
        let certificates = known.get(&product.id)?;
        certificates
            .iter()
            .find(|certificate| certificate.decision_no == input.decision_no)
    });
    match recorded {
        Some(certificate) => differences(certificate, &input, &mut fields),
        // Which rules hold depends on the day.
        None if fields.is_wrong("issued_on") => {}
        None => {
            if let Err((key, code)) = certification::allowed(&input, today) {
                fields.wrong(key, code, None);
            }
        }
    }
    match (fields.errors(), recorded) {
        (Err(errors), _) => Outcome::Refused(errors),
        (Ok(()), Some(_)) => Outcome::Unchanged,
        (Ok(()), None) => Outcome::Create(Write::RecordCertificate(Box::new(input))),
    }
}

fn read(fields: &mut Fields<'_>, product: Option<&ProductRow>, today: Date) -> CertificateCreate {
    CertificateCreate {
        product_id: product.map_or(ProductId::EXAMPLE, |product| product.id),
        stars: fields.whole("stars").unwrap_or_default(),
        score: fields.decimal("score"),
        decision_no: fields.text("decision_no").unwrap_or_default(),
        issuer: fields.text("issuer").unwrap_or_default(),
        level: fields
            .word("level", IssuerLevel::read)
            .unwrap_or(IssuerLevel::Province),
        issued_on: fields.day("issued_on").unwrap_or(today),
        criteria_version: fields
            .word("criteria_version", CriteriaVersion::read)
            .unwrap_or(CriteriaVersion::V1489),
    }
}

fn differences(recorded: &Certificate, row: &CertificateCreate, fields: &mut Fields<'_>) {
    for (key, differs) in [
        ("stars", recorded.stars != row.stars),
        ("score", row.score.is_some() && recorded.score != row.score),
        ("issuer", recorded.issuer != row.issuer),
        ("level", recorded.level != row.level),
        ("issued_on", recorded.issued_on != row.issued_on),
        (
            "criteria_version",
            recorded.criteria_version != row.criteria_version,
        ),
    ] {
        if differs {
            fields.wrong(key, FieldCode::Fixed, None);
        }
    }
}
