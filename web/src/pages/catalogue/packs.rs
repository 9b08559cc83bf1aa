//! Packs: what can be ordered of a product, with its price.

use super::pack_table::content;
use crate::{
    components::{
        bits::{breadcrumb, unit_name},
        draft::{draft_key, draft_notice, draft_saved},
        fields::{Field, choice, once},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    pages::{
        address::parsed,
        work::{choice as choice_of, in_language, refused},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, extract::Path, http::Response};
use leptos::prelude::*;
use shared::{
    Call, Code, PackId, Patch, ProductId, VatCode,
    catalogue::{
        CreatePack, GetManagedProduct, ListGroups, ManagedProduct, Pack, PackCreate, PackUpdate, Unit,
        UpdatePack,
    },
    identity::OrganisationKind,
};

async fn read(visit: &Visit, product: &str) -> Result<ManagedProduct, PageError> {
    visit.member(&[OrganisationKind::Producer])?;
    visit
        .get::<GetManagedProduct>((parsed::<ProductId>(visit, product)?,))
        .await
}

pub(crate) async fn show_new(visit: Visit, Path(product): Path<String>) -> PageResult {
    visit.only_for::<CreatePack>()?;
    let product = read(&visit, &product).await?;
    if !orderable(&visit, &product).await? {
        return Err(visit.refuse(Code::NotOrderable));
    }
    // Another size is most like the one there is: everything but its barcodes.
    let like = choice_of::<PackId>(&visit, "like");
    let form = match product.packs.iter().find(|pack| Some(pack.id) == like) {
        Some(pack) => {
            let mut values = terms(pack);
            values.extend([
                ("units", pack.units.to_string()),
                ("net_quantity", pack.net_quantity.to_string()),
                ("net_unit", pack.net_unit.to_string()),
            ]);
            Form::filled(values)
        }
        None => Form::filled([
            ("net_unit", "g"),
            ("min_cases", "1"),
            ("case_multiple", "1"),
            ("vat_code", "8"),
        ]),
    };
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
    let call = Call::<CreatePack>::new((product.id,))
        .body(&body)
        .idempotency_key(form.text("once"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/products/{}?done=pack", product.id))),
        Err(error) => Ok(page(&visit, &refused(&visit, form, error)?, &product, None)),
    }
}

/// Services are shown, not ordered by the case.
async fn orderable(visit: &Visit, product: &ManagedProduct) -> Result<bool, PageError> {
    let groups = visit.get::<ListGroups>(()).await?.items;
    Ok(super::product::orderable(product, &groups))
}

/// What a pack may have in common with the next one.
fn terms(pack: &Pack) -> Vec<(&'static str, String)> {
    vec![
        ("label", pack.label.clone()),
        ("label_en", pack.label_en.clone().unwrap_or_default()),
        ("unit_price", pack.unit_price.amount.to_string()),
        ("min_cases", pack.min_cases.to_string()),
        ("case_multiple", pack.case_multiple.to_string()),
        ("vat_code", pack.vat_code.to_string()),
    ]
}

fn pack_of<'a>(visit: &Visit, product: &'a ManagedProduct, pack: &str) -> Result<&'a Pack, PageError> {
    let key: PackId = parsed(visit, pack)?;
    product
        .packs
        .iter()
        .find(|pack| pack.id == key)
        .ok_or_else(|| visit.refuse(Code::NotFound))
}

pub(crate) async fn show_edit(visit: Visit, Path((product, pack)): Path<(String, String)>) -> PageResult {
    visit.only_for::<UpdatePack>()?;
    let product = read(&visit, &product).await?;
    let pack = pack_of(&visit, &product, &pack)?;
    Ok(page(&visit, &filled(pack), &product, Some(pack)))
}

fn filled(pack: &Pack) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut values = terms(pack);
    values.extend([
        ("version", pack.version.to_string()),
        ("gtin", text(&pack.gtin)),
        ("case_gtin", text(&pack.case_gtin)),
    ]);
    if pack.active {
        values.push(("active", "true".to_owned()));
    }
    Form::filled(values)
}

pub(crate) async fn update_pack(
    visit: Visit,
    Path((product, pack)): Path<(String, String)>,
    form: Form,
) -> PageResult {
    let product = read(&visit, &product).await?;
    let pack = pack_of(&visit, &product, &pack)?;
    let body = PackUpdate {
        label: Some(form.text("label").trim().to_owned()),
        label_en: Patch::of(form.some("label_en")),
        gtin: Patch::of(form.some("gtin")),
        case_gtin: Patch::of(form.some("case_gtin")),
        unit_price: Some(form.number("unit_price")),
        min_cases: Some(form.small("min_cases")),
        case_multiple: Some(form.small("case_multiple")),
        vat_code: form.parse("vat_code"),
        active: Some(form.ticked("active")),
    };
    let call = Call::<UpdatePack>::new((pack.id,))
        .body(&body)
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/products/{}?done=pack", product.id))),
        Err(error) => {
            let form = refused(&visit, form, error)?.beside(&filled(pack));
            Ok(page(&visit, &form, &product, Some(pack)))
        }
    }
}

fn page(visit: &Visit, form: &Form, product: &ManagedProduct, pack: Option<&Pack>) -> Response<Body> {
    let title = if pack.is_some() {
        tr!(visit, "catalogue.edit_pack")
    } else {
        tr!(visit, "catalogue.new_pack")
    };
    let home = format!("/desk/products/{}", product.id);
    let action = pack.map_or_else(
        || format!("{home}/packs/new"),
        |pack| format!("{home}/packs/{}", pack.id),
    );
    let key = pack.map_or_else(
        || format!("pack-of/{}", product.id),
        |pack| format!("pack/{}", pack.id),
    );
    let like = pack.map(|pack| {
        let address = visit.to(&format!("{home}/packs/new?like={}", pack.id));
        view! { <p><a href=address>{tr!(visit, "catalogue.pack_like_this")}</a></p> }
    });
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let trail = vec![
            ("/desk/products".to_owned(), tr!(visit, "desk.products")),
            (home.clone(), in_language(visit.lang, &product.texts.name, product.texts.name_en.as_deref())),
        ];
        view! {
            {breadcrumb(visit, trail, title.clone())}
            <h1>{title}</h1>
            {problem_summary(visit, form)}
            <form class="form stack" method="post" action=visit.to(&action) data-draft=draft_key(visit, &key)>
                {draft_notice(visit, form)}
                {product.published_at.is_some().then(|| notice(visit, "info", tr!(visit, "catalogue.pack_reviewed"), None))}
                {match pack {
                    Some(pack) => kept(visit, form, pack),
                    None => once(visit, form),
                }}
                {fields(visit, form, pack.is_none())}
                <div class="form__actions">
                    <button class="button button--large">{tr!(visit, "work.save")}</button>
                    <a class="button button--quiet button--large" href=visit.to(&home)>{tr!(visit, "work.cancel")}</a>
                    {draft_saved(visit)}
                </div>
            </form>
            {like}
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
    let units = Unit::ALL
        .iter()
        .map(|unit| (unit.to_string(), unit_name(visit, *unit)))
        .collect();
    let rates = VatCode::ALL
        .iter()
        .map(|code| (code.to_string(), tr!(visit, format!("vat.{code}"))))
        .collect();
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
            {field("gtin").gtin(visit).hint(tr!(visit, "catalogue.pack_gtin_hint")).input(visit, form)}
            {field("case_gtin").gtin(visit).input(visit, form)}
        </div>
    }
    .into_any()
}
