//! Drawn samples: of papers, which look like a sheet and say on it that they are none, and of landscapes.

use anyhow::{Context, Result};
use image::{ImageFormat, Rgb, RgbImage};
use std::{fmt::Write as _, io::Cursor};

/// What stands on every sample. Plain letters, because the fonts that every PDF reader has know no Vietnamese.
const MARK: &str = "MAU - SAMPLE";
const NOTE: &str = "Ve bang chuong trinh, khong co gia tri. Drawn by a program, not a real document.";

/// A page of A4 with these lines below the mark.
pub(super) fn pdf(lines: &[String]) -> Vec<u8> {
    let mut page = String::from("0.72 0.28 0.08 rg BT /F1 40 Tf 70 720 Td (");
    page.push_str(MARK);
    page.push_str(") Tj ET 0.12 0.16 0.14 rg BT /F1 10 Tf 70 690 Td (");
    page.push_str(NOTE);
    page.push_str(") Tj ET BT /F1 14 Tf 70 630 Td 22 TL");
    for line in lines {
        let plain: String = line
            .chars()
            .filter(|letter| letter.is_ascii_graphic() || *letter == ' ')
            .filter(|letter| !matches!(letter, '(' | ')' | '\\'))
            .collect();
        // Writing to a string does not fail.
        let _ = write!(page, " ({plain}) Tj T*");
    }
    page.push_str(" ET 1 w 50 50 495 742 re S");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::with_capacity(objects.len());
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    let _ = writeln!(file, "xref\n0 {}\n0000000000 65535 f ", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(
        file,
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}

/// A photographed sheet: lines of grey for writing, struck through from corner to corner.
pub(super) fn png() -> Result<Vec<u8>> {
    const WIDTH: u32 = 480;
    const HEIGHT: u32 = 680;
    let mut picture = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([250, 248, 242]));
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let edge = x < 12 || y < 12 || x >= WIDTH - 12 || y >= HEIGHT - 12;
        let heading = (60..90).contains(&y) && (110..370).contains(&x);
        let writing = y > 140 && y < 560 && y % 28 < 9 && (50..WIDTH - 50 - (y * 7 % 120)).contains(&x);
        // Two broad strokes: whoever opens it sees at once that it is void.
        let struck = (x * HEIGHT / WIDTH).abs_diff(y) < 14 || ((WIDTH - x) * HEIGHT / WIDTH).abs_diff(y) < 14;
        if struck {
            *pixel = Rgb([184, 72, 21]);
        } else if edge || heading {
            *pixel = Rgb([31, 91, 69]);
        } else if writing {
            *pixel = Rgb([190, 188, 180]);
        }
    }
    let mut out = Cursor::new(Vec::new());
    picture
        .write_to(&mut out, ImageFormat::Png)
        .context("a sample picture")?;
    Ok(out.into_inner())
}

/// A drawn landscape in the market's colours, another for each number: hills behind hills below a sun.
pub(super) fn landscape(number: u32) -> Result<Vec<u8>> {
    const WIDTH: u32 = 960;
    const HEIGHT: u32 = 640;
    // Height of a row of hills at x: two waves of straight lines, one broad and one narrow.
    let wave = |x: u32, length: u32, high: u32| {
        let place = x % (2 * length);
        high * place.abs_diff(length) / length
    };
    let hills = [
        (300, 190, 140, Rgb([150, 178, 160])),
        (400, 130, 110, Rgb([92, 134, 112])),
        (500, 90, 80, Rgb([31, 91, 69])),
    ];
    let mut picture = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([244, 232, 208]));
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (left, below) = (x.abs_diff(640 - 90 * (number % 4)), y.abs_diff(170));
        if left * left + below * below < 60 * 60 {
            *pixel = Rgb([214, 120, 60]);
        }
        for (row, (top, length, high, colour)) in (1..).zip(hills) {
            let x = x + 137 * number * row;
            if y > top - wave(x, length, high) - wave(x, length / 3, high / 4) {
                *pixel = colour;
            }
        }
    }
    let mut out = Cursor::new(Vec::new());
    picture
        .write_to(&mut out, ImageFormat::Png)
        .context("a drawn landscape")?;
    Ok(out.into_inner())
}

/// A file as a form sends it: the body and its content type.
pub(super) fn upload(file: Vec<u8>) -> (Vec<u8>, String) {
    let mut body =
        b"--sample\r\nContent-Disposition: form-data; name=\"file\"; filename=\"sample\"\r\n\r\n".to_vec();
    body.extend(file);
    body.extend(b"\r\n--sample--\r\n");
    (body, "multipart/form-data; boundary=sample".to_owned())
}
