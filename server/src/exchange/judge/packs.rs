//! Judges rows of packs. A row is a pack of its product by GTIN, without one by its label.

use super::{Outcome, own::Own};
use crate::{
    catalogue::{self, Barcodes, OwnProduct, PackRow},
    exchange::{columns::Heading, fields::Fields, labels::Labelled, stored::StoredRow, write::Write},
    http::Result,
};
use sea_orm::ConnectionTrait;
use shared::{
    FieldCode, OrganisationId, PackId, Patch, ProductId, VatCode,
    catalogue::{PackCreate, PackUpdate, ProductStatus, Unit},
    text::folded,
};
use std::collections::{HashMap, HashSet};

pub(super) async fn judge(
    db: &impl ConnectionTrait,
    producer: OrganisationId,
    columns: &'static [Heading],
    rows: &[StoredRow],
) -> Result<Vec<Outcome>> {
    let own = Own::new(catalogue::own_products(db, producer).await?);
    let packs = Packs::new(catalogue::own_packs_of(db, own.ids()).await?);
    let mut seen = Seen {
        barcodes: Barcodes::of(db, producer).await?,
        ..Seen::default()
    };
    Ok(rows
        .iter()
        .map(|row| outcome(&own, &packs, &mut seen, Fields::of(columns, row)))
        .collect())
}

/// Packs of each product.
#[derive(Debug, Default)]
pub(super) struct Packs(HashMap<ProductId, Vec<PackRow>>);

impl Packs {
    pub(super) fn new(rows: Vec<PackRow>) -> Self {
        let mut packs: HashMap<ProductId, Vec<PackRow>> = HashMap::new();
        for row in rows {
            packs.entry(row.product_id).or_default().push(row);
        }
        Self(packs)
    }

    pub(super) fn of(&self, product: ProductId) -> &[PackRow] {
        self.0.get(&product).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The only one of some packs that fits.
pub(super) fn only<'a>(
    mut fitting: impl Iterator<Item = &'a PackRow>,
) -> Result<Option<&'a PackRow>, FieldCode> {
    match (fitting.next(), fitting.next()) {
        (Some(_), Some(_)) => Err(FieldCode::Ambiguous),
        (found, _) => Ok(found),
    }
}

#[derive(Debug, Default)]
struct Seen {
    known: HashSet<PackId>,
    new: HashSet<(ProductId, String)>,
    barcodes: Barcodes,
}

fn outcome(own: &Own, packs: &Packs, seen: &mut Seen, mut fields: Fields<'_>) -> Outcome {
    let (input, active) = read(&mut fields);
    let product = match own.find(&fields.text("product").unwrap_or_default()) {
        Ok(product) => Some(product),
        Err(code) => {
            if fields.text("product").is_some() {
                fields.wrong("product", code, None);
            }
            None
        }
    };
    let found = product.and_then(|product| find(packs.of(product.id), &input, &mut fields));
    if let Some(product) = product {
        once(seen, product, found, &input, &mut fields);
        if active.unwrap_or(found.is_none_or(|pack| pack.active)) {
            barcodes(&mut seen.barcodes, product.id, found, &input, &mut fields);
        }
    }
    fields.check(&input);
    if let Some(pack) = found {
        for (key, differs) in [
            ("units", pack.units != input.units),
            ("net_quantity", pack.net_quantity != input.net_quantity),
            ("net_unit", pack.net_unit != input.net_unit),
        ] {
            if differs {
                fields.wrong(key, FieldCode::Fixed, None);
            }
        }
    }
    // An empty cell leaves a number of a pack as it is.
    let least = fields.whole("min_cases");
    let multiple = fields.whole("case_multiple");
    let change = found.and_then(|pack| difference(pack, &input, least, multiple, active));
    if let Some(product) = product
        && product.status == ProductStatus::InReview
        && (found.is_none() || change.as_ref().is_some_and(is_reviewed))
    {
        fields.wrong("label", FieldCode::InReview, None);
    }
    match (fields.errors(), product, found, change) {
        (Err(errors), ..) => Outcome::Refused(errors),
        (Ok(()), _, Some(pack), Some(change)) => {
            Outcome::Change(Write::ChangePack(pack.id, pack.version, Box::new(change)))
        }
        (Ok(()), Some(product), None, _) => Outcome::Create(Write::AddPack(
            product.id,
            Box::new(input),
            active.unwrap_or(true),
        )),
        (Ok(()), ..) => Outcome::Unchanged,
    }
}

