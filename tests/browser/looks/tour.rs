//! The way through all pages: from where somebody begins, along every link, then to what no link leads to.

use super::{
    addresses::{FORMS, SAME_FOR_ALL, TOLD, key, pattern},
    states::Stop,
};
use shared::Lang;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tests::{
    Person, Request, TestApp,
    browser::{Browser, Look, Medium, Screen, browse_in},
};

/// How closely somebody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Each page in all twelve ways.
    Whole,
    /// Each page in one way, another one for the next page.
    Once,
    /// Only at the stops, in all ways.
    Stops,
}

const WIDTHS: [u32; 3] = [360, 768, 1440];

/// Where axe looks: in both languages, in the light and in the dark, on a phone and on a wide screen.
const AXE: [(Lang, Look); 4] = [
    (Lang::Vi, Look::new(360, Medium::Light)),
    (Lang::Vi, Look::new(1440, Medium::Dark)),
    (Lang::En, Look::new(360, Medium::Dark)),
    (Lang::En, Look::new(1440, Medium::Light)),
];

/// Somebody who looks at everything they can reach.
#[derive(Debug)]
pub(super) struct Looker {
    name: &'static str,
    person: Person,
    depth: Depth,
    stops: Vec<Stop>,
}

impl Looker {
    pub(super) fn new(name: &'static str, person: Person, depth: Depth, stops: Vec<Stop>) -> Self {
        Self {
            name,
            person,
            depth,
            stops,
        }
    }
}

/// What was seen so far, by everybody.
#[derive(Debug, Default)]
struct Seen {
    faults: BTreeSet<String>,
    /// Patterns that were looked at.
    looked: BTreeSet<&'static str>,
    /// Addresses that links lead to, by their pattern.
    linked: BTreeMap<&'static str, BTreeSet<String>>,
    /// Of those who follow links: the patterns that they reach.
    reached: Vec<(&'static str, Person, BTreeSet<&'static str>)>,
    pages: usize,
}

#[derive(Debug)]
pub(super) struct Tour {
    patterns: Vec<&'static str>,
    demonstration: bool,
    seen: Mutex<Seen>,
}

impl Tour {
    pub(super) fn new(demonstration: bool) -> Self {
        Self {
            patterns: server::pages::addresses(),
            demonstration,
            seen: Mutex::default(),
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Two browsers share the work.
    pub(super) async fn take(&self, app: &TestApp, lookers: Vec<Looker>) {
        let waiting = Mutex::new(VecDeque::from(lookers));
        let work = || {
            browse_in(app, Screen::Desk, async |browser: Browser| {
                browser.bring_axe().await;
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some(looker) = next else { break };
                    self.walk(&browser, looker).await;
                }
            })
        };
        futures_util::future::join(work(), work()).await;
        self.ask_for_unlinked().await;
    }

    async fn walk(&self, browser: &Browser, looker: Looker) {
        browser.leave().await;
        let start = if looker.person.is_anonymous() {
            "/"
        } else {
            browser.sign_in(&looker.person).await;
            "/desk"
        };
        let mut known = BTreeSet::from([key(&self.patterns, start)]);
        let mut reached = BTreeSet::from([start]);
        let follows = looker.depth != Depth::Stops;
        let mut waiting: VecDeque<Stop> = follows.then(|| Stop::linked(start)).into_iter().collect();
        let mut stops = VecDeque::from(looker.stops.clone());
        while let Some(stop) = waiting.pop_front().or_else(|| stops.pop_front()) {
            let pattern = pattern(&self.patterns, &stop.path);
            // What only a stop leads to may be looked at, but its links reach nothing.
            let counts = follows && pattern.is_some_and(|pattern| reached.contains(pattern));
            let links = self.stop_at(browser, &looker, &stop, pattern).await;
            for link in links.into_iter().filter(|_| counts) {
                if !is_page(&link, &looker.person) {
                    continue;
                }
                let Some(pattern) = self.note_link(&link) else {
                    let fault = format!("a link on {} leads to {link}, which is no page", stop.path);
                    self.seen().faults.insert(fault);
                    continue;
                };
                reached.insert(pattern);
                if known.insert(key(&self.patterns, &link)) && !is_calendar(&link) {
                    waiting.push_back(Stop::linked(&link));
                }
            }
        }
        if follows {
            self.seen().reached.push((looker.name, looker.person, reached));
        }
    }

    /// Remembers where a link leads.
    fn note_link(&self, link: &str) -> Option<&'static str> {
        let pattern = pattern(&self.patterns, link)?;
        let mut seen = self.seen();
        seen.linked.entry(pattern).or_default().insert(link.to_owned());
        Some(pattern)
    }

