//! What moves in the browser. Islands get finished texts and addresses as properties; they translate nothing, and
//! they never import pages. Before they wake, the forms and links inside them work as plain HTML.

#![expect(unreachable_pub, reason = "`#[island]` writes public items")]

mod auto_submit;
mod basket_form;
mod counter;
mod fetch;
mod file_upload;
mod stepper;

#[cfg(feature = "ssr")]
pub(crate) use {
    auto_submit::AutoSubmit,
    basket_form::{BasketForm, BasketTexts},
    counter::Counter,
    file_upload::{FileUpload, UploadTexts},
    stepper::Stepper,
};
