//! Coverage by commune: a map sized by the products that are due and coloured by the share on a shelf, and the same as a
//! table.

use crate::{
    components::bits::only_vietnamese,
    components::map::{Spot, map},
    format,
    pages::discovery::places::commune_path,
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    listings::{CommuneCoverage, Coverage},
    producers::Commune,
};

/// Map and table; nothing where there is nothing to count.
pub(crate) fn coverage_map(visit: &Visit, coverage: &Coverage, communes: &[Commune]) -> AnyView {
    if coverage.communes.is_empty() {
        return ().into_any();
    }
    let spots: Vec<Spot> = communes
        .iter()
        .map(|commune| {
            let counts = coverage
                .communes
                .iter()
                .find(|one| one.commune.code == commune.code);
            Spot {
                name: commune.name.clone(),
                latitude: commune.latitude,
                longitude: commune.longitude,
                area_km2: commune.area_km2,
                count: counts.map_or(0, |one| one.total),
                shade: counts.map(shade),
                told: counts.map(|one| told(visit, one)).unwrap_or_default(),
                path: commune_path(&commune.name),
                current: false,
            }
        })
        .collect();
    view! {
        <section class="section stack">
            <h2>{tr!(visit, "coverage.map")}</h2>
            <div class="split split--wide-first">
                <div>
                    {map(visit, tr!(visit, "coverage.map_label"), &spots)}
                    <p class="muted small">{tr!(visit, "coverage.map_key")}</p>
                </div>
                {table(visit, &coverage.communes)}
            </div>
        </section>
    }
    .into_any()
}

/// None on a shelf, then quarters of the share.
fn shade(counts: &CommuneCoverage) -> u8 {
    let quarter = (counts.listed * 4 + counts.total - 1)
        .checked_div(counts.total)
        .unwrap_or(0);
    u8::try_from(quarter.clamp(0, 4)).unwrap_or(0)
}

fn told(visit: &Visit, counts: &CommuneCoverage) -> String {
    tr!(
        visit,
        "coverage.of_due",
        listed = format::number(visit.lang, counts.listed),
        total = format::number(visit.lang, counts.total)
    )
}

fn table(visit: &Visit, communes: &[CommuneCoverage]) -> AnyView {
    let rows: Vec<AnyView> = communes
        .iter()
        .map(|one| {
            let number = |count: i64| view! { <td class="num">{format::number(visit.lang, count)}</td> };
            view! {
                <tr>
                    <th scope="row"><a href=visit.to(&commune_path(&one.commune.name)) lang=only_vietnamese(visit.lang, None)>{one.commune.name.clone()}</a></th>
                    {number(one.total)}
                    {number(one.listed)}
                    {number(one.total - one.listed)}
                </tr>
            }
            .into_any()
        })
        .collect();
    let label = tr!(visit, "places.by_commune");
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=label.clone()>
            <table class="table table--dense">
                <caption>{label.clone()}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "places.commune")}</th>
                    <th scope="col" class="num">{tr!(visit, "coverage.due")}</th>
                    <th scope="col" class="num">{tr!(visit, "coverage.on_shelf")}</th>
                    <th scope="col" class="num">{tr!(visit, "coverage.absent")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::shade;
    use shared::{listings::CommuneCoverage, producers::CommuneRef};

    #[test]
    fn the_colour_tells_the_share_on_a_shelf() {
        let of = |listed, total| {
            let (code, name) = ("05977".to_owned(), "Xã Ví Dụ".to_owned());
            shade(&CommuneCoverage {
                commune: CommuneRef { code, name },
                total,
                listed,
            })
        };
        assert_eq!(
            [of(0, 5), of(1, 5), of(2, 4), of(3, 4), of(5, 5)],
            [0, 1, 2, 3, 4]
        );
        assert_eq!(of(0, 0), 0);
    }
}
