//! Takes the steps of the year, remembering what came out of them.

use super::{
    PASSWORD,
    calendar::{NewLot, Step},
    client::Client,
    data::{Data, PackKey},
    people::{self, AUTHORITY, CENTRE},
};
use crate::{app::App, auth, build::Market};
use anyhow::{Context, Result};
use shared::{
    ChainId, ListingId, OrderId, OrderLineId, OrganisationId, PackId, ProductId, StoreId, Timestamp,
    catalogue::{
        Claim, CreatePack, CreateProduct, PackCreate, ProductCreate, PublishProduct, ReturnProduct,
        SubmitProduct,
    },
    certification::{CertificateCreate, CreateCertificate},
    client::Call,
    curation::{FeaturePut, PutFeature},
    identity::{ContactInput, Reason, Role, VerifyOrganisation},
    listings::{
        AnswerListing, ChainCreate, ConfirmListing, CreateChain, CreateStore, Decision, DelistListing,
        ListingAnswer, ListingConfirm, ListingDelist, ListingPitch, ListingReason, ListingShelve,
        ListingStatus, PitchListing, ShelveListing, StoreCreate,
    },
    orders::{
        CancelOrder, ConfirmOrder, DeclineOrder, DeliveryInput, OrderReceive, OrderShip, PlacePurchase,
        PurchaseLine, PurchasePlace, ReceiveLine, ReceiveOrder, ShipOrder,
    },
    producers::{ProducerUpdate, UpdateProducer},
    stock::{AdjustLot, CreateLot, ListLots, Lot, LotAdjust, LotCreate, LotFilter, MovementReason},
    time::plus_days,
};
use std::{collections::HashMap, fmt::Write};

/// The market while it is being filled.
pub(super) struct World<'a> {
    data: &'a Data,
    app: &'a App,
    client: Client,
    now: Timestamp,
    password_hash: String,
    organisations: HashMap<String, OrganisationId>,
    products: HashMap<String, ProductId>,
    packs: HashMap<PackKey, PackId>,
    chains: HashMap<String, ChainId>,
    stores: HashMap<(String, String), StoreId>,
    listings: HashMap<usize, ListingId>,
    orders: HashMap<usize, (OrderId, Vec<(PackId, OrderLineId)>)>,
    lots: usize,
    steps: usize,
}

/// Looks a key up that an earlier step has made.
macro_rules! made {
    ($map:expr, $key:expr) => {
        $map.get($key)
            .cloned()
            .with_context(|| format!("nothing was made for {:?}", $key))
    };
}

/// A row of a table.
fn row<T>(rows: &[T], index: usize) -> Result<&T> {
    rows.get(index)
        .with_context(|| format!("there is no row {index}"))
}

impl<'a> World<'a> {
    pub(super) async fn new(data: &'a Data, market: &'a Market, now: Timestamp) -> Result<Self> {
        let mut world = Self {
            data,
            app: &market.app,
            client: Client {
                api: market.api.clone(),
                tokens: HashMap::new(),
            },
            now,
            password_hash: auth::password::hash(PASSWORD.to_owned()).await?,
            organisations: HashMap::new(),
            products: HashMap::new(),
            packs: HashMap::new(),
            chains: HashMap::new(),
            stores: HashMap::new(),
            listings: HashMap::new(),
            orders: HashMap::new(),
            lots: 0,
            steps: 0,
        };
        for (new, role) in people::insiders() {
            world.join(new, role).await?;
        }
        Ok(world)
    }

    /// What was done, in words.
    pub(super) fn told(&self) -> String {
        let mut text = String::new();
        let _ = write!(
            text,
            "{} organisations, {} products, {} packs, {} lots, {} stores, {} listings, {} orders in {} steps",
            self.organisations.len(),
            self.products.len(),
            self.packs.len(),
            self.lots,
            self.stores.len(),
            self.listings.len(),
            self.orders.len(),
            self.steps
        );
        text
    }

    async fn join(&mut self, new: crate::identity::NewOrganisation, role: Role) -> Result<OrganisationId> {
        let login = new.contact.email.clone();
        let until = self.now.plus_days(1);
        let (id, token) = people::add(self.app, new, role, &self.password_hash, until).await?;
        self.client.tokens.insert(login.clone(), token);
        self.organisations.insert(login, id);
        Ok(id)
    }

