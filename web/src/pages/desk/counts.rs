//! Counting what waits, from the same lists that the linked pages show.

use crate::{
    components::bits::icon,
    format,
    visit::{PageError, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, Page,
    certification::{Certificate, CertificateFilter, ListCertificates},
    listings::{ListListings, Listing, ListingFilter, ListingStatus},
    orders::{ListOrders, OrderFilter, OrderSide, OrderStatus, OrderSummary},
    page::MAX_LIMIT,
    papers::{ListPapers, Paper, PaperFilter},
};

/// How much an entry presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// The next step is this organisation's, and somebody waits.
    Urgent,
    Warning,
    Plain,
}

/// One line of what waits. Without a number it is only a way to a page.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) path: String,
    pub(super) count: String,
    pub(super) text: String,
    pub(super) note: Option<String>,
    /// What to do about it.
    pub(super) step: Option<String>,
    pub(super) weight: Weight,
}

impl Waiting {
    /// A line for a list; none where the list is empty.
    pub(super) fn of<T>(
        visit: &Visit,
        page: &Page<T>,
        weight: Weight,
        path: &str,
        key: &str,
    ) -> Option<Self> {
        let count = count(visit, page);
        (!page.items.is_empty()).then(|| Self {
            path: path.to_owned(),
            text: tr!(visit, key, n = count),
            count,
            note: None,
            step: None,
            weight,
        })
    }

    /// A line for a number; none for zero.
    pub(super) fn number(
        visit: &Visit,
        number: usize,
        weight: Weight,
        path: &str,
        key: &str,
    ) -> Option<Self> {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        (number > 0).then(|| Self {
            path: path.to_owned(),
            count: format::number(visit.lang, number),
            text: tr!(visit, key, n = number),
            note: None,
            step: None,
            weight,
        })
    }

    /// A line for one thing, with a word or number that stands for it.
    pub(super) fn thing(count: String, weight: Weight, path: &str, text: String) -> Self {
        Self {
            path: path.to_owned(),
            count,
            text,
            note: None,
            step: None,
            weight,
        }
    }

    /// The one next step.
    pub(super) fn step(mut self, step: String) -> Self {
        self.step = Some(step);
        self
    }

    pub(super) fn note(mut self, note: Option<String>) -> Self {
        self.note = note;
        self
    }

    pub(super) fn view(self, visit: &Visit) -> AnyView {
        let class = match self.weight {
            Weight::Urgent => "today__item today__item--urgent",
            Weight::Warning => "today__item today__item--warning",
            Weight::Plain => "today__item",
        };
        view! {
            <li><a class=class href=visit.to(&self.path)>
                <span class="today__count num">{self.count}</span>
                <span><strong>{self.text}</strong>{self.note.map(|note| view! { <small>{note}</small> })}
                    {self.step.map(|step| view! { <span class="today__step">{step}</span> })}</span>
                {icon(visit, "arrow-right")}
            </a></li>
        }
        .into_any()
    }
}

/// `7`, or `99+` where the list goes on.
pub(super) fn count<T>(visit: &Visit, page: &Page<T>) -> String {
    if page.next_cursor.is_some() {
        return "99+".to_owned();
    }
    format::number(visit.lang, i64::try_from(page.items.len()).unwrap_or(i64::MAX))
}

/// Orders on one side in one state.
pub(super) async fn orders(
    visit: &Visit,
    role: OrderSide,
    status: OrderStatus,
) -> Result<Page<OrderSummary>, PageError> {
    let filter = OrderFilter {
        role: Some(role),
        status: Some(status),
        limit: Some(MAX_LIMIT),
        ..OrderFilter::default()
    };
    visit.read(Call::<ListOrders>::new(()).query(&filter)).await
}

/// One's listings in one state.
pub(super) async fn listings(visit: &Visit, status: ListingStatus) -> Result<Page<Listing>, PageError> {
    let filter = ListingFilter {
        status: Some(status),
        limit: Some(MAX_LIMIT),
        ..ListingFilter::default()
    };
    visit.read(Call::<ListListings>::new(()).query(&filter)).await
}

/// One's papers of a sort, or everybody's for the centre.
pub(super) async fn papers(visit: &Visit, filter: PaperFilter) -> Result<Page<Paper>, PageError> {
    let filter = PaperFilter {
        limit: Some(MAX_LIMIT),
        ..filter
    };
    visit.read(Call::<ListPapers>::new(()).query(&filter)).await
}

/// Certificates that lapse within so many days.
pub(super) async fn lapsing(visit: &Visit, days: u16) -> Result<Page<Certificate>, PageError> {
    let filter = CertificateFilter {
        expires_within_days: Some(days),
        limit: Some(MAX_LIMIT),
        ..CertificateFilter::default()
    };
    visit.read(Call::<ListCertificates>::new(()).query(&filter)).await
}
