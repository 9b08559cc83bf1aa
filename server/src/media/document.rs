//! Scans: PDF as it is, pictures written anew so that nothing but pixels is kept.

use super::picture::{self, Turned};
use crate::http::{Error, Result};
use anyhow::{Context, bail};
use bytes::Bytes;
use image::{codecs::jpeg::JpegEncoder, imageops::FilterType};
use shared::FieldCode;

/// The media type of PDF.
pub const PDF: &str = "application/pdf";
/// The media type that pictures are written in: one that every program opens.
const JPEG: &str = "image/jpeg";

/// An A4 page at 300 dots an inch is this wide.
const WIDEST: u32 = 2480;
const QUALITY: u8 = 82;

/// A scan that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub bytes: Bytes,
    pub media_type: &'static str,
}

/// Reads an upload by its content, whatever it is called. What is no scan is a bad field.
pub async fn document(bytes: Bytes) -> Result<Document> {
    if is_pdf(&bytes) {
        return Ok(Document {
            bytes,
            media_type: PDF,
        });
    }
    let written = tokio::task::spawn_blocking(move || jpeg(&bytes))
        .await
        .context("picture thread")?;
    match written {
        Ok(jpeg) => Ok(Document {
            bytes: jpeg.into(),
            media_type: JPEG,
        }),
        Err(_) => Err(Error::field("file", FieldCode::Document)),
    }
}

/// Begins as a PDF begins, and ends as one ends.
fn is_pdf(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(1024)..).unwrap_or_default();
    bytes.starts_with(b"%PDF-") && tail.windows(5).any(|five| five == b"%%EOF")
}

fn jpeg(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let Turned(mut picture) = picture::read(bytes)?;
    if picture.width() > WIDEST {
        picture = picture.resize(WIDEST, u32::MAX, FilterType::Triangle);
    }
    if picture.width() == 0 {
        bail!("nothing is left of the picture");
    }
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&picture.to_rgb8())?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::is_pdf;

    #[test]
    fn a_pdf_is_known_by_both_its_ends() {
        assert!(is_pdf(b"%PDF-1.4\n...\n%%EOF\n"));
        assert!(!is_pdf(b"%PDF-1.4\n..."));
        assert!(!is_pdf(b"<script>%PDF-1.4 %%EOF"));
        assert!(!is_pdf(b""));
    }
}
