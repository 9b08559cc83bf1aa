//! Takes a table; what cannot be read as one is refused at once, its rows are judged in the background.

use super::{
    columns,
    entity::imports::{ActiveModel, Column, Entity, Model},
    policy,
    stored::{StoredRow, pack},
    view::one,
    work::{self, acting_for},
};
use crate::{
    auth::Member,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result, Upload},
    sheet::{self, Cell, Sheet, SheetProblem},
};
use anyhow::Context;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};
use shared::{
    Code, FieldCode, FieldProblem, ImportId, Lang, OrganisationId,
    exchange::{CreateImport, ImportKind, ImportStatus},
};

/// Characters of a file's name that are kept.
const MAX_NAME: usize = 120;

pub(super) async fn create_import(cx: Cx, received: Received<CreateImport>) -> Result<Reply<CreateImport>> {
    let member = cx.member()?;
    let kind = received
        .query
        .kind
        .ok_or_else(|| Error::field("kind", FieldCode::Required))?;
    policy::may_import(member, kind)?;
    let producer = policy::for_whom(member, kind, received.query.producer_id)?;
    if let Some(producer) = producer {
        acting_for(cx.reader(), member, producer)
            .await?
            .ok_or_else(|| Error::field("producer_id", FieldCode::Unknown))?;
    }
    let upload = received.file.clone();
    // A plain form in which no file was chosen sends one without a name.
    let upload = upload
        .filter(|file| !file.bytes.is_empty() || file.name.as_ref().is_some_and(|name| !name.is_empty()));
    let upload = upload.ok_or_else(|| Error::field("file", FieldCode::Required))?;
    let bytes = upload.bytes.clone();
    let sheet = tokio::task::spawn_blocking(move || sheet::read(&bytes))
        .await
        .context("reading a table")??;
    let rows = rows(kind, &sheet, cx.lang)?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    if let Some(producer) = producer {
        tx.note("create_import", "organisation", producer);
    }
    let for_whom = producer.map_or_else(
        || Column::ProducerId.is_null(),
        |producer| Column::ProducerId.eq(producer),
    );
    // Only the newest file of a kind can still be applied; older ones need not keep their rows.
    Entity::update_many()
        .set(ActiveModel {
            cells: Set(None),
            ..Default::default()
        })
        .filter(Column::OrganisationId.eq(member.organisation_id))
        .filter(Column::Kind.eq(kind))
        .filter(for_whom)
        .filter(Column::Status.eq(ImportStatus::Checked))
        .exec(&*tx)
        .await?;
    let dry_run = received.query.dry_run.unwrap_or(true);
    let row = import(&tx, member, (kind, producer, dry_run), &upload, &rows)?;
    Entity::insert(ActiveModel::from(row.clone()))
        .exec_without_returning(&*tx)
        .await?;
    tx.job(work::CHECK, tx.at(), &work::Job { import_id: row.id })?;
    let view = one(&*tx, &cx.app, row, cx.lang).await?;
    tx.finish("import", view.id, &view, None).await
}

fn import(
    tx: &Tx,
    member: &Member,
    (kind, producer_id, dry_run): (ImportKind, Option<OrganisationId>, bool),
    upload: &Upload,
    rows: &[StoredRow],
) -> Result<Model> {
    let name = upload.name.as_deref().unwrap_or_default().trim();
    // Some browsers send a whole path.
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name
        .chars()
        .filter(|letter| !letter.is_control())
        .take(MAX_NAME)
        .collect();
    Ok(Model {
        id: ImportId(tx.new_id()),
        organisation_id: member.organisation_id,
        producer_id,
        user_id: member.user_id,
        kind,
        file_name: name,
        file_hash: crate::hex::hex(Sha256::digest(&upload.bytes)),
        status: ImportStatus::Checking,
        dry_run,
        cells: Some(pack(rows)?),
        errors: None,
        error_count: 0,
        announced: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        created: 0,
        changed: 0,
        unchanged: 0,
        refused: 0,
        present: None,
        attempts: 0,
        created_at: tx.at(),
        finished_at: None,
    })
}

/// The rows with a cell a column of the kind; columns that nobody asked for are passed over.
fn rows(kind: ImportKind, sheet: &Sheet, lang: Lang) -> Result<Vec<StoredRow>> {
    let places = columns::places(kind, sheet).map_err(|missing| {
        let names: Vec<&str> = missing.iter().map(|heading| heading.text(lang)).collect();
        Error::refuse(Code::SheetRefused).with_written(FieldProblem {
            field: "file".to_owned(),
            code: FieldCode::SheetColumns,
            message: format!(
                "{} {}.",
                FieldCode::SheetColumns.message(lang, None),
                names.join(", ")
            ),
            limit: None,
        })
    })?;
    let row = |row: &sheet::Row| StoredRow {
        line: row.line,
        cells: places
            .iter()
            .map(|place| place.map(|place| row.cell(place).clone()).unwrap_or_default())
            .collect(),
        uneven: row.uneven,
    };
    // Who fills a template in leaves its example standing as often as not.
    let rows: Vec<StoredRow> = sheet
        .rows
        .iter()
        .map(row)
        .filter(|row| !matches!(row.cells.first(), Some(Cell::Text(first)) if columns::is_example(first)))
        .collect();
    if rows.is_empty() {
        return Err(SheetProblem::Empty.into());
    }
    Ok(rows)
}
