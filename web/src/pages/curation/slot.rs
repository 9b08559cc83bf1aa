//! Filling one featured place: first the product, then from when until when, and why.

use crate::{
    components::{
        bits::breadcrumb,
        card::card,
        fields::{Field, field_error},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    format,
    pages::{
        address::{asked, day, day_text, parsed},
        work::{choice, choose_product, in_language, refused, search},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, extract::Path, http::Response};
use leptos::prelude::*;
use shared::{
    Call, Code, Date, Lang, ProductId,
    certification::Certificate,
    curation::{DeleteFeature, FEATURE_DAYS, FeaturePeriod, FeaturePut, FeatureTry, PutFeature, SLOTS},
    discovery::{
        Feature, FeatureFilter, GetFeatures, GetProduct, ListProducts, Product, ProductCard, ProductFilter,
    },
    endpoint::Key,
    identity::OrganisationKind,
    page::MAX_LIMIT,
    time::plus_days,
};

fn slot_of(visit: &Visit, slot: &str) -> Result<u8, PageError> {
    visit.member(&[OrganisationKind::Centre])?;
    let slot: u8 = parsed(visit, slot)?;
    if (1..=SLOTS).contains(&slot) {
        Ok(slot)
    } else {
        Err(visit.refuse(Code::NotFound))
    }
}

pub(crate) async fn show(visit: Visit, Path(slot): Path<String>) -> PageResult {
    let slot = slot_of(&visit, &slot)?;
    let chosen = choice::<ProductId>(&visit, "product");
    if let Some(period) = asked(&visit, "period").as_deref().and_then(day) {
        let held = periods(&visit, slot)
            .await?
            .into_iter()
            .find(|held| held.from == period);
        let held = held.ok_or_else(|| visit.refuse(Code::NotFound))?;
        if asked(&visit, "other").is_none() || chosen.is_some() {
            let product = chosen.unwrap_or(held.product.id);
            return page(&visit, slot, &filled_by(&held, product), product).await;
        }
    } else if let Some(product) = chosen {
        let last = periods(&visit, slot)
            .await?
            .into_iter()
            .map(|held| held.until)
            .max();
        let from = last.map_or(visit.today(), |last| plus_days(last, 1).max(visit.today()));
        let until = plus_days(from, 30);
        let valid = visit.get::<GetProduct>((Key(product.to_string()),)).await?;
        let until = last_valid(&visit, &valid).map_or(until, |last| until.min(last.max(from)));
        let form = Form::filled([
            ("product_id", product.to_string()),
            ("from", day_text(from)),
            ("until", day_text(until)),
        ]);
        return page(&visit, slot, &form, product).await;
    }
    let filter = ProductFilter {
        q: asked(&visit, "q"),
        ..ProductFilter::default()
    };
    let found = visit.read(Call::<ListProducts>::new(()).query(&filter)).await?;
    let title = tr!(visit, "curation.slot", n = slot);
    Ok(visit.page(Frame::desk(title.clone()), || {
        let choices = found.items.iter().map(|product| {
            let stars = product.stars.map_or_else(
                || tr!(visit, "curation.certificate"),
                |stars| tr!(visit, "common.stars", n = stars),
            );
            let note = format!("{} · {stars}", product.producer.name_in(visit.lang));
            (product.id, product.name_in(visit.lang).to_owned(), note)
        });
        view! {
            {trail(&visit, &title)}
            <h1>{title.clone()}</h1>
            <h2>{tr!(visit, "work.step_product")}</h2>
            {search(&visit, tr!(visit, "work.find_product"))}
            {choose_product(&visit, choices.collect())}
        }
        .into_any()
    }))
}

/// What this place has, and what is planned for it.
async fn periods(visit: &Visit, slot: u8) -> Result<Vec<Feature>, PageError> {
    let all = FeatureFilter { all: Some(true) };
    let mut page = visit.read(Call::<GetFeatures>::new(()).query(&all)).await?;
    page.items.retain(|feature| feature.slot == slot);
    Ok(page.items)
}

/// The form of a period as it is planned now; another product needs a reason of its own.
fn filled_by(held: &Feature, product: ProductId) -> Form {
    let same = held.product.id == product;
    let reason = |text: Option<&String>| text.filter(|_| same).cloned().unwrap_or_default();
    Form::filled([
        ("product_id", product.to_string()),
        ("replaces", day_text(held.from)),
        ("from", day_text(held.from)),
        ("until", day_text(held.until)),
        ("reason", reason(Some(&held.reason))),
        ("reason_en", reason(held.reason_en.as_ref())),
    ])
}

pub(crate) async fn put(visit: Visit, Path(slot): Path<String>, form: Form) -> PageResult {
    let slot = slot_of(&visit, &slot)?;
    let Some(product_id) = form.parse::<ProductId>("product_id") else {
        return Ok(visit.go(&format!("/desk/features/{slot}")));
    };
    let (Some(from), Some(until)) = (form.date("from"), form.date("until")) else {
        let wrong: Vec<&str> = ["from", "until"]
            .into_iter()
            .filter(|name| form.date(name).is_none())
            .collect();
        let form = form.unreadable(visit.lang, &wrong);
        return page(&visit, slot, &form, product_id).await;
    };
    let preview = form.text("step") == "preview";
    let body = FeaturePut {
        product_id,
        from,
        until,
        reason: form.text("reason").trim().to_owned(),
        reason_en: form.some("reason_en"),
        replaces: form.date("replaces"),
    };
    let tried = FeatureTry {
        dry_run: preview.then_some(true),
    };
    let call = Call::<PutFeature>::new((slot,)).query(&tried).body(&body);
    match visit.send(call).await {
        Ok(_) if preview => page(&visit, slot, &form, product_id).await,
        Ok(_) => Ok(visit.go("/desk/features?done=put")),
        Err(error) => page(&visit, slot, &refused(&visit, form, error)?, product_id).await,
    }
}

pub(crate) async fn empty(visit: Visit, Path(slot): Path<String>) -> PageResult {
    let slot = slot_of(&visit, &slot)?;
    // A day that is none must not mean all of them.
    let read = |text: String| day(&text).ok_or_else(|| visit.refuse(Code::NotFound));
    let period = FeaturePeriod {
        from: asked(&visit, "from").map(read).transpose()?,
    };
    visit
        .read(Call::<DeleteFeature>::new((slot,)).query(&period))
        .await?;
    Ok(visit.go("/desk/features?done=emptied"))
}

/// The last day of the certificates that are valid today.
fn last_valid(visit: &Visit, product: &Product) -> Option<Date> {
    let valid = product
        .certificates
        .iter()
        .filter(|one| one.valid_on(visit.today()));
    let ends = |one: &Certificate| match one.revoked_on {
        Some(revoked) => one.expires_on.min(plus_days(revoked, -1)),
        None => one.expires_on,
    };
    valid.map(ends).max()
}

/// What keeps visitors from seeing the product as it stands today.
fn warnings(visit: &Visit, product: &Product) -> AnyView {
    let lapsed = product.stars.is_none().then_some("curation.certificate_text");
    let sold_out = (product.available == 0).then_some("curation.no_stock_text");
    let told: Vec<AnyView> = [lapsed, sold_out]
        .into_iter()
        .flatten()
        .map(|key| notice(visit, "warning", tr!(visit, key), None))
        .collect();
    view! { {told} }.into_any()
}

fn trail(visit: &Visit, title: &str) -> AnyView {
    breadcrumb(
        visit,
        vec![("/desk/features".to_owned(), tr!(visit, "curation.title"))],
        title.to_owned(),
    )
}

async fn page(visit: &Visit, slot: u8, form: &Form, product: ProductId) -> Result<Response<Body>, PageError> {
    let all = FeatureFilter { all: Some(true) };
    let (product, features) = futures_util::future::try_join(
        visit.get::<GetProduct>((Key(product.to_string()),)),
        visit.read(Call::<GetFeatures>::new(()).query(&all)),
    )
    .await?;
    let cards = visit
        .read(Call::<ListProducts>::new(()).query(&ProductFilter {
            producer: Some(product.producer.slug.clone()),
            limit: Some(MAX_LIMIT),
            ..ProductFilter::default()
        }))
        .await?
        .items;
    let title = tr!(visit, "curation.slot", n = slot);
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let path = format!("/desk/features/{slot}");
        let name = in_language(visit.lang, &product.texts.name, product.texts.name_en.as_deref());
        // Where the product is already, told before somebody tries.
        let elsewhere = features
            .items
            .iter()
            .find(|feature| feature.product.id == product.id && feature.slot != slot && feature.until >= visit.today());
        let taken = elsewhere.map(|feature| {
            let text = tr!(visit, "curation.taken_by", n = feature.slot, from = format::date(feature.from), day = format::date(feature.until));
            view! { <p class="field__error">{text} " " <a href=visit.to(&format!("/desk/features/{}", feature.slot))>{tr!(visit, "curation.slot", n = feature.slot)}</a></p> }
        });
        let replaces = form.date("replaces");
        let planned = planned(visit, &features.items, slot, replaces);
        let preview = cards.iter().find(|card| card.id == product.id).map(|shown| preview(visit, shown, form));
        let other = replaces.map_or_else(|| path.clone(), |day| format!("{path}?period={}&other=1", day_text(day)));
        let replaced = replaces.map(|day| view! { <input type="hidden" name="replaces" value=day_text(day)/> });
        let save = if replaces.is_some() { "curation.save" } else { "curation.put" };
        let field = |name: &'static str| Field::new(name, tr!(visit, format!("curation.{name}")));
        let most = tr!(visit, "curation.until_hint", n = FEATURE_DAYS);
        let valid = last_valid(visit, &product).map(|last| tr!(visit, "curation.until_valid", day = format::date(last)));
        let hint = [Some(most), valid].into_iter().flatten().collect::<Vec<_>>().join(" ");
        view! {
            {trail(visit, &title)}
            <h1>{title.clone()}</h1>
            {problem_summary(visit, form)}
            <div id="product-id">
                {notice(visit, "info", name, Some(product.producer.name_in(visit.lang).to_owned()))}
                {taken}
                {field_error(form, "product_id", &tr!(visit, "catalogue.product"))}
            </div>
            {warnings(visit, &product)}
            {planned}
            <p><a href=visit.to(&other)>{tr!(visit, "work.other_product")}</a></p>
            <form class="form stack" method="post" action=visit.to(&path)>
                <input type="hidden" name="product_id" value=product.id.to_string()/>
                {replaced}
                <div class="field-row">
                    {field("from").required().kind("date").input(visit, form)}
                    {field("until").required().kind("date").hint(hint).input(visit, form)}
                </div>
                {field("reason").required().hint(tr!(visit, "curation.reason_hint")).textarea(visit, form, "3")}
                {field("reason_en").hint(tr!(visit, "curation.reason_en_hint")).textarea(visit, form, "3")}
                <div class="form__actions">
                    <button class="button button--large">{tr!(visit, save)}</button>
                    <button class="button button--quiet" name="step" value="preview" formnovalidate=true>{tr!(visit, "curation.preview")}</button>
                </div>
            </form>
            {preview}
        }
        .into_any()
    }))
}

