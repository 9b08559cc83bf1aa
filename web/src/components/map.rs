//! The province drawn from where its communes lie: no tiles, no foreign host, no script. Each commune is a disc of its
//! area, which together make the ground, and a dot sized by its number. The places are those of the communes' seats;
//! nobody should read borders from it. Whoever cannot see or point finds the same links in a table.

use super::bits::only_vietnamese;
use crate::{format, visit::Visit};
use leptos::prelude::*;

/// A commune on the map.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spot {
    /// With its kind: `Xã Chi Lăng`.
    pub(crate) name: String,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    pub(crate) area_km2: Option<f64>,
    /// Sizes the dot; 0 draws a small grey one without a link.
    pub(crate) count: i64,
    /// Colours the dot, 0 to 4; left out, by its number beside the largest.
    pub(crate) shade: Option<u8>,
    /// The number in words: `4 sản phẩm`.
    pub(crate) told: String,
    /// Where the dot leads, without the language.
    pub(crate) path: String,
    /// The commune that the page is about.
    pub(crate) current: bool,
}

/// Width of the drawing; the height follows from the province's shape.
const WIDTH: f64 = 720.0;
const MARGIN: f64 = 12.0;
/// Letters of a label on wide screens and on phones, where the drawing is less than half as wide.
const SMALL: f64 = 15.0;
const LARGE: f64 = 28.0;
/// A finger's reach around a dot.
const REACH: f64 = 20.0;

/// The map. `label` says what it shows; beside or under it belongs a table with the same links ([`spot_table`]).
pub(crate) fn map(visit: &Visit, label: String, spots: &[Spot]) -> AnyView {
    let drawing = Drawing::of(spots);
    let ground: Vec<AnyView> = drawing
        .dots
        .iter()
        .map(|dot| {
            view! { <circle class="map__ground" cx=px(dot.x) cy=px(dot.y) r=px(dot.ground)></circle> }
                .into_any()
        })
        .collect();
    let dots: Vec<AnyView> = drawing
        .dots
        .iter()
        .map(|dot| {
            let circle = view! { <circle class=dot.class() cx=px(dot.x) cy=px(dot.y) r=px(dot.r)></circle> };
            if dot.spot.count == 0 && !dot.spot.current {
                return circle.into_any();
            }
            let told = format!("{}: {}", dot.spot.name, dot.spot.told);
            view! {
                <a href=visit.to(&dot.spot.path) aria-label=told.clone()>
                    <circle class="map__reach" cx=px(dot.x) cy=px(dot.y) r=px(dot.r.max(REACH))></circle>
                    {circle}
                    <title>{told.clone()}</title>
                </a>
            }
            .into_any()
        })
        .collect();
    let labels: Vec<AnyView> = drawing
        .labels
        .iter()
        .map(|label| {
            let class = if label.large { "map__label" } else { "map__label only-wide" };
            view! {
                <text class=class x=px(label.x) y=px(label.y) text-anchor=label.anchor aria-hidden="true">{label.text.clone()}</text>
            }
            .into_any()
        })
        .collect();
    view! {
        <svg class="map" viewBox=format!("0 0 {WIDTH:.0} {:.0}", drawing.height) role="group" aria-label=label>
            <g aria-hidden="true">{ground}</g>
            {dots}
            {labels}
        </svg>
    }
    .into_any()
}

