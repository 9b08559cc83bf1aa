//! Who calls, and the rows that their calls name.

use super::goods::{bank_account, goods, image, own, photo, store};
use serde_json::{Value, json};
use shared::{Call, Input, identity::*, papers::*};
use std::collections::BTreeMap;
use tests::*;

/// Words of rows that no stranger may hear of.
const PRIVATE: [&str; 10] = [
    "order",
    "order_number",
    "line",
    "purchase",
    "draft",
    "draft_slug",
    "lot",
    "import",
    "pending_paper",
    "listing",
];

/// Somebody, and the rows that their calls name.
pub(super) struct Actor {
    pub(super) name: &'static str,
    pub(super) person: Person,
    /// A token of a session that has ended.
    pub(super) token: Option<String>,
    pub(super) rows: Rows,
}

impl Actor {
    pub(super) fn is_nobody(&self) -> bool {
        matches!(self.name, "anonymous" | "ended_session")
    }
}

/// Ids by the word that stands for them.
#[derive(Clone, Default)]
pub(super) struct Rows(pub(super) BTreeMap<&'static str, Value>);

impl Rows {
    pub(super) fn with(mut self, name: &'static str, id: impl serde::Serialize) -> Self {
        self.0.insert(name, json!(id));
        self
    }

    /// The id that a place in a path asks for; where nobody knows one, an id that names nothing.
    pub(super) fn of(&self, operation: &str, before: &str, name: &str) -> Value {
        let word = match (before, name) {
            ("products", _) if operation == "get_product" => "slug",
            ("products", _) if matches!(operation, "get_compliance" | "copy_product") => "product",
            ("products", _) => "draft",
            ("images", _) => "image",
            ("packs" | "lines", _) => "pack",
            ("lots", _) => "lot",
            ("papers", _) if matches!(operation, "get_paper" | "get_paper_file") => "paper",
            ("papers", _) => "pending_paper",
            ("photos", _) => "photo",
            ("certificates", _) => "certificate",
            ("imports", _) => "import",
            ("stores", _) if operation == "close_store" => "closing_store",
            ("stores", _) => "store",
            ("sessions", _) => "session",
            ("collections", _) if operation == "get_collection" => "shown_collection",
            ("collections", _) => "collection",
            ("orders", _) => "order",
            ("purchases", _) => "purchase",
            ("listings", _) => "listing",
            ("chains", _) => "chain",
            ("producers", _) => "producer",
            ("organisations", _) => "organisation",
            ("members", _) => "member",
            ("invitations", "token") => "token",
            ("email-confirmations", _) => "confirmation",
            ("invitations", _) => "invitation",
            ("features", _) => "slot",
            ("exports" | "templates", _) => "kind",
            _ => "none",
        };
        let none = || json!(shared::ProductId::EXAMPLE);
        self.0.get(word).cloned().unwrap_or_else(none)
    }

    /// Puts the ids where an example has its own.
    pub(super) fn fill(&self, operation: &str, body: &mut Value, number: u32) {
        match body {
            Value::Object(map) => {
                for (key, value) in map {
                    let word = match key.as_str() {
                        // Of papers: this kind is not of one product.
                        "product_id" if value.is_null() => continue,
                        "product_id" => "product",
                        "pack_id" => "pack",
                        "chain_id" => "chain",
                        "line_id" => "line",
                        "listing_id" => "listing",
                        "store_id" => "store",
                        "id" if operation == "arrange_product_images" => "image",
                        "store_ids" => {
                            *value = json!([self.0.get("store")]);
                            continue;
                        }
                        "product_ids" => {
                            *value = json!([self.0.get("product")]);
                            continue;
                        }
                        "organisation_id" if operation == "create_chain" => "retailer",
                        "organisation_id" => "organisation",
                        "login" => {
                            *value = json!(format!("nobody-{number}@example.com"));
                            continue;
                        }
                        "role" => {
                            *value = json!(Role::Manager);
                            continue;
                        }
                        _ => {
                            self.fill(operation, value, number);
                            continue;
                        }
                    };
                    if let Some(id) = self.0.get(word) {
                        *value = id.clone();
                    }
                }
            }
            Value::Array(values) => values
                .iter_mut()
                .for_each(|value| self.fill(operation, value, number)),
            _ => {}
        }
    }
}

/// Everybody, with a market in which each kind of row is there.
pub(super) struct Cast {
    pub(super) app: TestApp,
    /// Whose rows the others try: the producer's manager and the retailer's.
    owners: [Person; 2],
    pub(super) actors: Vec<Actor>,
    /// What stands in no answer to a stranger: the word for it, and how it is written.
    pub(super) private: Vec<(&'static str, String)>,
    /// Tokens of sessions that their owners have ended, of each kind of organisation.
    pub(super) ended: Vec<(&'static str, String)>,
    pub(super) calls: u32,
}

impl Cast {
    pub(super) async fn gather(app: &TestApp, mails: &MailServer) -> Self {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let shop = app.retailer("Siêu thị Xứ Lạng").await;
        let (centre, authority) = (app.centre(), app.authority());
        let common = goods(app, &coop, &shop).await;
        let producer = own(&coop, Role::Staff, common.clone()).await;
        let retailer = own(&shop, Role::Store, common.clone()).await;
        let target = app.cooperative("HTX Mẫu Sơn").await;
        app.run_jobs().await;
        let confirmation = mails.link_for(&target.login(), "/confirm-email/");
        let watched = |own: Rows| own.with("target", target.organisation_id());
        let of_centre = watched(own(&centre, Role::Editor, common.clone()).await);
        let of_authority = watched(own(&authority, Role::Officer, common.clone()).await);

        let mut tokens = Vec::new();
        for (name, person) in [
            ("producer", &coop),
            ("retailer", &shop),
            ("centre", &centre),
            ("authority", &authority),
        ] {
            let ended = person.sign_in_again().await;
            tokens.push((name, ended.session().access_token));
            ended.send(Call::<DeleteSession>::new(())).await.unwrap();
        }
        let token = Some(tokens[0].1.clone());
        let private = PRIVATE
            .into_iter()
            .map(|word| {
                let id = &common.0[word];
                (
                    word,
                    id.as_str().map_or_else(|| panic!("{word}: {id}"), str::to_owned),
                )
            })
            .collect();
        let actor = |name: &'static str, person: &Person, rows: &Rows| Actor {
            name,
            person: person.clone(),
            token: None,
            // The two of the centre have a collection each.
            rows: rows
                .clone()
                .with("slot", 1)
                .with("confirmation", confirmation.as_str())
                .with("collection", name.replace('_', "-"))
                .with("shown_collection", "centre-manager"),
        };
        let other_coop = app.cooperative("HTX Khác").await;
        let other_shop = app.retailer("Siêu thị Khác").await;
        let mut actors = vec![
            actor("anonymous", &app.anonymous(), &producer),
            Actor {
                token,
                ..actor("ended_session", &app.anonymous(), &producer)
            },
            actor("producer_manager", &coop, &producer),
            actor("producer_staff", &coop.colleague(Role::Staff).await, &producer),
            actor("another_producer", &other_coop, &producer),
            actor("retailer_manager", &shop, &retailer),
        ];
        for (name, role) in [
            ("retailer_buyer", Role::Buyer),
            ("retailer_approver", Role::Approver),
            ("retailer_store", Role::Store),
        ] {
            actors.push(actor(name, &shop.colleague(role).await, &retailer));
        }
        let new_coop = app.pending(OrganisationKind::Producer, "HTX Mới").await;
        let new_shop = app.pending(OrganisationKind::Retailer, "Cửa hàng Mới").await;
        let of_new_coop = own(&new_coop, Role::Staff, common.clone()).await;
        let of_new_shop = own(&new_shop, Role::Store, common.clone()).await;
        actors.extend([
            actor("another_retailer", &other_shop, &retailer),
            actor("unverified_producer", &new_coop, &of_new_coop),
            actor("unverified_retailer", &new_shop, &of_new_shop),
            actor("centre_manager", &centre, &of_centre),
            actor("centre_editor", &centre.colleague(Role::Editor).await, &of_centre),
            actor("authority_manager", &authority, &of_authority),
            actor(
                "authority_officer",
                &authority.colleague(Role::Officer).await,
                &of_authority,
            ),
        ]);
        Self {
            app: app.clone(),
            actors,
            private,
            ended: tokens,
            calls: 0,
            owners: [coop, shop],
        }
    }

    /// Puts another row where a call has used one up, for whoever calls next.
    pub(super) async fn replace(&mut self, operation: &str) {
        // Who is suspended calls last, and nobody after them needs it.
        if self.actors.len() < 10 {
            return;
        }
        let [coop, shop] = &self.owners;
        let (name, id) = match operation {
            "delete_producer_photo" => ("photo", photo(coop).await),
            "delete_product_image" => {
                let draft = self.actors[0].rows.0["draft"].clone();
                ("image", image(coop, draft.as_str().unwrap()).await)
            }
            "remove_paper" | "verify_paper" | "refuse_paper" => {
                let paper = self
                    .app
                    .pending_paper(coop, PaperKind::FoodSafetyCertificate, None);
                ("pending_paper", json!(paper.await.id))
            }
            "delete_bank_account" => {
                bank_account(coop).await;
                return;
            }
            "close_store" => {
                let chain = serde_json::from_value(self.actors[0].rows.0["chain"].clone()).unwrap();
                (
                    "closing_store",
                    store(shop, chain, &format!("S{}", self.calls)).await,
                )
            }
            "delete_feature" => {
                let market = self.app.market().operations.clone();
                let put = market.iter().find(|one| one.name == "put_feature").unwrap();
                let of_centre = |actor: &Actor| actor.name == "centre_manager";
                let at = self.actors.iter().position(of_centre).unwrap();
                self.cell(at, put, "").await;
                return;
            }
            "end_session" => ("session", json!(coop.sign_in_again().await.session().id)),
            _ => return,
        };
        for actor in &mut self.actors {
            actor.rows.0.insert(name, id.clone());
        }
    }

    /// From here on the producer and the retailer are suspended; only their managers call again.
    pub(super) async fn suspend(&mut self) {
        let names = [
            ("producer_manager", "suspended_producer"),
            ("retailer_manager", "suspended_retailer"),
        ];
        let mut suspended = Vec::new();
        for (name, now) in names {
            let actor = self.actors.iter().find(|actor| actor.name == name).unwrap();
            let id = actor.person.organisation_id();
            let call = Call::<SuspendOrganisation>::new((id,)).body(&Reason::example());
            self.app.centre().sign_in_again().await.send(call).await.unwrap();
            let person = actor.person.sign_in_again().await;
            let rows = own(
                &person,
                if now == "suspended_producer" {
                    Role::Staff
                } else {
                    Role::Store
                },
                actor.rows.clone(),
            )
            .await;
            suspended.push(Actor {
                name: now,
                person,
                token: None,
                rows,
            });
        }
        self.actors = suspended;
    }

    /// The tokens of everybody whose organisation will be suspended.
    pub(super) fn tokens(&self) -> Vec<(&'static str, String)> {
        let theirs = |actor: &&Actor| {
            ["producer_", "retailer_"]
                .iter()
                .any(|kind| actor.name.starts_with(kind))
        };
        let actors = self.actors.iter().filter(theirs);
        actors
            .map(|actor| (actor.name, actor.person.session().access_token))
            .collect()
    }
}
