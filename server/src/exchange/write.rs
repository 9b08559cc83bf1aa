//! Writes one judged row by the operation of the slice it belongs to.

use crate::{
    auth::Member,
    catalogue, certification,
    db::Tx,
    http::{Draft, Error, Result},
    stock,
};
use shared::{
    Date, FieldCode, PackId, Patch, ProductId,
    catalogue::{PackCreate, PackUpdate, ProductCreate, ProductUpdate},
    certification::CertificateCreate,
    stock::LotCreate,
};

/// What a row writes. Changes name the version that was judged.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Write {
    StartProduct(Box<ProductCreate>),
    ChangeProduct(ProductId, i64, Box<ProductUpdate>),
    /// With whether buyers see it.
    AddPack(ProductId, Box<PackCreate>, bool),
    ChangePack(PackId, i64, Box<PackUpdate>),
    AddLot(Box<LotCreate>),
    RecordCertificate(Box<CertificateCreate>),
}

impl Write {
    /// Writes the row, with a line of its own in the audit trail.
    pub(super) async fn write(&self, tx: &mut Tx, member: &Member, today: Date) -> Result<()> {
        match self {
            Self::StartProduct(body) => {
                let id = catalogue::start_product(tx, member, body.as_ref().clone()).await?;
                tx.note("create_product", "product", id);
            }
            Self::ChangeProduct(id, version, body) => {
                catalogue::change_product(tx, member, *id, Some(*version), body.as_ref().clone()).await?;
                tx.note("update_product", "product", id);
            }
            Self::AddPack(product, body, active) => {
                let id = catalogue::add_pack(tx, member, *product, body.as_ref().clone()).await?;
                if !active {
                    let update = PackUpdate {
                        active: Some(false),
                        ..unchanged()
                    };
                    catalogue::change_pack(tx, member, id, None, update).await?;
                }
                tx.note("create_pack", "pack", id);
            }
            Self::ChangePack(id, version, body) => {
                catalogue::change_pack(tx, member, *id, Some(*version), body.as_ref().clone()).await?;
                tx.note("update_pack", "pack", id);
            }
            Self::AddLot(body) => {
                let id = stock::add_lot(tx, member, today, body.as_ref().clone()).await?;
                tx.note("create_lot", "lot", id);
            }
            Self::RecordCertificate(body) => {
                let id = certification::record(tx, member, today, body).await?;
                tx.note("create_certificate", "certificate", id);
            }
        }
        Ok(())
    }
}

const fn unchanged() -> PackUpdate {
    PackUpdate {
        label: None,
        label_en: Patch::Keep,
        gtin: Patch::Keep,
        case_gtin: Patch::Keep,
        unit_price: None,
        min_cases: None,
        case_multiple: None,
        vat_code: None,
        active: None,
    }
}

/// What an operation's refusal says of a row: its fields, or that something has changed since the row was judged.
pub(super) fn refusal(error: Error) -> Result<Vec<(String, FieldCode, Option<i64>)>> {
    match error {
        Error::Refused(draft) => Ok(fields(&draft)),
        other => Err(other),
    }
}

fn fields(draft: &Draft) -> Vec<(String, FieldCode, Option<i64>)> {
    let fields: Vec<_> = draft
        .fields()
        .map(|(field, code, limit)| (field.to_owned(), code, limit))
        .collect();
    if fields.is_empty() {
        vec![(String::new(), FieldCode::ChangedMeanwhile, None)]
    } else {
        fields
    }
}
