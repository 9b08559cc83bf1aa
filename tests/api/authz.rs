//! Who may call what: every operation is really called as every actor, and what comes of it is compared with the
//! committed table `docs/authz-matrix.csv` (docs/AUTHZ.md tells how to read it). An operation that has no line there
//! fails. Where a stranger is answered, nothing of the others' own stands in the answer; a session that has ended, whosever
//! it was and whatever ended it, is answered as the table says of ended ones. `OCOP_WRITE_AUTHZ=1` writes the table anew, to be read before it is committed.

use serde_json::{Value, json};
use shared::{
    Access, Call, Code, FieldCode, Input,
    endpoint::BodyKind,
    exchange::{ExportKind, ImportKind},
    identity::*,
    listings::*,
    orders::*,
    papers::*,
    producers::*,
};
use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};
use tests::*;

on_both_databases! {
    async fn every_operation_answers_every_actor_as_the_table_says(app: TestApp) {
        let mails = MailServer::start();
        let app = app.mailing_to(&mails).await;
        let mut market = Cast::gather(&app, &mails).await;
        let mut table = Table::new();
        market.call_everything(&mut table).await;
        let before = market.tokens();
        market.suspend().await;
        market.call_with_ended(&table, before).await;
        // The managers have tried their passwords too often to be asked for them again so soon.
        app.clock().advance_seconds(15 * 60);
        market.call_everything(&mut table).await;

        let told = written(&app, &table);
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/authz-matrix.csv");
        if std::env::var_os("OCOP_WRITE_AUTHZ").is_some() {
            std::fs::write(&path, &told).unwrap();
        }
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        for line in told.lines() {
            let operation = line.split(',').next().unwrap();
            let expected = known.lines().find(|known| known.split(',').next() == Some(operation));
            assert_eq!(expected, Some(line), "docs/authz-matrix.csv, line of {operation}");
        }
        assert_eq!(known.lines().count(), told.lines().count(), "operations that are gone stand in the table");
    }
}

/// What came of it, by line and actor.
type Table = BTreeMap<(String, &'static str), String>;

/// The kinds of tables that an operation may be asked for, each with a line of its own; one without a name for all other
/// operations.
fn kinds(operation: &server::http::Operation) -> Vec<&'static str> {
    match operation.name {
        "get_export" => ExportKind::ALL.iter().map(|kind| kind.as_str()).collect(),
        "get_template" | "create_import" => ImportKind::ALL.iter().map(|kind| kind.as_str()).collect(),
        _ => vec![""],
    }
}

/// The first cell of a line.
fn line(operation: &server::http::Operation, kind: &str) -> String {
    match kind {
        "" => operation.name.to_owned(),
        kind => format!("{}({kind})", operation.name),
    }
}

/// Strangers to the producer and the retailer whose rows are tried.
fn is_stranger(actor: &str) -> bool {
    actor == "anonymous" || actor.starts_with("another_") || actor.starts_with("unverified_")
}

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

/// Operations that take away what others need (a person, a session, a draft) come last, in this order.
const LAST: [&str; 12] = [
    "delete_collection",
    "revoke_certificate",
    "publish_product",
    "return_product",
    "withdraw_invitation",
    "suspend_organisation",
    "reinstate_organisation",
    "close_organisation",
    "reopen_organisation",
    "remove_member",
    "delete_session",
    "leave_organisation",
];

/// The columns, those of suspended organisations at the end.
const ACTORS: [&str; 18] = [
    "anonymous",
    "ended_session",
    "producer_manager",
    "producer_staff",
    "another_producer",
    "retailer_manager",
    "retailer_buyer",
    "retailer_approver",
    "retailer_store",
    "another_retailer",
    "unverified_producer",
    "unverified_retailer",
    "centre_manager",
    "centre_editor",
    "authority_manager",
    "authority_officer",
    "suspended_producer",
    "suspended_retailer",
];

/// Somebody, and the rows that their calls name.
struct Actor {
    name: &'static str,
    person: Person,
    /// A token of a session that has ended.
    token: Option<String>,
    rows: Rows,
}

impl Actor {
    fn is_nobody(&self) -> bool {
        matches!(self.name, "anonymous" | "ended_session")
    }
}