    pub(super) async fn take(&mut self, step: &Step) -> Result<()> {
        self.steps += 1;
        match step {
            Step::Producer(index) => self.producer(*index).await,
            Step::Verify(index) => {
                let login = &row(&self.data.producers, *index)?.email;
                self.verify(made!(self.organisations, login)?).await
            }
            Step::Chain(index) => self.chain(*index).await,
            Step::Product(index) => self.product(*index).await,
            Step::Submit(index) => {
                let (id, maker) = self.product_of(*index)?;
                self.client
                    .call(maker, Call::<SubmitProduct>::new((id,)))
                    .await
                    .map(drop)
            }
            Step::Publish(index) => {
                let (id, _) = self.product_of(*index)?;
                self.client
                    .call(CENTRE, Call::<PublishProduct>::new((id,)))
                    .await
                    .map(drop)
            }
            Step::Return(index) => {
                let (id, _) = self.product_of(*index)?;
                let reason = row(&self.data.products, *index)?
                    .return_reason
                    .clone()
                    .unwrap_or_default();
                let call = Call::<ReturnProduct>::new((id,)).body(&Reason { reason });
                self.client.call(CENTRE, call).await.map(drop)
            }
            Step::Certificate(index) => self.certificate(*index).await,
            Step::Lot(lot) => self.lot(lot).await,
            Step::Clear(lot) => self.clear(lot).await,
            Step::Pitch(index) => self.pitch(*index).await,
            Step::Answer(_) | Step::Shelve(_) | Step::ConfirmShelf(_) | Step::Delist(_) => {
                self.shelf(step).await
            }
            Step::Feature(index) => self.feature(*index).await,
            Step::Place(index) => self.place(*index).await,
            Step::Expire => {
                let done = self.app.jobs.run_due(self.app).await;
                done.map(drop).map_err(people::told)
            }
            Step::ConfirmOrder(_) | Step::Decline(_) | Step::Cancel(_) | Step::Ship(_) | Step::Receive(_) => {
                self.order(step).await
            }
        }
    }

    async fn verify(&self, id: OrganisationId) -> Result<()> {
        self.client
            .call(CENTRE, Call::<VerifyOrganisation>::new((id,)))
            .await
            .map(drop)
    }

    async fn producer(&mut self, index: usize) -> Result<()> {
        let producer = row(&self.data.producers, index)?;
        let id = self.join(people::producer(producer), Role::Manager).await?;
        let update = ProducerUpdate {
            name_en: producer.name_en.clone(),
            commune_code: None,
            story: producer.story_vi.clone(),
            story_en: producer.story_en.clone(),
            founded_year: producer.founded_year,
            lead_time_days: Some(producer.lead_time_days),
            minimum_order: None,
            contact: None,
        };
        let call = Call::<UpdateProducer>::new((id,)).body(&update);
        self.client.call(&producer.email, call).await.map(drop)
    }

    async fn chain(&mut self, index: usize) -> Result<()> {
        let chain = row(&self.data.chains, index)?;
        let organisation_id = self.join(people::retailer(chain), Role::Buyer).await?;
        self.verify(organisation_id).await?;
        let create = ChainCreate {
            organisation_id,
            name: chain.name.clone(),
            counts_as_retail_chain: chain.counts_as_retail_chain,
        };
        let id = self
            .client
            .call(CENTRE, Call::<CreateChain>::new(()).body(&create))
            .await?
            .id;
        self.chains.insert(chain.key.clone(), id);
        for store in self
            .data
            .stores
            .iter()
            .filter(|store| store.chain_key == chain.key)
        {
            let create = StoreCreate {
                code: store.code.clone(),
                name: store.name.clone(),
                address: store.address.clone(),
                commune_code: store.commune_code.clone(),
                gln: store.gln.clone(),
            };
            let call = Call::<CreateStore>::new((id,)).body(&create);
            let made = self.client.call(&chain.email, call).await?;
            self.stores
                .insert((chain.key.clone(), store.code.clone()), made.id);
        }
        Ok(())
    }

    fn product_of(&self, index: usize) -> Result<(ProductId, &'a str)> {
        let product = row(&self.data.products, index)?;
        let maker = self.data.producer(&product.producer_key)?;
        Ok((made!(self.products, &product.key)?, &maker.email))
    }

