//! Mends an organisation's data. What the centre compares with public registers can change until it has said yes.

use super::{
    Seat,
    email::ask,
    entity::organisations,
    people::organisation_row,
    policy::{self, Mend},
    profiles::public_products_of,
    tax,
};
use crate::{
    auth::Allowed,
    db::{Tx, free_slug},
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Code,
    identity::{OrganisationKind, OrganisationStatus, OrganisationUpdate, ProducerKind, UpdateOrganisation},
    text::{folded, slug},
};

pub(super) async fn update_organisation(
    cx: Cx,
    received: Received<UpdateOrganisation>,
) -> Result<Reply<UpdateOrganisation>> {
    let (id,) = received.path;
    let allowed = policy::may_mend(cx.member()?, id)?;
    let body = received.body.clone();
    let mut tx = cx.begin(&received).await?;
    let row = organisation_row(&*tx, id).await?;
    received.expect_version(row.version)?;
    tx.before(&tax::view(&cx, row.clone())?);
    let before = row.contact_email.clone();
    let mut row = change(&tx, allowed, row, body).await?;
    if row.contact_email != before {
        row = ask(&tx, row, cx.lang).await?;
    }
    for product in public_products_of(&*tx, id).await? {
        tx.changed(product);
    }
    let view = tax::view(&cx, row)?;
    tx.finish("organisation", id, &view, Some(view.version)).await
}

async fn change(
    tx: &Tx,
    _: Allowed<Mend>,
    seen: organisations::Model,
    body: OrganisationUpdate,
) -> Result<organisations::Model> {
    let tax_code = body.tax_code.clone();
    let mut row = merged(seen.clone(), body)?;
    if let Some(code) = tax_code {
        tax::change(tx, &mut row, code).await?;
    }
    let legal = |row: &organisations::Model| {
        let code = (row.tax_code.clone(), row.tax_code_blind.clone());
        (row.name.clone(), code, row.producer_kind)
    };
    if legal(&row) != legal(&seen) && is_settled(&seen) {
        return Err(Error::refuse(Code::WrongState).told(
            "Tên, mã số thuế và loại hình đã được xác minh, không sửa được nữa.",
            "Name, tax code and form are settled: they were verified.",
        ));
    }
    // A name that only gained its marks keeps its address.
    if slug(&row.name) != slug(&seen.name) {
        row.slug =
            free_slug::<organisations::Entity>(&**tx, organisations::Column::Slug, &row.name, row.id.0, &[])
                .await?;
    }
    let written = organisations::Entity::update_many()
        .set(organisations::ActiveModel::from(row.clone()).reset_all())
        .filter(organisations::Column::Id.eq(row.id))
        .filter(organisations::Column::Version.eq(seen.version))
        .exec(&**tx)
        .await
        .on_constraint("organisations_tax_code_key", tax::taken)
        .on_constraint("organisations_tax_code_blind_key", tax::taken)?;
    if written.rows_affected == 0 {
        return Err(Error::refuse(Code::PreconditionFailed));
    }
    Ok(row)
}

/// Whether the centre has compared the data already. Centre and authority come from the operator, who is not asked.
fn is_settled(row: &organisations::Model) -> bool {
    let trades = matches!(row.kind, OrganisationKind::Producer | OrganisationKind::Retailer);
    let compared = matches!(
        row.status,
        OrganisationStatus::Verified | OrganisationStatus::Suspended | OrganisationStatus::Closed
    );
    trades && compared
}

/// The next state of the row, but for the tax code: what is left out stays.
fn merged(mut row: organisations::Model, body: OrganisationUpdate) -> Result<organisations::Model> {
    if let Some(name) = body.name {
        name.trim().clone_into(&mut row.name);
        row.name_folded = folded(&row.name);
    }
    if let Some(seat) = Seat::asked(row.kind, body.commune_code, body.seat)? {
        (row.commune_code, row.seat) = seat.columns();
    }
    let form: Option<ProducerKind> = body.producer_kind.or(row.producer_kind);
    row.producer_kind = form.filter(|_| row.kind == OrganisationKind::Producer);
    if let Some(contact) = body.contact {
        row.contact_name = contact.name;
        row.contact_phone = contact.phone;
        row.contact_email = contact.email;
    }
    row.version += 1;
    Ok(row)
}
