//! Orders at once from several producers, all or nothing: one order a producer, its stock held until it answers.

mod before;
mod drafts;
mod rows;

use super::{
    number::LENGTHS,
    policy,
    quote::{Refusal, quote},
    short,
    view::Parts,
};
use crate::{
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
    stock::{self, Wanted, good_on},
};
use anyhow::anyhow;
use before::Before;
use drafts::drafts;
use rows::write;
use shared::{Code, Date, FieldCode, PackId, orders::PlacePurchase};
use std::collections::HashMap;

pub(super) async fn place_purchase(
    cx: Cx,
    received: Received<PlacePurchase>,
) -> Result<Reply<PlacePurchase>> {
    // A number that is taken, be it by a purchase of this moment, has broken everything off: once more, with longer ones.
    for digits in LENGTHS {
        match place(&cx, &received, digits).await {
            Err(error) if error.violates("orders_number_key") => {}
            done => return done,
        }
    }
    Err(anyhow!("no number is free for an order").into())
}

async fn place(cx: &Cx, received: &Received<PlacePurchase>, digits: usize) -> Result<Reply<PlacePurchase>> {
    let (member, today) = (cx.member()?, cx.today());
    let allowed = policy::may_place(member)?;
    let body = &received.body;
    // On SQLite read before the transaction, which keeps all other writers waiting: what changes in between counts from
    // the next purchase on; stock alone is taken under lock. PostgreSQL has many writers, and another connection for
    // each reading would cost as much as the reading.
    let before = if cx.app.db.is_sqlite() {
        let moment = cx.app.db.snapshot().await?;
        let before = Before::read(&moment, member, &body.lines).await?;
        moment.commit().await?;
        Some(before)
    } else {
        None
    };
    // Begins before anything is judged: a repeated request gets its first answer, whatever has changed since.
    let mut tx = cx.begin(received).await?;
    let Before {
        known,
        approval_from,
        parties,
        producers,
    } = match before {
        Some(before) => before,
        None => Before::read(&*tx, member, &body.lines).await?,
    };
    let wanted_on = body.delivery.wanted_on;
    let good_on = good_on(today, wanted_on);
    let passed = wanted_on.is_some_and(|day| day < today);
    let quote = match (quote(&body.lines, known), passed) {
        (Ok(quote), false) => quote,
        (quote, passed) => {
            let mut refusal = quote.err().unwrap_or_default();
            if passed {
                refusal.add_day(FieldCode::InPast);
            }
            return Err(refused(&tx, refusal, today, good_on).await?);
        }
    };
    if let Some(expected) = body.expected_total
        && expected != quote.amounts.total
    {
        return Err(Error::refuse(Code::PriceChanged).with_field(
            "expected_total",
            FieldCode::PriceChanged,
            Some(quote.amounts.total),
        ));
    }
    let waits = policy::needs_approval(member.role, quote.amounts.total, approval_from);
    let drafts = drafts(&tx, quote, (today, digits), waits);
    let wanted: Vec<Wanted> = drafts
        .lines()
        .map(|(id, line)| line.wanted(id, good_on))
        .collect();
    if let Err(shorts) = stock::hold(&tx, &wanted, today).await? {
        let places = drafts
            .lines()
            .flat_map(|(id, line)| line.asked.iter().map(move |index| (id, *index)));
        let refusal = short::refuse(places, &shorts);
        return Err(if shorts.iter().any(|short| short.expires) {
            refusal.with_field(short::DAY, FieldCode::GoodsExpire, None)
        } else {
            refusal
        });
    }
    for (_, line) in drafts.lines() {
        tx.restocked(line.product.id);
    }
    let written = write(&tx, allowed, member, body, drafts)?;
    let parts = Parts {
        now: tx.at(),
        purchase: written.purchase,
        lines: written.lines,
        lots: HashMap::new(),
        events: written.events,
        parties,
        people: HashMap::from([(member.user_id, member.name.clone())]),
        producers,
    };
    let view = parts.purchase(member, &written.orders)?;
    tx.finish("purchase", view.id, &view, None).await
}

/// What is wrong with a purchase whose lines cannot be ordered, with what the stock says of the others.
async fn refused(tx: &Tx, refusal: Refusal, today: Date, good_on: Date) -> Result<Error> {
    let packs: Vec<PackId> = refusal.packs().collect();
    let good = stock::available(&**tx, &packs, good_on).await?;
    let now = if good_on > today {
        stock::available(&**tx, &packs, today).await?
    } else {
        good.clone()
    };
    Ok(refusal.with_stock(&good, &now).into())
}
