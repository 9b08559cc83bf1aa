//! The demonstration province: an invented market that has lived a year. Every row comes out of the API, called in
//! this process by a clock that walks from then to now, so that nothing stands here that the market would refuse.

mod calendar;
mod client;
mod data;
mod people;
mod sample;
mod steps;
#[cfg(test)]
mod tests;

use crate::{app::Settings, build, clock::Clock, db::Db, identity, mail::Post, media::Media, vault::Vault};
use anyhow::{Context, Result};
use calendar::Calendar;
use data::Data;
use shared::Timestamp;
use std::fmt::Write as _;
use steps::World;

/// The password of every demonstration account.
pub const PASSWORD: &str = "demo-2026";

/// Whether nobody is on the market yet.
pub async fn is_empty(db: &Db) -> Result<bool> {
    identity::nobody(db.reader()).await.map_err(people::told)
}

/// Fills an empty database. Returns what was done, in words.
pub async fn load(
    db: &Db,
    media: &Media,
    vault: &Vault,
    now: Timestamp,
    progress: impl Fn(String),
) -> Result<String> {
    let data = Data::read()?;
    let calendar = Calendar::new(&data, now)?;
    let clock = Clock::manual(calendar.beginning());
    let settings = Settings {
        demo: true,
        public_url: None,
        trusted_proxies: Vec::new(),
        vault: vault.clone(),
        post: Post::none(String::new()),
        second_factor: false,
    };
    let market = build::build(db.clone(), clock.clone(), media.clone(), settings).await?;
    // Nobody looks for anything in this market; who serves reads the whole catalogue when it is built again.
    market.app.index.sleep();
    let mut world = World::new(&data, &market, now).await?;
    let total = calendar.steps.len();
    for (done, (at, step)) in calendar.steps.iter().enumerate() {
        if done % (total / 5).max(1) == 0 {
            progress(format!(
                "Loading the demonstration: {} of {total} steps, {}",
                done,
                at.day()
            ));
        }
        // Each write has an instant of its own.
        clock.set(Timestamp(at.0.max(clock.now().0 + 1).min(now.0)));
        world.take(step).await.with_context(|| {
            format!("the demonstration cannot be loaded; empty the database before the next try ({step:?})")
        })?;
    }
    world.today().await?;
    identity::end_sessions(&market.app).await.map_err(people::told)?;
    Ok(world.told())
}

/// The accounts, for whoever started the demonstration.
pub fn accounts() -> String {
    let mut text = format!("\nDemonstration accounts, all with the password {PASSWORD}:\n");
    for (login, who) in [
        ("cooperative@demo.example", "a cooperative"),
        ("staff@demo.example", "works for both cooperatives"),
        ("cooperative2@demo.example", "another cooperative"),
        ("buyer@demo.example", "buys for a supermarket chain"),
        ("purchaser@demo.example", "orders for it"),
        ("approver@demo.example", "approves what is ordered for it"),
        ("store@demo.example", "works in its stores"),
        ("buyer2@demo.example", "buys for another chain"),
        ("centre@demo.example", "the trade-promotion centre"),
        ("editor@demo.example", "reviews for it"),
        ("authority@demo.example", "the certifying authority"),
        ("officer@demo.example", "records for it"),
    ] {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {login:<28} {who}");
    }
    text
}
