//! The table.

use anyhow::Result;
use std::io::Write;

/// What was measured so far.
#[derive(Debug)]
pub(crate) struct Report {
    rows: Vec<[String; 4]>,
    /// Whether the markets were as large as the budgets are for.
    at_size: bool,
}

impl Report {
    pub(crate) const fn new(at_size: bool) -> Self {
        Self {
            rows: Vec::new(),
            at_size,
        }
    }

    /// A figure that must not be below its budget.
    pub(crate) fn at_least(&mut self, what: &str, budget: f64, figure: f64, beside: &str) {
        let figure_text = format!("{figure:.2}{beside}");
        self.line(what, format!("≥ {budget}"), figure_text, figure >= budget);
    }

    /// A figure that must not be above its budget.
    pub(crate) fn at_most(&mut self, what: &str, budget: f64, unit: &str, figure: f64, beside: &str) {
        let decimals = if figure < 100.0 { 2 } else { 0 };
        let figure_text = format!("{figure:.decimals$}{unit}{beside}");
        self.line(what, format!("≤ {budget}{unit}"), figure_text, figure <= budget);
    }

    fn line(&mut self, what: &str, budget: String, figure: String, meets: bool) {
        let verdict = match (meets, self.at_size) {
            (true, true) => "meets",
            (false, true) => "misses",
            (true, false) => "meets, on small markets",
            (false, false) => "misses, on small markets",
        };
        let _ = writeln!(std::io::stderr(), "bench: {what}: {figure} ({budget}): {verdict}");
        self.rows
            .push([what.to_owned(), budget, figure, verdict.to_owned()]);
    }

    /// Prints it, as Markdown.
    pub(crate) fn print(&self) -> Result<()> {
        let mut out = std::io::stdout();
        writeln!(out, "| what | budget | measured | |\n| --- | --- | --- | --- |")?;
        for [what, budget, figure, verdict] in &self.rows {
            writeln!(out, "| {what} | {budget} | {figure} | {verdict} |")?;
        }
        Ok(())
    }
}