    /// Looks at one page in the ways of this looker, and tells where it leads.
    async fn stop_at(
        &self,
        browser: &Browser,
        looker: &Looker,
        stop: &Stop,
        pattern: Option<&'static str>,
    ) -> Vec<String> {
        let (number, again) = {
            let mut seen = self.seen();
            let again = pattern.is_some_and(|pattern| !seen.looked.insert(pattern));
            seen.pages += 1;
            (seen.pages, again)
        };
        let member = !looker.person.is_anonymous();
        if member && again && stop.name.is_none() && pattern.is_some_and(|it| SAME_FOR_ALL.contains(&it)) {
            browser.goto(&stop.path).await;
            return browser.links().await;
        }
        let name = stop
            .name
            .clone()
            .unwrap_or_else(|| pattern.unwrap_or(&stop.path).replace(['/', '{', '}'], "_"));
        let name = format!("{}_{name}", looker.name);
        let mut links = Vec::new();
        let mut faults = Vec::new();
        for lang in [Lang::Vi, Lang::En] {
            let ways = ways(looker.depth, number, lang);
            let (Some(first), true) = (ways.first(), lang == Lang::Vi || stop.english) else {
                continue;
            };
            let path = match lang {
                Lang::Vi => stop.path.clone(),
                Lang::En => format!("/en{}", stop.path.trim_end_matches('/')),
            };
            browser.put_on(*first).await;
            browser.goto(&path).await;
            if let Some(act) = &stop.act {
                act.play(browser).await;
            }
            let of_here = browser.links().await;
            links.extend(of_here.iter().map(|link| bare(link)));
            let mut note = |look: Look, found: Vec<String>| {
                faults.extend(
                    found
                        .into_iter()
                        .map(|fault| format!("{path} ({name} {look}) {fault}")),
                );
            };
            for look in &ways {
                note(*look, browser.look(*look, &format!("{name}-{lang}")).await);
                if looker.depth == Depth::Once || AXE.contains(&(lang, *look)) {
                    note(*look, browser.accessibility_faults().await);
                }
            }
            if stop.print {
                let paper = Look::on_paper();
                note(paper, browser.look(paper, &format!("{name}-{lang}")).await);
                note(paper, self.unmarked(browser).await);
            }
            note(*first, self.unmarked(browser).await);
            let mut complaints = browser.console_errors().await;
            // The browser notes what was refused, as the stop means it to be.
            complaints
                .retain(|line| !(stop.refuses && line.contains("the server responded with a status of 4")));
            note(*first, complaints);
        }
        // As it is found: the whole tour takes minutes.
        for fault in &faults {
            println!("{fault}");
        }
        self.seen().faults.extend(faults);
        links
    }

    async fn unmarked(&self, browser: &Browser) -> Vec<String> {
        if self.demonstration && !browser.is_marked().await {
            vec!["does not say that this is a demonstration".to_owned()]
        } else {
            Vec::new()
        }
    }

