//! Producers by name, found by words and commune.

use crate::{
    components::{
        bits::{only_vietnamese, page_head},
        fields::Field,
        frame::Frame,
        messages::empty,
    },
    form::Form,
    pages::address::{asked, next_page},
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, Page,
    producers::{Commune, CommuneFilter, ListCommunes, ListProducers, Producer, ProducerFilter},
};

pub(crate) async fn producers(visit: Visit) -> PageResult {
    let filter = ProducerFilter {
        q: asked(&visit, "q"),
        commune: asked(&visit, "commune"),
        limit: None,
        cursor: asked(&visit, "cursor"),
    };
    let communes = CommuneFilter::default();
    let (list, communes) = futures_util::future::try_join(
        visit.read(Call::<ListProducers>::new(()).query(&filter)),
        visit.read(Call::<ListCommunes>::new(()).query(&communes)),
    )
    .await?;
    let frame = Frame::public(tr!(visit, "producers.title")).described(tr!(visit, "producers.description"));
    Ok(visit.page(frame, || {
        let results = if list.items.is_empty() {
            let clear = Some(("/producers".to_owned(), tr!(visit, "producers.clear")));
            empty(
                &visit,
                tr!(visit, "producers.empty_title"),
                tr!(visit, "producers.empty_text"),
                clear,
            )
        } else {
            cards(&visit, &list)
        };
        let (words, commune) = (
            filter.q.clone().unwrap_or_default(),
            filter.commune.clone().unwrap_or_default(),
        );
        let next = next_page(
            &visit,
            "/producers",
            &[("q", &words), ("commune", &commune)],
            list.next_cursor.as_deref(),
        );
        view! {
            {page_head(tr!(visit, "producers.title"), Some(tr!(visit, "producers.lede")), ().into_any())}
            {search(&visit, &words, &commune, &communes.items)}
            {results}
            {next}
        }
        .into_any()
    }))
}

fn search(visit: &Visit, words: &str, commune: &str, communes: &[Commune]) -> AnyView {
    let form = Form::filled([("q", words), ("commune", commune)]);
    let mut choices = vec![(String::new(), tr!(visit, "producers.all_communes"))];
    choices.extend(
        communes
            .iter()
            .map(|commune| (commune.code.clone(), commune.name.clone())),
    );
    view! {
        <form class="field-row" action=visit.to("/producers")>
            {Field::new("q", tr!(visit, "producers.words")).kind("search").input(visit, &form)}
            {Field::new("commune", tr!(visit, "producers.commune")).select(visit, &form, choices)}
            <div><button class="button button--quiet">{tr!(visit, "producers.find")}</button></div>
        </form>
    }
    .into_any()
}

fn cards(visit: &Visit, list: &Page<Producer>) -> AnyView {
    let cards: Vec<AnyView> = list
        .items
        .iter()
        .map(|producer| {
            let address = visit.to(&format!("/producers/{}", producer.slug));
            view! {
                <article class="card">
                    <div class="card__body">
                        <p class="eyebrow">{tr!(visit, format!("producers.kind_{}", producer.kind))}</p>
                        <h2 class="card__name"><a href=address lang=only_vietnamese(visit.lang, producer.name_en.as_deref())>{producer.name_in(visit.lang).to_owned()}</a></h2>
                        <p class="card__by">{producer.commune.name.clone()}</p>
                    </div>
                </article>
            }
            .into_any()
        })
        .collect();
    view! { <div class="grid-cards">{cards}</div> }.into_any()
}
