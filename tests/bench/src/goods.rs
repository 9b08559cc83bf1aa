//! What can be asked of a loaded market: words to look for, packs to order, and who orders.

use crate::{
    load::Source,
    plain_http::{ask, encoded, get, request},
};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Not a session's: a request with any cookie is not answered from kept bytes.
pub(crate) const NOT_KEPT: (&str, &str) = ("cookie", "seen=1");

/// Numbers that are the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: usize) -> Self {
        Self(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(u64::try_from(seed).unwrap_or_default() + 1))
    }

    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides.max(1)
    }
}

/// Names of products from all over the list.
pub(crate) fn names(address: SocketAddr) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let mut cursor = String::new();
    for sort in ["newest", "name", "price"] {
        for _ in 0..5 {
            let target = format!("/api/v1/products?limit=100&sort={sort}{cursor}");
            let list = get(address, &target)?;
            let items = list
                .pointer("/items")
                .and_then(Value::as_array)
                .context("no items")?;
            names.extend(
                items
                    .iter()
                    .filter_map(|item| Some(item.pointer("/name")?.as_str()?.to_owned())),
            );
            match list.pointer("/next_cursor").and_then(Value::as_str) {
                Some(next) => cursor = format!("&cursor={}", encoded(next)),
                None => break,
            }
        }
        cursor.clear();
    }
    Ok(names)
}

/// Searches as people type them: words of names with and without marks, beginnings, slips.
pub(crate) fn searches(names: &[String]) -> impl Fn(usize) -> Source + use<> {
    let names: Arc<[String]> = names.into();
    move |connection| {
        let (names, mut dice) = (Arc::clone(&names), Dice::new(connection));
        Box::new(move |buffer| {
            let words: Vec<&str> = names
                .get(dice.roll(names.len()))
                .map(|name| name.split_whitespace().collect())
                .unwrap_or_default();
            let word = words.get(dice.roll(words.len())).copied().unwrap_or("chè");
            let plain = shared::text::folded(word);
            let question = match dice.roll(10) {
                0..=2 => word.to_owned(),
                3 | 4 => plain,
                5 | 6 => words
                    .iter()
                    .skip(dice.roll(words.len()))
                    .take(2)
                    .copied()
                    .collect::<Vec<_>>()
                    .join(" "),
                7 | 8 => plain.chars().take(3).collect(),
                // Two letters change places.
                _ => {
                    let mut letters: Vec<char> = plain.chars().collect();
                    if letters.len() > 3 {
                        letters.swap(1, 2);
                    }
                    letters.into_iter().collect()
                }
            };
            let target = format!("/api/v1/products?q={}", encoded(&question));
            buffer.extend_from_slice(&request("GET", &target, &[NOT_KEPT], ""));
        })
    }
}

/// Somebody who orders one line at a time.
pub(crate) struct Buyer {
    bearer: String,
    bodies: Arc<[String]>,
}

impl Buyer {
    /// Signs in, and looks for packs of which the least can be ordered.
    pub(crate) fn new(address: SocketAddr) -> Result<Self> {
        let login = json!({ "login": "buyer@demo.example", "password": "demo-2026" }).to_string();
        let (status, body) = ask(address, &request("POST", "/api/v1/sessions", &[], &login))?;
        ensure!(status == 201, "signing in: {}", String::from_utf8_lossy(&body));
        let session: Value = serde_json::from_slice(&body)?;
        let token = session
            .pointer("/access_token")
            .and_then(Value::as_str)
            .context("no token")?;
        let mut buyer = Self {
            bearer: format!("Bearer {token}"),
            bodies: Arc::default(),
        };
        let mut bodies = Vec::new();
        let list = get(address, "/api/v1/products?limit=100&in_stock=true&sort=newest")?;
        for item in list
            .pointer("/items")
            .and_then(Value::as_array)
            .context("no items")?
        {
            let id = item.pointer("/id").and_then(Value::as_str).context("no id")?;
            let product = get(address, &format!("/api/v1/products/{id}"))?;
            for pack in product
                .pointer("/packs")
                .and_then(Value::as_array)
                .context("no packs")?
            {
                let body = purchase(pack)?;
                if buyer.send(address, &body)?.0 == 201 {
                    bodies.push(body);
                    break;
                }
            }
        }
        ensure!(bodies.len() > 10, "only {} packs can be ordered", bodies.len());
        buyer.bodies = bodies.into();
        Ok(buyer)
    }

    fn send(&self, address: SocketAddr, body: &str) -> Result<(u16, Vec<u8>)> {
        ask(address, &order(&self.bearer, body))
    }

    /// Places one purchase; its view.
    pub(crate) fn place(&self, address: SocketAddr) -> Result<Value> {
        let (status, body) = self.send(address, self.bodies.first().context("no packs")?)?;
        ensure!(status == 201, "{}", String::from_utf8_lossy(&body));
        Ok(serde_json::from_slice(&body)?)
    }

    /// Purchases, each under a key of its own.
    pub(crate) fn purchases(&self) -> impl Fn(usize) -> Source {
        let (bearer, bodies) = (self.bearer.clone(), Arc::clone(&self.bodies));
        move |connection| {
            let (bearer, bodies) = (bearer.clone(), Arc::clone(&bodies));
            let mut dice = Dice::new(connection);
            Box::new(move |buffer| {
                if let Some(body) = bodies.get(dice.roll(bodies.len())) {
                    buffer.extend_from_slice(&order(&bearer, body));
                }
            })
        }
    }
}

fn order(bearer: &str, body: &str) -> Vec<u8> {
    // One counter for all rounds: they go on in one database.
    static SENT: AtomicU64 = AtomicU64::new(0);
    let number = SENT.fetch_add(1, Ordering::Relaxed);
    let key = format!("bench-{}-{number}", std::process::id());
    request(
        "POST",
        "/api/v1/purchases",
        &[("authorization", bearer), ("idempotency-key", &key)],
        body,
    )
}

/// The least that can be ordered of a pack.
fn purchase(pack: &Value) -> Result<String> {
    let least = pack
        .pointer("/min_cases")
        .and_then(Value::as_i64)
        .context("no least")?;
    let multiple = pack
        .pointer("/case_multiple")
        .and_then(Value::as_i64)
        .unwrap_or(1)
        .max(1);
    let quantity = (least + multiple - 1) / multiple * multiple;
    let contact = json!({ "name": "Người nhận hàng", "email": "kho@example.com", "phone": "0205 000 0999" });
    let body = json!({
        "lines": [{ "pack_id": pack.pointer("/id"), "quantity": quantity.max(multiple) }],
        "delivery": {
            "name": "Kho trung tâm", "address": "Số 1, đường Trần Đăng Ninh", "commune_code": "05977", "contact": contact,
        },
    });
    Ok(body.to_string())
}
