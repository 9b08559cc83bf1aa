//! The storefront and the desks.
//!
//! `pages` are rendered on the server only; what must move in the browser is an island, and only `islands` become
//! WebAssembly. Every page works as plain links and forms before any script arrives. Pages get their data from the
//! API through the same typed client that any other program uses: they can do nothing that a mobile app cannot.

mod islands;

#[cfg(feature = "ssr")]
#[macro_use]
mod words;
#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
mod format;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod site;
#[cfg(feature = "ssr")]
mod visit;

#[cfg(feature = "ssr")]
pub use pages::{addresses, router};
#[cfg(feature = "ssr")]
pub use site::{HasIslands, InProcess, Site};
#[cfg(feature = "ssr")]
pub use words::text;

// Both languages of each key stand side by side in `locales/<slice>.yml`.
#[cfg(feature = "ssr")]
rust_i18n::i18n!("locales", fallback = "vi");

/// Called by the boot script once the module has been loaded; the islands are hydrated one by one after it.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