    /// What somebody may open, a link has to lead to. Who may, the market itself is asked.
    async fn ask_for_unlinked(&self) {
        let reached = std::mem::take(&mut self.seen().reached);
        for (name, person, reached) in reached {
            if person.is_anonymous() {
                continue;
            }
            let person = person.by_cookie();
            for pattern in &self.patterns {
                let of_the_desk = pattern.starts_with("/desk") || pattern.starts_with("/basket");
                if !of_the_desk || reached.contains(pattern) || FORMS.contains(pattern) {
                    continue;
                }
                let mut addresses = self.seen().linked.get(pattern).cloned().unwrap_or_default();
                if !pattern.contains('{') {
                    addresses.insert((*pattern).to_owned());
                }
                for address in addresses {
                    let status = person.raw(Request::get(&address)).await.status;
                    if status == 200 && !is_linked_above(&person, &address).await {
                        let fault = format!("no link leads {name} to {address}, which they may open");
                        self.seen().faults.insert(fault);
                    }
                    // Whose organisation or role may not, may not anywhere.
                    if matches!(status, 200 | 403) {
                        break;
                    }
                }
            }
        }
    }

    /// Fails with all that was wrong.
    pub(super) fn report(&self) {
        let seen = self.seen();
        println!("{} pages were looked at", seen.pages);
        assert!(
            seen.faults.is_empty(),
            "{} faults:\n{}",
            seen.faults.len(),
            seen.faults.iter().cloned().collect::<Vec<_>>().join("\n")
        );
    }

    /// The same, and every page must have been looked at.
    pub(super) fn report_with_reach(&self) {
        let missed: Vec<String> = {
            let seen = self.seen();
            let known = |pattern: &&&str| {
                seen.looked.contains(**pattern)
                    || FORMS.contains(*pattern)
                    || (seen.linked.contains_key(**pattern) && is_calendar(pattern))
            };
            let missed = self.patterns.iter().filter(|pattern| !known(pattern));
            missed
                .map(|pattern| {
                    let told = TOLD.contains(pattern);
                    let why = if told { "is no stop" } else { "is linked nowhere" };
                    format!("nobody looked at {pattern}: it {why}")
                })
                .collect()
        };
        self.seen().faults.extend(missed);
        self.report();
    }
}

/// Whether a link leads to a page that this person has to look at: visitors' pages are visitors' work.
fn is_page(link: &str, person: &Person) -> bool {
    let other = ["/api/", "/media/", "/assets/", "/desk/export/"]
        .iter()
        .any(|start| link.starts_with(start));
    !other && (person.is_anonymous() || link.starts_with("/desk") || link.starts_with("/basket"))
}

/// The Vietnamese address of a page.
fn bare(link: &str) -> String {
    match link.strip_prefix("/en") {
        Some("") => "/".to_owned(),
        Some(rest) if rest.starts_with(['/', '?']) => rest.to_owned(),
        _ => link.to_owned(),
    }
}

/// The ways in which to look at a page in a language.
fn ways(depth: Depth, number: usize, lang: Lang) -> Vec<Look> {
    let all = WIDTHS
        .iter()
        .flat_map(|width| [Medium::Light, Medium::Dark].map(|medium| Look::new(*width, medium)));
    let all: Vec<Look> = all.collect();
    if depth != Depth::Once {
        return all;
    }
    // The next page's turn is another way: all twelve come up.
    let turn = number % (2 * all.len());
    let languages = [Lang::Vi, Lang::En];
    if languages[turn % 2] == lang {
        vec![all[turn / 2]]
    } else {
        Vec::new()
    }
}

/// Whether the page above leads there: in some states of an order or a product only, and the walk came by another.
async fn is_linked_above(person: &Person, address: &str) -> bool {
    let Some((above, _)) = address.rsplit_once('/') else {
        return false;
    };
    let above = person.raw(Request::get(above)).await;
    above.status == 200 && above.text().contains(&format!("href=\"{address}\""))
}

/// A file for another program, which a browser does not show.
fn is_calendar(address: &str) -> bool {
    address.rsplit('.').next() == Some("ics")
}
