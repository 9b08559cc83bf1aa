//! Chains order, and what becomes of their orders.

use super::{World, made, row};
use crate::demo::calendar::Step;
use anyhow::{Context, Result};
use shared::{
    client::Call,
    identity::{ContactInput, Reason},
    orders::{
        CancelOrder, ConfirmOrder, DeclineOrder, DeliveryInput, OrderDecline, OrderReceive, OrderShip,
        PlacePurchase, PurchaseLine, PurchasePlace, ReceiveLine, ReceiveOrder, ShipOrder,
    },
};

impl World<'_> {
    pub(super) async fn place(&mut self, index: usize) -> Result<()> {
        let order = row(&self.data.orders, index)?;
        let chain = self.data.chain(&order.buyer_chain_key)?;
        let stores: Vec<_> = self
            .data
            .stores
            .iter()
            .filter(|store| store.chain_key == chain.key)
            .collect();
        let store = row(&stores, index % stores.len().max(1))?;
        let mut lines = Vec::new();
        for (pack, quantity) in order.wanted()? {
            lines.push(PurchaseLine {
                pack_id: made!(self.packs, &pack)?,
                quantity,
                expected_case_price: None,
            });
        }
        let place = PurchasePlace {
            lines,
            delivery: DeliveryInput {
                name: store.name.clone(),
                address: store.address.clone(),
                commune_code: Some(store.commune_code.clone()),
                locality: None,
                contact: ContactInput {
                    name: "Quầy nhận hàng".to_owned(),
                    phone: chain.phone.clone(),
                    email: chain.email.clone(),
                },
                wanted_on: None,
            },
            po_number: order.po_number.clone(),
            note: None,
            expected_total: None,
        };
        let call = Call::<PlacePurchase>::new(())
            .body(&place)
            .idempotency_key(format!("demo-{}", order.key));
        let purchase = self
            .client
            .call(&chain.email, call)
            .await
            .with_context(|| order.key.clone())?;
        let placed = purchase.orders.first().context("a purchase without orders")?;
        let lines = placed.lines.iter().map(|line| (line.pack_id, line.id)).collect();
        self.orders.insert(index, (placed.id, lines));
        Ok(())
    }

    /// What becomes of an order.
    pub(super) async fn order(&self, step: &Step) -> Result<()> {
        let (Step::ConfirmOrder(index)
        | Step::Decline(index)
        | Step::Cancel(index)
        | Step::Ship(index)
        | Step::Receive(index)) = step
        else {
            return Ok(());
        };
        let order = row(&self.data.orders, *index)?;
        let (id, lines) = made!(self.orders, index)?;
        let buyer = self.data.chain(&order.buyer_chain_key)?.email.as_str();
        let wanted = order.wanted()?;
        let (first, _) = wanted.first().context("an order without lines")?;
        let maker = self.data.maker(&first.0)?.email.as_str();
        let reason = Reason {
            reason: order.reason.clone().unwrap_or_else(|| "Đổi kế hoạch".to_owned()),
        };
        let client = &self.client;
        match step {
            Step::ConfirmOrder(_) => client
                .call(maker, Call::<ConfirmOrder>::new((id,)))
                .await
                .map(drop),
            Step::Decline(_) => {
                let decline = OrderDecline {
                    reason_code: order.reason_code,
                    reason: Some(reason.reason),
                };
                let call = Call::<DeclineOrder>::new((id,)).body(&decline);
                client.call(maker, call).await.map(drop)
            }
            Step::Cancel(_) => {
                let call = Call::<CancelOrder>::new((id,)).body(&reason);
                client.call(buyer, call).await.map(drop)
            }
            Step::Ship(_) => {
                let call = Call::<ShipOrder>::new((id,)).body(&OrderShip {
                    note: Some("Xe tải nhỏ của hợp tác xã, khởi hành 5 giờ sáng".to_owned()),
                });
                client.call(maker, call).await.map(drop)
            }
            _ => {
                let mut receive = OrderReceive {
                    lines: Vec::new(),
                    note: order.reason.clone(),
                };
                if let Some((pack, accepted)) = order.short()? {
                    let pack = made!(self.packs, &pack)?;
                    let line = lines.iter().find(|(other, _)| *other == pack);
                    let (_, line_id) = line.context("the short line is not in the order")?;
                    receive.lines.push(ReceiveLine {
                        line_id: *line_id,
                        accepted,
                        damaged: order.received_damaged,
                    });
                }
                let call = Call::<ReceiveOrder>::new((id,)).body(&receive);
                client.call(buyer, call).await.map(drop)
            }
        }
    }
}
