//! Answers a question from the products in memory.

use super::{
    bits::Bits,
    filter::{Question, Wanted},
    meant::answer,
    state::{State, within},
};
use crate::{http::Result, province::province};
use shared::{
    Lang,
    catalogue::Claim,
    discovery::{FacetCount, Facets, ProductList, ProductSort},
    labels::Labelled,
    text::month_name,
};

/// What a filter narrows. A facet counts what the other filters leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Facet {
    Stars,
    Group,
    Commune,
    Claim,
    Season,
    InStock,
    OnShelf,
    /// Not counted.
    Other,
}

/// Finds one page of products.
pub(super) fn find(state: &State, wanted: &Wanted) -> Result<ProductList> {
    let buckets = match (&wanted.question, &state.lookup) {
        (Question::Nothing, _) => vec![state.sets.all.clone()],
        (Question::Products(ids), _) => vec![state.numbers(ids)],
        (Question::Words(words), Some(lookup)) => answer(state, lookup, words)?,
        (Question::Words(_), None) => Vec::new(),
    };
    let featured = state.featured();
    let filters = filters(state, wanted, &featured);
    let buckets = match wanted.sort {
        ProductSort::Relevance => buckets,
        _ => vec![union(&buckets)],
    };
    let mut page = Vec::with_capacity(wanted.limit);
    let (mut total, mut skip) = (0_usize, wanted.skip);
    for bucket in &buckets {
        let mut bucket = bucket.clone();
        bucket.and(&state.sets.all);
        for (_, filter) in &filters {
            bucket.and(filter);
        }
        let size = bucket.count();
        total += size;
        if skip < size
            && page.len() < wanted.limit
            && let Some(order) = state.order(wanted.sort)
        {
            order.page(&bucket, size, skip, wanted.limit, &mut page);
        }
        skip = skip.saturating_sub(size);
    }
    Ok(ProductList {
        items: page
            .into_iter()
            .filter_map(|number| Some(state.row(number)?.card(featured.has(number))))
            .collect(),
        next_cursor: wanted.next(total),
        total: i64::try_from(total).unwrap_or(i64::MAX),
        facets: wanted.facets.then(|| {
            let mut words = union(&buckets);
            words.and(&state.sets.all);
            facets(state, &words, &filters)
        }),
    })
}

pub(super) fn union(buckets: &[Bits]) -> Bits {
    let mut all = Bits::default();
    for bucket in buckets {
        all.or(bucket);
    }
    all
}

fn filters(state: &State, wanted: &Wanted, featured: &Bits) -> Vec<(Facet, Bits)> {
    let sets = &state.sets;
    let mut filters = Vec::new();
    if !wanted.stars.is_empty() {
        filters.push((Facet::Stars, sets.with_stars(&wanted.stars)));
    }
    if let Some(group) = &wanted.group {
        filters.push((Facet::Group, state.group(group)));
    }
    if let Some(commune) = &wanted.commune {
        let set = sets.communes.get(commune).cloned();
        filters.push((Facet::Commune, set.unwrap_or_default()));
    }
    for set in sets.claiming(&wanted.claims) {
        filters.push((Facet::Claim, set.clone()));
    }
    if let Some(producer) = &wanted.producer {
        let rows = sets.producers.get(producer);
        filters.push((Facet::Other, rows.into_iter().flatten().copied().collect()));
    }
    if wanted.in_stock {
        filters.push((Facet::InStock, sets.in_stock.clone()));
    }
    if wanted.on_shelf {
        filters.push((Facet::OnShelf, sets.on_shelf.clone()));
    }
    if wanted.papers_complete {
        filters.push((Facet::Other, sets.papers_complete.clone()));
    }
    if wanted.featured {
        filters.push((Facet::Other, featured.clone()));
    }
    if !wanted.fitting.takes_all() {
        filters.push((Facet::Other, state.with_pack(wanted.fitting)));
    }
    let month = wanted.season.map(|month| usize::from(month).saturating_sub(1));
    if let Some(set) = month.and_then(|month| sets.months.get(month)) {
        filters.push((Facet::Season, set.clone()));
    }
    filters
}

fn facets(state: &State, words: &Bits, filters: &[(Facet, Bits)]) -> Facets {
    let without = |facet: Facet| {
        let mut rest = words.clone();
        let others = filters
            .iter()
            .filter(|(own, _)| facet == Facet::Other || *own != facet);
        others.for_each(|(_, filter)| rest.and(filter));
        rest
    };
    let sets = &state.sets;
    let stars = without(Facet::Stars);
    let group = without(Facet::Group);
    let commune = without(Facet::Commune);
    let season = without(Facet::Season);
    // All claims asked for must hold, so a further one narrows what the others leave.
    let claim = without(Facet::Other);
    let groups: Vec<(&str, i64)> = sets
        .groups
        .iter()
        .map(|(code, set)| (&**code, group.count_with(set)))
        .collect();
    Facets {
        stars: (1..=5_u8)
            .rev()
            .filter_map(|number| {
                let set = sets.stars.get(usize::from(number))?;
                let s = if number == 1 { "" } else { "s" };
                let (vi, en) = (format!("{number} sao"), format!("{number} star{s}"));
                choice(number.to_string(), &vi, &en, stars.count_with(set))
            })
            .collect(),
        group: province()
            .groups
            .iter()
            .filter_map(|one| {
                let inside = groups.iter().filter(|(code, _)| within(code, &one.code));
                let count = inside.map(|(_, count)| count).sum();
                choice(one.code.clone(), &one.name, &one.name_en, count)
            })
            .collect(),
        commune: province()
            .communes
            .iter()
            .filter_map(|one| {
                let set = sets.communes.get(&one.code)?;
                choice(one.code.clone(), &one.name, &one.name, commune.count_with(set))
            })
            .collect(),
        claim: Claim::ALL
            .iter()
            .zip(&sets.claims)
            .filter_map(|(one, set)| {
                let [vi, en] = [Lang::Vi, Lang::En].map(|lang| one.label(lang));
                choice(one.to_string(), vi, en, claim.count_with(set))
            })
            .collect(),
        season: (1_u8..)
            .zip(&sets.months)
            .filter_map(|(month, set)| {
                let (vi, en) = (format!("Tháng {month}"), month_name(month));
                choice(month.to_string(), &vi, en, season.count_with(set))
            })
            .collect(),
        in_stock: without(Facet::InStock).count_with(&sets.in_stock),
        on_shelf: without(Facet::OnShelf).count_with(&sets.on_shelf),
    }
}

/// A choice that leaves something.
fn choice(value: String, label: &str, label_en: &str, count: i64) -> Option<FacetCount> {
    (count > 0).then(|| FacetCount {
        value,
        label: label.to_owned(),
        label_en: label_en.to_owned(),
        count,
    })
}
