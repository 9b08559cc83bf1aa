//! Who may call what: every operation is really called as every actor, and what comes of it is compared with the
//! committed table `docs/authz-matrix.csv` (docs/AUTHZ.md tells how to read it). An operation that has no line there
//! fails. Where a stranger is answered, nothing of the others' own stands in the answer; a session that has ended, whosever
//! it was and whatever ended it, is answered as the table says of ended ones. `OCOP_WRITE_AUTHZ=1` writes the table anew, to be read before it is committed.

mod cast;
mod goods;

use cast::{Cast, Rows};
use serde_json::{Value, json};
use shared::{
    Access, Code, FieldCode,
    endpoint::BodyKind,
    exchange::{ExportKind, ImportKind},
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

impl Cast {
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
