//! The table.

use anyhow::Result;
use std::io::Write;

/// What was measured so far.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<[String; 4]>);

impl Report {
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
        let verdict = if meets { "meets" } else { "misses" };
        let _ = writeln!(std::io::stderr(), "bench: {what}: {figure} ({budget}): {verdict}");
        self.0.push([what.to_owned(), budget, figure, verdict.to_owned()]);
    }

    /// Prints it, as Markdown.
    pub(crate) fn print(&self) -> Result<()> {
        let mut out = std::io::stdout();
        writeln!(out, "| what | budget | measured | |\n| --- | --- | --- | --- |")?;
        for [what, budget, figure, verdict] in &self.0 {
            writeln!(out, "| {what} | {budget} | {figure} | {verdict} |")?;
        }
        Ok(())
    }
}
