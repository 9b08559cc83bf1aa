//! How a chain buys: its manager has set from which amount purchases are approved, one was refused, and one waits.

use super::World;
use crate::{
    demo::{
        data::{Chain, Store},
        people::told,
    },
    identity::sign_in_until,
};
use anyhow::{Context, Result, anyhow};
use shared::{
    Date, PackId,
    client::Call,
    identity::{ContactInput, Reason},
    orders::{
        BuyingRulesPut, DeliveryInput, PlacePurchase, Purchase, PurchaseLine, PurchasePlace, PutBuyingRules,
        RefusePurchase,
    },
    stock::{ListLots, Lot, LotFilter},
    time::plus_days,
};

const MANAGER: &str = "buyer@demo.example";
const PURCHASER: &str = "purchaser@demo.example";
const APPROVER: &str = "approver@demo.example";
const SELLER: &str = "cooperative@demo.example";
/// đồng with VAT: every purchase of the demonstration comes to more.
const APPROVAL_FROM: i64 = 1_000_000;
/// Cases; full for every multiple that the demonstration's packs come in.
const CASES: i64 = 12;

impl World<'_> {
    /// After everything else: what waits for approval holds stock for 48 hours only.
    pub(super) async fn buying(&self) -> Result<()> {
        let rules = BuyingRulesPut {
            approval_from: Some(APPROVAL_FROM),
        };
        let call = Call::<PutBuyingRules>::new(()).body(&rules);
        self.client.call(MANAGER, call).await?;
        let filter = LotFilter {
            limit: Some(shared::page::MAX_LIMIT),
            ..LotFilter::default()
        };
        let lots = self
            .client
            .call(SELLER, Call::<ListLots>::new(()).query(&filter))
            .await?;
        let fresh = plus_days(self.now.day(), 30);
        let mut lots = lots.items;
        lots.retain(|lot| lot.available >= CASES && lot.best_before.is_none_or(|day| day > fresh));
        lots.sort_by_key(|lot| (std::cmp::Reverse(lot.available), lot.id));
        let chain = self.data.chains.iter().find(|chain| chain.email == MANAGER);
        let chain = chain.with_context(|| format!("{MANAGER} has no chain"))?;
        let store = self.data.stores.iter().find(|store| store.chain_key == chain.key);
        let store = store.with_context(|| format!("{} has no store", chain.key))?;
        let of_purchaser = self.session(PURCHASER).await?;
        let of_approver = self.session(APPROVER).await?;
        // The first is refused, and lets its stock go; the second waits.
        for (number, refused) in [("MX-2026-127", true), ("MX-2026-128", false)] {
            let place =
                |lot: &Lot| purchase(number, lot.pack_id, chain, store, plus_days(self.now.day(), 10));
            let placed = self.order_for_approval(&of_purchaser, &lots, place).await?;
            if refused {
                let reason = "Kho lạnh đang kiểm kê, đợt này chưa nhận thêm hàng.".to_owned();
                let call = Call::<RefusePurchase>::new((placed.id,)).body(&Reason { reason });
                self.client.call_with(&of_approver, call).await?;
            }
        }
        Ok(())
    }

    async fn session(&self, login: &str) -> Result<String> {
        let until = self.now.plus_days(1);
        let session = sign_in_until(self.app, login, until).await.map_err(told)?;
        Ok(session.access_token)
    }

    /// Orders of the first lot that can be: some are of packs that are not sold, or for which twelve cases are no order.
    async fn order_for_approval(
        &self,
        token: &str,
        lots: &[Lot],
        place: impl Fn(&Lot) -> PurchasePlace,
    ) -> Result<Purchase> {
        let mut refused = None;
        for lot in lots {
            let place = place(lot);
            let number = place.po_number.as_deref().unwrap_or_default();
            let key = format!("demo-to-approve-{number}-{}", lot.id);
            let call = Call::<PlacePurchase>::new(()).body(&place).idempotency_key(key);
            match self.client.call_with(token, call).await {
                Ok(purchase) => return Ok(purchase),
                Err(error) => refused = Some(error),
            }
        }
        Err(refused.unwrap_or_else(|| anyhow!("nothing is left to order for approval")))
    }
}

fn purchase(number: &str, pack_id: PackId, chain: &Chain, store: &Store, wanted_on: Date) -> PurchasePlace {
    PurchasePlace {
        lines: vec![PurchaseLine {
            pack_id,
            quantity: CASES,
            expected_case_price: None,
        }],
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
            wanted_on: Some(wanted_on),
        },
        po_number: Some(number.to_owned()),
        note: Some("Cho đợt bày hàng OCOP cuối tháng.".to_owned()),
        expected_total: None,
    }
}
