//! Mails about orders. A step leaves one job, in its own transaction; who is told and what is said is read afterwards, so
//! that placing an order does not wait for it.

use super::entity::{order_events, order_lines, orders, purchases};
use crate::{
    app::App,
    db::{Author, Tx},
    http::Result,
    identity::{self, Reader, Whom},
    jobs,
    mail::Letter,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use shared::{
    JobId, OrderId, PurchaseId,
    identity::Role,
    orders::{DeclineReason, OrderStatus},
};

/// The jobs' names.
pub(super) const ORDER: &str = "tell_order";
pub(super) const PURCHASE: &str = "tell_purchase";

/// The people of a producer who answer orders.
const SELLERS: &[Role] = &[Role::Manager, Role::Staff];

/// That an order has come to a state.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Step {
    order_id: OrderId,
    status: OrderStatus,
    /// Whether a receipt was corrected. Jobs of before there were corrections do not say.
    #[serde(default)]
    corrected: bool,
}

/// That a purchase has gone out.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Sent {
    purchase_id: PurchaseId,
}

/// Leaves word of a step; nothing where no mails leave.
pub(super) fn step(tx: &Tx, order_id: OrderId, status: OrderStatus, corrected: bool) -> Result<()> {
    if tx.app().settings.post.leaves() {
        let step = Step {
            order_id,
            status,
            corrected,
        };
        tx.job(ORDER, tx.at(), &step)?;
    }
    Ok(())
}

/// Leaves word of a purchase, one job for all its orders; nothing where no mails leave.
pub(super) fn sent(tx: &Tx, purchase_id: PurchaseId) -> Result<()> {
    if tx.app().settings.post.leaves() {
        tx.job(PURCHASE, tx.at(), &Sent { purchase_id })?;
    }
    Ok(())
}

/// Tells the producers of a purchase of their orders.
pub(super) async fn tell_purchase(app: App, id: JobId, job: Sent) -> Result<()> {
    let rows = orders::Entity::find()
        .filter(orders::Column::PurchaseId.eq(job.purchase_id))
        .filter(orders::Column::SentAt.is_not_null())
        .order_by_asc(orders::Column::Id)
        .all(app.db.reader())
        .await?;
    let Some(tx) = begin(&app, id, PURCHASE).await? else {
        return Ok(());
    };
    for row in rows {
        tell(&tx, row, OrderStatus::Placed, false).await?;
    }
    tx.commit("purchase", job.purchase_id).await
}

/// Tells the other side of a step.
pub(super) async fn tell_order(app: App, id: JobId, job: Step) -> Result<()> {
    let row = orders::Entity::find_by_id(job.order_id)
        .one(app.db.reader())
        .await?;
    let Some(row) = row else { return Ok(()) };
    let Some(tx) = begin(&app, id, ORDER).await? else {
        return Ok(());
    };
    tell(&tx, row, job.status, job.corrected).await?;
    tx.commit("order", job.order_id).await
}

async fn begin(app: &App, id: JobId, name: &'static str) -> Result<Option<Tx>> {
    let mut tx = jobs::begin(app, id, Author::market(name)).await?;
    tx.iter_mut().for_each(Tx::private);
    Ok(tx)
}

async fn tell(tx: &Tx, row: orders::Model, status: OrderStatus, corrected: bool) -> Result<()> {
    let to_producer = matches!(
        status,
        OrderStatus::Placed | OrderStatus::Cancelled | OrderStatus::Received
    );
    // Who has never seen an order is not told that it is gone, nor of goods that all arrived.
    let nothing = row.sent_at.is_none()
        || matches!(status, OrderStatus::AwaitingApproval)
        || (status == OrderStatus::Received && !corrected && !is_short(tx, row.id).await?);
    if to_producer && nothing {
        return Ok(());
    }
    let readers = if to_producer {
        identity::readers(&**tx, row.producer_id, Whom::Roles(SELLERS)).await?
    } else {
        let purchase = purchases::Entity::find_by_id(row.purchase_id).one(&**tx).await?;
        match purchase {
            Some(purchase) => identity::readers(&**tx, row.buyer_id, Whom::Person(purchase.user_id)).await?,
            None => return Ok(()),
        }
    };
    if readers.is_empty() {
        return Ok(());
    }
    let names = identity::organisation_names(&**tx, [row.buyer_id, row.producer_id]).await?;
    let other = if to_producer {
        row.buyer_id
    } else {
        row.producer_id
    };
    let other = names.get(&other).cloned().unwrap_or_default();
    let why = reason(tx, row.id, status, corrected).await?;
    let Some(kind) = kind(status, corrected) else {
        return Ok(());
    };
    let told = if corrected {
        CORRECTED
    } else {
        told(status, why.confirmed)
    };
    identity::write(tx, kind, &readers, |reader| {
        letter(reader, &row, told, &other, &why)
    })
    .await
}

