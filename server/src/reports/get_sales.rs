//! Shows what a producer has sold in twelve months: by month, product and buyer.

use crate::{
    catalogue::{self, ProductRow},
    http::{Cx, Received, Reply, Result},
    identity,
    orders::{self, Sold, is_sale},
};
use shared::{
    Date, Money, OrganisationId, ProductId, Timestamp,
    orders::{BuyerRef, OrderStatus},
    reports::{GetSales, Sales, SalesAnswers, SalesBuyer, SalesFigures, SalesMonth, SalesProduct},
    time::{add_months, plus_days},
};
use std::collections::{BTreeMap, HashMap};

const MONTHS: u16 = 12;
/// Buyers that are named.
const BUYERS: usize = 10;

pub(super) async fn get_sales(cx: Cx, _: Received<GetSales>) -> Result<Reply<GetSales>> {
    let producer = cx.member()?.organisation_id;
    let firsts = firsts(cx.today());
    let boundaries: Vec<Timestamp> = firsts.iter().map(|day| Timestamp::start_of(*day)).collect();
    let sold = orders::sold(cx.reader(), producer, &boundaries).await?;
    let ids: Vec<ProductId> = sold.goods.iter().map(|row| row.product).collect();
    let names = Names {
        products: catalogue::products(cx.reader(), ids).await?,
        buyers: identity::organisation_names(cx.reader(), sold.orders.iter().map(|row| row.buyer)).await?,
    };
    Reply::read(&sales(&firsts, &sold, &names))
}

struct Names {
    products: HashMap<ProductId, ProductRow>,
    buyers: HashMap<OrganisationId, String>,
}

/// The first days of the months up to today's, and of the month after them.
fn firsts(today: Date) -> Vec<Date> {
    let this = today.replace_day(1).unwrap_or(today);
    let first = add_months(this.replace_year(this.year() - 1).unwrap_or(this), 13 - MONTHS);
    (0..=MONTHS).map(|months| add_months(first, months)).collect()
}

fn sales(firsts: &[Date], sold: &Sold, names: &Names) -> Sales {
    let month_count = firsts.len().saturating_sub(1);
    let from = firsts.first().copied().unwrap_or(Date::MIN);
    let to = firsts.last().map_or(from, |next| plus_days(*next, -1));
    let mut months: Vec<SalesMonth> = firsts
        .iter()
        .take(month_count)
        .map(|month| SalesMonth {
            month: *month,
            figures: nothing(),
        })
        .collect();
    let mut total = nothing();
    let mut buyers: BTreeMap<OrganisationId, (i64, i64)> = BTreeMap::new();
    for row in sold.orders.iter().filter(|row| is_sale(row.status)) {
        let of_month = place(row.month).and_then(|month| months.get_mut(month));
        for figures in of_month
            .map(|month| &mut month.figures)
            .into_iter()
            .chain([&mut total])
        {
            figures.orders += row.orders;
            figures.amount.amount += row.amount;
        }
        let buyer = buyers.entry(row.buyer).or_default();
        buyer.0 += row.orders;
        buyer.1 += row.amount;
    }
    let mut products: BTreeMap<ProductId, SalesProduct> = BTreeMap::new();
    for row in &sold.goods {
        let of_month = place(row.month).and_then(|month| months.get_mut(month));
        for figures in of_month
            .map(|month| &mut month.figures)
            .into_iter()
            .chain([&mut total])
        {
            figures.cases += row.cases;
        }
        let product = products.entry(row.product).or_insert_with(|| {
            let known = names.products.get(&row.product);
            SalesProduct {
                product_id: row.product,
                name: known.map(|known| known.name.clone()).unwrap_or_default(),
                name_en: known.and_then(|known| known.name_en.clone()),
                cases: 0,
                amount: Money::vnd(0),
                cases_by_month: vec![0; month_count],
            }
        });
        product.cases += row.cases;
        product.amount.amount += row.amount;
        if let Some(cases) = place(row.month).and_then(|month| product.cases_by_month.get_mut(month)) {
            *cases += row.cases;
        }
    }
    let mut products: Vec<SalesProduct> = products.into_values().collect();
    products.sort_by_key(|product| std::cmp::Reverse(product.amount.amount));
    let mut buyers: Vec<SalesBuyer> = buyers
        .into_iter()
        .map(|(id, (orders, amount))| SalesBuyer {
            buyer: BuyerRef {
                id,
                name: names.buyers.get(&id).cloned().unwrap_or_default(),
            },
            orders,
            amount: Money::vnd(amount),
        })
        .collect();
    buyers.sort_by_key(|buyer| std::cmp::Reverse(buyer.amount.amount));
    buyers.truncate(BUYERS);
    Sales {
        from,
        to,
        total,
        answers: answers(sold),
        months,
        products,
        buyers,
    }
}

const fn nothing() -> SalesFigures {
    SalesFigures {
        orders: 0,
        cases: 0,
        amount: Money::vnd(0),
    }
}

fn place(month: i32) -> Option<usize> {
    usize::try_from(month).ok()
}

fn answers(sold: &Sold) -> SalesAnswers {
    let count = |counts: fn(OrderStatus) -> bool| -> i64 {
        let rows = sold.orders.iter().filter(|row| counts(row.status));
        rows.map(|row| row.orders).sum()
    };
    let confirmed = count(is_sale);
    let declined = count(|status| status == OrderStatus::Declined);
    let expired = count(|status| status == OrderStatus::Expired);
    let (answered, milliseconds) = sold.answers;
    SalesAnswers {
        confirmed,
        declined,
        expired,
        percent: tenths((confirmed + declined) * 100, confirmed + declined + expired),
        hours: tenths(milliseconds / 36_000, answered * 100),
    }
}

/// A quotient with one decimal; None where nothing is divided.
fn tenths(whole: i64, parts: i64) -> Option<f64> {
    let tenths = (whole * 10 + parts / 2).checked_div(parts)?;
    Some(f64::from(i32::try_from(tenths).unwrap_or(i32::MAX)) / 10.0)
}

#[cfg(test)]
mod tests {
    use super::{firsts, tenths};
    use time::macros::date;

    #[test]
    fn twelve_months_end_with_this_one() {
        let days = firsts(date!(2026 - 11 - 22));
        assert_eq!(days.len(), 13);
        assert_eq!(days.first(), Some(&date!(2025 - 12 - 01)));
        assert_eq!(days.last(), Some(&date!(2026 - 12 - 01)));
        assert_eq!(
            firsts(date!(2024 - 02 - 29)).first(),
            Some(&date!(2023 - 03 - 01))
        );
    }

    #[test]
    fn quotients_are_rounded_to_tenths() {
        assert_eq!(tenths(1, 0), None);
        assert_eq!(tenths(200, 3), Some(66.7));
        assert_eq!(tenths(100, 1), Some(100.0));
    }
}
