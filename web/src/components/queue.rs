//! The pattern of every queue: who waits longest comes first, one decides with a reason and goes on to the next.
//! The keys of `script/desk.js` press what is marked here; without it everything is links and forms.

use super::{bits::icon, fields::Field};
use crate::{form::Form, format, visit::Visit};
use leptos::prelude::*;
use shared::{Timestamp, time::days_between};

/// One that waits.
pub(crate) struct QueueEntry {
    /// Where it is decided, without the language.
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) note: String,
    /// Since when it waits.
    pub(crate) since: Option<Timestamp>,
    pub(crate) picture: Option<AnyView>,
}

/// How long somebody has been waiting: `3 ngày`.
pub(crate) fn waited(visit: &Visit, since: Timestamp) -> String {
    match days_between(since.day(), visit.today()) {
        days if days <= 0 => tr!(visit, "queue.today"),
        1 => tr!(visit, "queue.one_day"),
        days => tr!(visit, "queue.days", n = format::number(visit.lang, days)),
    }
}

/// How many wait, and how long the first has.
pub(crate) fn queue_count(visit: &Visit, count: i64, oldest: Option<Timestamp>) -> AnyView {
    let longest = oldest.map(|at| tr!(visit, "queue.longest", time = waited(visit, at)));
    view! {
        <p class="toolbar__count">
            <strong class="num">{format::number(visit.lang, count)}</strong> " " {tr!(visit, "queue.waiting")}
            {longest.map(|text| view! { <span class="muted">" · " {text}</span> })}
        </p>
    }
    .into_any()
}

/// The queue as a list, with the place one is at marked.
pub(crate) fn queue_list(visit: &Visit, entries: Vec<QueueEntry>, current: Option<usize>) -> AnyView {
    let label = tr!(visit, "queue.label");
    let entries: Vec<AnyView> = entries
        .into_iter()
        .enumerate()
        .map(|(index, entry)| {
            let here = (Some(index) == current).then_some("true");
            let since = entry.since.map(|at| {
                view! { <span class="badge badge--waiting num">{waited(visit, at)}</span> }
            });
            view! {
                <li><a href=visit.to(&entry.path) aria-current=here>
                    <span class="queue__entry">
                        {entry.picture}
                        <span class="queue__text"><strong>{entry.title}</strong><small>{entry.note}</small></span>
                        {since}
                    </span>
                </a></li>
            }
            .into_any()
        })
        .collect();
    view! { <ol class="queue__list list-plain" data-queue="" aria-label=label>{entries}</ol> }.into_any()
}

/// One of the queue beside the others; on phones alone, with a way on and back.
pub(crate) fn queue_item(
    visit: &Visit,
    entries: Vec<QueueEntry>,
    current: Option<usize>,
    item: AnyView,
) -> AnyView {
    let path = |index: Option<usize>| {
        index
            .and_then(|index| entries.get(index))
            .map(|entry| visit.to(&entry.path))
    };
    let back = path(current.and_then(|index| index.checked_sub(1)));
    let on = path(current.map_or(Some(0), |index| Some(index + 1)));
    let steps = view! {
        <nav class="pagination" aria-label=tr!(visit, "queue.label")>
            {back.map(|href| view! { <a rel="prev" href=href data-key="k">{tr!(visit, "queue.back")}</a> })}
            {on.map(|href| view! { <a rel="next" href=href data-key="j">{tr!(visit, "queue.on")}</a> })}
        </nav>
    };
    let list = (!entries.is_empty()).then(|| queue_list(visit, entries, current));
    view! {
        <div class="queue queue--item">
            {list}
            <div class="queue__item stack stack--loose">{item}{steps}</div>
        </div>
    }
    .into_any()
}

