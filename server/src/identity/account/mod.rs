//! What people look after themselves: name and language, address, password, second factor, devices; and ways to a new
//! password that others hand over.

mod change_email;
mod change_password;
mod change_phone;
mod close_account;
mod confirm_account_email;
mod confirm_second_factor;
mod create_recovery_link;
mod data;
mod device;
mod disable_second_factor;
mod end_other_sessions;
mod end_session;
mod enrol_second_factor;
mod factor;
mod finish_session;
mod get_account;
mod get_personal_data;
mod letters;
mod list_sessions;
mod password;
mod recovery;
mod renew_recovery_codes;
mod request_password_reset;
mod reset_password;
mod steps;
mod totp;
mod update_account;

pub(super) use device::device_name;
pub(crate) use disable_second_factor::disable_second_factor_of;
pub(super) use letters::address;
pub(crate) use recovery::recovery_token_of;
pub(crate) use request_password_reset::jobs;
pub(super) use steps::begin as begin_step;

use super::entity::{email_changes, password_resets, sign_in_steps};
use crate::{
    app::App,
    http::{Result, Routes},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::account::{
    ChangeEmail, ChangePassword, ChangePhone, CloseAccount, ConfirmAccountEmail, ConfirmSecondFactor,
    CreateRecoveryLink, DisableSecondFactor, EndOtherSessions, EndSession, EnrolSecondFactor, FinishSession,
    GetAccount, GetPersonalData, ListSessions, RenewRecoveryCodes, RequestPasswordReset, ResetPassword,
    UpdateAccount,
};

/// Mounts the operations.
pub(super) fn routes(routes: &mut Routes) {
    routes
        .mount::<FinishSession, _, _>(finish_session::finish_session)
        .mount::<ListSessions, _, _>(list_sessions::list_sessions)
        .mount::<EndSession, _, _>(end_session::end_session)
        .mount::<EndOtherSessions, _, _>(end_other_sessions::end_other_sessions)
        .mount::<GetAccount, _, _>(get_account::get_account)
        .mount::<UpdateAccount, _, _>(update_account::update_account)
        .mount::<GetPersonalData, _, _>(get_personal_data::get_personal_data)
        .mount::<ChangePassword, _, _>(change_password::change_password)
        .mount::<ChangeEmail, _, _>(change_email::change_email)
        .mount::<ChangePhone, _, _>(change_phone::change_phone)
        .mount::<ConfirmAccountEmail, _, _>(confirm_account_email::confirm_account_email)
        .mount::<CloseAccount, _, _>(close_account::close_account)
        .mount::<CreateRecoveryLink, _, _>(create_recovery_link::create_recovery_link)
        .mount::<RequestPasswordReset, _, _>(request_password_reset::request_password_reset)
        .mount::<ResetPassword, _, _>(reset_password::reset_password)
        .mount::<EnrolSecondFactor, _, _>(enrol_second_factor::enrol_second_factor)
        .mount::<ConfirmSecondFactor, _, _>(confirm_second_factor::confirm_second_factor)
        .mount::<RenewRecoveryCodes, _, _>(renew_recovery_codes::renew_recovery_codes)
        .mount::<DisableSecondFactor, _, _>(disable_second_factor::disable_second_factor);
}

/// Forgets links and steps that have ended.
pub(crate) async fn forget_old(app: &App) -> Result<()> {
    password_resets::Entity::delete_many()
        .filter(password_resets::Column::ExpiresAt.lt(app.now()))
        .exec(app.db.writer())
        .await?;
    email_changes::Entity::delete_many()
        .filter(email_changes::Column::ExpiresAt.lt(app.now()))
        .exec(app.db.writer())
        .await?;
    sign_in_steps::Entity::delete_many()
        .filter(sign_in_steps::Column::ExpiresAt.lt(app.now()))
        .exec(app.db.writer())
        .await?;
    Ok(())
}
