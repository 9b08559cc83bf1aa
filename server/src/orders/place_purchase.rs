//! Orders at once from several producers, all or nothing: one order a producer, its stock held until it answers.

use super::{
    entity::{basket_lines, order_events, order_lines, orders, purchases},
    expire_order::{Expire, KIND},
    number::{LENGTHS, number},
    policy::{self, Place},
    quote::{Known, Line, Quote, Refusal, quote},
    rules::rules,
    short, tell,
    view::Parts,
};
use crate::{
    auth::{Allowed, Member},
    catalogue::{self, OnSale},
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
    identity::{self, PartyRow},
    listings::Agreements,
    producers,
    stock::{self, Wanted, good_on},
};
use anyhow::anyhow;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    Code, Currency, Date, FieldCode, OrderId, OrderLineId, OrganisationId, PackId, PurchaseId,
    orders::{ANSWER_HOURS, OrderStatus, PlacePurchase, PurchaseLine, PurchasePlace},
    producers::ProducerRef,
};
use std::collections::{HashMap, HashSet};

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

/// What a purchase is judged by and shown with.
struct Before {
    known: Known,
    /// From which total on somebody else has to approve what this person orders.
    approval_from: Option<i64>,
    parties: HashMap<OrganisationId, PartyRow>,
    producers: HashMap<OrganisationId, ProducerRef>,
}

impl Before {
    /// The same number of queries, however many lines.
    async fn read(db: &impl ConnectionTrait, member: &Member, lines: &[PurchaseLine]) -> Result<Self> {
        let ids: HashSet<PackId> = lines.iter().map(|line| line.pack_id).collect();
        let agreements = Agreements::about(db, member.organisation_id, &ids).await?;
        let goods = catalogue::on_sale(db, ids).await?;
        let sellers: HashSet<OrganisationId> = goods.iter().map(|one| one.pack.producer_id).collect();
        let parties = identity::parties(db, sellers.iter().copied().chain([member.organisation_id])).await?;
        let sellers = producers::sellers(db, sellers, &parties).await?;
        let (producers, terms) = sellers
            .into_iter()
            .map(|(id, (producer, terms))| ((id, producer), (id, terms)))
            .unzip();
        let approval_from = if policy::decides(member.role) {
            None
        } else {
            rules(db, member.organisation_id).await?.approval_from
        };
        let is_verified = |id: &OrganisationId| parties.get(id).is_some_and(|party| party.verified);
        let (packs, products) = goods
            .into_iter()
            .filter(|one| is_verified(&one.pack.producer_id))
            .map(|OnSale { pack, product }| ((pack.id, pack), (product.id, product)))
            .unzip();
        Ok(Self {
            known: Known {
                packs,
                products,
                terms,
                agreements,
            },
            approval_from,
            parties,
            producers,
        })
    }
}

impl Line {
    const fn wanted(&self, line: OrderLineId, good_on: Date) -> Wanted {
        Wanted {
            line,
            pack: self.pack.id,
            quantity: self.quantity,
            good_on,
        }
    }
}

/// The quote with ids for everything that will be written.
struct Drafts {
    total: i64,
    /// Whether somebody has to approve it before the producers see it.
    waits: bool,
    orders: Vec<Draft>,
}

struct Draft {
    id: OrderId,
    number: String,
    producer_id: OrganisationId,
    amounts: super::amounts::Amounts,
    lines: Vec<(OrderLineId, Line)>,
}

impl Drafts {
    fn lines(&self) -> impl Iterator<Item = (OrderLineId, &Line)> {
        let lines = self.orders.iter().flat_map(|order| &order.lines);
        lines.map(|(id, line)| (*id, line))
    }
}

fn drafts(tx: &Tx, quote: Quote, (today, digits): (Date, usize), waits: bool) -> Drafts {
    let orders = quote.sellers.into_iter().map(|seller| {
        let id = OrderId(tx.new_id());
        Draft {
            id,
            number: number(id, today, digits),
            producer_id: seller.producer_id,
            amounts: seller.amounts,
            lines: seller
                .lines
                .into_iter()
                .map(|line| (OrderLineId(tx.new_id()), line))
                .collect(),
        }
    });
    Drafts {
        total: quote.amounts.total,
        waits,
        orders: orders.collect(),
    }
}

/// What was written, enough to show it without reading it again.
struct Written {
    purchase: purchases::Model,
    orders: Vec<orders::Model>,
    lines: HashMap<OrderId, Vec<order_lines::Model>>,
    events: HashMap<OrderId, Vec<order_events::Model>>,
}

