//! When what happened in the province's year. Pure: the tables go in, a list of steps in their order comes out.

use super::data::{Data, Order, PackKey};
use anyhow::Result;
use shared::{
    Date, Timestamp,
    listings::ListingStatus,
    orders::{ANSWER_HOURS, OrderStatus},
    time::{days_between, plus_days},
};
use std::collections::BTreeMap;

/// One thing that somebody does; numbers are rows of the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Producer(usize),
    Verify(usize),
    Chain(usize),
    Product(usize),
    Submit(usize),
    Publish(usize),
    Return(usize),
    Certificate(usize),
    Revoke(usize),
    Lot(NewLot),
    /// What is left of a lot that served past orders is sold elsewhere.
    Clear(NewLot),
    Pitch(usize),
    Answer(usize),
    Shelve(usize),
    ConfirmShelf(usize),
    Delist(usize),
    Feature(usize),
    Place(usize),
    ConfirmOrder(usize),
    Decline(usize),
    Cancel(usize),
    /// The market itself gives up waiting.
    Expire,
    Ship(usize),
    Receive(usize),
}

/// A lot to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewLot {
    pub(super) pack: PackKey,
    pub(super) code: String,
    pub(super) cases: i64,
    pub(super) produced_on: Date,
    pub(super) best_before: Option<Date>,
}

/// Days before the first pitch or order on which the market opens.
const OPENING_DAYS: i64 = 12;
const MINUTE: i64 = 60_000;

/// Lays out the year.
pub(super) struct Calendar<'a> {
    data: &'a Data,
    now: Timestamp,
    today: Date,
    opening: i64,
    pub(super) steps: Vec<(Timestamp, Step)>,
}

/// When an order takes its steps.
struct Times {
    placed: Timestamp,
    /// Confirmed, declined or cancelled.
    answered: Timestamp,
    shipped: Timestamp,
    received: Timestamp,
    /// The last of those that its state has been through.
    end: Timestamp,
}

impl<'a> Calendar<'a> {
    pub(super) fn new(data: &'a Data, now: Timestamp) -> Result<Self> {
        let pitches = data.listings.iter().map(|listing| listing.pitched_offset_days);
        let orders = data.orders.iter().map(|order| order.offset_days);
        let mut calendar = Self {
            data,
            now,
            today: now.day(),
            opening: pitches.chain(orders).min().unwrap_or_default() - OPENING_DAYS,
            steps: Vec::new(),
        };
        calendar.people_and_products()?;
        calendar.stock_on_hand();
        calendar.certificates_and_features();
        calendar.listings();
        calendar.orders()?;
        calendar.steps.sort_by_key(|(at, _)| *at);
        Ok(calendar)
    }

    /// The first instant of the year.
    pub(super) fn beginning(&self) -> Timestamp {
        self.at(self.opening, 0)
    }

    /// So many minutes after midnight of a day, but never later than now.
    fn at(&self, offset_days: i64, minutes: i64) -> Timestamp {
        let at = Timestamp::start_of(plus_days(self.today, offset_days)).0 + minutes * MINUTE;
        Timestamp(at.min(self.now.0))
    }

    fn add(&mut self, offset_days: i64, minutes: i64, step: Step) {
        let at = self.at(offset_days, minutes);
        self.steps.push((at, step));
    }

    fn people_and_products(&mut self) -> Result<()> {
        let open = self.opening;
        for (minutes, index) in (420..).zip(0..self.data.chains.len()) {
            self.add(open + 2, minutes, Step::Chain(index));
        }
        for (minutes, (index, producer)) in (480..).zip(self.data.producers.iter().enumerate()) {
            let verified = producer.status == "verified";
            self.add(if verified { open } else { -3 }, minutes, Step::Producer(index));
            if verified {
                self.add(open + 1, minutes, Step::Verify(index));
            }
        }
        for (minutes, (index, product)) in (480..).zip(self.data.products.iter().enumerate()) {
            let verified = self.data.producer(&product.producer_key)?.status == "verified";
            let first = match product.status.as_str() {
                "published" => open + 3,
                "returned" => -9,
                _ => -2,
            };
            self.add(first, minutes, Step::Product(index));
            if !verified || product.status == "draft" {
                continue;
            }
            self.add(first + 1, minutes, Step::Submit(index));
            match product.status.as_str() {
                "published" => self.add(first + 3, minutes, Step::Publish(index)),
                "returned" => self.add(first + 4, minutes, Step::Return(index)),
                _ => {}
            }
        }
        Ok(())
    }

    /// The lots of today's store rooms.
    fn stock_on_hand(&mut self) {
        for lot in &self.data.lots {
            if lot.cases == 0 {
                continue;
            }
            let step = Step::Lot(NewLot {
                pack: (lot.product_key.clone(), lot.pack_index),
                code: lot.code.clone(),
                cases: lot.cases,
                produced_on: plus_days(self.today, lot.produced_offset_days),
                best_before: lot
                    .best_before_offset_days
                    .map(|days| plus_days(self.today, days)),
            });
            self.add(lot.produced_offset_days.max(self.opening + 7), 360, step);
        }
    }

