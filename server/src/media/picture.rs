//! From any photograph to small WebP files.

use anyhow::{Context, bail};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, imageops::FilterType};
use std::io::Cursor;

/// Widths that are written; a picture narrower than one of them is not blown up.
const WIDTHS: [u32; 3] = [320, 640, 1280];
const MAX_PIXELS: u64 = 40_000_000;
const QUALITY: f32 = 78.0;

/// One width of a picture.
pub(super) struct Variant {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) webp: Vec<u8>,
}

/// A picture as it is looked at: the camera's turn has been applied.
pub(super) struct Turned(pub(super) DynamicImage);

/// Reads JPEG, PNG or WebP, whatever the file is called. Metadata is left behind: only pixels are copied.
pub(super) fn read(bytes: &[u8]) -> anyhow::Result<Turned> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    match reader.format() {
        Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) => {}
        _ => bail!("not a JPEG, PNG or WebP picture"),
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 || u64::from(width) * u64::from(height) > MAX_PIXELS {
        bail!("{width} × {height} pixels are too many");
    }
    let turn = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(turn);
    Ok(Turned(picture))
}

/// Reads a picture and writes its variants, narrow to wide.
pub(super) fn variants(bytes: &[u8]) -> anyhow::Result<Vec<Variant>> {
    let Turned(picture) = read(bytes)?;
    let mut out = Vec::with_capacity(WIDTHS.len());
    let mut last = 0;
    for wanted in WIDTHS {
        let width = wanted.min(picture.width());
        if width == last {
            break;
        }
        last = width;
        out.push(variant(&picture, width)?);
    }
    Ok(out)
}

fn variant(picture: &DynamicImage, width: u32) -> anyhow::Result<Variant> {
    let height = (u64::from(picture.height()) * u64::from(width) / u64::from(picture.width())).max(1);
    let height = u32::try_from(height).context("height")?;
    let small = if width == picture.width() {
        picture.clone()
    } else {
        picture.resize_exact(width, height, FilterType::Triangle)
    };
    let pixels = small.to_rgba8();
    Ok(Variant {
        width: i32::try_from(width)?,
        height: i32::try_from(height)?,
        webp: webp::Encoder::from_rgba(&pixels, width, height)
            .encode(QUALITY)
            .to_vec(),
    })
}
