//! OCOP certificates: who recorded which stars, and which of them are valid on a day.
//!
//! Owns: certificates. A star is shown only while its certificate is valid, so every other slice asks here, with the
//! day it asks for, and never keeps the answer.

mod create_certificate;
mod entity;
mod list_certificates;
mod policy;
mod rules;
mod validity;
mod view;

pub(crate) use create_certificate::{allowed, record};
pub(crate) use list_certificates::list_certificates;
pub(crate) use rules::state_on;
pub(crate) use validity::{ValidCertificate, certificates_of, valid_certificates, valid_on};

use crate::http::Routes;
use shared::certification::{CreateCertificate, ListCertificates};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<CreateCertificate, _, _>(create_certificate::create_certificate)
        .mount::<ListCertificates, _, _>(list_certificates::list_certificates);
}
