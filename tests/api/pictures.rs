//! Photographs of products: what becomes of them, their order, and what they are said to show.

use image::{ImageFormat, RgbImage};
use shared::{Call, Code, FieldCode, ImageId, catalogue::*};
use std::io::Cursor;
use tests::*;

fn path_of(goods: &Goods) -> String {
    format!("/api/v1/products/{}/images", goods.id)
}

/// A photograph of these measures.
fn photo(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let shade = |value: u32| u8::try_from(value % 256).unwrap_or_default();
        image::Rgb([shade(x), shade(y), shade(x + y)])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

async fn add(coop: &Person, goods: &Goods, bytes: &[u8]) -> Image {
    let answer = coop
        .raw(Request::post(&path_of(goods)).file("na.jpg", "image/jpeg", bytes))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

async fn managed(coop: &Person, goods: &Goods) -> ManagedProduct {
    coop.send(Call::<GetManagedProduct>::new((goods.id,)))
        .await
        .expect("the product")
}

fn ids(product: &ManagedProduct) -> Vec<ImageId> {
    product.texts.images.iter().map(|image| image.id).collect()
}

fn said(id: ImageId, alt: Option<&str>) -> ImageArrange {
    ImageArrange {
        id,
        alt: alt.map(str::to_owned),
        alt_en: None,
    }
}

/// Where a JPEG tells where and how it was taken: turned by a quarter, and a secret of the camera's.
fn with_exif(jpeg: &[u8], secret: &str) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    // Orientation 6; then the camera's maker, whose text follows the directory.
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    let length = u32::try_from(secret.len()).unwrap();
    exif.extend(b"\x01\x0f\0\x02");
    exif.extend(length.to_be_bytes());
    exif.extend(38_u32.to_be_bytes());
    exif.extend([0; 4]);
    exif.extend(secret.as_bytes());
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    out.extend(exif);
    out.extend(&jpeg[2..]);
    out
}

/// A PNG whose head claims other measures than its body has.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let mut png = photo(1, 1, ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = u32::MAX;
    for byte in &png[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

on_both_databases! {
    async fn files_that_no_product_shows_any_more_are_erased(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let gone = add(&coop, &goods, &photo(900, 600, ImageFormat::Jpeg)).await;
        let shared = add(&coop, &goods, &photo(901, 600, ImageFormat::Jpeg)).await;
        let copy = coop.send(Call::<CopyProduct>::new((goods.id,))).await.unwrap();
        let copied = |image: &Image| copy.texts.images.iter().find(|other| other.sources == image.sources).unwrap().id;
        let there = async |image: &Image| app.anonymous().raw(Request::get(&image.sources[0].url)).await.status == 200;
        let remove = async |product, image| {
            coop.send(Call::<DeleteProductImage>::new((product, image))).await.unwrap();
            app.run_jobs().await;
            app.clock().set(app.clock().now().plus_hours(2));
            app.run_jobs().await;
        };

        remove(goods.id, gone.id).await;
        assert!(there(&gone).await, "the copy shows it");
        remove(goods.id, shared.id).await;
        remove(copy.id, copied(&gone)).await;

        assert_eq!((there(&gone).await, there(&shared).await), (false, true));
        assert_eq!(app.findings().await, [""; 0]);
    }

    async fn what_the_public_sees_keeps_its_files_until_the_next_texts_are_out(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let old = add(&coop, &goods, &photo(900, 600, ImageFormat::Jpeg)).await;
        let work = async || {
            app.run_jobs().await;
            app.clock().set(app.clock().now().plus_hours(2));
            app.run_jobs().await;
        };
        let publish = async || {
            coop.send(Call::<SubmitProduct>::new((goods.id,))).await.unwrap();
            app.centre().send(Call::<PublishProduct>::new((goods.id,))).await.unwrap();
            work().await;
        };
        let there = async || app.anonymous().raw(Request::get(&old.sources[0].url)).await.status == 200;
        publish().await;
        coop.send(Call::<DeleteProductImage>::new((goods.id, old.id))).await.unwrap();
        work().await;
        assert!(there().await);
        publish().await;
        assert!(!there().await);
    }

    async fn a_photograph_is_kept_in_three_widths(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let image = add(&coop, &goods, &photo(1400, 700, ImageFormat::Jpeg)).await;
        let sizes: Vec<_> = image.sources.iter().map(|source| (source.width, source.height)).collect();
        assert_eq!(sizes, [(320, 160), (640, 320), (1280, 640)]);
        for source in &image.sources {
            let answer = app.anonymous().raw(Request::get(&source.url)).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, "image/webp"));
        }
        // A small one is not blown up.
        let small = add(&coop, &goods, &photo(500, 400, ImageFormat::Png)).await;
        let widths: Vec<_> = small.sources.iter().map(|source| source.width).collect();
        assert_eq!(widths, [320, 500]);
    }

    async fn where_a_photograph_was_taken_is_left_behind(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let secret = "21.853N 106.761E tại nhà riêng";
        let bytes = with_exif(&photo(400, 200, ImageFormat::Jpeg), secret);
        let image = add(&coop, &goods, &bytes).await;
        // Turned upright, as the camera held it.
        let last = image.sources.last().unwrap();
        assert_eq!((last.width, last.height), (200, 400));
        for source in &image.sources {
            let answer = app.anonymous().raw(Request::get(&source.url)).await;
            let found = answer.body.windows(6).any(|part| part == b"21.853" || part == b"Exif\0\0");
            assert!(!found, "{} tells where it was taken", source.url);
        }
    }

    async fn too_many_bytes_or_pixels_are_refused(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let send = async |bytes: &[u8]| {
            coop.raw(Request::post(&path_of(&goods)).file("na.png", "image/png", bytes)).await
        };
        let answer = send(&vec![0; 10 * 1024 * 1024 + 1]).await;
        assert_eq!(answer.problem().code, Code::BodyTooLarge);
        // 40 megapixels and one row more.
        let answer = send(&claiming(8000, 5001)).await;
        assert_eq!(fields(&answer.problem()), [("file", FieldCode::Picture)]);
    }

    async fn pictures_are_put_in_order_and_say_what_they_show(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).published().create().await;
        let image = add(&coop, &goods, &photo(40, 30, ImageFormat::Png)).await;
        let before = managed(&coop, &goods).await;
        let [drawing, photo] = ids(&before)[..] else { panic!("not two pictures") };
        assert_eq!(photo, image.id);
        let body = ImagesArrange {
            images: vec![said(photo, Some("Vườn hồng cuối thu")), said(drawing, None)],
        };
        let call = || Call::<ArrangeProductImages>::new((goods.id,)).body(&body).if_version(before.version);
        let after = coop.send(call()).await.unwrap();
        assert_eq!(ids(&after), [photo, drawing]);
        assert_eq!(after.texts.images[0].alt, "Vườn hồng cuối thu");
        assert_eq!(after.texts.images[1].alt, after.texts.name);
        // Visitors see the earlier order until the centre has looked.
        assert_eq!(after.public_texts.unwrap().images[0].id, drawing);
        refused(coop.send(call()).await, Code::PreconditionFailed);

        let body = ImagesArrange { images: vec![said(photo, None)] };
        let call = Call::<ArrangeProductImages>::new((goods.id,)).body(&body).if_version(after.version);
        assert_eq!(ids(&coop.send(call).await.unwrap()), [photo]);
    }

    async fn only_pictures_of_the_product_can_be_arranged(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let other = app.product(&coop).create().await;
        let foreign = other.product.texts.images[0].id;
        let own = goods.product.texts.images[0].id;
        let version = managed(&coop, &goods).await.version;
        let send = async |images: Vec<ImageArrange>| {
            let body = ImagesArrange { images };
            let call = Call::<ArrangeProductImages>::new((goods.id,)).body(&body).if_version(version);
            coop.send(call).await
        };
        let problem = refused(send(vec![said(own, None), said(foreign, None)]).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("images[1].id", FieldCode::Unknown)]);
        let problem = refused(send(vec![said(own, None), said(own, None)]).await, Code::ValidationFailed);
        assert_eq!(fields(&problem), [("images[1].id", FieldCode::Duplicate)]);
    }

    async fn a_photograph_takes_the_place_of_another(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let goods = app.product(&coop).create().await;
        let old = goods.product.texts.images[0].id;
        let last = add(&coop, &goods, &photo(40, 30, ImageFormat::Png)).await.id;
        let target = format!("{}?replaces={old}", path_of(&goods));
        let new: Image = coop
            .raw(Request::post(&target).file("na.png", "image/png", &photo(50, 30, ImageFormat::Png)))
            .await
            .json();
        assert_eq!(ids(&managed(&coop, &goods).await), [new.id, last]);
        let again = coop
            .raw(Request::post(&target).file("na.png", "image/png", &photo(50, 30, ImageFormat::Png)))
            .await;
        assert_eq!(fields(&again.problem()), [("replaces", FieldCode::Unknown)]);
    }
}
