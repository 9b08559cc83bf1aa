//! Brings a spreadsheet to fill in.

use super::{
    columns::{self, Heading},
    labels::{choices, truth},
    policy,
};
use crate::{
    catalogue::{self, PackRow},
    http::{Cx, Received, Reply, Result},
    province::province,
    sheet::{self, Choice, Column, Value},
};
use anyhow::Context;
use sea_orm::ConnectionTrait;
use shared::{
    Input, Lang, OrganisationId, VatCode,
    catalogue::{Claim, PackCreate, ProductCreate, Unit},
    certification::{CertificateCreate, CriteriaVersion, IssuerLevel},
    exchange::{GetTemplate, ImportKind},
    stock::LotCreate,
};

pub(super) async fn get_template(cx: Cx, received: Received<GetTemplate>) -> Result<Reply<GetTemplate>> {
    let (kind,) = received.path;
    policy::may_import(cx.member()?, kind)?;
    let lang = received.query.lang.unwrap_or(cx.lang);
    let lists = match kind {
        ImportKind::Lots => packs(cx.reader(), cx.member()?.organisation_id, lang).await?,
        _ => lists(kind, lang),
    };
    let bytes = tokio::task::spawn_blocking(move || template(kind, lang, &lists))
        .await
        .context("writing a template")??;
    Reply::download(bytes.into(), &format!("{kind}.xlsx"))
}

fn template(kind: ImportKind, lang: Lang, lists: &[Choice]) -> anyhow::Result<Vec<u8>> {
    let columns: Vec<Column> = columns::of(kind)
        .iter()
        .map(|heading| {
            let mut column = heading.column(lang);
            if heading.required {
                column.heading.push_str(" *");
            }
            column
        })
        .collect();
    let names = [name(kind, lang), lang.pick("Danh mục mã", "Codes")];
    sheet::template(names, &columns, vec![example(kind, lang)], lists)
}

/// What the sheet is called.
pub(super) const fn name(kind: ImportKind, lang: Lang) -> &'static str {
    match kind {
        ImportKind::Products => lang.pick("Sản phẩm", "Products"),
        ImportKind::Packs => lang.pick("Quy cách", "Packs"),
        ImportKind::Lots => lang.pick("Lô hàng", "Lots"),
        ImportKind::Certificates => lang.pick("Giấy chứng nhận", "Certificates"),
    }
}

/// A row as it is meant: the examples of the operations that will take it. Its first cell says that it is one.
fn example(kind: ImportKind, lang: Lang) -> Vec<Value> {
    let mark = columns::example_mark(lang);
    let code = || Value::from(format!("{mark} hong-khong-hat-say-deo"));
    match kind {
        ImportKind::Products => {
            let product = ProductCreate::example();
            let months: Vec<String> = product.season_months.iter().map(ToString::to_string).collect();
            let claims: Vec<&str> = product.claims.iter().map(|claim| claim.as_str()).collect();
            vec![
                mark.into(),
                product.name.into(),
                product.name_en.into(),
                product.group.into(),
                product.description.into(),
                product.description_en.into(),
                product.ingredients.into(),
                product.ingredients_en.into(),
                product.storage.into(),
                product.storage_en.into(),
                product.shelf_life_days.into(),
                months.join(", ").into(),
                claims.join(", ").into(),
                product.illustration.into(),
            ]
        }
        ImportKind::Packs => {
            let pack = PackCreate::example();
            vec![
                code(),
                pack.label.into(),
                pack.label_en.into(),
                pack.gtin.into(),
                pack.case_gtin.into(),
                pack.units.into(),
                pack.net_quantity.into(),
                pack.net_unit.as_str().into(),
                Value::Money(pack.unit_price),
                pack.min_cases.into(),
                pack.case_multiple.into(),
                pack.vat_code.as_str().into(),
                truth(true, lang).into(),
            ]
        }
        ImportKind::Lots => {
            let lot = LotCreate::example();
            vec![
                code(),
                PackCreate::example().label.into(),
                lot.code.into(),
                lot.quantity.into(),
                lot.produced_on.into(),
                lot.best_before.into(),
            ]
        }
        ImportKind::Certificates => {
            let certificate = CertificateCreate::example();
            vec![
                code(),
                i64::from(certificate.stars).into(),
                certificate.score.map_or(Value::Empty, Value::Decimal),
                certificate.decision_no.into(),
                certificate.issuer.into(),
                certificate.level.as_str().into(),
                certificate.issued_on.into(),
                certificate.criteria_version.as_str().into(),
            ]
        }
    }
}

