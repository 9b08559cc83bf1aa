//! QR codes as SVG: one path, dark on white in both schemes.

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

/// The code of a text, with a name for those who cannot see it; nothing where the text is too long for one.
pub(crate) fn qr(text: &str, name: String) -> AnyView {
    let Some((side, path)) = drawn(text) else {
        return ().into_any();
    };
    // Scanners want four modules of white around the code.
    let all = side + 8;
    view! {
        <svg class="qr" viewBox=format!("-4 -4 {all} {all}") role="img" aria-label=name shape-rendering="crispEdges">
            <path d=path fill="currentColor"></path>
        </svg>
    }
    .into_any()
}

/// Modules a side, and the dark ones: a stroke of one module's height for each run of a row.
fn drawn(text: &str) -> Option<(usize, String)> {
    use std::fmt::Write;
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(side).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                // Writing to a string does not fail.
                let _ = write!(path, "M{x} {y}h{}v1h-{}z", run.len(), run.len());
            }
            x += run.len();
        }
    }
    Some((side, path))
}

#[cfg(test)]
mod tests {
    use super::drawn;

    #[test]
    fn a_code_has_its_three_corners() {
        let (side, path) = drawn("https://market.example/desk/orders/1").expect("a code");
        assert!(side >= 25, "{side}");
        // The upper corners' first rows: seven dark modules at either end.
        assert!(path.starts_with("M0 0h7v1h-7z"), "{path}");
        assert!(path.contains(&format!("M{} 0h7v1h-7z", side - 7)), "{path}");
        assert!(drawn(&"x".repeat(4000)).is_none());
    }
}
