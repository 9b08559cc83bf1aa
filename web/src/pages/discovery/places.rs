//! What pages of places share: spots of the map, addresses of communes, the nearest ones.

use crate::{components::map::Spot, visit::Visit};
use shared::{discovery::Place, text::slug};

/// The page of a commune, by its name: `Xã Chi Lăng` → `/communes/xa-chi-lang`. No two communes of a province share one.
pub(crate) fn commune_path(name: &str) -> String {
    format!("/communes/{}", slug(name))
}

/// What a map may count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    Products,
    Producers,
    Stores,
}

impl Counted {
    pub(crate) const ALL: [Self; 3] = [Self::Products, Self::Producers, Self::Stores];

    /// The word in the address, and of the texts' keys.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Producers => "producers",
            Self::Stores => "stores",
        }
    }

    pub(crate) const fn of(self, place: &Place) -> i64 {
        match self {
            Self::Products => place.products,
            Self::Producers => place.producers,
            Self::Stores => place.stores,
        }
    }
}

/// The places for the map.
pub(crate) fn spots(visit: &Visit, places: &[Place], counted: Counted) -> Vec<Spot> {
    let spot = |place: &Place| {
        let count = counted.of(place);
        Spot {
            name: place.commune.name.clone(),
            latitude: place.commune.latitude,
            longitude: place.commune.longitude,
            area_km2: place.commune.area_km2,
            count,
            shade: None,
            told: told(visit, counted, count),
            path: commune_path(&place.commune.name),
            current: false,
        }
    };
    places.iter().map(spot).collect()
}

/// `4 sản phẩm`.
pub(crate) fn told(visit: &Visit, counted: Counted, count: i64) -> String {
    let n = crate::format::number(visit.lang, count);
    tr!(visit, format!("places.{}_n", counted.word()), n = n)
}

/// The communes nearest to one, without itself.
pub(super) fn nearest<'a>(here: &Place, places: &'a [Place], count: usize) -> Vec<&'a Place> {
    let narrow = here.commune.latitude.to_radians().cos();
    let distance = |place: &&Place| {
        let north = place.commune.latitude - here.commune.latitude;
        let east = (place.commune.longitude - here.commune.longitude) * narrow;
        north.hypot(east)
    };
    let mut others: Vec<&Place> = places
        .iter()
        .filter(|place| place.commune.code != here.commune.code)
        .collect();
    others.sort_by(|one, other| distance(one).total_cmp(&distance(other)));
    others.truncate(count);
    others
}
