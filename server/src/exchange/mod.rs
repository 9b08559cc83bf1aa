//! Tables in and out: imports with a dry run, templates, exports.
//!
//! Owns: imports. It knows no rule of goods: every row is judged by the rules of the slice it belongs to and written
//! by that slice's own operation, all rows of a file in one transaction or none. What a row is called (its own code,
//! its lot, its decision) decides whether it is new, so that the same file does nothing the second time.

mod apply_import;
mod columns;
mod create_import;
mod entity;
mod export;
mod fields;
mod get_export;
mod get_import;
mod get_import_errors;
mod get_template;
mod judge;
mod labels;
mod list_imports;
mod policy;
mod stored;
mod view;
mod work;
mod write;

use crate::{http::Routes, jobs::Runner};
use shared::exchange::{
    ApplyImport, CreateImport, GetExport, GetImport, GetImportErrors, GetTemplate, ListImports,
};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<CreateImport, _, _>(create_import::create_import)
        .mount::<ListImports, _, _>(list_imports::list_imports)
        .mount::<GetImport, _, _>(get_import::get_import)
        .mount::<ApplyImport, _, _>(apply_import::apply_import)
        .mount::<GetImportErrors, _, _>(get_import_errors::get_import_errors)
        .mount::<GetTemplate, _, _>(get_template::get_template)
        .mount::<GetExport, _, _>(get_export::get_export);
}

/// Registers the slice's background work.
pub(crate) fn jobs(runner: &mut Runner) {
    runner.register(work::CHECK, work::check);
    runner.register(work::APPLY, work::apply);
}
