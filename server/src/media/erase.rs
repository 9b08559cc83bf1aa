//! Erases the files of a picture that was let go of, once the transaction that did so has happened.
//!
//! Files are named by what is in them, so that rows share them: a copy of a product, or the same photograph sent again.
//! They go once no row names them. An hour passes before, in which whoever sends the same picture again has its row
//! written.

use super::StoredPicture;
use crate::{app::App, db::Tx, http::Result, jobs::Runner};
use sea_orm::{
    ConnectionTrait, ExprTrait,
    sea_query::{Expr, Query},
};

const KIND: &str = "erase_picture";
const HOURS: i64 = 1;

/// The tables whose rows name pictures in `file`. They belong to slices, which this module does not know.
const NAMED_IN: [&str; 2] = ["images", "producer_photos"];

/// Registers the work.
pub(crate) fn jobs(runner: &mut Runner) {
    runner.register(KIND, erase);
}

/// Has the files erased, unless another row names them by then.
pub(crate) fn erase_later(tx: &Tx, picture: &StoredPicture) -> Result<()> {
    tx.job(KIND, tx.at().plus_hours(HOURS), picture)
}

/// Safe to repeat: what is not there any more is erased.
async fn erase(app: App, picture: StoredPicture) -> Result<()> {
    for table in NAMED_IN {
        let query = Query::select()
            .column("file")
            .from(table)
            .and_where(Expr::col("file").eq(picture.stem.as_str()))
            .limit(1)
            .to_owned();
        if app.db.reader().query_one(&query).await?.is_some() {
            return Ok(());
        }
    }
    Ok(app.media.erase_picture(&picture).await?)
}
