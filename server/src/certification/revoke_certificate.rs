//! Takes a certificate back before its last day: its stars are gone from that day on, what was before stays true.

use super::{
    correct_certificate::write,
    entity::certificates::{ActiveModel, Entity, Model},
    policy::{self, Revoke},
    view,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::{Code, Date, FieldCode, certification::RevokeCertificate};

pub(super) async fn revoke_certificate(
    cx: Cx,
    received: Received<RevokeCertificate>,
) -> Result<Reply<RevokeCertificate>> {
    let (id,) = received.path;
    let today = cx.today();
    let allowed = policy::may_revoke(cx.member()?)?;
    let on = received.body.on.unwrap_or(today);
    if on > today {
        return Err(Error::field("on", FieldCode::InFuture));
    }
    let mut tx = cx.begin(&received).await?;
    let row = Entity::find_by_id(id)
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    if on < row.issued_on {
        return Err(Error::field("on", FieldCode::InPast));
    }
    tx.before(&view::one(&*tx, row.clone(), today).await?);
    let row = revoke(&tx, allowed, row, on, received.body.reason.trim()).await?;
    tx.changed(row.product_id);
    let view = view::one(&*tx, row, today).await?;
    tx.finish("certificate", id, &view, Some(view.version)).await
}

async fn revoke(tx: &Tx, _: Allowed<Revoke>, mut row: Model, on: Date, reason: &str) -> Result<Model> {
    if row.revoked_on.is_some() || row.expires_on < on {
        return Err(Error::refuse(Code::WrongState).told(
            "Giấy chứng nhận này không còn hạn.",
            "The certificate is not valid any more.",
        ));
    }
    let seen = row.version;
    row.revoked_on = Some(on);
    row.revoke_reason = Some(reason.to_owned());
    row.version += 1;
    let change = ActiveModel {
        revoked_on: Set(row.revoked_on),
        revoke_reason: Set(row.revoke_reason.clone()),
        version: Set(row.version),
        ..Default::default()
    };
    write(tx, row, seen, change).await
}
