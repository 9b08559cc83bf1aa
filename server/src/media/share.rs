//! Pictures for sharing: JPEG of 1200 by 630 pixels, which everybody takes who shows links, made from a product's
//! photograph or its drawing when somebody first asks.

use crate::{app::App, assets};
use anyhow::Context;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use image::{ImageReader, RgbImage, codecs::jpeg::JpegEncoder, imageops::FilterType};
use resvg::{tiny_skia, usvg};
use std::io::Cursor;

const WIDTH: u16 = 1200;
const HEIGHT: u16 = 630;
const QUALITY: u8 = 84;
/// Pictures kept, of some 80 KB each.
const KEPT: usize = 128;

/// Pictures that were made before.
pub(super) type Shares = quick_cache::sync::Cache<String, Bytes>;

pub(super) fn shares() -> Shares {
    Shares::new(KEPT)
}

/// `/share/photo/<stem>-<width>.jpg`: of a stored photograph.
pub async fn photo(State(app): State<App>, Path(name): Path<String>) -> Response {
    let Some(stem) = stem(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let source = match app.media.read(&format!("{stem}.webp")).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(name, error = format!("{error:#}"), "a picture cannot be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    answer(&app, format!("photo/{stem}"), move || of_photo(&source)).await
}

/// `/share/drawn/<name>.<hash>.jpg`: of one of the drawings that stand in for photographs.
pub async fn drawn(State(app): State<App>, Path(name): Path<String>) -> Response {
    let found = stem(&name).and_then(|stem| assets::find(&format!("illustrations/{stem}.svg")));
    let Some(asset) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    answer(&app, asset.path.to_owned(), || of_drawing(asset.identity)).await
}

/// The name without `.jpg`, where nothing in it could leave the folder.
fn stem(name: &str) -> Option<&str> {
    let stem = name.strip_suffix(".jpg")?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    stem.bytes().all(plain).then_some(stem)
}

async fn answer(
    app: &App,
    key: String,
    make: impl FnOnce() -> anyhow::Result<Vec<u8>> + Send + 'static,
) -> Response {
    if let Some(kept) = app.media.shares.get(&key) {
        return jpeg(kept);
    }
    match tokio::task::spawn_blocking(make)
        .await
        .context("picture thread")
        .flatten()
    {
        Ok(bytes) => {
            let bytes = Bytes::from(bytes);
            app.media.shares.insert(key, bytes.clone());
            jpeg(bytes)
        }
        Err(error) => {
            tracing::error!(
                key,
                error = format!("{error:#}"),
                "a picture to share cannot be made"
            );
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn jpeg(bytes: Bytes) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    response
}

fn of_photo(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let picture = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()?
        .decode()?;
    let filled = picture.resize_to_fill(u32::from(WIDTH), u32::from(HEIGHT), FilterType::Triangle);
    encode(&filled.to_rgb8())
}

fn of_drawing(svg: &[u8]) -> anyhow::Result<Vec<u8>> {
    let tree = usvg::Tree::from_data(svg, &usvg::Options::default())?;
    let (width, height) = (f32::from(WIDTH), f32::from(HEIGHT));
    let size = tree.size();
    // Covers the whole; what stands out above and below is cut off.
    let scale = (width / size.width()).max(height / size.height());
    let left = (width - size.width() * scale) / 2.0;
    let top = (height - size.height() * scale) / 2.0;
    let mut pixels = tiny_skia::Pixmap::new(WIDTH.into(), HEIGHT.into()).context("no room for a picture")?;
    pixels.fill(tiny_skia::Color::WHITE);
    let place = tiny_skia::Transform::from_row(scale, 0.0, 0.0, scale, left, top);
    resvg::render(&tree, place, &mut pixels.as_mut());
    let rgb: Vec<u8> = pixels
        .pixels()
        .iter()
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
        .collect();
    encode(&RgbImage::from_raw(WIDTH.into(), HEIGHT.into(), rgb).context("a picture of another size")?)
}

fn encode(picture: &RgbImage) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(picture)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{HEIGHT, WIDTH, of_drawing, of_photo, stem};

    fn size(jpeg: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory(jpeg).expect("a picture");
        (picture.width(), picture.height())
    }

    #[test]
    fn drawings_and_photographs_become_pictures_of_one_size() {
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480"><path fill="#b84815" d="M0 0h640v480H0z"/></svg>"##;
        let wide = (u32::from(WIDTH), u32::from(HEIGHT));
        let drawn = of_drawing(svg).expect("a drawing");
        assert_eq!(size(&drawn), wide);
        // A JPEG is a photograph too.
        assert_eq!(size(&of_photo(&drawn).expect("a photograph")), wide);
    }

    #[test]
    fn names_stay_in_their_folder() {
        assert_eq!(stem("tea.903179c72b.jpg"), Some("tea.903179c72b"));
        for name in ["tea.svg", "../tea.jpg", "a%2fb.jpg", ".jpg/x"] {
            assert_eq!(stem(name), None, "{name}");
        }
    }
}
