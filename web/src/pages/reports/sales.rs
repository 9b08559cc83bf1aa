//! Sales at a glance: twelve months of money and cases, what was sold, who bought, how fast orders were answered.

use crate::{
    components::{
        bits::{money, only_vietnamese, page_head},
        chart::{Chart, Shape},
        frame::Frame,
        messages::empty,
    },
    format,
    pages::work::{in_language, section},
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Lang, Money,
    identity::OrganisationKind,
    reports::{GetSales, Sales, SalesMonth},
};

pub(crate) async fn sales(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Producer])?;
    let sales = visit.get::<GetSales>(()).await?;
    let title = tr!(visit, "sales.title");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let lede = tr!(
            visit,
            "sales.lede",
            from = format::date(sales.from),
            to = format::date(sales.to)
        );
        let asked = sales.answers.confirmed + sales.answers.declined + sales.answers.expired;
        let body = if asked == 0 {
            let stock = Some(("/desk/stock".to_owned(), tr!(visit, "orders.to_stock")));
            empty(
                &visit,
                tr!(visit, "sales.empty_title"),
                tr!(visit, "sales.empty_text"),
                stock,
            )
        } else {
            view! {
                {figures(&visit, &sales)}
                {charts(&visit, &sales)}
                {section(tr!(visit, "sales.products"), products(&visit, &sales))}
                {section(tr!(visit, "sales.buyers"), buyers(&visit, &sales))}
            }
            .into_any()
        };
        view! { {page_head(title.clone(), Some(lede), ().into_any())}{body} }.into_any()
    }))
}

fn figures(visit: &Visit, sales: &Sales) -> AnyView {
    let number = |number: i64| format::number(visit.lang, number);
    let answers = &sales.answers;
    let none = || tr!(visit, "work.none");
    let percent = answers
        .percent
        .map_or_else(none, |percent| format::percent(visit.lang, percent));
    let hours = answers.hours.map_or_else(none, |hours| {
        tr!(visit, "sales.hours", n = decimal(visit.lang, hours))
    });
    view! {
        <ul class="figures list-plain">
            <li><strong class="num">{format::money(visit.lang, sales.total.amount)}</strong><span>{tr!(visit, "sales.amount")}</span></li>
            <li><strong class="num">{number(sales.total.cases)}</strong><span>{tr!(visit, "sales.cases")}</span></li>
            <li><strong class="num">{number(sales.total.orders)}</strong><span>{tr!(visit, "sales.orders")}</span></li>
            <li><strong class="num">{percent}</strong><span>{tr!(visit, "sales.answered", n = number(answers.expired))}</span></li>
            <li><strong class="num">{hours}</strong><span>{tr!(visit, "sales.answer_time")}</span></li>
        </ul>
    }
    .into_any()
}

fn charts(visit: &Visit, sales: &Sales) -> AnyView {
    let lang = visit.lang;
    let labels: Vec<String> = sales.months.iter().map(month_name).collect();
    let best = sales
        .months
        .iter()
        .max_by_key(|month| month.figures.amount.amount);
    let told = best.map_or_else(String::new, |best| {
        tr!(
            visit,
            "sales.best_month",
            month = month_name(best),
            amount = format::money(lang, best.figures.amount)
        )
    });
    let cases_told = tr!(
        visit,
        "sales.cases_told",
        n = format::number(lang, sales.total.cases)
    );
    let chart = |id, shape, title: String, told: String| {
        Chart::new(id, shape, title, told, tr!(visit, "sales.month"), labels.clone())
    };
    let money = values(sales, |month| month.figures.amount.amount);
    let average = money.iter().sum::<f64>() / f64::from(u32::try_from(money.len().max(1)).unwrap_or(1));
    let amounts = chart(
        "sales-money",
        Shape::Bars,
        tr!(visit, "sales.amount_by_month"),
        told,
    )
    .target(average, tr!(visit, "sales.average"))
    .series(tr!(visit, "sales.amount"), money)
    .written(move |value| format::money(lang, Money::vnd(whole(value))))
    .written_short(move |value| millions(lang, value));
    let cases = chart(
        "sales-cases",
        Shape::Line,
        tr!(visit, "sales.cases_by_month"),
        cases_told,
    )
    .series(
        tr!(visit, "sales.cases"),
        values(sales, |month| month.figures.cases),
    )
    .written(move |value| format::number(lang, whole(value)));
    view! { <div class="split"><div class="panel">{amounts.view(visit)}</div><div class="panel">{cases.view(visit)}</div></div> }
        .into_any()
}