    fn certificates_and_features(&mut self) {
        for (minutes, (index, certificate)) in (540..).zip(self.data.certificates.iter().enumerate()) {
            let recorded = (certificate.issued_offset_days + 3).max(self.opening + 8).min(0);
            self.add(recorded, minutes, Step::Certificate(index));
            if let Some(day) = certificate.revoked_offset_days {
                self.add(day, minutes, Step::Revoke(index));
            }
        }
        for (index, feature) in self.data.features.iter().enumerate() {
            self.add(feature.from_offset_days.min(0), 420, Step::Feature(index));
        }
    }

    fn listings(&mut self) {
        for (minutes, (index, listing)) in (600..).zip(self.data.listings.iter().enumerate()) {
            self.add(listing.pitched_offset_days, minutes, Step::Pitch(index));
            if let Some(day) = listing.answered_offset_days {
                self.add(day, minutes + 60, Step::Answer(index));
            }
            if let Some(day) = listing.shelved_offset_days {
                self.add(day, minutes + 120, Step::Shelve(index));
                let last = listing.confirmed_offset_days.unwrap_or(day);
                // A shelf that was confirmed lately was confirmed every other month before.
                let mut next = day + 60;
                while next < last {
                    self.add(next, minutes + 180, Step::ConfirmShelf(index));
                    next += 60;
                }
                if last > day {
                    self.add(last, minutes + 180, Step::ConfirmShelf(index));
                }
            }
            // One that is still on the shelf left its last store only.
            if let Some(day) = listing
                .delisted_offset_days
                .filter(|_| matches!(listing.state, ListingStatus::Delisted | ListingStatus::OnShelf))
            {
                self.add(day, minutes + 240, Step::Delist(index));
            }
        }
    }

    fn orders(&mut self) -> Result<()> {
        let mut needs: BTreeMap<PackKey, Vec<(i64, Timestamp, Timestamp)>> = BTreeMap::new();
        let data = self.data;
        for (index, order) in data.orders.iter().enumerate() {
            let wanted = order.wanted()?;
            let times = self.times(index, order, &wanted)?;
            self.steps.push((times.placed, Step::Place(index)));
            let mut add = |at, step| self.steps.push((at, step));
            match order.state {
                OrderStatus::AwaitingApproval | OrderStatus::Placed => {}
                OrderStatus::Declined => add(times.answered, Step::Decline(index)),
                OrderStatus::Cancelled => add(times.answered, Step::Cancel(index)),
                OrderStatus::Expired => add(times.answered, Step::Expire),
                OrderStatus::Confirmed | OrderStatus::Shipped | OrderStatus::Received => {
                    add(times.answered, Step::ConfirmOrder(index));
                    if order.state != OrderStatus::Confirmed {
                        add(times.shipped, Step::Ship(index));
                    }
                    if order.state == OrderStatus::Received {
                        add(times.received, Step::Receive(index));
                    }
                }
            }
            if !matches!(order.state, OrderStatus::Placed | OrderStatus::Confirmed) {
                for (pack, cases) in wanted {
                    needs
                        .entry(pack)
                        .or_default()
                        .push((cases, times.placed, times.end));
                }
            }
        }
        let mut number = 0;
        for (pack, mut needs) in needs {
            needs.sort_by_key(|(_, placed, _)| *placed);
            self.past_lots(&pack, &needs, &mut number)?;
        }
        Ok(())
    }

    fn times(&self, index: usize, order: &Order, wanted: &[(PackKey, i64)]) -> Result<Times> {
        let (first, _) = wanted
            .first()
            .ok_or_else(|| anyhow::anyhow!("{} has no lines", order.key))?;
        let lead = i64::from(self.data.maker(&first.0)?.lead_time_days).max(1);
        let minutes = 480 + i64::try_from(index)? * 37 % 480;
        // Half an hour ago at the latest, so that the order's steps have room.
        let latest = self.now.plus_seconds(-1800);
        let mut placed = self.at(order.offset_days, minutes).min(latest);
        let open = matches!(order.state, OrderStatus::Placed | OrderStatus::Confirmed);
        if order.state == OrderStatus::Placed {
            placed = placed.max(self.now.plus_hours(8 - ANSWER_HOURS));
        }
        if open {
            for (pack, cases) in wanted {
                placed = placed.max(self.in_stock_from(pack, *cases)).min(latest);
            }
        }
        let answered = match order.state {
            OrderStatus::Cancelled => placed.plus_hours(7),
            OrderStatus::Expired => placed.plus_hours(ANSWER_HOURS).plus_seconds(60),
            _ => placed.plus_hours(19),
        };
        let shipped = answered.plus_days(lead);
        let received = shipped.plus_days(2);
        let end = match order.state {
            OrderStatus::Placed => placed,
            OrderStatus::Shipped => shipped,
            OrderStatus::Received => received,
            _ => answered,
        };
        // Steps that would lie ahead move closer together.
        let room = (self.now.0 - 60_000 - placed.0).max(4);
        let fit = |at: Timestamp| {
            if end.0 - placed.0 > room {
                Timestamp(placed.0 + (at.0 - placed.0) * room / (end.0 - placed.0))
            } else {
                at
            }
        };
        Ok(Times {
            placed,
            answered: fit(answered),
            shipped: fit(shipped),
            received: fit(received),
            end: fit(if order.state == OrderStatus::Received {
                shipped
            } else {
                end
            }),
        })
    }

