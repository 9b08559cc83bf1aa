//! Numbers and dates as readers of each language write them.

use shared::{
    Date, Lang, Money, Timestamp,
    text::{grouped, month_name},
};

/// `125.000 ₫`, `125,000 ₫`.
pub(crate) fn money(lang: Lang, money: Money) -> String {
    format!("{}\u{a0}₫", grouped(money.amount, lang))
}

/// `1.250`, `1,250`.
pub(crate) fn number(lang: Lang, number: i64) -> String {
    grouped(number, lang)
}

/// `22/11/2026` in both languages: nobody in the province writes the month first.
pub(crate) fn date(day: Date) -> String {
    shared::time::written(day)
}

/// `22/11/2026 08:15`, on Vietnam's clocks.
pub(crate) fn instant(at: Timestamp) -> String {
    let local = at.in_vietnam();
    format!("{} {:02}:{:02}", date(local.date()), local.hour(), local.minute())
}

/// `37,5 %`, `37.5%`.
pub(crate) fn percent(lang: Lang, value: f64) -> String {
    let text = format!("{value:.1}");
    match lang {
        Lang::Vi => format!("{}\u{a0}%", text.trim_end_matches(".0").replace('.', ",")),
        Lang::En => format!("{}%", text.trim_end_matches(".0")),
    }
}

/// `Tháng 11`, `November`.
pub(crate) fn month(lang: Lang, month: u8) -> String {
    match lang {
        Lang::Vi => format!("Tháng {month}"),
        Lang::En => month_name(month).to_owned(),
    }
}