    async fn product(&mut self, index: usize) -> Result<()> {
        let product = row(&self.data.products, index)?;
        let maker = &self.data.producer(&product.producer_key)?.email;
        let list = |text: &str| {
            text.split(',')
                .map(|one| one.trim().to_owned())
                .collect::<Vec<_>>()
        };
        let season_months = match product.season.as_str() {
            "all" | "" => Vec::new(),
            months => list(months)
                .iter()
                .map(|month| month.parse())
                .collect::<Result<_, _>>()?,
        };
        let claims: Result<Vec<Claim>> = list(product.claims.as_deref().unwrap_or_default())
            .iter()
            .filter(|claim| !claim.is_empty())
            .map(|claim| {
                claim
                    .parse::<Claim>()
                    .with_context(|| format!("the claim {claim}"))
            })
            .collect();
        let create = ProductCreate {
            name: product.name_vi.clone(),
            name_en: product.name_en.clone(),
            group: product.group.clone(),
            description: product.description_vi.clone(),
            description_en: product.description_en.clone(),
            ingredients: product.ingredients_vi.clone(),
            storage: product.storage_vi.clone(),
            shelf_life_days: product.shelf_life_days,
            season_months,
            claims: claims?,
            illustration: product.illustration.clone(),
        };
        let made = self
            .client
            .call(maker, Call::<CreateProduct>::new(()).body(&create))
            .await?;
        self.products.insert(product.key.clone(), made.id);
        for pack in self
            .data
            .packs
            .iter()
            .filter(|pack| pack.product_key == product.key)
        {
            let create = PackCreate {
                label: pack.label_vi.clone(),
                label_en: pack.label_en.clone(),
                gtin: pack.gtin.clone(),
                case_gtin: None,
                units: pack.units,
                net_quantity: pack.net_quantity,
                net_unit: pack.unit,
                unit_price: pack.unit_price,
                min_cases: pack.min_cases,
                case_multiple: pack.case_multiple,
                vat_code: pack.vat_code,
            };
            let call = Call::<CreatePack>::new((made.id,)).body(&create);
            let id = self.client.call(maker, call).await?.id;
            self.packs.insert((pack.product_key.clone(), pack.pack_index), id);
        }
        Ok(())
    }

    async fn certificate(&self, index: usize) -> Result<()> {
        let certificate = row(&self.data.certificates, index)?;
        let create = CertificateCreate {
            product_id: made!(self.products, &certificate.product_key)?,
            stars: certificate.stars,
            score: certificate.score,
            decision_no: certificate.decision_no.clone(),
            issuer: certificate.issuer_vi.clone(),
            level: certificate.level,
            issued_on: plus_days(self.now.day(), certificate.issued_offset_days),
            criteria_version: certificate.criteria_version,
        };
        let call = Call::<CreateCertificate>::new(()).body(&create);
        self.client.call(AUTHORITY, call).await.map(drop)
    }

    async fn lot(&mut self, lot: &NewLot) -> Result<()> {
        let create = LotCreate {
            pack_id: made!(self.packs, &lot.pack)?,
            code: lot.code.clone(),
            quantity: lot.cases,
            produced_on: lot.produced_on,
            best_before: lot.best_before,
        };
        let maker = &self.data.maker(&lot.pack.0)?.email;
        self.lots += 1;
        self.client
            .call(maker, Call::<CreateLot>::new(()).body(&create))
            .await
            .map(drop)
    }

    async fn lots_of(&self, pack: &PackKey) -> Result<Vec<Lot>> {
        let filter = LotFilter {
            pack_id: Some(made!(self.packs, pack)?),
            limit: Some(100),
            ..LotFilter::default()
        };
        let maker = &self.data.maker(&pack.0)?.email;
        Ok(self
            .client
            .call(maker, Call::<ListLots>::new(()).query(&filter))
            .await?
            .items)
    }

    async fn adjust(&self, pack: &PackKey, lot: &Lot, delta: i64, reason: MovementReason) -> Result<()> {
        if delta == 0 {
            return Ok(());
        }
        let adjust = LotAdjust {
            delta,
            reason,
            note: None,
        };
        let maker = &self.data.maker(&pack.0)?.email;
        let call = Call::<AdjustLot>::new((lot.id,)).body(&adjust);
        self.client.call(maker, call).await.map(drop)
    }

    async fn clear(&self, cleared: &NewLot) -> Result<()> {
        let lots = self.lots_of(&cleared.pack).await?;
        let Some(lot) = lots.iter().find(|lot| lot.code == cleared.code) else {
            return Ok(());
        };
        let left = lot.on_hand - lot.reserved;
        self.adjust(&cleared.pack, lot, -left, MovementReason::SoldElsewhere)
            .await
    }

