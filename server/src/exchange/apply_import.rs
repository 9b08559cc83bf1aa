//! Has the rows of a checked import written.

use super::{
    entity::imports::{ActiveModel, Column, Entity, Model},
    get_import::own,
    policy::{self, BringIn},
    view::{can_apply, one},
    work,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Code,
    exchange::{ApplyImport, ImportStatus},
};

pub(super) async fn apply_import(cx: Cx, received: Received<ApplyImport>) -> Result<Reply<ApplyImport>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = own(&cx, &*tx, id).await?;
    let allowed = policy::may_import(cx.member()?, row.kind)?;
    let row = begin(&tx, allowed, row).await?;
    let view = one(&*tx, &cx.app, row, cx.lang).await?;
    tx.finish("import", id, &view, None).await
}

async fn begin(tx: &Tx, _: Allowed<BringIn>, mut row: Model) -> Result<Model> {
    if !can_apply(&row) {
        let (vi, en) = match row.status {
            ImportStatus::Checked if row.error_count > 0 => ("Còn dòng bị từ chối.", "Rows are refused."),
            ImportStatus::Checked if row.cells.is_none() => (
                "Đã có tệp mới hơn cùng loại.",
                "A newer file of this kind was sent.",
            ),
            ImportStatus::Checked => ("Không có gì để ghi.", "There is nothing to write."),
            status => return Err(Error::wrong_state(["Bảng nhập", "import"], status.as_str())),
        };
        return Err(Error::refuse(Code::WrongState).told(vi, en));
    }
    let change = ActiveModel {
        status: Set(ImportStatus::Applying),
        attempts: Set(0),
        finished_at: Set(None),
        ..Default::default()
    };
    let moved = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(row.id))
        .filter(Column::Status.eq(ImportStatus::Checked))
        .exec(&**tx)
        .await?;
    if moved.rows_affected == 0 {
        return Err(Error::refuse(Code::WrongState).told(
            "Bảng này đang được ghi rồi.",
            "The import is being applied already.",
        ));
    }
    tx.job(work::APPLY, tx.at(), &work::Job { import_id: row.id })?;
    row.status = ImportStatus::Applying;
    row.finished_at = None;
    Ok(row)
}
