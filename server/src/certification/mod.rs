//! OCOP certificates: who recorded which stars, and which of them are valid on a day.
//!
//! Owns: certificates. A star is shown only while its certificate is valid, so every other slice asks here, with the
//! day it asks for, and never keeps the answer.

mod check;
mod correct_certificate;
mod create_certificate;
mod entity;
mod get_certificate;
mod get_certificate_calendar;
mod list_certificates;
mod policy;
mod revoke_certificate;
mod rules;
mod validity;
mod view;

pub(crate) use check::check;
pub(crate) use create_certificate::{allowed, record};
pub(crate) use list_certificates::list_certificates;
pub(crate) use rules::{may_issue, state_on};
pub(crate) use validity::{
    Term, ValidCertificate, best_on, certificates_of, decisions, ending_between, terms, valid_between,
    valid_certificates, valid_through,
};

use crate::http::Routes;
use shared::certification::{
    CorrectCertificate, CreateCertificate, GetCertificate, GetCertificateCalendar, ListCertificates,
    RevokeCertificate,
};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<CreateCertificate, _, _>(create_certificate::create_certificate)
        .mount::<ListCertificates, _, _>(list_certificates::list_certificates)
        .mount::<GetCertificateCalendar, _, _>(get_certificate_calendar::get_certificate_calendar)
        .mount::<GetCertificate, _, _>(get_certificate::get_certificate)
        .mount::<CorrectCertificate, _, _>(correct_certificate::correct_certificate)
        .mount::<RevokeCertificate, _, _>(revoke_certificate::revoke_certificate);
}
