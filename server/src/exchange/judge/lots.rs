//! Judges rows of lots. A row is a lot by pack and code; what stands in the ledger already is never written again, so
//! that a file sent twice does not double the stock.

use super::{
    Outcome,
    own::Own,
    packs::{Packs, only},
};
use crate::{
    catalogue::{self, PackRow},
    exchange::{columns::Heading, fields::Fields, stored::StoredRow, write::Write},
    http::Result,
    stock::{self, OwnLot},
};
use sea_orm::ConnectionTrait;
use shared::{Date, FieldCode, OrganisationId, PackId, stock::LotCreate, text::folded};
use std::collections::{HashMap, HashSet};

pub(super) async fn judge(
    db: &impl ConnectionTrait,
    producer: OrganisationId,
    today: Date,
    columns: &'static [Heading],
    rows: &[StoredRow],
) -> Result<Vec<Outcome>> {
    let own = Own::new(catalogue::own_products(db, producer).await?);
    let packs = Packs::new(catalogue::own_packs_of(db, own.ids()).await?);
    let known: HashMap<(PackId, String), OwnLot> = stock::own_lots(db, producer)
        .await?
        .into_iter()
        .map(|lot| ((lot.pack_id, lot.code.clone()), lot))
        .collect();
    let mut seen = HashSet::new();
    let outcomes = rows.iter().map(|row| {
        let mut fields = Fields::of(columns, row);
        let pack = pack(&own, &packs, &mut fields);
        outcome(&known, &mut seen, today, pack, fields)
    });
    Ok(outcomes.collect())
}

fn pack<'a>(own: &Own, packs: &'a Packs, fields: &mut Fields<'_>) -> Option<&'a PackRow> {
    fields.need(&["product", "pack", "code", "quantity", "produced_on"]);
    let (product, name) = (fields.text("product")?, fields.text("pack")?);
    let product = match own.find(&product) {
        Ok(product) => product.id,
        Err(code) => {
            fields.wrong("product", code, None);
            return None;
        }
    };
    let packs = packs.of(product);
    let by_gtin = only(
        packs
            .iter()
            .filter(|pack| pack.gtin.as_ref() == Some(&name) || pack.case_gtin.as_ref() == Some(&name)),
    );
    let found = match by_gtin {
        Ok(None) => only(packs.iter().filter(|pack| folded(&pack.label) == folded(&name))),
        found => found,
    };
    match found {
        Ok(Some(pack)) => Some(pack),
        Ok(None) => {
            fields.wrong("pack", FieldCode::Unknown, None);
            None
        }
        Err(code) => {
            fields.wrong("pack", code, None);
            None
        }
    }
}

fn outcome(
    known: &HashMap<(PackId, String), OwnLot>,
    seen: &mut HashSet<(PackId, String)>,
    today: Date,
    pack: Option<&PackRow>,
    mut fields: Fields<'_>,
) -> Outcome {
    let input = LotCreate {
        pack_id: pack.map_or(PackId::EXAMPLE, |pack| pack.id),
        code: fields.text("code").unwrap_or_default(),
        quantity: fields.whole("quantity").unwrap_or_default(),
        produced_on: fields.day("produced_on").unwrap_or(today),
        best_before: fields.day("best_before"),
    };
    fields.check(&input);
    if input.produced_on > today {
        fields.wrong("produced_on", FieldCode::InFuture, None);
    }
    let key = (input.pack_id, input.code.clone());
    if pack.is_some() && !seen.insert(key.clone()) {
        fields.wrong("code", FieldCode::Duplicate, None);
    }
    let found = known.get(&key);
    if let Some(lot) = found {
        for (column, differs) in [
            ("quantity", lot.made != input.quantity),
            ("produced_on", lot.produced_on != input.produced_on),
            (
                "best_before",
                input.best_before.is_some() && lot.best_before != input.best_before,
            ),
        ] {
            if differs {
                fields.wrong(column, FieldCode::Fixed, None);
            }
        }
    }
    match (fields.errors(), found) {
        (Err(errors), _) => Outcome::Refused(errors),
        (Ok(()), Some(_)) => Outcome::Unchanged,
        (Ok(()), None) => Outcome::Create(Write::AddLot(Box::new(input))),
    }
}
