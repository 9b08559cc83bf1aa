//! Mounts the storefront over the API.

pub use web::addresses;

use crate::{app::App, assets, http::mark_in_process, http::ready::Shared, province::province};
use axum::Router;
use std::sync::Arc;
use web::Site;

/// The pages; they call the API in process.
pub fn router(app: &App, api: Router) -> Router {
    let province = province();
    let (today, now, new_key) = (app.clone(), app.clone(), app.clone());
    web::router(Site {
        api,
        mark: mark_in_process,
        asset: assets::url,
        share: |response| {
            response.extensions_mut().insert(Shared);
        },
        today: Arc::new(move || today.clock.today()),
        now: Arc::new(move || now.now()),
        new_key: Arc::new(move || new_key.new_id().to_string()),
        demo: app.settings.demo,
        mails: app.settings.post.leaves(),
        public_url: app.settings.public_url.clone(),
        province: &province.name,
        province_en: &province.name_en,
    })
}
