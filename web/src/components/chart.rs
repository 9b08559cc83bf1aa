//! Charts, drawn by the server as SVG with their figures in a table under them. Colours are classes, so that both schemes
//! and paper work; whoever cannot see the drawing has its title, what it tells, and the table.

use crate::visit::Visit;
use leptos::prelude::*;

/// One series of values, in the order of the chart's labels.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) values: Vec<f64>,
}

/// How values are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Bars,
    Line,
}

/// A chart being put together. At most four series have a colour of their own.
pub(crate) struct Chart {
    /// Unlike that of any other chart on the page.
    id: &'static str,
    shape: Shape,
    title: String,
    told: String,
    /// What the labels are: the head of the table's first column.
    of: String,
    labels: Vec<String>,
    series: Vec<Series>,
    target: Option<(f64, String)>,
    write: Box<dyn Fn(f64) -> String>,
    write_short: Option<Box<dyn Fn(f64) -> String>>,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 240.0;
/// Room for the labels below the axis and the topmost value.
const BOTTOM: f64 = 36.0;
const TOP: f64 = 28.0;
/// Where the grid has its lines, as parts of the scale.
const HEIGHTS: [f64; 2] = [0.5, 1.0];

impl Chart {
    /// A chart with a title, a sentence that says what is to be seen, and a label a value; `of` says what the labels are.
    pub(crate) fn new(
        id: &'static str,
        shape: Shape,
        title: String,
        told: String,
        of: String,
        labels: Vec<String>,
    ) -> Self {
        Self {
            id,
            shape,
            title,
            told,
            of,
            labels,
            series: Vec::new(),
            target: None,
            write: Box::new(|value| format!("{value:.0}")),
            write_short: None,
        }
    }

    /// One more series, with a name for the key and the table's head.
    pub(crate) fn series(mut self, name: String, values: Vec<f64>) -> Self {
        self.series.push(Series { name, values });
        self
    }

    /// How values are written in the table.
    pub(crate) fn written(mut self, write: impl Fn(f64) -> String + 'static) -> Self {
        self.write = Box::new(write);
        self
    }

    /// How values are written at the scale, where the table's way takes too much room.
    pub(crate) fn written_short(mut self, write: impl Fn(f64) -> String + 'static) -> Self {
        self.write_short = Some(Box::new(write));
        self
    }

    /// A line to compare with, with its name in the key; the scale has room for it.
    pub(crate) fn target(mut self, value: f64, name: String) -> Self {
        self.target = Some((value, name));
        self
    }

    pub(crate) fn view(self, visit: &Visit) -> AnyView {
        let scale = Scale::of(&self);
        let (title_id, told_id) = (format!("{}-title", self.id), format!("{}-told", self.id));
        let marks: Vec<AnyView> = self
            .series
            .iter()
            .enumerate()
            .map(|(index, series)| match self.shape {
                Shape::Bars => self.bars(&scale, index, series),
                Shape::Line => line(&self, &scale, index, series),
            })
            .collect();
        view! {
            <figure class="chart">
                <figcaption>{self.title.clone()}</figcaption>
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-labelledby=format!("{title_id} {told_id}")>
                    <title id=title_id.clone()>{self.title.clone()}</title>
                    <desc id=told_id.clone()>{self.told.clone()}</desc>
                    {grid(&scale)}
                    {marks}
                    {self.heights(&scale)}
                    {self.target_line(&scale)}
                    {self.labels_below(&scale)}
                </svg>
                {self.key()}
                {self.table(visit)}
            </figure>
        }
        .into_any()
    }

    fn short(&self, value: f64) -> String {
        self.write_short
            .as_ref()
            .map_or_else(|| (self.write)(value), |write| write(value))
    }

    /// What the lines of the grid stand for; drawn last, so that no bar covers it.
    fn heights(&self, scale: &Scale) -> AnyView {
        let texts: Vec<AnyView> = HEIGHTS
            .into_iter()
            .map(|part| {
                let value = scale.most * part;
                let above = place(scale.y(value) - 6.0);
                view! { <text class="chart__label" x="0" y=above>{self.short(value)}</text> }.into_any()
            })
            .collect();
        texts.into_any()
    }