/// A statement a table, and a job an order.
fn write(
    tx: &Tx,
    _: Allowed<Place>,
    member: &Member,
    body: &PurchasePlace,
    drafts: Drafts,
) -> Result<Written> {
    let purchase = purchase_row(tx, member, body, drafts.total);
    let packs: Vec<PackId> = drafts.lines().map(|(_, line)| line.pack.id).collect();
    let waits = drafts.waits;
    let (mut orders, mut lines, mut events) = (Vec::new(), Vec::new(), Vec::new());
    for draft in drafts.orders {
        let row = order_row(tx, &purchase, &draft, waits);
        events.push(order_events::Model {
            id: tx.new_id(),
            order_id: row.id,
            at: tx.at(),
            status: row.status,
            organisation_id: Some(member.organisation_id),
            reason_code: None,
            note: None,
        });
        for (position, (id, line)) in (0_i32..).zip(draft.lines) {
            lines.push(line_row(id, row.id, position, line));
        }
        tx.job(
            KIND,
            tx.at().plus_hours(ANSWER_HOURS),
            &Expire { order_id: row.id },
        )?;
        orders.push(row);
    }
    if !waits {
        tell::sent(tx, purchase.id)?;
    }
    tx.later(purchases::Entity::insert(purchases::ActiveModel::from(
        purchase.clone(),
    )));
    tx.later(orders::Entity::insert_many(
        orders.iter().cloned().map(orders::ActiveModel::from),
    ));
    tx.later(order_lines::Entity::insert_many(
        lines.iter().cloned().map(order_lines::ActiveModel::from),
    ));
    tx.later(order_events::Entity::insert_many(
        events.iter().cloned().map(order_events::ActiveModel::from),
    ));
    tx.later(
        basket_lines::Entity::delete_many()
            .filter(basket_lines::Column::UserId.eq(member.user_id))
            .filter(basket_lines::Column::PackId.is_in(packs)),
    );
    let mut by_order: HashMap<OrderId, Vec<order_lines::Model>> = HashMap::new();
    for line in lines {
        by_order.entry(line.order_id).or_default().push(line);
    }
    Ok(Written {
        purchase,
        orders,
        lines: by_order,
        events: events
            .into_iter()
            .map(|event| (event.order_id, vec![event]))
            .collect(),
    })
}

fn purchase_row(tx: &Tx, member: &Member, body: &PurchasePlace, total: i64) -> purchases::Model {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let delivery = body.delivery.clone();
    purchases::Model {
        id: PurchaseId(tx.new_id()),
        buyer_id: member.organisation_id,
        user_id: member.user_id,
        po_number: said(&body.po_number),
        note: said(&body.note),
        delivery_name: delivery.name,
        delivery_address: delivery.address,
        delivery_commune_code: delivery.commune_code,
        delivery_contact_name: delivery.contact.name,
        delivery_contact_phone: delivery.contact.phone,
        delivery_contact_email: delivery.contact.email,
        wanted_on: delivery.wanted_on,
        total,
        currency: Currency::Vnd,
        placed_at: tx.at(),
        approved_by: None,
        approved_at: None,
    }
}

fn order_row(tx: &Tx, purchase: &purchases::Model, draft: &Draft, waits: bool) -> orders::Model {
    orders::Model {
        id: draft.id,
        number: draft.number.clone(),
        purchase_id: purchase.id,
        buyer_id: purchase.buyer_id,
        producer_id: draft.producer_id,
        status: if waits {
            OrderStatus::AwaitingApproval
        } else {
            OrderStatus::Placed
        },
        line_count: i32::try_from(draft.lines.len()).unwrap_or(i32::MAX),
        subtotal: draft.amounts.subtotal,
        vat: draft.amounts.vat,
        total: draft.amounts.total,
        currency: purchase.currency,
        placed_at: tx.at(),
        answer_by: Some(tx.at().plus_hours(ANSWER_HOURS)),
        sent_at: (!waits).then(|| tx.at()),
        version: 1,
    }
}

/// The words and the price of this day are kept: a later change of the catalogue does not change an order.
fn line_row(id: OrderLineId, order_id: OrderId, position: i32, line: Line) -> order_lines::Model {
    order_lines::Model {
        id,
        order_id,
        position,
        pack_id: line.pack.id,
        product_id: line.product.id,
        product_slug: line.product.slug,
        product_name: line.product.name,
        pack_label: line.pack.label,
        product_name_en: line.product.name_en,
        pack_label_en: line.pack.label_en,
        gtin: line.pack.gtin,
        quantity: line.quantity,
        units: line.pack.units,
        unit_price: line.unit_price.amount,
        vat_code: line.pack.vat_code,
        subtotal: line.amounts.subtotal,
        vat: line.amounts.vat,
        accepted: None,
        damaged: None,
        listing_id: line.unit_price.agreed,
        case_gtin: line.pack.case_gtin,
    }
}
