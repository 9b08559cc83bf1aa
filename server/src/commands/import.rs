//! `import products`: reads old lists.

use super::{Failure, say, stores};
use crate::{
    app::Settings,
    build, catalogue,
    clock::Clock,
    config::Config,
    import::{self, Outcome, Plan},
};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Read data from files
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Products(Products),
}

/// Read a list of products: they are recorded, unverified and never public, and their stars are history
#[derive(Args, Debug)]
#[command(
    after_help = "The file is CSV (UTF-8) or XLSX (first sheet), with a header and the columns
name, star, subgroup_guess, producer, old_place, commune_2025, commune_code, recognition, source.
A row is the same product as before where name, producer and old place are the same, whatever their marks and case.
One refused row refuses the file, unless --skip-refused is given; then the exit code is 0.

Examples:
  ocop-market import products list.csv --dry-run
  ocop-market import products list.xlsx --data /srv/market --skip-refused"
)]
pub(super) struct Products {
    /// The file: at most 10 MB and 20,000 rows
    file: PathBuf,
    /// Only tell what would happen
    #[arg(long)]
    dry_run: bool,
    /// Write the good rows although others are refused
    #[arg(long)]
    skip_refused: bool,
}

pub(super) async fn run(command: Command, config: Config) -> Result<(), Failure> {
    let Command::Products(flags) = command;
    let file = flags.file.clone();
    let table = tokio::task::spawn_blocking(move || import::read(&file))
        .await
        .map_err(anyhow::Error::from)??;
    stores::data_folder(&config)?;
    let db = stores::existing_database(&config).await?;
    if flags.dry_run && stores::applied(&db).await? != stores::known() {
        return Err(Failure::Usage(
            "the database's schema is old: run `ocop-market migrate` first".to_owned(),
        ));
    }
    db.migrate().await?;
    let plan = import::plan(&table, &catalogue::recorded(db.reader()).await?);
    for line in report(&plan) {
        say(line);
    }
    let refused = plan.refused();
    if flags.dry_run {
        say("Nothing was written: this was a dry run.");
    } else if refused > 0 && !flags.skip_refused {
        say("Nothing was written: mend the refused rows, or pass --skip-refused.");
    } else {
        let settings = Settings::unserved(stores::vault(&config, &db).await?);
        let market = build::build(db.clone(), Clock::system(), stores::media(&config)?, settings).await?;
        import::write(&market.app, &plan).await?;
    }
    let present = import::present(db.reader(), &plan).await?;
    let announced = plan.rows.len();
    let sign = if announced == present { "=" } else { "≠" };
    say(format!("{announced} announced {sign} {present} present"));
    db.close().await?;
    if refused > 0 && !flags.skip_refused {
        return Err(Failure::Other(anyhow::anyhow!(
            "{refused} of {announced} rows are refused"
        )));
    }
    Ok(())
}

/// One line a row, and the totals.
fn report(plan: &Plan) -> Vec<String> {
    let mut lines = Vec::with_capacity(plan.rows.len() + 1);
    for (line, name, outcome) in &plan.rows {
        match outcome {
            Outcome::Added(_) => lines.push(format!("line {line}: added: {name}")),
            Outcome::Unchanged(_) => lines.push(format!("line {line}: unchanged: {name}")),
            Outcome::Changed(_, columns) => {
                lines.push(format!("line {line}: changed ({}): {name}", columns.join(", ")));
            }
            Outcome::Refused(problems) => {
                for (column, reason) in problems {
                    lines.push(format!("line {line}, column {column}: refused: {reason}"));
                }
            }
        }
    }
    let count = |which: fn(&Outcome) -> bool| plan.count(which);
    lines.push(format!(
        "{} rows: {} added, {} changed, {} unchanged, {} refused",
        plan.rows.len(),
        count(|outcome| matches!(outcome, Outcome::Added(_))),
        count(|outcome| matches!(outcome, Outcome::Changed(..))),
        count(|outcome| matches!(outcome, Outcome::Unchanged(_))),
        plan.refused()
    ));
    lines
}
