//! Organisations, their people and their sessions.
//!
//! Owns: users, organisations, verified periods, memberships, invitations, consents, sessions, refresh tokens; in
//! `account/`, what people look after themselves: addresses, passwords, second factors, devices. Whether an organisation may trade is
//! decided here, by the centre; everybody else asks the [`crate::auth::Member`] of the request.

mod accept_invitation;
mod account;
mod check;
mod confirm_email;
mod create_invitation;
mod create_session;
mod decide;
mod delete_session;
mod email;
mod entity;
mod get_invitation;
mod get_organisation;
mod get_session;
mod invitations;
mod leave_organisation;
mod list_invitations;
mod list_members;
mod list_organisations;
mod members;
mod news;
mod people;
mod policy;
mod profiles;
mod refresh_session;
mod register_organisation;
mod reinstate_organisation;
mod reject_organisation;
mod remove_member;
mod reopen_organisation;
mod resubmit_organisation;
mod send_email_confirmation;
mod sign_in;
mod standing;
mod suspend_organisation;
mod switch_organisation;
mod tax;
mod tokens;
mod update_member;
mod update_organisation;
mod verify_organisation;
mod view;
mod waiting;
mod withdraw_invitation;

pub(crate) use check::check;
pub(crate) use decide::close;
pub(crate) use list_organisations::list_organisations;
pub(crate) use news::{Reader, Whom, readers, tell, write};
pub(crate) use people::{
    NewOrganisation, PartyRow, Person, Seat, add_member, add_organisation, organisation, organisation_names,
    parties, user_names, users_named,
};
pub(crate) use profiles::{
    Office, Profile, ProfileFilter, change_profile, offices, producers_by_commune, producers_in,
    producers_named, profile_by_slug, profiles, public_products_of, verified_among, verified_producers,
};
pub(crate) use sign_in::{end_sessions, nobody, sign_in_until};
pub(crate) use standing::verified_periods;
pub(crate) use tax::seal_tax_codes;
pub(crate) use view::contact;
pub(crate) use waiting::waiting_organisations;

pub(crate) use account::{disable_second_factor_of, forget_old, jobs, recovery_token_of};

use crate::http::Routes;
use shared::identity::{
    AcceptInvitation, ConfirmEmail, CreateInvitation, CreateSession, DeleteSession, GetInvitation,
    GetOrganisation, GetSession, LeaveOrganisation, ListInvitations, ListMembers, ListOrganisations,
    RefreshSession, RegisterOrganisation, ReinstateOrganisation, RejectOrganisation, RemoveMember,
    ReopenOrganisation, ResubmitOrganisation, SendEmailConfirmation, SuspendOrganisation, SwitchOrganisation,
    UpdateMember, UpdateOrganisation, VerifyOrganisation, WithdrawInvitation,
};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<CreateSession, _, _>(create_session::create_session)
        .mount::<RefreshSession, _, _>(refresh_session::refresh_session)
        .mount::<GetSession, _, _>(get_session::get_session)
        .mount::<SwitchOrganisation, _, _>(switch_organisation::switch_organisation)
        .mount::<DeleteSession, _, _>(delete_session::delete_session)
        .mount::<RegisterOrganisation, _, _>(register_organisation::register_organisation)
        .mount::<ListOrganisations, _, _>(list_organisations::list_organisations)
        .mount::<GetOrganisation, _, _>(get_organisation::get_organisation)
        .mount::<UpdateOrganisation, _, _>(update_organisation::update_organisation)
        .mount::<ResubmitOrganisation, _, _>(resubmit_organisation::resubmit_organisation)
        .mount::<SendEmailConfirmation, _, _>(send_email_confirmation::send_email_confirmation)
        .mount::<ConfirmEmail, _, _>(confirm_email::confirm_email)
        .mount::<VerifyOrganisation, _, _>(verify_organisation::verify_organisation)
        .mount::<RejectOrganisation, _, _>(reject_organisation::reject_organisation)
        .mount::<SuspendOrganisation, _, _>(suspend_organisation::suspend_organisation)
        .mount::<ReinstateOrganisation, _, _>(reinstate_organisation::reinstate_organisation)
        .mount::<ReopenOrganisation, _, _>(reopen_organisation::reopen_organisation)
        .mount::<ListMembers, _, _>(list_members::list_members)
        .mount::<UpdateMember, _, _>(update_member::update_member)
        .mount::<RemoveMember, _, _>(remove_member::remove_member)
        .mount::<LeaveOrganisation, _, _>(leave_organisation::leave_organisation)
        .mount::<CreateInvitation, _, _>(create_invitation::create_invitation)
        .mount::<ListInvitations, _, _>(list_invitations::list_invitations)
        .mount::<WithdrawInvitation, _, _>(withdraw_invitation::withdraw_invitation)
        .mount::<GetInvitation, _, _>(get_invitation::get_invitation)
        .mount::<AcceptInvitation, _, _>(accept_invitation::accept_invitation);
    account::routes(routes);
}
