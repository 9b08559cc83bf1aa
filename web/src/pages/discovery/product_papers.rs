//! The papers behind a product: what everybody may know of them, and for buyers whether they are enough.

use crate::{
    components::bits::icon,
    pages::papers::{
        kinds::Kinds,
        needs::{needs, verdict},
        rows::validity_badge,
    },
    visit::{PageError, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    discovery::Product,
    identity::OrganisationKind,
    papers::{Compliance, GetCompliance, PublicPaper},
};

/// What is known of the papers.
pub(super) struct Papers {
    pub(super) kinds: Kinds,
    /// For whoever has to decide by them.
    compliance: Option<Compliance>,
}

impl Papers {
    pub(super) async fn read(visit: &Visit, product: &Product) -> Result<Self, PageError> {
        let kinds = Kinds::read(visit).await?;
        let own = visit
            .session
            .as_ref()
            .is_some_and(|session| session.organisation.id == product.producer.id);
        let decides = visit
            .kind()
            .is_some_and(|kind| kind != OrganisationKind::Producer);
        let compliance = if own || decides {
            let call = Call::<GetCompliance>::new((product.id,));
            Some(visit.read(call).await?)
        } else {
            None
        };
        Ok(Self { kinds, compliance })
    }
}

/// Beside the picture: each public paper with its days, and the verdict for those who buy.
pub(super) fn at_a_glance(visit: &Visit, product: &Product, papers: &Papers) -> AnyView {
    let list = public(visit, &papers.kinds, &product.papers);
    let verdict = papers.compliance.as_ref().map(|compliance| {
        view! { {verdict(visit, compliance)}<p class="small"><a href="#papers">{tr!(visit, "papers.for_supermarket")}</a></p> }
    });
    if product.papers.is_empty() && verdict.is_none() {
        return ().into_any();
    }
    view! {
        <div class="stack stack--tight">
            <h2 class="h4">{tr!(visit, "papers.title")}</h2>
            {list}
            {verdict}
        </div>
    }
    .into_any()
}

/// Papers that everybody may know of.
pub(crate) fn public(visit: &Visit, kinds: &Kinds, papers: &[PublicPaper]) -> AnyView {
    let rows: Vec<AnyView> = papers
        .iter()
        .map(|paper| {
            let issuer = paper
                .issuer
                .clone()
                .map(|issuer| view! { <small>{issuer}</small> });
            view! {
                <li>
                    {icon(visit, "certificate")}
                    <div><span>{kinds.name(visit, paper.kind)}</span>{issuer}</div>
                    {validity_badge(visit, paper.validity, paper.expires_on)}
                </li>
            }
            .into_any()
        })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <ul class="papers">{rows}</ul> }.into_any()
}

/// Need by need, for those who buy.
pub(super) fn in_full(visit: &Visit, papers: &Papers) -> AnyView {
    let Some(compliance) = &papers.compliance else {
        return ().into_any();
    };
    view! {
        <section class="section stack" id="papers">
            <h2>{tr!(visit, "papers.for_supermarket")}</h2>
            {needs(visit, &papers.kinds, compliance)}
        </section>
    }
    .into_any()
}
