//! Uploads files one after the other, with progress: photographs, or a table. Until the island wakes, the form is a
//! plain one that shows what was chosen, and sends one file by its button.

use leptos::{prelude::*, task::spawn_local};

/// Texts of the island, in the language of the page.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct UploadTexts {
    pub(crate) choose: String,
    pub(crate) hint: String,
    /// The button of the plain form.
    pub(crate) send: String,
    pub(crate) failed: String,
    pub(crate) too_large: String,
}

/// A file on its way.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    name: String,
    percent: RwSignal<u32>,
    failed: RwSignal<Option<String>>,
}

/// Chooses files and sends them to `endpoint` (an operation of the API that takes one file). `accept` says of which
/// kinds; `next` is the page of what was made, less its id, where one file leads on to one: then one can be chosen.
/// `children` is what the plain form shows beside the field.
#[island]
pub fn FileUpload(
    action: String,
    endpoint: String,
    accept: String,
    next: Option<String>,
    texts: UploadTexts,
    children: Children,
) -> impl IntoView {
    let items = RwSignal::new(Vec::<Item>::new());
    // Effects run in the browser alone.
    let awake = RwSignal::new(false);
    Effect::new(move || awake.set(true));
    let (failed_text, too_large) = (texts.failed.clone(), texts.too_large.clone());
    let many = next.is_none();
    let chosen = move |event: leptos::ev::Event| {
        let (endpoint, failed_text, too_large) = (endpoint.clone(), failed_text.clone(), too_large.clone());
        let next = next.clone();
        spawn_local(async move {
            let (mut sent, mut last) = (0, None);
            let files = browser::files(&event);
            let queue: Vec<_> = files
                .into_iter()
                .map(|(name, file)| {
                    let item = Item {
                        name,
                        percent: RwSignal::new(0),
                        failed: RwSignal::new(None),
                    };
                    items.update(|items| items.push(item.clone()));
                    (item, file)
                })
                .collect();
            let count = queue.len();
            for (item, file) in queue {
                if browser::is_too_large(&file) {
                    item.failed.set(Some(too_large.clone()));
                    continue;
                }
                match browser::send(&endpoint, file, item.percent).await {
                    Ok(made) => {
                        sent += 1;
                        last = made;
                    }
                    Err(problem) => item
                        .failed
                        .set(Some(problem.unwrap_or_else(|| failed_text.clone()))),
                }
            }
            // The server draws what is new; a failure stays on screen.
            if sent == count && sent > 0 {
                browser::go_on(next.as_deref().zip(last.as_deref()));
            }
        });
    };
    view! {
        <form class="upload" method="post" enctype="multipart/form-data" action=action>
            <label class="upload__drop">
                <span class="strong">{texts.choose}</span>
                <small>{texts.hint}</small>
                <input class:upload__input=move || awake.get() type="file" id="file" name="file" required multiple=move || many && awake.get() accept=accept on:change=chosen/>
            </label>
            {children()}
            <button class="button" hidden=move || awake.get()>{texts.send}</button>
            <ul class="upload__list">
                {move || {
                    items
                        .get()
                        .into_iter()
                        .map(|item| {
                            let Item { name, percent, failed } = item;
                            view! {
                                <li class="upload__item" class:upload__item--failed=move || failed.get().is_some()>
                                    <span>{name}</span>
                                    <progress class="progress" max="100" prop:value=move || f64::from(percent.get())></progress>
                                    <span class="num">{move || failed.get().unwrap_or_else(|| format!("{} %", percent.get()))}</span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </form>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use crate::islands::fetch;
    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{File, FormData, HtmlInputElement, ProgressEvent, XmlHttpRequest};

    pub(super) fn files(event: &leptos::ev::Event) -> Vec<(String, File)> {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(list) = input.and_then(|input| input.files()) else {
            return Vec::new();
        };
        (0..list.length())
            .filter_map(|index| list.get(index))
            .map(|file| (file.name(), file))
            .collect()
    }

    /// What the server would not take need not be sent.
    pub(super) fn is_too_large(file: &File) -> bool {
        file.size() > 10.0 * 1024.0 * 1024.0
    }

    /// Sends one file, and brings the id of what was made; `XMLHttpRequest`, because `fetch` tells nothing of an upload's
    /// progress. The error is the server's sentence, where there is one.
    pub(super) async fn send(
        endpoint: &str,
        file: File,
        percent: RwSignal<u32>,
    ) -> Result<Option<String>, Option<String>> {
        let request = XmlHttpRequest::new().map_err(|_| None)?;
        let form = FormData::new().map_err(|_| None)?;
        form.append_with_blob("file", &file).map_err(|_| None)?;
        request.open("POST", endpoint).map_err(|_| None)?;
        let lang = document()
            .document_element()
            .and_then(|html| html.get_attribute("lang"))
            .unwrap_or_default();
        let _ = request.set_request_header("accept-language", &lang);
        let on_progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.total() > 0.0 {
                // A whole number of per cent; the browser writes it, for our own code for that would have to be fetched.
                let done = js_sys::Number::from(event.loaded() * 100.0 / event.total());
                let written = done.to_fixed(0).map(String::from).unwrap_or_default();
                percent.set(written.parse().unwrap_or_default());
            }
        });
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
        }
        let done = js_sys::Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        request.send_with_opt_form_data(Some(&form)).map_err(|_| None)?;
        let _ = wasm_bindgen_futures::JsFuture::from(done).await;
        match request.status() {
            Ok(200..=299) => Ok(answer(&request).and_then(|text| fetch::id(text.as_bytes()))),
            _ => Err(answer(&request).and_then(|text| fetch::sentence(text.as_bytes()))),
        }
    }

    fn answer(request: &XmlHttpRequest) -> Option<String> {
        request.response_text().ok()?
    }

    /// To the page of what was made, or to this page as it is now.
    pub(super) fn go_on(made: Option<(&str, &str)>) {
        let location = window().location();
        let _ = match made {
            Some((page, id)) => location.set_href(&format!("{page}{id}")),
            None => location.reload(),
        };
    }
}

/// On the server an island only draws itself.
#[cfg(not(feature = "hydrate"))]
mod browser {
    use leptos::prelude::*;

    pub(super) fn files(_: &leptos::ev::Event) -> Vec<(String, ())> {
        Vec::new()
    }

    pub(super) const fn is_too_large<T>(_: &T) -> bool {
        false
    }

    pub(super) async fn send(_: &str, (): (), _: RwSignal<u32>) -> Result<Option<String>, Option<String>> {
        Err(None)
    }

    pub(super) const fn go_on(_: Option<(&str, &str)>) {}
}
