//! Packs: what can be ordered of a product, with its price.

use crate::{
    components::{
        bits::{breadcrumb, icon, money},
        fields::{Field, choice, once},
        frame::Frame,
        messages::{notice, problem_summary},
        work::{id, in_language, refused},
    },
    form::Form,
    format,
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, extract::Path, http::Response};
use leptos::prelude::*;
use shared::{
    Call, Code, PackId, ProductId, VatCode,
    catalogue::{
        CreatePack, GetManagedProduct, ManagedProduct, Pack, PackCreate, PackUpdate, Unit, UpdatePack,
    },
    identity::OrganisationKind,
};

async fn read(visit: &Visit, product: &str) -> Result<ManagedProduct, PageError> {
    visit.member(&[OrganisationKind::Producer])?;
    visit.get::<GetManagedProduct>((id::<ProductId>(visit, product)?,)).await
}

pub(crate) async fn show_new(visit: Visit, Path(product): Path<String>) -> PageResult {
    let product = read(&visit, &product).await?;
    let form = Form::filled([("net_unit", "g"), ("min_cases", "1"), ("case_multiple", "1"), ("vat_code", "8")]);
    Ok(page(&visit, &form, &product, None))
}

pub(crate) async fn create_pack(visit: Visit, Path(product): Path<String>, form: Form) -> PageResult {
    let product = read(&visit, &product).await?;
    let (Some(net_unit), Some(vat_code)) = (form.parse("net_unit"), form.parse("vat_code")) else {
        let form = form.unreadable(visit.lang, &["net_unit", "vat_code"]);
        return Ok(page(&visit, &form, &product, None));
    };
    let body = PackCreate {
        label: form.text("label").trim().to_owned(),
        label_en: form.some("label_en"),
        gtin: form.some("gtin"),
        case_gtin: form.some("case_gtin"),
        units: form.small("units"),
        net_quantity: form.small("net_quantity"),
        net_unit,
        unit_price: form.number("unit_price"),
        min_cases: form.small("min_cases"),
        case_multiple: form.small("case_multiple"),
        vat_code,
    };
    let call = Call::<CreatePack>::new((product.id,)).body(&body).idempotency_key(form.text("once"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/products/{}?done=pack", product.id))),
        Err(error) => Ok(page(&visit, &refused(&visit, form, error)?, &product, None)),
    }
}

fn pack_of<'a>(visit: &Visit, product: &'a ManagedProduct, pack: &str) -> Result<&'a Pack, PageError> {
    let key: PackId = id(visit, pack)?;
    product.packs.iter().find(|pack| pack.id == key).ok_or_else(|| visit.refuse(Code::NotFound))
}

pub(crate) async fn show_edit(visit: Visit, Path((product, pack)): Path<(String, String)>) -> PageResult {
    let product = read(&visit, &product).await?;
    let pack = pack_of(&visit, &product, &pack)?;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut values = vec![
        ("version", pack.version.to_string()),
        ("label", pack.label.clone()),
        ("label_en", text(&pack.label_en)),
        ("gtin", text(&pack.gtin)),
        ("case_gtin", text(&pack.case_gtin)),
        ("unit_price", pack.unit_price.amount.to_string()),
        ("min_cases", pack.min_cases.to_string()),
        ("case_multiple", pack.case_multiple.to_string()),
        ("vat_code", pack.vat_code.to_string()),
    ];
    if pack.active {
        values.push(("active", "true".to_owned()));
    }
    Ok(page(&visit, &Form::filled(values), &product, Some(pack)))
}