    /// When today's lots first have so many cases.
    fn in_stock_from(&self, pack: &PackKey, cases: i64) -> Timestamp {
        let mut lots: Vec<(i64, i64)> = self
            .data
            .lots
            .iter()
            .filter(|lot| lot.product_key == pack.0 && lot.pack_index == pack.1)
            .map(|lot| (lot.produced_offset_days, lot.cases))
            .collect();
        lots.sort_unstable();
        let mut sum = 0;
        for (day, more) in lots {
            sum += more;
            if sum >= cases {
                return self.at(day, 390);
            }
        }
        self.beginning()
    }

    /// Lots that past orders were served from; nothing is left of them today. `needs`: cases, from, until.
    fn past_lots(
        &mut self,
        pack: &PackKey,
        needs: &[(i64, Timestamp, Timestamp)],
        number: &mut u32,
    ) -> Result<()> {
        let shelf_life = self.data.product(&pack.0)?.shelf_life_days.map(i64::from);
        let window = shelf_life.map_or(45, |days| (days / 3).min(45));
        let mut rest = needs;
        while let Some((_, first, _)) = rest.first() {
            let until = first.plus_days(window);
            let count = rest.iter().take_while(|(_, placed, _)| *placed <= until).count();
            let (batch, later) = rest.split_at(count.max(1));
            rest = later;
            let last = batch.iter().map(|(_, _, end)| *end).max().unwrap_or(*first);
            let produced_on = self.produced_before(pack, first.day(), last.day(), shelf_life);
            *number += 1;
            let lot = NewLot {
                pack: pack.clone(),
                code: format!(
                    "L{:02}{:02}-A{number}",
                    produced_on.year() % 100,
                    u8::from(produced_on.month())
                ),
                cases: batch.iter().map(|(cases, _, _)| cases).sum(),
                produced_on,
                best_before: shelf_life.map(|days| plus_days(produced_on, days)),
            };
            let made = days_between(self.today, produced_on).max(self.opening + 7);
            self.add(made, 350, Step::Lot(lot.clone()));
            let cleared = Timestamp(last.plus_hours(1).0.min(self.now.0));
            self.steps.push((cleared, Step::Clear(lot)));
        }
        Ok(())
    }

    /// A day before the first order, and before the lots of today that could be taken instead: what expires first
    /// is taken first.
    fn produced_before(&self, pack: &PackKey, first: Date, last: Date, shelf_life: Option<i64>) -> Date {
        let day = plus_days(first, -1);
        let others = self.data.lots.iter().filter(|lot| {
            lot.product_key == pack.0
                && lot.pack_index == pack.1
                && plus_days(self.today, lot.produced_offset_days) <= last
        });
        let before = others
            .map(|lot| plus_days(self.today, lot.produced_offset_days - 1))
            .fold(day, Date::min);
        match shelf_life {
            Some(days) if plus_days(before, days) <= last => day,
            _ => before,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, Step};
    use crate::demo::data::Data;
    use shared::Timestamp;
    use time::macros::datetime;

    #[test]
    fn steps_are_in_order_and_none_lies_ahead() -> anyhow::Result<()> {
        let data = Data::read()?;
        for now in [
            datetime!(2026-11-22 03:00 UTC),
            datetime!(2026-11-21 17:05 UTC),
            datetime!(2027-03-01 16:50 UTC),
        ] {
            let now = Timestamp::from(now);
            let calendar = Calendar::new(&data, now)?;
            assert!(calendar.steps.is_sorted_by_key(|(at, _)| *at));
            assert!(calendar.steps.iter().all(|(at, _)| *at <= now));
            for (index, order) in data.orders.iter().enumerate() {
                let of = |step: Step| calendar.steps.iter().position(|(_, other)| *other == step);
                let steps = [
                    Step::Place(index),
                    Step::ConfirmOrder(index),
                    Step::Ship(index),
                    Step::Receive(index),
                ];
                let places: Vec<usize> = steps.into_iter().filter_map(of).collect();
                assert!(places.is_sorted(), "{}", order.key);
            }
        }
        Ok(())
    }
}
