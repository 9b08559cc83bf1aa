//! What a producer has sold, summed up by the database: three queries, however many orders there are.

use super::entity::{order_events, order_lines, orders};
use crate::http::Result;
use sea_orm::{
    ConnectionTrait, ExprTrait,
    sea_query::{CaseStatement, Expr, Func, Query, SimpleExpr},
};
use shared::{OrganisationId, ProductId, Timestamp, orders::OrderStatus};

/// Orders of one month, buyer and state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SoldOrders {
    /// Which of the months, from 0.
    pub(crate) month: i32,
    pub(crate) buyer: OrganisationId,
    pub(crate) status: OrderStatus,
    pub(crate) orders: i64,
    /// Before VAT.
    pub(crate) amount: i64,
}

/// Goods of accepted orders of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SoldGoods {
    /// Which of the months, from 0.
    pub(crate) month: i32,
    pub(crate) product: ProductId,
    pub(crate) cases: i64,
    /// Before VAT.
    pub(crate) amount: i64,
}

/// What was sold in some months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sold {
    pub(crate) orders: Vec<SoldOrders>,
    pub(crate) goods: Vec<SoldGoods>,
    /// How many orders were answered, and how many milliseconds that took in all.
    pub(crate) answers: (i64, i64),
}

/// Orders that the producer has accepted.
const SALES: [OrderStatus; 3] = [
    OrderStatus::Confirmed,
    OrderStatus::Shipped,
    OrderStatus::Received,
];

/// Whether an order in this state is a sale.
pub(crate) fn is_sale(status: OrderStatus) -> bool {
    SALES.contains(&status)
}

/// Reads what a producer has sold. `months` are the first instants of months, and of the one that follows them.
pub(crate) async fn sold(
    db: &impl ConnectionTrait,
    producer: OrganisationId,
    months: &[Timestamp],
) -> Result<Sold> {
    let span = Span { producer, months };
    Ok(Sold {
        orders: span.orders(db).await?,
        goods: span.goods(db).await?,
        answers: span.answers(db).await?,
    })
}

/// One producer's orders of some months.
struct Span<'a> {
    producer: OrganisationId,
    months: &'a [Timestamp],
}

/// The name of the column that says which month. PostgreSQL takes the same expression with other parameters for
/// another one, so that rows are grouped by this name.
const MONTH: &str = "month";

/// The events of an order by another name, to ask what else happened to it.
const CONFIRMED: &str = "confirmed";

