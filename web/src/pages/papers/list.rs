//! Papers: a producer's own with what its products lack, the centre's queue, what buyers may read.

use super::{
    kinds::Kinds,
    needs::verdict,
    queue::{decided_name, entry},
    rows::rows,
};
use crate::{
    components::{
        bits::{icon, page_head, state_word},
        frame::Frame,
        messages::empty,
        queue::{queue_count, queue_keys, queue_list},
    },
    pages::{
        address::{asked, decision_news, news},
        work::{choice, next_page, search, section, tabs},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    identity::OrganisationKind::{self, Authority, Centre, Producer, Retailer},
    papers::{AddPaper, Compliance, ListCompliance, ListPapers, PaperFilter, PaperStatus, PaperValidity},
    reports::{ListQueues, QueueName},
};

pub(crate) async fn list(visit: Visit) -> PageResult {
    let kind = visit
        .member(&[Producer, Retailer, Centre, Authority])?
        .organisation
        .kind;
    let shown = asked(&visit, "state").unwrap_or_default();
    let filter = PaperFilter {
        producer: choice(&visit, "producer"),
        status: status(kind, &shown),
        validity: shown.parse::<PaperValidity>().ok(),
        q: asked(&visit, "q"),
        limit: Some(50),
        cursor: asked(&visit, "cursor"),
        ..PaperFilter::default()
    };
    let papers = visit.read(Call::<ListPapers>::new(()).query(&filter));
    let compliance = async {
        if kind == Producer {
            visit.get::<ListCompliance>(()).await.map(|page| page.items)
        } else {
            Ok(Vec::new())
        }
    };
    let is_queue = kind == Centre && filter.status == Some(PaperStatus::Pending);
    let counted = async {
        // What was searched for is not the whole queue.
        if is_queue && filter.q.is_none() {
            let queues = visit.get::<ListQueues>(()).await;
            queues.map(|queues| {
                let mut queues = queues.items.into_iter();
                queues.find(|queue| queue.queue == QueueName::Papers)
            })
        } else {
            Ok(None)
        }
    };
    let (papers, compliance, kinds, counted) =
        futures_util::future::try_join4(papers, compliance, Kinds::read(&visit), counted).await?;
    let title = tr!(visit, "papers.title");
    let decided = decided_name(&visit, &kinds).await;
    Ok(visit.page(Frame::desk(title.clone()), || {
        let adds = visit.may::<AddPaper>();
        let list = if papers.items.is_empty() && filter.q.is_some() {
            let all = Some(("/desk/papers".to_owned(), tr!(visit, "papers.see_all")));
            empty(
                &visit,
                tr!(visit, "papers.none_title"),
                tr!(visit, "papers.none_text"),
                all,
            )
        } else if papers.items.is_empty() {
            let add = match kind {
                Producer if adds => Some(("/desk/papers/new".to_owned(), tr!(visit, "papers.add"))),
                Retailer => Some(("/products?in_stock=true".to_owned(), tr!(visit, "home.see_stock"))),
                Producer | Centre | Authority => None,
            };
            empty(
                &visit,
                tr!(visit, "papers.empty_title"),
                tr!(visit, format!("papers.empty_{kind}")),
                add,
            )
        } else if is_queue {
            let entries = papers.items.iter().map(|paper| entry(&visit, &kinds, paper)).collect();
            view! {
                {counted.map(|queue| queue_count(&visit, queue.count, queue.oldest_at))}
                {queue_list(&visit, entries, None)}
                {queue_keys(&visit, false)}
            }
            .into_any()
        } else {
            rows(&visit, &kinds, &papers.items, kind != Producer)
        };
        let add = adds.then(|| {
            view! { <a class="button" href=visit.to("/desk/papers/new")>{icon(&visit, "plus")}{tr!(visit, "papers.add")}</a> }
        });
        view! {
            {page_head(title.clone(), Some(tr!(visit, format!("papers.lede_{kind}"))), add.into_any())}
            {decision_news(&visit, "papers", &["verified", "refused"], decided, None)}
            {news(&visit, "papers", &["removed"])}
            {lacking(&visit, &compliance)}
            {states(&visit, kind)}
            {(kind != Producer).then(|| search(&visit, tr!(visit, "papers.search")))}
            {list}
            {next_page(&visit, papers.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

/// The centre's queue comes first: what waits to be compared.
fn status(kind: OrganisationKind, shown: &str) -> Option<PaperStatus> {
    match shown {
        "" if kind == Centre => Some(PaperStatus::Pending),
        // Only a verified paper is valid or lapses.
        "valid" | "expiring" | "lapsed" => Some(PaperStatus::Verified),
        word => word.parse().ok(),
    }
}

fn states(visit: &Visit, kind: OrganisationKind) -> AnyView {
    let state = |word: &'static str, key: &str| (word, tr!(visit, key));
    let mut entries = match kind {
        Centre => vec![state("", "papers.pending"), state("all", "work.all")],
        Retailer => vec![state("", "work.all")],
        Producer | Authority => vec![state("", "work.all"), state("pending", "papers.pending")],
    };
    if kind != Retailer {
        entries.push(state("refused", "papers.refused"));
    }
    entries.push(("expiring", state_word(visit, "expiring")));
    entries.push(("lapsed", state_word(visit, "lapsed")));
    tabs(visit, tr!(visit, "work.status"), "state", entries)
}

/// Products that cannot be offered to a supermarket yet.
fn lacking(visit: &Visit, compliance: &[Compliance]) -> AnyView {
    let lacking: Vec<AnyView> = compliance
        .iter()
        .filter(|product| !product.ready)
        .map(|product| {
            let path = visit.to(&format!("/desk/products/{}#papers", product.product_id));
            view! {
                <li>
                    <details class="panel panel--quiet">
                        <summary>{product.product_name.clone()}</summary>
                        <div class="stack stack--tight">{verdict(visit, product)}<p><a href=path>{tr!(visit, "papers.see_product")}</a></p></div>
                    </details>
                </li>
            }
            .into_any()
        })
        .collect();
    if lacking.is_empty() {
        return ().into_any();
    }
    let title = tr!(visit, "papers.lacking", n = lacking.len());
    section(
        title,
        view! { <ul class="list-plain stack stack--tight">{lacking}</ul> }.into_any(),
    )
}
