//! Mails a link for a new password. Who asks learns nothing: the request only leaves a job, whether there is such a login
//! or not, so that answer and time are the same.

use super::{super::entity::users, letters, recovery};
use crate::{
    app::App,
    db::Author,
    http::{Cx, Received, Reply, Result},
    jobs::{self, Runner},
    mail,
};
use anyhow::Context;
use base64::{Engine, engine::general_purpose::STANDARD};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use shared::{JobId, account::RequestPasswordReset, login};

/// Requests for one login, and from one address, in a quarter of an hour.
const MAX_FOR_ONE_LOGIN: u32 = 3;
const MAX_FROM_ONE_ADDRESS: u32 = 20;
const HOURS: i64 = 1;

const JOB: &str = "send_password_reset";
/// A login is personal data, and this one may have been mistyped: jobs are kept.
const PLACE: &str = "jobs.send_password_reset";

#[derive(Debug, Deserialize, Serialize)]
struct SendPasswordReset {
    login: String,
}

/// Registers the work.
pub(crate) fn jobs(runner: &mut Runner) {
    runner.register_once::<SendPasswordReset, _, _>(
        JOB,
        |app, id, job| async move { send(&app, id, job).await },
    );
}

pub(super) async fn request_password_reset(
    cx: Cx,
    received: Received<RequestPasswordReset>,
) -> Result<Reply<RequestPasswordReset>> {
    let login = login::normal(&received.body.login);
    let (throttle, now) = (&cx.app.throttle, cx.app.now());
    let mut keys = vec![(format!("reset {login}"), MAX_FOR_ONE_LOGIN)];
    if let Some(address) = &cx.address {
        keys.push((format!("reset from {address}"), MAX_FROM_ONE_ADDRESS));
    }
    for (key, most) in &keys {
        throttle.attempt(key, *most, now)?;
    }
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let login = STANDARD.encode(cx.vault().seal_text(PLACE, &login)?);
    tx.job(JOB, now, &SendPasswordReset { login })?;
    // The trail does not say whose: there may be nobody.
    tx.finish("password_reset", "requested", &(), None).await
}

async fn send(app: &App, id: JobId, job: SendPasswordReset) -> Result<()> {
    let sealed = STANDARD.decode(&job.login).context("job payload")?;
    let login = app.settings.vault.open_text(PLACE, &sealed)?;
    let user = users::Entity::find()
        .filter(users::Column::Login.eq(login))
        .one(app.db.reader())
        .await?;
    let Some(user) = user else { return Ok(()) };
    let Some(address) = letters::address(&user) else {
        return Ok(());
    };
    let Some(mut tx) = jobs::begin(app, id, Author::market(JOB)).await? else {
        return Ok(());
    };
    tx.private();
    let token = recovery::issue(&tx, user.id, HOURS).await?;
    let letter = letters::password_reset(user.lang, &user.name, &token);
    mail::queue(&tx, "password_reset", address, &letter).await?;
    tx.commit("user", user.id).await
}