fn read(fields: &mut Fields<'_>) -> (PackCreate, Option<bool>) {
    fields.need(&[
        "product",
        "label",
        "units",
        "net_quantity",
        "net_unit",
        "unit_price",
        "vat_code",
    ]);
    let input = PackCreate {
        label: fields.text("label").unwrap_or_default(),
        label_en: fields.text("label_en"),
        gtin: fields.text("gtin"),
        case_gtin: fields.text("case_gtin"),
        units: fields.whole("units").unwrap_or_default(),
        net_quantity: fields.whole("net_quantity").unwrap_or_default(),
        net_unit: fields.word("net_unit", Unit::read).unwrap_or(Unit::Gram),
        unit_price: fields.whole("unit_price").unwrap_or_default(),
        min_cases: fields.whole("min_cases").unwrap_or(1),
        case_multiple: fields.whole("case_multiple").unwrap_or(1),
        vat_code: fields.word("vat_code", VatCode::read).unwrap_or(VatCode::Exempt),
    };
    (input, fields.truth("active"))
}

fn find<'a>(packs: &'a [PackRow], input: &PackCreate, fields: &mut Fields<'_>) -> Option<&'a PackRow> {
    let label = folded(input.label.trim());
    let by_gtin = input
        .gtin
        .as_ref()
        .map(|gtin| only(packs.iter().filter(|pack| pack.gtin.as_ref() == Some(gtin))));
    let found = match by_gtin {
        Some(Err(code)) => Err(("gtin", code)),
        Some(Ok(Some(pack))) => Ok(Some(pack)),
        // A pack of the same label without a GTIN gets it.
        Some(Ok(None)) | None => {
            let named = packs.iter().filter(|pack| folded(&pack.label) == label);
            let open = named.filter(|pack| input.gtin.is_none() || pack.gtin.is_none());
            only(open).map_err(|code| ("label", code))
        }
    };
    found.unwrap_or_else(|(key, code)| {
        fields.wrong(key, code, None);
        None
    })
}

/// Each pack stands once in a file, and only goods have packs.
fn once(
    seen: &mut Seen,
    product: &OwnProduct,
    found: Option<&PackRow>,
    input: &PackCreate,
    fields: &mut Fields<'_>,
) {
    let first = if let Some(pack) = found {
        seen.known.insert(pack.id)
    } else {
        let name = input.gtin.clone().unwrap_or_else(|| folded(input.label.trim()));
        seen.new.insert((product.id, name))
    };
    if !first {
        fields.wrong("label", FieldCode::Duplicate, None);
    }
    if !product.orderable {
        fields.wrong("product", FieldCode::NotOrderable, None);
    }
}

/// A number names one thing, in the file and beside it.
fn barcodes(
    known: &mut Barcodes,
    product: ProductId,
    found: Option<&PackRow>,
    input: &PackCreate,
    fields: &mut Fields<'_>,
) {
    let own = found.map(|pack| pack.id);
    let size = (input.net_quantity, input.net_unit);
    let numbers = [input.gtin.as_deref(), input.case_gtin.as_deref()];
    for (key, _) in known.taken(own, product, size, numbers) {
        fields.wrong(key, FieldCode::Taken, None);
    }
    known.bear(own, product, size, numbers);
}

/// Whether a change is of what the centre reads.
const fn is_reviewed(change: &PackUpdate) -> bool {
    change.label.is_some()
        || !change.label_en.is_keep()
        || !change.gtin.is_keep()
        || !change.case_gtin.is_keep()
}

fn difference(
    pack: &PackRow,
    row: &PackCreate,
    least: Option<i32>,
    multiple: Option<i32>,
    active: Option<bool>,
) -> Option<PackUpdate> {
    let optional =
        |new: &Option<String>, old: &Option<String>| Patch::given(new.clone().filter(|_| new != old));
    let update = PackUpdate {
        label: (row.label != pack.label).then(|| row.label.clone()),
        label_en: optional(&row.label_en, &pack.label_en),
        gtin: optional(&row.gtin, &pack.gtin),
        case_gtin: optional(&row.case_gtin, &pack.case_gtin),
        unit_price: (row.unit_price != pack.unit_price).then_some(row.unit_price),
        min_cases: least.filter(|least| *least != pack.min_cases),
        case_multiple: multiple.filter(|multiple| *multiple != pack.case_multiple),
        vat_code: (row.vat_code != pack.vat_code).then_some(row.vat_code),
        active: active.filter(|active| *active != pack.active),
    };
    let nothing = PackUpdate {
        label: None,
        label_en: Patch::Keep,
        gtin: Patch::Keep,
        case_gtin: Patch::Keep,
        unit_price: None,
        min_cases: None,
        case_multiple: None,
        vat_code: None,
        active: None,
    };
    (update != nothing).then_some(update)
}
