//! Organisations, their people and their sessions.
//!
//! Owns: users, organisations, verified periods, memberships, consents, sessions, refresh tokens. Whether an organisation may trade is
//! decided here, by the centre; everybody else asks the [`crate::auth::Member`] of the request.

mod create_session;
mod delete_session;
mod entity;
mod get_organisation;
mod get_session;
mod list_organisations;
mod people;
mod policy;
mod profiles;
mod refresh_session;
mod register_organisation;
mod reject_organisation;
mod sign_in;
mod standing;
mod tokens;
mod verify_organisation;
mod view;
mod waiting;

pub(crate) use people::{
    NewOrganisation, Person, add_organisation, organisation, organisation_names, user_names, users_named,
};
pub(crate) use profiles::{
    Office, Profile, ProfileFilter, change_profile, offices, producers_by_commune, producers_in,
    profile_by_slug, profiles, verified_among, verified_producers,
};
pub(crate) use sign_in::{end_sessions, nobody, sign_in_until};
pub(crate) use standing::verified_periods;
pub(crate) use waiting::waiting_organisations;

use crate::http::Routes;
use shared::identity::{
    CreateSession, DeleteSession, GetOrganisation, GetSession, ListOrganisations, RefreshSession,
    RegisterOrganisation, RejectOrganisation, VerifyOrganisation,
};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<CreateSession, _, _>(create_session::create_session)
        .mount::<RefreshSession, _, _>(refresh_session::refresh_session)
        .mount::<GetSession, _, _>(get_session::get_session)
        .mount::<DeleteSession, _, _>(delete_session::delete_session)
        .mount::<RegisterOrganisation, _, _>(register_organisation::register_organisation)
        .mount::<ListOrganisations, _, _>(list_organisations::list_organisations)
        .mount::<GetOrganisation, _, _>(get_organisation::get_organisation)
        .mount::<VerifyOrganisation, _, _>(verify_organisation::verify_organisation)
        .mount::<RejectOrganisation, _, _>(reject_organisation::reject_organisation);
}