/// Whether less was accepted than was sent.
async fn is_short(tx: &Tx, id: OrderId) -> Result<bool> {
    let lines = order_lines::Entity::find()
        .filter(order_lines::Column::OrderId.eq(id))
        .all(&**tx)
        .await?;
    Ok(lines
        .iter()
        .any(|line| line.accepted.is_some_and(|accepted| accepted < line.quantity)))
}

/// Why the step was taken, where somebody said so.
struct Why {
    code: Option<DeclineReason>,
    words: Option<String>,
    /// Whether the producer had confirmed the order before.
    confirmed: bool,
}

async fn reason(tx: &Tx, id: OrderId, status: OrderStatus, corrected: bool) -> Result<Why> {
    let events = order_events::Entity::find()
        .filter(order_events::Column::OrderId.eq(id))
        .order_by_desc(order_events::Column::Id)
        .all(&**tx)
        .await?;
    let confirmed = events.iter().any(|event| event.status == OrderStatus::Confirmed);
    let event = events
        .into_iter()
        .find(|event| event.status == status && event.counted_before.is_some() == corrected);
    let (code, words) = event.map_or((None, None), |event| (event.reason_code, event.note));
    Ok(Why {
        code,
        words,
        confirmed,
    })
}

/// What a mail of a step is called in figures.
const fn kind(status: OrderStatus, corrected: bool) -> Option<&'static str> {
    match status {
        OrderStatus::Received if corrected => Some("receipt_corrected"),
        OrderStatus::Placed => Some("order_placed"),
        OrderStatus::Confirmed => Some("order_confirmed"),
        OrderStatus::Declined => Some("order_declined"),
        OrderStatus::Cancelled => Some("order_cancelled"),
        OrderStatus::Expired => Some("order_expired"),
        OrderStatus::Shipped => Some("order_shipped"),
        OrderStatus::Received => Some("order_short"),
        OrderStatus::AwaitingApproval => None,
    }
}

/// What a mail says of a receipt that was corrected, in both languages.
const CORRECTED: (&str, &str) = (
    "đã sửa số nhận trên đơn; số ghi trước vẫn nằm trong diễn biến của đơn.",
    "has corrected what it received; what was noted before stands in the order's history.",
);

/// What a mail says of a step, in both languages; `confirmed` where the producer had taken the order on before.
const fn told(status: OrderStatus, confirmed: bool) -> (&'static str, &'static str) {
    match status {
        OrderStatus::Placed | OrderStatus::AwaitingApproval => (
            "đã đặt hàng. Hãy trả lời trong 48 giờ; quá hạn, đơn tự hết hiệu lực.",
            "has placed an order. Answer within 48 hours; after that it expires.",
        ),
        OrderStatus::Confirmed => ("đã xác nhận đơn hàng.", "has confirmed the order."),
        OrderStatus::Declined if confirmed => (
            "báo không giao được đơn hàng đã xác nhận.",
            "cannot deliver the order that it had confirmed.",
        ),
        OrderStatus::Declined => ("đã từ chối đơn hàng.", "has declined the order."),
        OrderStatus::Cancelled => ("đã hủy đơn hàng.", "has cancelled the order."),
        OrderStatus::Expired => (
            "không trả lời kịp: đơn hàng đã hết hiệu lực.",
            "did not answer in time: the order has expired.",
        ),
        OrderStatus::Shipped => ("đã giao hàng đi.", "has shipped the order."),
        OrderStatus::Received => (
            "đã nhận hàng và ghi số thiếu hoặc hỏng trên đơn.",
            "has received the goods, and noted some as short or damaged.",
        ),
    }
}

fn letter(reader: &Reader, row: &orders::Model, (vi, en): (&str, &str), other: &str, why: &Why) -> Letter {
    let lang = reader.lang;
    let text = lang.pick(vi, en);
    let letter = Letter::new(lang, format!("{}: {other} {text}", row.number))
        .greet(&reader.name, &format!("{other} {text} ({})", row.number))
        .button(
            lang.pick("Xem đơn hàng", "See the order"),
            format!("/desk/orders/{}", row.id),
        );
    let code = why.code.map(|code| lang.pick(said(code).0, said(code).1));
    let told = [code, why.words.as_deref()];
    let told: Vec<&str> = told.into_iter().flatten().collect();
    if told.is_empty() {
        letter
    } else {
        letter.say(format!(
            "{}: {}",
            lang.pick("Lý do, ghi chú", "Reason, note"),
            told.join(". ")
        ))
    }
}

const fn said(code: DeclineReason) -> (&'static str, &'static str) {
    match code {
        DeclineReason::OutOfStock => ("Hết hàng", "Out of stock"),
        DeclineReason::Quality => ("Hàng chưa đạt chất lượng", "What is there is not good enough"),
        DeclineReason::TooSoon => ("Không kịp ngày bên mua cần", "Not by the day you want it"),
        DeclineReason::Transport => ("Không giao được đến nơi", "It cannot be brought there"),
        DeclineReason::Price => ("Giá đã thay đổi", "The price has changed"),
        DeclineReason::Other => ("Lý do khác", "Another reason"),
    }
}
