//! The featured places over the coming weeks, drawn: a row a place, with the list under it as text.

use crate::{format, visit::Visit};
use leptos::prelude::*;
use shared::{
    Date,
    curation::SLOTS,
    discovery::Feature,
    time::{days_between, plus_days},
};

/// Weeks that are drawn.
const WEEKS: i64 = 13;
const LEFT: i64 = 40;
const WIDTH: i64 = 640;
const ROW: i64 = 26;
const TOP: i64 = 26;

/// The drawing. What each place holds stands in the list below it, so that nobody has to read the bars.
pub(super) fn plan(visit: &Visit, features: &[Feature]) -> AnyView {
    let today = visit.today();
    let height = TOP + i64::from(SLOTS) * ROW;
    let weeks: Vec<AnyView> = (0..=WEEKS)
        .map(|week| {
            let day = plus_days(today, week * 7);
            let x = place(today, day);
            let label = (week % 2 == 0 && week < WEEKS).then(|| {
                let text = format!("{:02}/{:02}", day.day(), u8::from(day.month()));
                view! { <text class="chart__label" x=x + 3 y=16>{text}</text> }
            });
            view! { <line class="chart__grid" x1=x x2=x y1=TOP - 4 y2=height></line>{label} }.into_any()
        })
        .collect();
    let rows: Vec<AnyView> = (1..=SLOTS)
        .map(|slot| {
            let y = TOP + i64::from(slot - 1) * ROW;
            let bars: Vec<AnyView> = features
                .iter()
                .filter(|feature| feature.slot == slot)
                .filter_map(|feature| bar(visit, feature, today, y))
                .collect();
            view! { <text class="chart__label" x=0 y=y + 17>{slot.to_string()}</text>{bars} }.into_any()
        })
        .collect();
    view! {
        <figure class="chart chart--plan">
            <figcaption>{tr!(visit, "curation.plan")}</figcaption>
            <svg viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=tr!(visit, "curation.plan_told")>{weeks}{rows}</svg>
        </figure>
    }
    .into_any()
}

/// Where a day is drawn.
fn place(today: Date, day: Date) -> i64 {
    let days = days_between(today, day).clamp(0, WEEKS * 7);
    LEFT + days * (WIDTH - LEFT) / (WEEKS * 7)
}

fn bar(visit: &Visit, feature: &Feature, today: Date, y: i64) -> Option<AnyView> {
    if feature.until < today {
        return None;
    }
    let (from, until) = (
        place(today, feature.from),
        place(today, plus_days(feature.until, 1)),
    );
    let class = if feature.shown || feature.from > today {
        "chart__bar"
    } else {
        "chart__bar chart__bar--4"
    };
    let told = format!(
        "{}: {} – {}",
        feature.product.name_in(visit.lang),
        format::date(feature.from),
        format::date(feature.until)
    );
    // What begins later lies beyond the drawing.
    if from >= WIDTH {
        return None;
    }
    // Neighbours stay apart.
    let width = (until - from - 1).max(3);
    Some(
        view! { <rect class=class x=from y=y + 3 width=width height=ROW - 8 rx="4"><title>{told}</title></rect> }
            .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::{LEFT, WIDTH, place};
    use shared::time::plus_days;
    use time::macros::date;

    #[test]
    fn days_lie_within_the_drawing() {
        let today = date!(2026 - 11 - 22);
        assert_eq!(place(today, plus_days(today, -30)), LEFT);
        assert_eq!(place(today, today), LEFT);
        assert_eq!(place(today, plus_days(today, 900)), WIDTH);
        assert!(place(today, plus_days(today, 40)) > place(today, plus_days(today, 39)));
    }
}