    fn bars(&self, scale: &Scale, index: usize, series: &Series) -> AnyView {
        let (of_series, count) = (number(index), number(self.series.len()).max(1.0));
        let width = scale.step * 0.72 / count;
        let bars: Vec<AnyView> = series
            .values
            .iter()
            .zip(&self.labels)
            .enumerate()
            .map(|(at, (value, label))| {
                let x = scale.middle(at) - scale.step * 0.36 + width * of_series;
                let y = scale.y(*value);
                // What is there at all is to be seen.
                let height = if *value > 0.0 { (scale.y(0.0) - y).max(1.5) } else { 0.0 };
                let told = format!("{label}: {}", (self.write)(*value));
                view! {
                    <rect class=class("chart__bar", index) x=place(x) y=place(scale.y(0.0) - height) width=place(width) height=place(height) rx="2">
                        <title>{told}</title>
                    </rect>
                }
                .into_any()
            })
            .collect();
        bars.into_any()
    }

    /// What it is stands in the key, where no bar is in the way.
    fn target_line(&self, scale: &Scale) -> Option<AnyView> {
        let (value, _) = self.target.as_ref()?;
        let y = place(scale.y(*value));
        Some(
            view! { <line class="chart__target" x1="0" x2=place(WIDTH) y1=y.clone() y2=y></line> }.into_any(),
        )
    }

    /// Every label where there are few, else every second, the newest always.
    fn labels_below(&self, scale: &Scale) -> AnyView {
        let every = self.labels.len().div_ceil(7).max(1);
        let last = self.labels.len().saturating_sub(1);
        let labels: Vec<AnyView> = self
            .labels
            .iter()
            .enumerate()
            .filter(|(at, _)| (last - at).is_multiple_of(every))
            .map(|(at, label)| {
                view! {
                    <text class="chart__label" x=place(scale.middle(at)) y=place(HEIGHT - 8.0) text-anchor="middle">{label.clone()}</text>
                }
                .into_any()
            })
            .collect();
        labels.into_any()
    }

    fn key(&self) -> AnyView {
        if self.series.len() < 2 && self.target.is_none() {
            return ().into_any();
        }
        let names: Vec<AnyView> = self
            .series
            .iter()
            .zip(1..)
            .map(|(series, number): (&Series, usize)| {
                view! { <li class=format!("key-{number}")>{series.name.clone()}</li> }.into_any()
            })
            .collect();
        // The line is as the third series, which no chart with a target has.
        let target = self
            .target
            .as_ref()
            .map(|(_, name)| view! { <li class="key-3">{name.clone()}</li> });
        view! { <ul class="chart__key list-plain">{names}{target}</ul> }.into_any()
    }