/// `11/26`
fn month_name(month: &SalesMonth) -> String {
    format!(
        "{:02}/{:02}",
        u8::from(month.month.month()),
        month.month.year() % 100
    )
}

/// Figures of the months as the chart takes them; what is too large for it would not fit into a market either.
fn values(sales: &Sales, figure: fn(&SalesMonth) -> i64) -> Vec<f64> {
    let exact = |value: i64| {
        let (millions, rest) = (value / 1_000_000, value % 1_000_000);
        let part = |part: i64| i32::try_from(part).map_or(0.0, f64::from);
        part(millions) * 1e6 + part(rest)
    };
    sales.months.iter().map(|month| exact(figure(month))).collect()
}

/// A value of the chart as the whole number it came from.
fn whole(value: f64) -> i64 {
    format!("{value:.0}").parse().unwrap_or_default()
}

fn decimal(lang: Lang, value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.trim_end_matches(".0");
    lang.pick(&text.replace('.', ","), text).to_owned()
}

/// Money at the scale of a chart: `12,5 triệu`.
fn millions(lang: Lang, value: f64) -> String {
    format!("{}\u{a0}{}", decimal(lang, value / 1e6), lang.pick("triệu", "m"))
}

/// So many of so many in whole per cent, to the nearest.
fn rounded_percent(part: i64, all: i64) -> i64 {
    part.saturating_mul(200).saturating_add(all) / all.saturating_mul(2)
}

fn products(visit: &Visit, sales: &Sales) -> AnyView {
    let heads = ["product", "cases", "amount", "share"].map(|key| tr!(visit, format!("sales.{key}")));
    let [product, cases, amount, share] = heads;
    let all = sales.total.amount.amount.max(1);
    let rows: Vec<AnyView> = sales
        .products
        .iter()
        .map(|row| {
            let name = in_language(visit.lang, &row.name, row.name_en.as_deref());
            let address = visit.to(&format!("/desk/products/{}", row.product_id));
            let percent = rounded_percent(row.amount.amount, all);
            view! {
                <tr>
                    <th scope="row" data-label=product.clone()><a href=address>{name.clone()}</a></th>
                    <td class="num" data-label=cases.clone()>{format::number(visit.lang, row.cases)}</td>
                    <td class="num" data-label=amount.clone()>{money(visit, row.amount)}</td>
                    <td data-label=share.clone()><span class="cluster">
                        <progress class="progress" max="100" value=percent aria-label=name>{percent}</progress>
                        <span class="num">{format!("{percent}\u{a0}%")}</span>
                    </span></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "sales.products")>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "sales.products")}</caption>
                <thead><tr>
                    <th scope="col">{product.clone()}</th><th scope="col" class="num">{cases.clone()}</th>
                    <th scope="col" class="num">{amount.clone()}</th><th scope="col">{share.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn buyers(visit: &Visit, sales: &Sales) -> AnyView {
    let heads = ["buyer", "orders", "amount"].map(|key| tr!(visit, format!("sales.{key}")));
    let [buyer, orders, amount] = heads;
    let rows: Vec<AnyView> = sales
        .buyers
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row" data-label=buyer.clone() lang=only_vietnamese(visit.lang, None)>{row.buyer.name.clone()}</th>
                    <td class="num" data-label=orders.clone()>{format::number(visit.lang, row.orders)}</td>
                    <td class="num" data-label=amount.clone()>{money(visit, row.amount)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "sales.buyers")>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "sales.buyers")}</caption>
                <thead><tr>
                    <th scope="col">{buyer.clone()}</th><th scope="col" class="num">{orders.clone()}</th>
                    <th scope="col" class="num">{amount.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::rounded_percent;

    #[test]
    fn shares_are_rounded_to_the_nearest() {
        assert_eq!(
            [1, 2, 0, 3].map(|part| rounded_percent(part, 3)),
            [33, 67, 0, 100]
        );
        assert_eq!(rounded_percent(1, 200), 1);
    }
}
