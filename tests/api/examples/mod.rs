//! Every example of the published contract works as it stands on the demonstration province, ids aside.
//!
//! The story below sends each example once, in an order in which it makes sense, and fails for an operation with a
//! body that no step has sent.

mod rest;

use rest::PHOTO;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{Kind, MailServer, Person, Request, TestApp};
use totp_rs::{Builder, Secret};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_works_on_the_demonstration_province_sqlite() {
    let mails = MailServer::start();
    let app = TestApp::demonstration(Kind::Sqlite)
        .await
        .mailing_to(&mails)
        .await;
    Examples::of(&app).await.play(&mails).await;
    assert_eq!(app.findings().await, [""; 0]);
    crate::statements::hold(&app).await;
    app.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_works_on_the_demonstration_province_postgresql() {
    let mails = MailServer::start();
    let app = TestApp::demonstration(Kind::Postgresql)
        .await
        .mailing_to(&mails)
        .await;
    Examples::of(&app).await.play(&mails).await;
    assert_eq!(app.findings().await, [""; 0]);
    crate::statements::hold(&app).await;
    app.close().await;
}

struct Examples {
    app: TestApp,
    document: Value,
    sent: BTreeSet<String>,
    /// Requests so far; makes each idempotency key another.
    requests: u32,
}

/// Ids to put into an example: JSON pointers and values.
type Ids<'a> = &'a [(&'a str, &'a Value)];

impl Examples {
    async fn of(app: &TestApp) -> Self {
        let document: Value = app
            .anonymous()
            .raw(Request::get("/api/openapi.json"))
            .await
            .json();
        Self {
            app: app.clone(),
            document,
            sent: BTreeSet::new(),
            requests: 0,
        }
    }

    /// Method, path and operation of an operationId.
    fn operation(&self, name: &str) -> (String, String, Value) {
        let paths = self.document["paths"].as_object().expect("paths");
        for (path, methods) in paths {
            for (method, operation) in methods.as_object().expect("methods") {
                if operation["operationId"] == name {
                    return (method.to_uppercase(), path.clone(), operation.clone());
                }
            }
        }
        panic!("the contract has no operation {name}");
    }

    /// Sends an operation's example; what it answers.
    async fn send(&mut self, who: &Person, name: &str, path: &[&Value], ids: Ids<'_>) -> Value {
        let (operation, mut request) = self.request(name, path, "");
        if let Some(example) = operation.pointer("/requestBody/content/application~1json/example") {
            let mut body = example.clone();
            for (pointer, id) in ids {
                *body
                    .pointer_mut(pointer)
                    .unwrap_or_else(|| panic!("{name}: {pointer}")) = (*id).clone();
            }
            request = request.json(&body);
        }
        self.answer(who, name, request).await
    }

    /// An operation's request with its headers, without a body.
    fn request(&mut self, name: &str, path: &[&Value], query: &str) -> (Value, Request) {
        self.requests += 1;
        let (method, template, operation) = self.operation(name);
        let mut path = path.iter();
        let target: Vec<String> = template
            .split('/')
            .map(|piece| match piece.strip_prefix('{') {
                Some(_) => {
                    let value = path.next().expect("a value for the path");
                    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
                }
                None => piece.to_owned(),
            })
            .collect();
        let mut request = Request::new(&method, &format!("{}{query}", target.join("/")));
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if parameter["in"] == "header" && parameter["example"].is_string() {
                let unique = format!(
                    "{}-{}",
                    parameter["example"].as_str().expect("text"),
                    self.requests
                );
                let value = if parameter["name"] == "If-Match" {
                    "*".to_owned()
                } else {
                    unique
                };
                request = request.header(parameter["name"].as_str().expect("a name"), &value);
            }
        }
        (operation, request)
    }

    async fn answer(&mut self, who: &Person, name: &str, request: Request) -> Value {
        let answer = who.raw(request).await;
        assert!(
            (200..300).contains(&answer.status.into()),
            "{name} answered {}: {}",
            answer.status,
            answer.text()
        );
        self.sent.insert(name.to_owned());
        if answer.text().is_empty() {
            Value::Null
        } else {
            answer.json()
        }
    }

    async fn play(mut self, mails: &MailServer) {
        let app = self.app.clone();
        let (visitor, centre, authority) = (
            app.anonymous(),
            app.demo_member("centre").await,
            app.demo_member("authority").await,
        );
        let (cooperative, buyer) = (
            app.demo_member("cooperative").await,
            app.demo_member("buyer").await,
        );

        let session = self.send(&visitor, "create_session", &[], &[]).await;
        self.send(
            &visitor,
            "refresh_session",
            &[],
            &[("/refresh_token", &session["refresh_token"])],
        )
        .await;
        let organisation = self.send(&visitor, "register_organisation", &[], &[]).await;
        self.send(&centre, "reject_organisation", &[&organisation["id"]], &[])
            .await;
        self.people(&cooperative, mails).await;
        self.standing(&app.demo_member("cooperative2").await, &centre)
            .await;
        self.verification(&centre, mails).await;

        let me = cooperative
            .raw(Request::get("/api/v1/sessions/current"))
            .await
            .json::<Value>();
        self.send(&cooperative, "update_producer", &[&me["organisation"]["id"]], &[])
            .await;
        let product = self.send(&cooperative, "create_product", &[], &[]).await;
        let id = &product["id"];
        self.send(&cooperative, "update_product", &[id], &[]).await;
        let image = &product["texts"]["images"][0]["id"];
        self.send(
            &cooperative,
            "arrange_product_images",
            &[id],
            &[("/images/0/id", image)],
        )
        .await;
        let pack = self.send(&cooperative, "create_pack", &[id], &[]).await;
        self.send(&cooperative, "update_pack", &[&pack["id"]], &[]).await;
        let paper = self.send(&cooperative, "add_paper", &[], &[]).await;
        self.send(&cooperative, "update_paper", &[&paper["id"]], &[])
            .await;
        let photo = self
            .upload(
                &cooperative,
                "add_producer_photo",
                &[&me["organisation"]["id"]],
                "",
                PHOTO,
            )
            .await;
        let photo = [&me["organisation"]["id"], &photo["id"]];
        self.send(&cooperative, "caption_producer_photo", &photo, &[])
            .await;
        self.send(
            &cooperative,
            "put_bank_account",
            &[&me["organisation"]["id"]],
            &[],
        )
        .await;
        self.send(&centre, "refuse_paper", &[&paper["id"]], &[]).await;
        self.goods(
            &cooperative,
            &centre,
            [&me["organisation"]["id"], id, &paper["id"]],
        )
        .await;
        let lot = self
            .send(&cooperative, "create_lot", &[], &[("/pack_id", &pack["id"])])
            .await;
        self.send(&cooperative, "adjust_lot", &[&lot["id"]], &[]).await;
        self.send(&cooperative, "submit_product", &[id], &[]).await;
        self.send(&centre, "return_product", &[id], &[]).await;
        self.send(&cooperative, "submit_product", &[id], &[]).await;
        self.send(&centre, "publish_product", &[id], &[]).await;
        self.send(&cooperative, "withdraw_product", &[id], &[]).await;
        self.send(&cooperative, "relist_product", &[id], &[]).await;
        self.send(&centre, "take_down_product", &[id], &[]).await;
        self.send(&centre, "restore_product", &[id], &[]).await;
        let certificate = self
            .send(&authority, "create_certificate", &[], &[("/product_id", id)])
            .await;
        self.send(&authority, "correct_certificate", &[&certificate["id"]], &[])
            .await;
        self.send(&centre, "put_feature", &[&json!(12)], &[("/product_id", id)])
            .await;
        self.send(
            &centre,
            "put_collection",
            &[&json!("qua-tet")],
            &[("/product_ids/0", id)],
        )
        .await;

        self.send(&buyer, "put_basket_line", &[&pack["id"]], &[]).await;
        let basket_line: Ids<'_> = &[("/lines/0/pack_id", &pack["id"])];
        self.send(&buyer, "put_basket_lines", &[], basket_line).await;
        self.send(&buyer, "list_agreed_prices", &[], &[]).await;
        self.send(
            &buyer,
            "add_basket_lines",
            &[],
            &[("/lines/0/pack_id", &pack["id"])],
        )
        .await;
        self.send(&buyer, "resolve_codes", &[], &[]).await;
        self.send(&buyer, "put_buying_rules", &[], &[]).await;
        let mut orders = Vec::new();
        for _ in 0..3 {
            let purchase = self
                .send(
                    &buyer,
                    "place_purchase",
                    &[],
                    &[("/lines/0/pack_id", &pack["id"])],
                )
                .await;
            orders.push(purchase["orders"][0].clone());
        }
        let purchaser = buyer.colleague(shared::identity::Role::Buyer).await;
        let waiting = self
            .send(
                &purchaser,
                "place_purchase",
                &[],
                &[
                    ("/lines/0/pack_id", &pack["id"]),
                    ("/lines/0/quantity", &json!(12)),
                ],
            )
            .await;
        self.send(&buyer, "refuse_purchase", &[&waiting["id"]], &[]).await;
        self.buying(&buyer, &purchaser, &pack["id"]).await;
        self.send(&cooperative, "decline_order", &[&orders[0]["id"]], &[])
            .await;
        self.send(&buyer, "cancel_order", &[&orders[1]["id"]], &[]).await;
        self.send(&cooperative, "confirm_order", &[&orders[2]["id"]], &[])
            .await;
        self.send(&cooperative, "ship_order", &[&orders[2]["id"]], &[])
            .await;
        let line = &orders[2]["lines"][0]["id"];
        self.send(
            &buyer,
            "receive_order",
            &[&orders[2]["id"]],
            &[("/lines/0/line_id", line)],
        )
        .await;
        self.send(
            &buyer,
            "correct_receipt",
            &[&orders[2]["id"]],
            &[("/lines/0/line_id", line)],
        )
        .await;

        let retailer = buyer
            .raw(Request::get("/api/v1/sessions/current"))
            .await
            .json::<Value>();
        let retailer = &retailer["organisation"]["id"];
        let chain = self
            .send(&centre, "create_chain", &[], &[("/organisation_id", retailer)])
            .await;
        let store = self.send(&centre, "create_store", &[&chain["id"]], &[]).await;
        self.send(&buyer, "update_store", &[&store["id"]], &[]).await;
        self.send(&centre, "update_chain", &[&chain["id"]], &[]).await;
        let ids = [("/product_id", id), ("/chain_id", &chain["id"])];
        let listing = self.send(&cooperative, "pitch_listing", &[], &ids).await;
        let listing = &listing["id"];
        self.send(&buyer, "answer_listing", &[listing], &[]).await;
        self.send(
            &buyer,
            "shelve_listing",
            &[listing],
            &[("/store_ids/0", &store["id"])],
        )
        .await;
        self.send(&buyer, "confirm_listing", &[listing], &[]).await;
        self.send(
            &buyer,
            "confirm_shelves",
            &[],
            &[
                ("/places/0/listing_id", listing),
                ("/places/0/store_id", &store["id"]),
            ],
        )
        .await;
        let seen = buyer.raw(Request::get(&format!(
            "/api/v1/listings/{}",
            listing.as_str().unwrap()
        )));
        let seen = seen.await.json::<Value>();
        let said = ("/confirmed_at", &seen["stores"][0]["confirmed_at"]);
        self.send(&buyer, "take_back_shelves", &[], &[said]).await;
        self.send(&buyer, "delist_listing", &[listing], &[]).await;

        self.send(&authority, "revoke_certificate", &[&certificate["id"]], &[])
            .await;
        self.send(&centre, "close_store", &[&store["id"]], &[]).await;
        self.send(&centre, "delete_feature", &[&json!(12)], &[]).await;
        self.send(&centre, "delete_collection", &[&json!("qua-tet")], &[])
            .await;
        self.account(mails).await;

        let unsent: Vec<String> = self
            .with_body()
            .into_iter()
            .filter(|name| !self.sent.contains(name))
            .collect();
        assert!(unsent.is_empty(), "nobody has sent the examples of {unsent:?}");
    }

    /// Somebody looks after the own account: a second factor, a new password, a forgotten one.
    async fn account(&mut self, mails: &MailServer) {
        let app = self.app.clone();
        let (visitor, me) = (app.anonymous(), app.demo_member("cooperative2").await);
        self.send(&me, "update_account", &[], &[]).await;
        let setup = self.send(&me, "enrol_second_factor", &[], &[]).await;
        let secret = Secret::try_from_base32(setup["key"].as_str().expect("a key")).expect("base32");
        let phone = Builder::new().with_secret(secret).build().expect("an app");
        let seconds = u64::try_from(app.clock().now().0 / 1000).expect("after 1970");
        let code = json!(phone.generate(seconds).to_string());
        let codes = self
            .send(&me, "confirm_second_factor", &[], &[("/code", &code)])
            .await;
        let codes = self
            .send(&me, "renew_recovery_codes", &[], &[("/code", &codes["codes"][0])])
            .await;
        let sign_in = json!({ "login": "cooperative2@demo.example", "password": "demo-2026" });
        let step = visitor
            .raw(Request::post("/api/v1/sessions").json(&sign_in))
            .await;
        let token = json!(step.problem().step_token);
        let ids = [("/step_token", &token), ("/code", &codes["codes"][0])];
        self.send(&visitor, "finish_session", &[], &ids).await;
        self.send(
            &me,
            "disable_second_factor",
            &[],
            &[("/code", &codes["codes"][1])],
        )
        .await;
        self.send(&me, "change_password", &[], &[]).await;
        self.send(&visitor, "request_password_reset", &[], &[]).await;
        app.run_jobs().await;
        let mut links = mails
            .inbox()
            .into_iter()
            .filter(|mail| mail.text.contains("token="));
        let token = json!(links.next_back().expect("a link").parameter("token"));
        self.send(&visitor, "reset_password", &[], &[("/token", &token)])
            .await;
    }

    /// Members and invitations of an organisation.
    async fn people(&mut self, manager: &Person, mails: &MailServer) {
        let id = json!(manager.organisation_id());
        let made = self.send(manager, "create_invitation", &[&id], &[]).await;
        let visitor = self.app.anonymous();
        let joined = self
            .send(&visitor, "accept_invitation", &[&made["token"]], &[])
            .await;
        self.send(manager, "update_member", &[&id, &joined["user"]["id"]], &[])
            .await;
        self.send(manager, "switch_organisation", &[], &[("/organisation_id", &id)])
            .await;
        self.leaving(manager, &joined["user"]["id"], mails).await;
    }

    /// An organisation's own data and its suspension.
    async fn standing(&mut self, manager: &Person, centre: &Person) {
        let id = json!(manager.organisation_id());
        let own = manager
            .raw(Request::get("/api/v1/sessions/current"))
            .await
            .json::<Value>();
        let own = &own["organisation"];
        // What the centre has verified stays; an example cannot know it.
        let same = [
            ("/name", &own["name"]),
            ("/tax_code", &own["tax_code"]),
            ("/producer_kind", &own["producer_kind"]),
        ];
        self.send(manager, "update_organisation", &[&id], &same).await;
        self.send(centre, "suspend_organisation", &[&id], &[]).await;
        self.send(centre, "reinstate_organisation", &[&id], &[]).await;
    }

    fn with_body(&self) -> Vec<String> {
        let paths = self.document["paths"].as_object().expect("paths");
        paths
            .values()
            .flat_map(|methods| methods.as_object().expect("methods").values())
            .filter(|operation| {
                operation
                    .pointer("/requestBody/content/application~1json")
                    .is_some()
            })
            .filter_map(|operation| operation["operationId"].as_str().map(str::to_owned))
            .collect()
    }
}