/// The table under a map, the largest number first. Heads: commune, number.
pub(crate) fn spot_table(visit: &Visit, caption: String, heads: [String; 2], spots: &[Spot]) -> AnyView {
    let [name_head, count_head] = heads;
    let mut sorted: Vec<&Spot> = spots.iter().filter(|spot| spot.count > 0).collect();
    sorted.sort_by_key(|spot| std::cmp::Reverse(spot.count));
    let rows: Vec<AnyView> = sorted
        .into_iter()
        .map(|spot| {
            view! {
                <tr>
                    <th scope="row"><a href=visit.to(&spot.path) lang=only_vietnamese(visit.lang, None)>{spot.name.clone()}</a></th>
                    <td class="num">{format::number(visit.lang, spot.count)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <details class="map-table">
            <summary>{caption.clone()}</summary>
            <div class="table-wrap" tabindex="0" role="region" aria-label=caption>
                <table class="table">
                    <thead><tr><th scope="col">{name_head}</th><th scope="col" class="num">{count_head}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn px(length: f64) -> String {
    format!("{length:.1}")
}

/// Where everything is drawn.
struct Drawing<'a> {
    height: f64,
    /// The small ones over the large ones.
    dots: Vec<Dot<'a>>,
    labels: Vec<Label>,
}

struct Dot<'a> {
    spot: &'a Spot,
    x: f64,
    y: f64,
    r: f64,
    /// Radius of the commune's piece of ground.
    ground: f64,
    /// 0 to 4.
    shade: u8,
}

struct Label {
    text: String,
    x: f64,
    y: f64,
    anchor: &'static str,
    /// Whether it has room on a phone too.
    large: bool,
}

/// A rectangle that no label may cover: left, top, right, bottom.
#[derive(Clone, Copy)]
struct Taken(f64, f64, f64, f64);

impl Taken {
    const fn meets(self, other: Self) -> bool {
        self.0 < other.2 && other.0 < self.2 && self.1 < other.3 && other.1 < self.3
    }
}

impl Dot<'_> {
    fn class(&self) -> String {
        if self.spot.current {
            "map__dot map__dot--current".to_owned()
        } else {
            format!("map__dot map__dot--{}", self.shade)
        }
    }

    const fn square(&self, around: f64) -> Taken {
        let r = self.r + around;
        Taken(self.x - r, self.y - r, self.x + r, self.y + r)
    }
}

impl<'a> Drawing<'a> {
    fn of(spots: &'a [Spot]) -> Self {
        // A degree of longitude is shorter than one of latitude, the more so the farther north.
        let narrow = spots.first().map_or(1.0, |spot| spot.latitude.to_radians().cos());
        let range = |of: fn(&Spot) -> f64, squeeze: f64| {
            let least = spots.iter().map(|spot| of(spot) - ground(spot) / squeeze);
            let most = spots.iter().map(|spot| of(spot) + ground(spot) / squeeze);
            (least.fold(f64::MAX, f64::min), most.fold(f64::MIN, f64::max))
        };
        let (south, north) = range(|spot| spot.latitude, 1.0);
        let (west, east) = range(|spot| spot.longitude, narrow);
        let scale = (WIDTH - 2.0 * MARGIN) / ((east - west) * narrow).max(0.01);
        let height = if spots.is_empty() {
            MARGIN
        } else {
            (north - south) * scale + 2.0 * MARGIN
        };
        let most = spots
            .iter()
            .map(|spot| spot.count)
            .max()
            .unwrap_or_default()
            .max(1);
        let mut dots: Vec<Dot<'_>> = spots
            .iter()
            .map(|spot| Dot {
                x: MARGIN + (spot.longitude - west) * narrow * scale,
                y: MARGIN + (north - spot.latitude) * scale,
                r: radius(spot.count),
                ground: ground(spot) * scale,
                shade: spot.shade.unwrap_or_else(|| shade(spot.count, most)),
                spot,
            })
            .collect();
        dots.sort_by_key(|dot| std::cmp::Reverse(dot.spot.count));
        let labels = labels(&dots, height);
        Self { height, dots, labels }
    }
}

/// Radius of a commune's piece of ground in degrees of latitude, of 111 kilometres each; somewhat more than its area,
/// so that the pieces meet.
fn ground(spot: &Spot) -> f64 {
    (spot.area_km2.unwrap_or(30.0) / std::f64::consts::PI).sqrt() * 1.3 / 111.0
}

/// The dot's area grows with the number.
fn radius(count: i64) -> f64 {
    if count <= 0 {
        return 4.0;
    }
    let count = f64::from(i32::try_from(count).unwrap_or(i32::MAX));
    (6.0 + 5.0 * count.sqrt()).min(30.0)
}

fn shade(count: i64, most: i64) -> u8 {
    let quarter = count.saturating_mul(4).saturating_add(most - 1) / most;
    u8::try_from(quarter.clamp(0, 4)).unwrap_or_default()
}

/// Names beside the dots, as many as have room: first those that a phone can show, then smaller ones.
fn labels(dots: &[Dot<'_>], height: f64) -> Vec<Label> {
    let mut taken: Vec<Taken> = dots
        .iter()
        .filter(|dot| dot.spot.count > 0)
        .map(|dot| dot.square(1.0))
        .collect();
    let mut labels = Vec::new();
    let mut named = vec![false; dots.len()];
    for (size, large) in [(LARGE, true), (SMALL, false)] {
        for (dot, named) in dots.iter().zip(&mut named) {
            if *named || dot.spot.count == 0 {
                continue;
            }
            let name = short(&dot.spot.name);
            if let Some((label, room)) = place(dot, name, size, height, &taken) {
                taken.push(room);
                *named = true;
                labels.push(Label { large, ..label });
            }
        }
    }
    labels
}

/// Looks for room right, left, above and below of a dot.
fn place(dot: &Dot<'_>, name: &str, size: f64, height: f64, taken: &[Taken]) -> Option<(Label, Taken)> {
    let letters = f64::from(u16::try_from(name.chars().count()).unwrap_or(u16::MAX));
    let (width, gap) = (letters * size * 0.56, dot.r + 4.0);
    let room = |left: f64, top: f64| Taken(left, top, left + width, top + size * 1.1);
    let middle = dot.y - size * 0.55;
    let places = [
        ("start", dot.x + gap, room(dot.x + gap, middle)),
        ("end", dot.x - gap, room(dot.x - gap - width, middle)),
        ("middle", dot.x, room(dot.x - width / 2.0, dot.y - gap - size)),
        ("middle", dot.x, room(dot.x - width / 2.0, dot.y + gap)),
    ];
    let (anchor, x, room) = places.into_iter().find(|(_, _, room)| {
        room.0 >= 0.0
            && room.2 <= WIDTH
            && room.1 >= 0.0
            && room.3 <= height
            && !taken.iter().any(|other| other.meets(*room))
    })?;
    let label = Label {
        text: name.to_owned(),
        x,
        y: room.1 + size * 0.9,
        anchor,
        large: false,
    };
    Some((label, room))
}

/// A commune's name without its kind.
fn short(name: &str) -> &str {
    ["Xã ", "Phường "]
        .into_iter()
        .find_map(|kind| name.strip_prefix(kind))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::{Drawing, Spot, WIDTH, shade};

    fn spots() -> Vec<Spot> {
        (0..40_i32)
            .map(|number| Spot {
                name: format!("Xã Số {number}"),
                latitude: 21.3 + f64::from(number % 7) * 0.15,
                longitude: 106.1 + f64::from(number % 11) * 0.11,
                area_km2: Some(120.0),
                count: i64::from(number % 5),
                ..Spot::default()
            })
            .collect()
    }

    #[test]
    fn everything_lies_on_the_drawing_and_the_small_over_the_large() {
        let spots = spots();
        let drawing = Drawing::of(&spots);
        assert_eq!(drawing.dots.len(), spots.len());
        for dot in &drawing.dots {
            assert!(dot.x - dot.r >= 0.0 && dot.x + dot.r <= WIDTH);
            assert!(dot.y - dot.r >= 0.0 && dot.y + dot.r <= drawing.height);
        }
        assert!(
            drawing
                .dots
                .is_sorted_by_key(|dot| std::cmp::Reverse(dot.spot.count))
        );
        assert!(drawing.labels.iter().any(|label| label.large));
    }

    #[test]
    fn a_map_of_nothing_or_of_one_place_can_be_drawn() {
        assert!(Drawing::of(&[]).labels.is_empty());
        let one = [Spot {
            latitude: 21.8,
            longitude: 106.7,
            count: 3,
            ..Spot::default()
        }];
        assert!(
            Drawing::of(&one)
                .dots
                .iter()
                .all(|dot| dot.x.is_finite() && dot.y.is_finite())
        );
    }

    #[test]
    fn shades_are_quarters_of_the_most() {
        assert_eq!(
            [0, 1, 5, 6, 10, 20].map(|count| shade(count, 20)),
            [0, 1, 1, 2, 2, 4]
        );
    }
}
