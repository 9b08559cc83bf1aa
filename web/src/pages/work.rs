//! Pieces that the pages of the desk share: tabs, lists, small forms.

use super::address::asked;
use crate::{
    components::bits::icon,
    form::Form,
    visit::{PageError, Visit},
};
use leptos::prelude::*;
use shared::{ClientError, Lang, ProductId, catalogue::Image};

/// The form with the reason why it was refused, or the page for an error that no form can mend.
pub(crate) fn refused(visit: &Visit, form: Form, error: ClientError) -> Result<Form, PageError> {
    form.refused(error).map_err(|error| visit.error(error))
}

/// A parameter of the address that is a word, number or id; none where it is something else.
pub(crate) fn choice<T: std::str::FromStr>(visit: &Visit, name: &str) -> Option<T> {
    asked(visit, name)?.parse().ok()
}

/// This page's address with one parameter changed; the place in the list starts over.
pub(crate) fn changed(visit: &Visit, name: &str, value: &str) -> String {
    let kept: Vec<_> = form_urlencoded::parse(visit.query.as_bytes())
        .filter(|(key, value)| key != name && key != "cursor" && key != "done" && !value.is_empty())
        .collect();
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .extend_pairs((!value.is_empty()).then_some((name, value)))
        .finish();
    let path = visit.to(&visit.path);
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}

/// Tabs that set one parameter: value and text. The empty value shows all.
pub(crate) fn tabs(visit: &Visit, label: String, name: &str, entries: Vec<(&str, String)>) -> AnyView {
    let chosen = asked(visit, name).unwrap_or_default();
    let entries: Vec<AnyView> = entries
        .into_iter()
        .map(|(value, text)| {
            let current = (chosen == value).then_some("page");
            view! { <a href=changed(visit, name, value) aria-current=current>{text}</a> }.into_any()
        })
        .collect();
    view! { <nav class="tabs" aria-label=label>{entries}</nav> }.into_any()
}

/// The link to the next page of a list.
pub(crate) fn next_page(visit: &Visit, cursor: Option<&str>) -> AnyView {
    let Some(cursor) = cursor else {
        return ().into_any();
    };
    view! {
        <nav class="pagination" aria-label=tr!(visit, "common.pages")>
            <a rel="next" href=changed(visit, "cursor", cursor)>{tr!(visit, "common.next")}</a>
        </nav>
    }
    .into_any()
}

/// A search field for this list.
pub(crate) fn search(visit: &Visit, label: String) -> AnyView {
    let words = asked(visit, "q").unwrap_or_default();
    let kept: Vec<AnyView> = form_urlencoded::parse(visit.query.as_bytes())
        .filter(|(key, _)| !matches!(&**key, "q" | "cursor" | "done"))
        .map(|(key, value)| {
            view! { <input type="hidden" name=key.into_owned() value=value.into_owned()/> }.into_any()
        })
        .collect();
    view! {
        <form class="search" role="search" aria-label=label.clone() action=visit.to(&visit.path)>
            {kept}
            <label class="visually-hidden" for="list-q">{label.clone()}</label>
            {icon(visit, "search")}
            <input class="input" id="list-q" name="q" type="search" value=words placeholder=label.clone()/>
            <button class="button button--quiet">{tr!(visit, "frame.search_go")}</button>
        </form>
    }
    .into_any()
}

/// A choice in a filter: the present one is what the address says. The label is for those who cannot see.
pub(crate) fn pick(
    visit: &Visit,
    name: &'static str,
    label: String,
    choices: Vec<(String, String)>,
) -> AnyView {
    let chosen = asked(visit, name).unwrap_or_default();
    let choices: Vec<AnyView> = choices
        .into_iter()
        .map(|(value, text)| {
            let selected = chosen == value;
            view! { <option value=value selected=selected>{text}</option> }.into_any()
        })
        .collect();
    let id = format!("filter-{name}");
    view! {
        <label class="visually-hidden" for=id.clone()>{label}</label>
        <select class="input" id=id name=name>{choices}</select>
    }
    .into_any()
}

/// A form that is one button.
pub(crate) fn press(visit: &Visit, path: &str, class: &'static str, text: String) -> AnyView {
    view! { <form method="post" action=visit.to(path)><button class=class>{text}</button></form> }.into_any()
}

/// A heading with what belongs under it.
pub(crate) fn section(title: String, content: AnyView) -> AnyView {
    view! { <section class="stack"><h2>{title}</h2>{content}</section> }.into_any()
}

/// A term and what it is; nothing where there is nothing to say.
pub(crate) fn fact(term: String, value: Option<String>) -> AnyView {
    let Some(value) = value else { return ().into_any() };
    view! { <div><dt>{term}</dt><dd>{value}</dd></div> }.into_any()
}

/// A small picture, in its narrowest width. Beside the name it has no text of its own.
pub(crate) fn thumb(image: &Image, alt: &str) -> AnyView {
    let Some(source) = image.sources.first() else {
        return ().into_any();
    };
    view! {
        <img class="thumb" src=source.url.clone() width=source.width height=source.height loading="lazy" alt=alt.to_owned()/>
    }
    .into_any()
}

/// The text in the visit's language, Vietnamese where there is no other.
pub(crate) fn in_language(lang: Lang, vi: &str, en: Option<&str>) -> String {
    match (lang, en) {
        (Lang::En, Some(text)) => text.to_owned(),
        _ => vi.to_owned(),
    }
}

/// Products to choose from, each a link that brings its id along as `product`: id, name, what else there is to know.
pub(crate) fn choose_product(visit: &Visit, choices: Vec<(ProductId, String, String)>) -> AnyView {
    if choices.is_empty() {
        return view! { <p class="muted">{tr!(visit, "work.nothing_found")}</p> }.into_any();
    }
    let choices: Vec<AnyView> = choices
        .into_iter()
        .map(|(id, name, note)| {
            view! { <li><a href=changed(visit, "product", &id.to_string())>{name}<small>{note}</small></a></li> }.into_any()
        })
        .collect();
    view! { <ol class="queue__list list-plain">{choices}</ol> }.into_any()
}