pub(crate) async fn update_pack(visit: Visit, Path((product, pack)): Path<(String, String)>, form: Form) -> PageResult {
    let product = read(&visit, &product).await?;
    let pack = pack_of(&visit, &product, &pack)?;
    let body = PackUpdate {
        label: Some(form.text("label").trim().to_owned()),
        label_en: Some(form.text("label_en").trim().to_owned()),
        gtin: form.some("gtin"),
        case_gtin: form.some("case_gtin"),
        unit_price: Some(form.number("unit_price")),
        min_cases: Some(form.small("min_cases")),
        case_multiple: Some(form.small("case_multiple")),
        vat_code: form.parse("vat_code"),
        active: Some(form.ticked("active")),
    };
    let call = Call::<UpdatePack>::new((pack.id,)).body(&body).if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/products/{}?done=pack", product.id))),
        Err(error) => Ok(page(&visit, &refused(&visit, form, error)?, &product, Some(pack))),
    }
}

fn page(visit: &Visit, form: &Form, product: &ManagedProduct, pack: Option<&Pack>) -> Response<Body> {
    let title = if pack.is_some() { tr!(visit, "catalogue.edit_pack") } else { tr!(visit, "catalogue.new_pack") };
    let home = format!("/desk/products/{}", product.id);
    let action = pack.map_or_else(|| format!("{home}/packs/new"), |pack| format!("{home}/packs/{}", pack.id));
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let trail = vec![
            ("/desk/products".to_owned(), tr!(visit, "desk.products")),
            (home.clone(), in_language(visit.lang, &product.texts.name, product.texts.name_en.as_deref())),
        ];
        view! {
            {breadcrumb(visit, trail, title.clone())}
            <h1>{title}</h1>
            {problem_summary(visit, form)}
            <form class="form stack" method="post" action=visit.to(&action)>
                {match pack {
                    Some(pack) => kept(visit, form, pack),
                    None => once(visit, form),
                }}
                {fields(visit, form, pack.is_none())}
                <div class="form__actions">
                    <button class="button button--large">{tr!(visit, "work.save")}</button>
                    <a class="button button--quiet button--large" href=visit.to(&home)>{tr!(visit, "work.cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}

/// What a pack keeps for good, because orders and lots count in it.
fn kept(visit: &Visit, form: &Form, pack: &Pack) -> AnyView {
    view! {
        <input type="hidden" name="version" value=form.text("version").to_owned()/>
        {notice(visit, "info", content(visit, pack), Some(tr!(visit, "catalogue.pack_kept")))}
        {choice(form, "checkbox", "active", "true", tr!(visit, "catalogue.pack_active"))}
    }
    .into_any()
}

fn fields(visit: &Visit, form: &Form, new: bool) -> AnyView {
    let field = |name: &'static str| Field::new(name, tr!(visit, format!("catalogue.pack_{name}")));
    let units = Unit::ALL.iter().map(|unit| (unit.to_string(), unit_name(visit, *unit))).collect();
    let rates = VatCode::ALL.iter().map(|code| (code.to_string(), tr!(visit, format!("vat.{code}")))).collect();
    let content = new.then(|| {
        view! {
            <div class="field-row">
                {field("units").required().numeric().hint(tr!(visit, "catalogue.pack_units_hint")).input(visit, form)}
                {field("net_quantity").required().numeric().input(visit, form)}
                {field("net_unit").required().select(visit, form, units)}
            </div>
        }
    });
    view! {
        {field("label").required().hint(tr!(visit, "catalogue.pack_label_hint")).input(visit, form)}
        {field("label_en").input(visit, form)}
        {content}
        <div class="field-row">
            {field("unit_price").required().numeric().unit("₫".to_owned()).hint(tr!(visit, "catalogue.pack_price_hint")).input(visit, form)}
            {field("vat_code").required().hint(tr!(visit, "catalogue.pack_vat_hint")).select(visit, form, rates)}
        </div>
        <div class="field-row">
            {field("min_cases").required().numeric().unit(tr!(visit, "work.cases")).input(visit, form)}
            {field("case_multiple").required().numeric().unit(tr!(visit, "work.cases")).hint(tr!(visit, "catalogue.pack_multiple_hint")).input(visit, form)}
        </div>
        <div class="field-row">
            {field("gtin").numeric().hint(tr!(visit, "catalogue.pack_gtin_hint")).input(visit, form)}
            {field("case_gtin").numeric().input(visit, form)}
        </div>
    }
    .into_any()
}

fn unit_name(visit: &Visit, unit: Unit) -> String {
    match unit {
        Unit::Piece => tr!(visit, "catalogue.unit_piece"),
        written => written.to_string(),
    }
}

/// `20 × 250 g`
fn content(visit: &Visit, pack: &Pack) -> String {
    let quantity = format::number(visit.lang, i64::from(pack.net_quantity));
    format!("{}\u{a0}×\u{a0}{quantity}\u{a0}{}", format::number(visit.lang, i64::from(pack.units)), unit_name(visit, pack.net_unit))
}

/// The packs of a product; `path` is the product's page where they may be changed.
pub(super) fn table(visit: &Visit, product: &ManagedProduct, path: &str, orderable: bool) -> AnyView {
    if !orderable {
        return view! { <p id="packs" class="muted">{tr!(visit, "catalogue.not_orderable")}</p> }.into_any();
    }
    let rows: Vec<AnyView> = product.packs.iter().map(|pack| row(visit, pack, Some(path))).collect();
    let add = view! {
        <p><a class="button button--quiet" href=visit.to(&format!("{path}/packs/new"))>{icon(visit, "plus")}{tr!(visit, "catalogue.new_pack")}</a></p>
    };
    if rows.is_empty() {
        return view! { <div class="stack" id="packs"><p class="muted">{tr!(visit, "catalogue.no_pack")}</p>{add}</div> }.into_any();
    }
    view! { <div class="stack" id="packs">{of_rows(visit, rows)}{add}</div> }.into_any()
}

/// The packs, only to read.
pub(super) fn readable(visit: &Visit, packs: &[Pack]) -> AnyView {
    if packs.is_empty() {
        return view! { <p class="muted">{tr!(visit, "catalogue.no_pack")}</p> }.into_any();
    }
    of_rows(visit, packs.iter().map(|pack| row(visit, pack, None)).collect())
}

fn of_rows(visit: &Visit, rows: Vec<AnyView>) -> AnyView {
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "catalogue.packs")>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "catalogue.packs")}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "catalogue.pack_label")}</th>
                    <th scope="col" class="num">{tr!(visit, "catalogue.pack_unit_price")}</th>
                    <th scope="col" class="num">{tr!(visit, "catalogue.case_price")}</th>
                    <th scope="col">{tr!(visit, "catalogue.pack_vat_code")}</th>
                    <th scope="col" class="num">{tr!(visit, "catalogue.pack_min_cases")}</th>
                    <th scope="col" class="num">{tr!(visit, "catalogue.available")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(visit: &Visit, pack: &Pack, path: Option<&str>) -> AnyView {
    let label = in_language(visit.lang, &pack.label, pack.label_en.as_deref());
    let label = match path {
        Some(path) => view! { <a href=visit.to(&format!("{path}/packs/{}", pack.id))>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    let hidden = (!pack.active).then(|| view! { <span class="chip chip--out">{tr!(visit, "catalogue.pack_hidden")}</span> });
    view! {
        <tr>
            <th scope="row" data-label=tr!(visit, "catalogue.pack_label")>{label}<br/><small class="muted">{content(visit, pack)}</small> {hidden}</th>
            <td class="num" data-label=tr!(visit, "catalogue.pack_unit_price")>{money(visit, pack.unit_price)}</td>
            <td class="num" data-label=tr!(visit, "catalogue.case_price")>{money(visit, pack.case_price)}</td>
            <td data-label=tr!(visit, "catalogue.pack_vat_code")>{tr!(visit, format!("vat.{}", pack.vat_code))}</td>
            <td class="num" data-label=tr!(visit, "catalogue.pack_min_cases")>{format::number(visit.lang, i64::from(pack.min_cases))}</td>
            <td class="num" data-label=tr!(visit, "catalogue.available")>{format::number(visit.lang, pack.available)}</td>
        </tr>
    }
    .into_any()
}