impl Span<'_> {
    fn order(column: orders::Column) -> Expr {
        Expr::col((orders::Entity, column))
    }

    fn line(column: order_lines::Column) -> Expr {
        Expr::col((order_lines::Entity, column))
    }

    fn event(column: order_events::Column) -> Expr {
        Expr::col((order_events::Entity, column))
    }

    fn within(&self) -> SimpleExpr {
        let first = self.months.first().copied().unwrap_or(Timestamp(0));
        let last = self.months.last().copied().unwrap_or(Timestamp(0));
        Self::order(orders::Column::ProducerId)
            .eq(self.producer)
            .and(Self::order(orders::Column::SentAt).gte(first))
            .and(Self::order(orders::Column::SentAt).lt(last))
    }

    /// Cases that count: as many as were accepted, once the buyer has counted, and what was ordered before.
    fn cases() -> SimpleExpr {
        let (accepted, ordered) = (order_lines::Column::Accepted, order_lines::Column::Quantity);
        Func::coalesce([Self::line(accepted), Self::line(ordered)]).into()
    }

    /// What they are worth before VAT.
    fn worth() -> SimpleExpr {
        Self::cases()
            .mul(Self::line(order_lines::Column::Units))
            .mul(Self::line(order_lines::Column::UnitPrice))
    }

    /// Which month an order came in, from the day the producer could see it. Neither database's calendar functions are the other's.
    fn month(&self) -> SimpleExpr {
        let ends = self.months.iter().skip(1).zip(0_i32..);
        let cases = ends.fold(CaseStatement::new(), |cases, (end, index)| {
            cases.case(Self::order(orders::Column::SentAt).lt(*end), index)
        });
        cases.finally(-1).into()
    }

    async fn orders(&self, db: &impl ConnectionTrait) -> Result<Vec<SoldOrders>> {
        let query = Query::select()
            .expr_as(self.month(), MONTH)
            .column(orders::Column::BuyerId)
            .column(orders::Column::Status)
            .expr_as(Self::order(orders::Column::Id).count_distinct(), "counted")
            .expr_as(sum(Self::worth()), "amount")
            .from(orders::Entity)
            .inner_join(
                order_lines::Entity,
                Self::line(order_lines::Column::OrderId).equals((orders::Entity, orders::Column::Id)),
            )
            .and_where(self.within())
            .group_by_col(MONTH)
            .group_by_col(orders::Column::BuyerId)
            .group_by_col(orders::Column::Status)
            .to_owned();
        let rows = db.query_all(&query).await?;
        rows.iter()
            .map(|row| {
                Ok(SoldOrders {
                    month: row.try_get("", MONTH)?,
                    buyer: row.try_get("", "buyer_id")?,
                    status: row.try_get("", "status")?,
                    orders: row.try_get("", "counted")?,
                    amount: row.try_get("", "amount")?,
                })
            })
            .collect()
    }

    async fn goods(&self, db: &impl ConnectionTrait) -> Result<Vec<SoldGoods>> {
        let query = Query::select()
            .expr_as(self.month(), MONTH)
            .column(order_lines::Column::ProductId)
            .expr_as(sum(Self::cases()), "cases")
            .expr_as(sum(Self::worth()), "amount")
            .from(orders::Entity)
            .inner_join(
                order_lines::Entity,
                Self::line(order_lines::Column::OrderId).equals((orders::Entity, orders::Column::Id)),
            )
            .and_where(self.within())
            .and_where(Self::order(orders::Column::Status).is_in(SALES))
            .group_by_col(MONTH)
            .group_by_col(order_lines::Column::ProductId)
            .to_owned();
        let rows = db.query_all(&query).await?;
        rows.iter()
            .map(|row| {
                Ok(SoldGoods {
                    month: row.try_get("", MONTH)?,
                    product: row.try_get("", "product_id")?,
                    cases: row.try_get("", "cases")?,
                    amount: row.try_get("", "amount")?,
                })
            })
            .collect()
    }

    /// An order is answered once, confirmed or declined: what is declined after it was confirmed was answered before.
    async fn answers(&self, db: &impl ConnectionTrait) -> Result<(i64, i64)> {
        let of_order = Self::event(order_events::Column::OrderId);
        let confirmed = Query::select()
            .column((CONFIRMED, order_events::Column::Id))
            .from_as(order_events::Entity, CONFIRMED)
            .and_where(Expr::col((CONFIRMED, order_events::Column::OrderId)).eq(of_order))
            .and_where(Expr::col((CONFIRMED, order_events::Column::Status)).eq(OrderStatus::Confirmed))
            .to_owned();
        let status = || Self::event(order_events::Column::Status);
        let declined = status()
            .eq(OrderStatus::Declined)
            .and(Expr::exists(confirmed).not());
        let waited = Self::event(order_events::Column::At).sub(Self::order(orders::Column::SentAt));
        let query = Query::select()
            .expr_as(Self::event(order_events::Column::Id).count(), "counted")
            .expr_as(sum(waited), "waited")
            .from(orders::Entity)
            .inner_join(
                order_events::Entity,
                Self::event(order_events::Column::OrderId).equals((orders::Entity, orders::Column::Id)),
            )
            .and_where(self.within())
            .and_where(status().eq(OrderStatus::Confirmed).or(declined))
            .to_owned();
        let Some(row) = db.query_one(&query).await? else {
            return Ok((0, 0));
        };
        let waited: Option<i64> = row.try_get("", "waited")?;
        Ok((row.try_get("", "counted")?, waited.unwrap_or(0)))
    }
}

/// PostgreSQL sums bigint up to numeric.
fn sum(what: impl ExprTrait) -> SimpleExpr {
    what.sum().cast_as("bigint")
}
