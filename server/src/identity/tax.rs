//! A household's 12-digit tax code is the number of a person: it is sealed, found by a keyed hash, and shown in full to
//! its own manager and the centre alone.

use super::entity::organisations::{self, Column, Entity};
use crate::{
    db::Tx,
    http::{Cx, Error, Result},
    vault::{Vault, place},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, Func},
};
use shared::{
    Code, FieldCode, OrganisationId,
    codes::is_personal_tax_code,
    identity::{Organisation, OrganisationKind, Role},
};

/// What everybody else sees.
const MASK: &str = "************";
const BLIND: &str = "organisations.tax_code";

/// A tax code as it is stored.
pub(super) struct Stored {
    /// The code, where it is public; else something that no other row has.
    pub(super) open: String,
    pub(super) sealed: Option<Vec<u8>>,
    pub(super) blind: Option<String>,
}

impl Stored {
    pub(super) fn new(vault: &Vault, id: OrganisationId, code: String) -> Result<Self> {
        let personal = is_personal_tax_code(&code) && code.bytes().all(|byte| byte.is_ascii_digit());
        if !personal {
            return Ok(Self {
                open: code,
                sealed: None,
                blind: None,
            });
        }
        Ok(Self {
            open: format!("sealed-{id}"),
            sealed: Some(vault.seal_text(&place("organisations", "tax_code", id), &code)?),
            blind: Some(vault.blind(BLIND, &code)?),
        })
    }
}

pub(super) fn taken() -> Error {
    Error::refuse(Code::ValidationFailed).with_field("tax_code", FieldCode::Taken, None)
}

/// Refuses a personal code that another organisation has. While keys are being changed, its hash may be of an older one,
/// which the table's own rule cannot know.
pub(super) async fn refuse_taken(tx: &Tx, code: &str) -> Result<()> {
    if !is_personal_tax_code(code) {
        return Ok(());
    }
    let hashes = tx.app().settings.vault.blinds(BLIND, code)?;
    let other = Entity::find()
        .filter(Column::TaxCodeBlind.is_in(hashes))
        .one(&**tx)
        .await?;
    if other.is_some() { Err(taken()) } else { Ok(()) }
}

/// What a row says to whoever may see the organisation at all.
pub(super) fn masked(row: &organisations::Model) -> String {
    if row.tax_code_sealed.is_some() {
        MASK.to_owned()
    } else {
        row.tax_code.clone()
    }
}

/// The organisation as the caller may see it.
pub(super) fn view(cx: &Cx, row: organisations::Model) -> Result<Organisation> {
    let member = cx.member()?;
    let own = member.organisation_id == row.id && member.role == Role::Manager;
    let whole = match &row.tax_code_sealed {
        Some(sealed) if own || member.kind == OrganisationKind::Centre => Some(
            cx.vault()
                .open_text(&place("organisations", "tax_code", row.id), sealed)?,
        ),
        _ => None,
    };
    let mut view = Organisation::from(row);
    if let Some(whole) = whole {
        view.tax_code = whole;
    }
    Ok(view)
}

/// Gives the row another tax code, unless it is the one that it has.
pub(super) async fn change(tx: &Tx, row: &mut organisations::Model, code: String) -> Result<()> {
    let vault = &tx.app().settings.vault;
    let same = match &row.tax_code_sealed {
        Some(sealed) => vault.open_text(&place("organisations", "tax_code", row.id), sealed)? == code,
        None => row.tax_code == code,
    };
    if same {
        return Ok(());
    }
    refuse_taken(tx, &code).await?;
    let stored = Stored::new(vault, row.id, code)?;
    row.tax_code = stored.open;
    row.tax_code_sealed = stored.sealed;
    row.tax_code_blind = stored.blind;
    Ok(())
}

/// Seals what was stored before codes were sealed. Safe to repeat.
pub(crate) async fn seal_tax_codes(db: &impl ConnectionTrait, vault: &Vault) -> Result<()> {
    let rows = Entity::find()
        .filter(Column::TaxCodeSealed.is_null())
        .filter(Expr::expr(Func::char_length(Expr::col(Column::TaxCode))).eq(12))
        .all(db)
        .await?;
    for row in rows {
        let stored = Stored::new(vault, row.id, row.tax_code)?;
        let change = organisations::ActiveModel {
            id: Set(row.id),
            tax_code: Set(stored.open),
            tax_code_sealed: Set(stored.sealed),
            tax_code_blind: Set(stored.blind),
            ..Default::default()
        };
        Entity::update(change).exec_without_returning(db).await?;
    }
    Ok(())
}