    fn table(&self, visit: &Visit) -> AnyView {
        let heads: Vec<AnyView> = self
            .series
            .iter()
            .map(|series| view! { <th scope="col" class="num">{series.name.clone()}</th> }.into_any())
            .collect();
        let rows: Vec<AnyView> = self
            .labels
            .iter()
            .enumerate()
            .map(|(at, label)| {
                let cells: Vec<AnyView> = self
                    .series
                    .iter()
                    .map(|series| {
                        let text = series.values.get(at).map(|value| (self.write)(*value));
                        view! { <td class="num">{text.unwrap_or_default()}</td> }.into_any()
                    })
                    .collect();
                view! { <tr><th scope="row" class="num">{label.clone()}</th>{cells}</tr> }.into_any()
            })
            .collect();
        view! {
            <details>
                <summary>{tr!(visit, "chart.figures")}</summary>
                <div class="table-wrap" tabindex="0" role="region" aria-label=self.title.clone()>
                    <table class="table table--dense">
                        <caption class="visually-hidden">{self.title.clone()}</caption>
                        <thead><tr><th scope="col">{self.of.clone()}</th>{heads}</tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        }
        .into_any()
    }
}

/// A line through the values, with an area below where it is alone.
fn line(chart: &Chart, scale: &Scale, index: usize, series: &Series) -> AnyView {
    let points: Vec<(f64, f64)> = series
        .values
        .iter()
        .enumerate()
        .map(|(at, value)| (scale.middle(at), scale.y(*value)))
        .collect();
    let path: Vec<String> = points
        .iter()
        .map(|(x, y)| format!("{},{}", place(*x), place(*y)))
        .collect();
    let path = path.join(" ");
    let area = points
        .first()
        .zip(points.last())
        .filter(|_| chart.series.len() == 1)
        .map(|(first, last)| {
            let ground = place(scale.y(0.0));
            let around = format!("{},{ground} {path} {},{ground}", place(first.0), place(last.0));
            view! { <polygon class="chart__area" points=around></polygon> }
        });
    let dots: Vec<AnyView> = points
        .iter()
        .zip(series.values.iter().zip(&chart.labels))
        .map(|((x, y), (value, label))| {
            let told = format!("{label}: {}", (chart.write)(*value));
            view! { <circle class=class("chart__dot", index) cx=place(*x) cy=place(*y) r="4"><title>{told}</title></circle> }.into_any()
        })
        .collect();
    view! { {area}<polyline class=class("chart__line", index) points=path></polyline>{dots} }.into_any()
}

/// Where values and labels come to stand.
struct Scale {
    most: f64,
    /// Width of one label's place.
    step: f64,
}

impl Scale {
    fn of(chart: &Chart) -> Self {
        let values = chart
            .series
            .iter()
            .flat_map(|series| series.values.iter().copied());
        let highest = values
            .chain(chart.target.iter().map(|(value, _)| *value))
            .fold(0.0, f64::max);
        Self {
            most: round_up(highest),
            step: WIDTH / number(chart.labels.len()).max(1.0),
        }
    }

    fn y(&self, value: f64) -> f64 {
        let part = (value / self.most).clamp(0.0, 1.0);
        HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP)
    }

    fn middle(&self, at: usize) -> f64 {
        self.step * (number(at) + 0.5)
    }
}

/// The next number that people count to: 1, 2, 4, 5 or 8 and noughts.
fn round_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 4.0, 5.0, 8.0, 10.0];
    steps
        .into_iter()
        .map(|step| step * power)
        .find(|most| *most >= value)
        .unwrap_or(value)
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
}

/// The second series and those after it have a class of their own beside the common one.
fn class(name: &str, index: usize) -> String {
    if index == 0 {
        name.to_owned()
    } else {
        format!("{name} {name}--{}", index + 1)
    }
}

/// A place in the drawing, with as many digits as can be seen.
fn place(at: f64) -> String {
    format!("{at:.1}").trim_end_matches(".0").to_owned()
}

/// Nothing, half and all of the scale.
fn grid(scale: &Scale) -> AnyView {
    let lines: Vec<AnyView> = HEIGHTS
        .into_iter()
        .map(|part| {
            let y = place(scale.y(scale.most * part));
            view! { <line class="chart__grid" x1="0" x2=place(WIDTH) y1=y.clone() y2=y></line> }.into_any()
        })
        .collect();
    let ground = place(scale.y(0.0));
    view! { {lines}<line class="chart__axis" x1="0" x2=place(WIDTH) y1=ground.clone() y2=ground></line> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::{class, place, round_up};

    #[test]
    fn a_scale_ends_where_people_count_to() {
        let scales = [0.0, 3.0, 8.0, 81.0, 12_500_000.0, 0.3].map(round_up);
        let expected = [1.0, 4.0, 8.0, 100.0, 20_000_000.0, 0.4];
        for (found, wanted) in scales.into_iter().zip(expected) {
            assert!(
                (found - wanted).abs() < 1e-9 * wanted,
                "{found} instead of {wanted}"
            );
        }
    }

    #[test]
    fn places_and_classes_are_short() {
        assert_eq!((place(12.0).as_str(), place(12.34).as_str()), ("12", "12.3"));
        assert_eq!(class("chart__bar", 0), "chart__bar");
        assert_eq!(class("chart__bar", 1), "chart__bar chart__bar--2");
    }
}