    /// Today's count: what the tables say is what the store rooms have.
    pub(super) async fn count_stock(&self) -> Result<()> {
        for key in self.packs.keys() {
            let mine = |lot: &&super::data::Lot| lot.product_key == key.0 && lot.pack_index == key.1;
            if !self.data.lots.iter().any(|lot| mine(&lot)) {
                continue;
            }
            for lot in self.lots_of(key).await? {
                let stated = self
                    .data
                    .lots
                    .iter()
                    .filter(mine)
                    .find(|stated| stated.code == lot.code);
                let Some(stated) = stated else { continue };
                let delta = stated.cases.max(lot.reserved) - lot.on_hand;
                self.adjust(key, &lot, delta, MovementReason::Counted).await?;
            }
        }
        Ok(())
    }

    fn stores_of(&self, chain: &str, codes: Option<&str>) -> Result<Vec<StoreId>> {
        let codes = codes
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|code| !code.is_empty());
        codes
            .map(|code| made!(self.stores, &(chain.to_owned(), code.to_owned())))
            .collect()
    }

    async fn pitch(&mut self, index: usize) -> Result<()> {
        let listing = row(&self.data.listings, index)?;
        let stores = self.stores_of(&listing.chain_key, listing.store_codes.as_deref())?;
        let pitch = ListingPitch {
            product_id: made!(self.products, &listing.product_key)?,
            chain_id: made!(self.chains, &listing.chain_key)?,
            store_ids: (!stores.is_empty()).then_some(stores),
            note: listing.note.clone(),
        };
        let maker = &self.data.maker(&listing.product_key)?.email;
        let made = self
            .client
            .call(maker, Call::<PitchListing>::new(()).body(&pitch))
            .await?;
        self.listings.insert(index, made.id);
        Ok(())
    }

    /// What the chain does with a listing.
    async fn shelf(&self, step: &Step) -> Result<()> {
        let (Step::Answer(index) | Step::Shelve(index) | Step::ConfirmShelf(index) | Step::Delist(index)) =
            step
        else {
            return Ok(());
        };
        let listing = row(&self.data.listings, *index)?;
        let id = made!(self.listings, index)?;
        let buyer = self.data.chain(&listing.chain_key)?.email.as_str();
        match step {
            Step::Answer(_) => {
                let declined = listing.state == ListingStatus::Declined;
                let answer = ListingAnswer {
                    decision: if declined {
                        Decision::Decline
                    } else {
                        Decision::Accept
                    },
                    reason_code: listing.reason.filter(|_| declined),
                    reason: None,
                };
                let call = Call::<AnswerListing>::new((id,)).body(&answer);
                self.client.call(buyer, call).await.map(drop)
            }
            Step::Shelve(_) => {
                let store_ids = self.stores_of(&listing.chain_key, listing.store_codes.as_deref())?;
                let call = Call::<ShelveListing>::new((id,)).body(&ListingShelve { store_ids });
                self.client.call(buyer, call).await.map(drop)
            }
            Step::ConfirmShelf(_) => {
                let call = Call::<ConfirmListing>::new((id,)).body(&ListingConfirm { store_ids: None });
                self.client.call(buyer, call).await.map(drop)
            }
            _ => {
                let delist = ListingDelist {
                    reason_code: listing.reason.unwrap_or(ListingReason::Sales),
                    reason: None,
                };
                let call = Call::<DelistListing>::new((id,)).body(&delist);
                self.client.call(buyer, call).await.map(drop)
            }
        }
    }

    async fn feature(&self, index: usize) -> Result<()> {
        let feature = row(&self.data.features, index)?;
        let put = FeaturePut {
            product_id: made!(self.products, &feature.product_key)?,
            from: plus_days(self.now.day(), feature.from_offset_days),
            until: plus_days(self.now.day(), feature.until_offset_days),
            reason: feature.reason_vi.clone(),
            reason_en: feature.reason_en.clone(),
        };
        let call = Call::<PutFeature>::new((feature.slot,)).body(&put);
        self.client.call(CENTRE, call).await.map(drop)
    }

    async fn place(&mut self, index: usize) -> Result<()> {
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
                commune_code: store.commune_code.clone(),
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
    async fn order(&self, step: &Step) -> Result<()> {
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
                let call = Call::<DeclineOrder>::new((id,)).body(&reason);
                client.call(maker, call).await.map(drop)
            }
            Step::Cancel(_) => {
                let call = Call::<CancelOrder>::new((id,)).body(&reason);
                client.call(buyer, call).await.map(drop)
            }
            Step::Ship(_) => {
                let call = Call::<ShipOrder>::new((id,)).body(&OrderShip { note: None });
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
                        damaged: None,
                    });
                }
                let call = Call::<ReceiveOrder>::new((id,)).body(&receive);
                client.call(buyer, call).await.map(drop)
            }
        }
    }
}