/// What the keys do. `deciding` where there is something to approve or return.
pub(crate) fn queue_keys(visit: &Visit, deciding: bool) -> AnyView {
    let line = |keys: Vec<&'static str>, text: String| {
        let keys: Vec<AnyView> = keys
            .into_iter()
            .map(|key| view! { <kbd>{key}</kbd> " " }.into_any())
            .collect();
        view! { <div><dt>{keys}</dt><dd>{text}</dd></div> }
    };
    let decide = deciding.then(|| {
        view! {
            {line(vec!["A"], tr!(visit, "queue.key_approve"))}
            {line(vec!["R"], tr!(visit, "queue.key_return"))}
        }
    });
    view! {
        <details class="keys small only-wide" data-keys="">
            <summary>{tr!(visit, "queue.keys")} " " <kbd>"?"</kbd></summary>
            <dl class="facts facts--inline">
                {line(vec!["J", "K"], tr!(visit, "queue.key_steps"))}
                {line(vec!["Enter"], tr!(visit, "queue.key_open"))}
                {decide}
                {line(vec!["?"], tr!(visit, "queue.key_help"))}
            </dl>
        </details>
    }
    .into_any()
}

/// The field for a reason, with templates to begin from. `group` names the templates in the locales: `<group>_1` to
/// `<group>_<count>`. What is sent is Vietnamese, because those who are told read it.
pub(crate) fn reason_box(
    visit: &Visit,
    form: &Form,
    label: String,
    hint: String,
    group: &str,
    count: u8,
) -> AnyView {
    let options: Vec<AnyView> = (1..=count)
        .map(|number| {
            let text = tr!(visit, format!("reason.{group}_{number}"));
            let chosen = form.text("reason_template") == number.to_string();
            view! { <option value=number.to_string() data-text=template(group, number) selected=chosen>{text}</option> }
                .into_any()
        })
        .collect();
    view! {
        <div class="field">
            <label class="field__label" for="reason-template">{tr!(visit, "queue.template")}</label>
            <select class="input" id="reason-template" name="reason_template" data-fills="reason">
                <option value="">{tr!(visit, "queue.template_none")}</option>
                {options}
            </select>
        </div>
        {Field::new("reason", label).hint(hint).key("r").textarea(visit, form, "3")}
    }
    .into_any()
}

/// The reason that was given: what was typed, else the template that was chosen.
pub(crate) fn reason_given(form: &Form, group: &str, count: u8) -> String {
    let typed = form.text("reason").trim();
    if !typed.is_empty() {
        return typed.to_owned();
    }
    form.parse::<u8>("reason_template")
        .filter(|number| (1..=count).contains(number))
        .map(|number| template(group, number))
        .unwrap_or_default()
}

fn template(group: &str, number: u8) -> String {
    rust_i18n::t!(format!("reason.{group}_{number}"), locale = "vi").into_owned()
}

/// The form that approves, with what goes along hidden. A decision is for good: the first `a` only goes to the button, and
/// what stands beside it says so.
pub(crate) fn approve_form(visit: &Visit, path: &str, text: String, hidden: AnyView) -> AnyView {
    view! {
        <form class="cluster approve" method="post" action=visit.to(path)>
            {hidden}
            <button class="button button--large" data-key="a" aria-describedby="approve-again">{icon(visit, "check")}{text}</button>
            <span class="approve__again small" id="approve-again">{tr!(visit, "queue.approve_again")}</span>
        </form>
    }
    .into_any()
}

/// Where to go after a decision: the next that waits, or the queue itself where none comes after. The address names what
/// was decided, so that the news can say it by name.
pub(crate) fn after_decision(
    paths: &[String],
    decided: &str,
    id: impl std::fmt::Display,
    queue: &str,
    news: &str,
) -> String {
    let here = paths.iter().position(|path| path == decided);
    let next = here.and_then(|here| paths.get(here + 1));
    format!("{}?done={news}&decided={id}", next.map_or(queue, String::as_str))
}

#[cfg(test)]
mod tests {
    use super::after_decision;

    #[test]
    fn after_a_decision_comes_the_next_then_the_queue() {
        let paths = ["/1", "/2", "/3"].map(str::to_owned);
        let next = |decided: &str, id: i32| after_decision(&paths, decided, id, "/queue", "ok");
        assert_eq!(next("/1", 1), "/2?done=ok&decided=1");
        assert_eq!(next("/3", 3), "/queue?done=ok&decided=3");
        assert_eq!(next("/x", 9), "/queue?done=ok&decided=9");
    }
}
