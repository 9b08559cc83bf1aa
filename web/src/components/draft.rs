//! What keeps typed text through a closed tab: the form names itself, and the script of forms keeps its fields on the device
//! until they have been sent. Nothing is sent anywhere else, and nothing happens without script.

use super::bits::icon;
use crate::{form::Form, visit::Visit};
use leptos::prelude::*;

/// The name under which a form's text is kept: each person's own, because devices are shared.
pub(crate) fn draft_key(visit: &Visit, name: &str) -> Option<String> {
    let session = visit.session.as_ref()?;
    Some(format!("{}/{name}", session.user.id))
}

/// What the script shows above the fields once it has brought text back, with the way to be rid of it. A form that came
/// back refused shows what was sent: nothing is brought back there.
pub(crate) fn draft_notice(visit: &Visit, form: &Form) -> AnyView {
    if form.problem.is_some() {
        return ().into_any();
    }
    view! {
        <div class="notice notice--info" data-draft-notice="" role="status" hidden=true>
            {icon(visit, "info")}
            <div>
                <p class="strong">{tr!(visit, "draft.restored")}</p>
                <p>{tr!(visit, "draft.restored_text")}</p>
                <button class="button button--quiet" type="button" data-draft-discard="">{tr!(visit, "draft.discard")}</button>
            </div>
        </div>
    }
    .into_any()
}

/// What the script shows beside the button while text is kept on the device.
pub(crate) fn draft_saved(visit: &Visit) -> AnyView {
    view! { <span class="saved muted" data-draft-saved="" hidden=true>{tr!(visit, "draft.saved")}</span> }
        .into_any()
}
