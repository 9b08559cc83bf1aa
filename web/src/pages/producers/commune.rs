//! From an old address to today's commune: type any name, choose what fits.

use crate::{
    components::{
        bits::{breadcrumb, icon, only_vietnamese, page_head},
        frame::Frame,
        messages::problem_summary,
    },
    form::Form,
    pages::{address::asked, work::refused},
    visit::{PageError, PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, OrganisationId,
    endpoint::Key,
    identity::OrganisationKind,
    producers::{CommuneMatch, CommuneSearch, FindCommunes, GetProducer, ProducerUpdate, UpdateProducer},
};

fn own(visit: &Visit) -> Result<OrganisationId, PageError> {
    Ok(visit.member(&[OrganisationKind::Producer])?.organisation.id)
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.only_for::<UpdateProducer>()?;
    page(&visit, &Form::default()).await
}

/// Takes the commune that was chosen.
pub(crate) async fn choose(visit: Visit, form: Form) -> PageResult {
    let id = own(&visit)?;
    let body = ProducerUpdate {
        commune_code: form.some("commune_code"),
        ..ProducerUpdate::default()
    };
    let call = Call::<UpdateProducer>::new((id,))
        .body(&body)
        .if_version(form.number("version"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go("/desk/profile?done=commune")),
        Err(error) => page(&visit, &refused(&visit, form, error)?).await,
    }
}

async fn page(visit: &Visit, form: &Form) -> PageResult {
    let id = own(visit)?;
    let wanted = asked(visit, "q");
    let search = CommuneSearch { q: wanted.clone() };
    let (producer, found) = futures_util::future::try_join(
        visit.get::<GetProducer>((Key(id.to_string()),)),
        visit.read(Call::<FindCommunes>::new(()).query(&search)),
    )
    .await?;
    let title = tr!(visit, "profile.find_commune");
    let version = producer.version;
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let rows: Vec<AnyView> = found.items.iter().map(|one| row(visit, version, one)).collect();
        let list = match (&wanted, rows.is_empty()) {
            (None, _) => ().into_any(),
            (Some(_), true) => view! { <p class="muted">{tr!(visit, "profile.commune_not_found")}</p> }.into_any(),
            (Some(_), false) => view! { <ul class="list-plain stack stack--tight">{rows}</ul> }.into_any(),
        };
        let now = tr!(visit, "profile.commune_now", name = producer.commune.name);
        view! {
            {breadcrumb(visit, vec![("/desk/profile".to_owned(), tr!(visit, "profile.title"))], title.clone())}
            {page_head(title.clone(), Some(tr!(visit, "profile.find_commune_lede")), ().into_any())}
            {problem_summary(visit, form)}
            <p>{now}</p>
            <form class="search" role="search" aria-label=tr!(visit, "profile.commune_name") action=visit.to("/desk/profile/commune")>
                <label class="visually-hidden" for="commune-q">{tr!(visit, "profile.commune_name")}</label>
                {icon(visit, "search")}
                <input class="input" id="commune-q" name="q" type="search" value=wanted.clone().unwrap_or_default()
                    placeholder=tr!(visit, "profile.commune_example")/>
                <button class="button button--quiet">{tr!(visit, "frame.search_go")}</button>
            </form>
            {list}
        }
        .into_any()
    }))
}

fn row(visit: &Visit, version: i64, found: &CommuneMatch) -> AnyView {
    let old = found.old_commune.as_ref().map(|commune| {
        let district = found.old_district.clone().unwrap_or_default();
        view! { <small class="muted">{tr!(visit, "profile.commune_was", commune = commune, district = district)}</small> }
    });
    view! {
        <li class="panel cluster cluster--between">
            <span class="stack stack--tight"><strong lang=only_vietnamese(visit.lang, None)>{found.commune.name.clone()}</strong>{old}</span>
            <form method="post" action=visit.to("/desk/profile/commune")>
                <input type="hidden" name="version" value=version.to_string()/>
                <input type="hidden" name="commune_code" value=found.commune.code.clone()/>
                <button class="button button--quiet">{tr!(visit, "profile.take_commune")}</button>
            </form>
        </li>
    }
    .into_any()
}