/// Ids by the word that stands for them.
#[derive(Clone, Default)]
struct Rows(BTreeMap<&'static str, Value>);

impl Rows {
    fn with(mut self, name: &'static str, id: impl serde::Serialize) -> Self {
        self.0.insert(name, json!(id));
        self
    }

    /// The id that a place in a path asks for; where nobody knows one, an id that names nothing.
    fn of(&self, operation: &str, before: &str, name: &str) -> Value {
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
    fn fill(&self, operation: &str, body: &mut Value, number: u32) {
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
struct Cast {
    app: TestApp,
    /// Whose rows the others try: the producer's manager and the retailer's.
    owners: [Person; 2],
    actors: Vec<Actor>,
    /// What stands in no answer to a stranger: the word for it, and how it is written.
    private: Vec<(&'static str, String)>,
    /// Tokens of sessions that their owners have ended, of each kind of organisation.
    ended: Vec<(&'static str, String)>,
    calls: u32,
}

impl Cast {
    async fn gather(app: &TestApp, mails: &MailServer) -> Self {
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
    async fn replace(&mut self, operation: &str) {
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
    async fn suspend(&mut self) {
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
    fn tokens(&self) -> Vec<(&'static str, String)> {
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

    /// Every session that has ended, by its owner or with the organisation, is told so by every operation.
    async fn call_with_ended(&mut self, table: &Table, by_suspension: Vec<(&'static str, String)>) {
        let market = self.app.market().operations.clone();
        let rows = self.actors[0].rows.clone();
        for (name, token) in self.ended.iter().chain(&by_suspension) {
            let bearer = format!("Bearer {token}");
            for operation in market.iter() {
                self.calls += 1;
                let kind = kinds(operation)[0];
                let request = request(operation, &rows.clone().with("kind", kind), self.calls);
                let answer = self
                    .app
                    .anonymous()
                    .raw(request.header("authorization", &bearer))
                    .await;
                let expected = &table[&(line(operation, kind), "ended_session")];
                assert_eq!(
                    &read(operation, &answer),
                    expected,
                    "{} with a session of {name} that has ended",
                    operation.name
                );
            }
        }
    }

    async fn call_everything(&mut self, table: &mut Table) {
        let market = self.app.market().operations.clone();
        let (first, mut last): (Vec<&server::http::Operation>, Vec<&server::http::Operation>) = market
            .iter()
            .partition(|operation| !LAST.contains(&operation.name));
        last.sort_by_key(|operation| LAST.iter().position(|name| *name == operation.name));
        for operation in first.into_iter().chain(last) {
            for index in 0..self.actors.len() {
                for kind in kinds(operation) {
                    let (cell, done) = self.cell(index, operation, kind).await;
                    if done {
                        self.replace(operation.name).await;
                    }
                    table.insert((line(operation, kind), self.actors[index].name), cell);
                }
                if operation.name == "delete_session" && !self.actors[index].is_nobody() {
                    let person = self.actors[index].person.sign_in_again().await;
                    self.actors[index].person = person;
                }
            }
        }
    }

    /// What the answer says about permission, and whether it was done.
    async fn cell(
        &mut self,
        index: usize,
        operation: &server::http::Operation,
        kind: &'static str,
    ) -> (String, bool) {
        self.calls += 1;
        let (number, actor) = (self.calls, &self.actors[index]);
        let request = request(operation, &actor.rows.clone().with("kind", kind), number);
        let request = match &actor.token {
            Some(token) => request.header("authorization", &format!("Bearer {token}")),
            None => request,
        };
        let answer = actor.person.raw(request).await;
        if is_stranger(actor.name) && answer.status < 300 {
            let told = String::from_utf8_lossy(&answer.body);
            for (word, id) in &self.private {
                assert!(
                    !told.contains(id),
                    "{} tells {} of another's {word}: {told}",
                    operation.name,
                    actor.name
                );
            }
        }
        (read(operation, &answer), answer.status < 300)
    }
}

/// The operation's example, about these rows.
fn request(operation: &server::http::Operation, rows: &Rows, number: u32) -> Request {
    // Decisions are about others' organisations; everything else below one is about one's own.
    let mut rows = rows.clone();
    if let (Access::Kinds(_), Some(target)) = (operation.access, rows.0.get("target").cloned()) {
        rows.0.insert("organisation", target);
    }
    let mut before = "";
    let mut target = String::from("/api/v1");
    for piece in operation.path.split('/').skip(1) {
        let name = piece.strip_prefix('{').and_then(|piece| piece.strip_suffix('}'));
        let text = match name {
            Some(name) => match rows.of(operation.name, before, name) {
                Value::String(text) => text,
                other => other.to_string(),
            },
            None => piece.to_owned(),
        };
        let _ = write!(target, "/{text}");
        before = piece;
    }
    match operation.name {
        // A table that can be read here.
        "get_export" => target.push_str("?format=csv"),
        "create_import" => {
            let kind = rows.0["kind"].as_str().unwrap_or_default();
            let _ = write!(target, "?kind={kind}");
        }
        _ => {}
    }
    let mut request = Request::new(operation.method.as_str(), &target)
        .header("if-match", "*")
        .header("idempotency-key", &format!("authz-{number}"));
    let documented = contract()
        .operation(operation.method.as_str(), &target)
        .and_then(|operation| {
            operation
                .pointer("/requestBody/content/application~1json/example")
                .cloned()
        });
    match (operation.body, documented) {
        (BodyKind::Json, Some(mut example)) => {
            rows.fill(operation.name, &mut example, number);
            // What everybody may try is tried with nonsense: passwords take their time.
            if operation.access == Access::Public {
                example = json!({ "nonsense": true });
            }
            // From everywhere: off one store it goes once, and the next caller would name a store that has it no more.
            if operation.name == "delist_listing" {
                example["store_ids"] = Value::Null;
            }
            request = request.json(&example);
        }
        (BodyKind::File, _) => {
            let body = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nno picture\r\n--x--\r\n";
            request = request.body("multipart/form-data; boundary=x", body.as_bytes().to_vec());
        }
        _ => {}
    }
    request
}

/// What an answer says about permission.
fn read(operation: &server::http::Operation, answer: &Answer) -> String {
    match answer.status {
        // In conflict: allowed, but the state of the row or what was sent is in the way.
        200..300 | 409 | 412 => "yes".to_owned(),
        422 if operation.access == Access::Public || operation.body == BodyKind::File => "yes".to_owned(),
        422 => {
            let problem = answer.problem();
            let hidden = problem
                .fields
                .iter()
                .any(|field| field.code == FieldCode::Unknown);
            if hidden { "unknown" } else { "yes" }.to_owned()
        }
        404 => "404".to_owned(),
        _ => match answer.problem().code {
            Code::Forbidden => "403".to_owned(),
            Code::OrganisationSuspended => "suspended".to_owned(),
            Code::OrganisationNotVerified => "unverified".to_owned(),
            Code::Unauthenticated | Code::SessionEnded => "401".to_owned(),
            other => format!("{} {other}", answer.status),
        },
    }
}

fn written(app: &TestApp, table: &Table) -> String {
    let mut text = format!("operation,{}\n", ACTORS.join(","));
    for operation in app.market().operations.iter() {
        for kind in kinds(operation) {
            let line = line(operation, kind);
            let cells = ACTORS.map(|actor| table[&(line.clone(), actor)].as_str());
            let _ = writeln!(text, "{line},{}", cells.join(","));
        }
    }
    text
}

/// A public product with an order and a listing, and a draft, all of them between one producer and one retailer.
async fn goods(app: &TestApp, coop: &Person, shop: &Person) -> Rows {
    let public = app.product(coop).stars(4).stock(400).published().create().await;
    let draft = app
        .product(coop)
        .name("Bản nháp chưa ai biết")
        .submitted()
        .create()
        .await;
    let place = PurchasePlace {
        lines: vec![PurchaseLine {
            pack_id: public.pack_id(),
            quantity: i64::from(public.pack.min_cases),
            expected_case_price: None,
        }],
        ..PurchasePlace::example()
    };
    let call = Call::<PlacePurchase>::new(())
        .body(&place)
        .idempotency_key("authz");
    let purchase = shop.send(call).await.unwrap();
    let body = ChainCreate {
        organisation_id: shop.organisation_id(),
        ..ChainCreate::example()
    };
    let chain = app
        .centre()
        .send(Call::<CreateChain>::new(()).body(&body))
        .await
        .unwrap();
    let shelf = store(shop, chain.id, "S-A").await;
    let closing = store(shop, chain.id, "S-B").await;
    bank_account(coop).await;
    let shared = PaperAdd {
        shared_with_buyers: true,
        ..app.paper_of(PaperKind::FoodSafetyCertificate, None)
    };
    let paper = coop.send(Call::<AddPaper>::new(()).body(&shared)).await.unwrap();
    let scan = Request::post(&format!("/api/v1/papers/{}/file", paper.id))
        .header("if-match", "*")
        .file("giay.jpg", "image/jpeg", PICTURE);
    assert_eq!(coop.raw(scan).await.status, 200);
    let paper = coop.send(Call::<GetPaper>::new((paper.id,))).await.unwrap();
    let paper = app.verify(&paper).await;
    let waiting = app.pending_paper(coop, PaperKind::Haccp, None).await;
    let table = "/api/v1/imports?kind=products".to_owned();
    let table = Request::post(&table).file("bang.csv", "text/csv", TABLE.as_bytes());
    let import: serde_json::Value = coop.raw(table).await.json();
    app.run_jobs().await;
    let photo = photo(coop).await;
    let image = draft.product.texts.images[0].id;
    let body = ListingPitch {
        product_id: public.id,
        chain_id: chain.id,
        ..ListingPitch::example()
    };
    let listing = coop
        .send(Call::<PitchListing>::new(()).body(&body))
        .await
        .unwrap();
    Rows::default()
        .with("product", public.id)
        .with("slug", &public.slug)
        .with("draft", draft.id)
        .with("image", image)
        .with("photo", photo)
        .with("paper", paper.id)
        .with("pending_paper", waiting.id)
        .with("import", &import["id"])
        .with(
            "certificate",
            public.certificate.as_ref().map(|certificate| certificate.id),
        )
        .with("session", coop.sign_in_again().await.session().id)
        .with("pack", public.pack_id())
        .with("lot", public.lot.map(|lot| lot.id))
        .with("draft_slug", &draft.slug)
        .with("order_number", &purchase.orders[0].number)
        .with("order", purchase.orders[0].id)
        .with("line", purchase.orders[0].lines[0].id)
        .with("purchase", purchase.id)
        .with("listing", listing.id)
        .with("chain", chain.id)
        .with("store", shelf)
        .with("closing_store", closing)
        .with("producer", coop.organisation_id())
        .with("retailer", shop.organisation_id())
}

/// The rows that each organisation has of its own: itself, a member and an invitation that nobody needs.
async fn own(manager: &Person, role: Role, rows: Rows) -> Rows {
    let member = manager.colleague(role).await;
    let body = InvitationCreate {
        login: format!("expendable-{}@example.com", manager.app().next()),
        name: None,
        role,
    };
    let call = Call::<CreateInvitation>::new((manager.organisation_id(),)).body(&body);
    let made = manager.send(call).await.unwrap();
    rows.with("organisation", manager.organisation_id())
        .with("member", member.session().user.id)
        .with("invitation", made.invitation.id)
        .with("token", made.token)
}

const PICTURE: &[u8] = include_bytes!("../fixtures/persimmons.jpg");
const TABLE: &str = "Mã sản phẩm,Tên sản phẩm,Mã nhóm,Mô tả\n,Chè dây,I.5.b,Chè dây hái trên núi cao.\n";

/// A new store of the chain; its id.
async fn store(shop: &Person, chain: shared::ChainId, code: &str) -> Value {
    let body = StoreCreate {
        code: code.to_owned(),
        gln: None,
        ..StoreCreate::example()
    };
    let call = Call::<CreateStore>::new((chain,)).body(&body);
    json!(shop.send(call).await.unwrap().id)
}

/// A new photo of the producer's page; its id.
async fn photo(coop: &Person) -> Value {
    let target = format!("/api/v1/producers/{}/photos", coop.organisation_id());
    let request = Request::post(&target)
        .header("if-match", "*")
        .file("anh.jpg", "image/jpeg", PICTURE);
    last_of(coop.raw(request).await, "photos")
}

/// A new picture of the product; its id.
async fn image(coop: &Person, product: &str) -> Value {
    let request = Request::post(&format!("/api/v1/products/{product}/images"))
        .header("if-match", "*")
        .file("anh.jpg", "image/jpeg", PICTURE);
    last_of(coop.raw(request).await, "images")
}

/// The id of the newest of a list of pictures.
fn last_of(answer: Answer, name: &str) -> Value {
    assert!(answer.status < 300, "{}", answer.text());
    let view: Value = answer.json();
    let list = view.pointer(&format!("/texts/{name}")).or_else(|| view.get(name));
    match list.and_then(|list| list.as_array()?.last()) {
        Some(last) => last["id"].clone(),
        None => view["id"].clone(),
    }
}

async fn bank_account(coop: &Person) {
    let call = Call::<PutBankAccount>::new((coop.organisation_id(),)).body(&BankAccountPut::example());
    coop.send(call).await.unwrap();
}