fn lists(kind: ImportKind, lang: Lang) -> Vec<Choice> {
    let columns = columns::of(kind);
    let list = |key: &str, entries| choice(columns, key, entries, lang);
    let yes_no = || {
        [true, false]
            .map(|yes| (truth(yes, lang).to_owned(), String::new()))
            .into()
    };
    let found = match kind {
        ImportKind::Products => vec![
            list("group", groups(lang)),
            list("claims", choices::<Claim>(lang)).map(shown),
        ],
        ImportKind::Packs => vec![
            list("net_unit", choices::<Unit>(lang)),
            list("vat_code", choices::<VatCode>(lang)),
            list("active", yes_no()),
        ],
        // Its codes are the producer's own packs.
        ImportKind::Lots => Vec::new(),
        ImportKind::Certificates => vec![
            list(
                "stars",
                [3, 4, 5]
                    .map(|stars: i32| (stars.to_string(), String::new()))
                    .into(),
            ),
            list("level", choices::<IssuerLevel>(lang)),
            list("criteria_version", choices::<CriteriaVersion>(lang)),
        ],
    };
    found.into_iter().flatten().collect()
}

/// What lots are made of: the producer's own products, and the packs of each by name, with the product's code and the GTINs
/// that name them too. Nothing for those who have none, as the centre.
async fn packs(db: &impl ConnectionTrait, producer: OrganisationId, lang: Lang) -> Result<Vec<Choice>> {
    let products = catalogue::own_products(db, producer).await?;
    let packs = catalogue::own_packs_of(db, products.iter().map(|product| product.id)).await?;
    let (mut codes, mut labels) = (Vec::new(), Vec::new());
    for product in products {
        let own: Vec<&PackRow> = packs
            .iter()
            .filter(|pack| pack.product_id == product.id)
            .collect();
        if own.is_empty() {
            continue;
        }
        for pack in own {
            let gtins = [&pack.gtin, &pack.case_gtin].into_iter().flatten();
            let names = [&product.slug, &product.texts.name].into_iter().chain(gtins);
            let names: Vec<&str> = names.map(String::as_str).collect();
            labels.push((pack.label.clone(), names.join(" · ")));
        }
        codes.push((product.slug, product.texts.name));
    }
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let columns = columns::of(ImportKind::Lots);
    let found = [
        choice(columns, "product", codes, lang),
        choice(columns, "pack", labels, lang),
    ];
    Ok(found.into_iter().flatten().collect())
}

fn choice(columns: &[Heading], key: &str, entries: Vec<(String, String)>, lang: Lang) -> Option<Choice> {
    let column = columns.iter().position(|heading| heading.key == key)?;
    Some(Choice {
        column: u16::try_from(column).ok(),
        heading: columns.get(column)?.text(lang).to_owned(),
        entries,
    })
}

/// A list that is only shown: its column takes several entries.
fn shown(choice: Choice) -> Choice {
    Choice {
        column: None,
        ..choice
    }
}

/// The groups that products can belong to.
fn groups(lang: Lang) -> Vec<(String, String)> {
    let groups = province()
        .groups
        .iter()
        .filter(|group| province().leaf_group(&group.code).is_some());
    groups
        .map(|group| {
            (
                group.code.clone(),
                lang.pick(&group.name, &group.name_en).to_owned(),
            )
        })
        .collect()
}