/// What else this place has before it, so that nobody has to guess its free days.
fn planned(visit: &Visit, features: &[Feature], slot: u8, replaces: Option<Date>) -> Option<AnyView> {
    let lines: Vec<AnyView> = features
        .iter()
        .filter(|held| held.slot == slot && held.until >= visit.today() && Some(held.from) != replaces)
        .map(|held| {
            let days = format!("{} – {}", format::date(held.from), format::date(held.until));
            view! { <li><span class="num">{days}</span> " · " {held.product.name_in(visit.lang).to_owned()}</li> }.into_any()
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! { <div><p class="strong">{tr!(visit, "curation.planned")}</p><ul>{lines}</ul></div> }.into_any()
    })
}

/// The card as visitors will see it, once a reason is written.
fn preview(visit: &Visit, product: &ProductCard, form: &Form) -> AnyView {
    let Some(reason) = form.some("reason") else {
        return ().into_any();
    };
    let reason = match visit.lang {
        Lang::En => form
            .some("reason_en")
            .unwrap_or_else(|| tr!(visit, "curation.in_vietnamese", reason = reason)),
        Lang::Vi => reason,
    };
    view! {
        <section class="stack" aria-label=tr!(visit, "curation.preview")>
            <h2>{tr!(visit, "curation.preview")}</h2>
            <div class="grid-cards">{card(visit, product, Some(reason))}</div>
        </section>
    }
    .into_any()
}
