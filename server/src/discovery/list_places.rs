//! Lists the communes with what each has on the market: what maps are drawn from.

use super::state::State;
use crate::{
    http::{Cx, Received, Reply, Result},
    listings::shelves,
    producers::producers_by_commune,
    province::province,
};
use shared::{
    Page,
    discovery::{ListPlaces, Place},
};
use std::collections::HashMap;

pub(super) async fn list_places(cx: Cx, _: Received<ListPlaces>) -> Result<Reply<ListPlaces>> {
    let db = cx.reader();
    let (producers, shelves) = tokio::try_join!(producers_by_commune(db), shelves(db, cx.app.now()))?;
    let mut stores: HashMap<String, i64> = HashMap::new();
    let state = cx.app.index.today(&cx.app).await;
    for shelf in shelves {
        let shown = shelf.products.iter().any(|(id, _)| state.row_of(*id).is_some());
        if shown {
            *stores.entry(shelf.store.commune.code).or_default() += 1;
        }
    }
    let view = |commune: &shared::producers::Commune| {
        let (products, starred) = products_of(&state, &commune.code);
        Place {
            producers: producers.get(&commune.code).copied().unwrap_or_default(),
            products,
            starred,
            stores: stores.get(&commune.code).copied().unwrap_or_default(),
            commune: commune.clone(),
        }
    };
    let places: Vec<Place> = province().communes.iter().map(view).collect();
    drop(state);
    Ok(Reply::read(&Page::whole(places))?.shared())
}

/// How many products a commune has, and how many of them with stars.
fn products_of(state: &State, commune: &str) -> (i64, i64) {
    let Some(set) = state.sets.communes.get(commune) else {
        return (0, 0);
    };
    let [_, starred @ ..] = &state.sets.stars;
    let starred = starred.iter().map(|stars| stars.count_with(set)).sum();
    (state.sets.all.count_with(set), starred)
}
