//! The step from a dry run to the market.

use super::import;
use crate::{
    form::Form,
    pages::{address::parsed, work::refused},
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use shared::{Call, ImportId, exchange::ApplyImport};

pub(crate) async fn apply(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ImportId = parsed(&visit, &id)?;
    match visit.send(Call::<ApplyImport>::new((id,))).await {
        Ok(_) => Ok(visit.go(&format!("/desk/import/{id}"))),
        Err(error) => import::page(&visit, id, &refused(&visit, Form::default(), error)?).await,
    }
}
