//! Scans of papers: who gets them, and how harmless they are.

use shared::{Call, Code, FieldCode, papers::*};
use tests::*;

const PHOTO: &[u8] = include_bytes!("../fixtures/persimmons.jpg");
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

fn path_of(paper: &Paper) -> String {
    format!("/api/v1/papers/{}/file", paper.id)
}

fn upload(paper: &Paper, bytes: &[u8]) -> Request {
    Request::post(&path_of(paper)).file("Giấy tờ.pdf", "application/pdf", bytes)
}

/// The files of papers in the store.
fn stored(app: &TestApp) -> usize {
    let media = walk(app.folder());
    media.iter().filter(|name| name.starts_with("paper_")).count()
}

fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            names.extend(walk(&entry.path()));
        } else {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names
}

on_both_databases! {
    async fn a_scan_is_brought_as_a_download_that_can_do_nothing(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let paper = app.pending_paper(&coop, PaperKind::Haccp, None).await;
        let put: Paper = coop.raw(upload(&paper, PDF)).await.json();
        let file = put.file.expect("a file");
        assert_eq!((file.media_type.as_str(), file.size), ("application/pdf", i64::try_from(PDF.len()).unwrap()));
        let answer = coop.raw(Request::get(&path_of(&paper))).await;
        assert_eq!((answer.status, &answer.body[..]), (200, PDF));
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"haccp.pdf\"");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }

    async fn a_photograph_is_written_anew_without_what_the_camera_noted(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let paper = app.pending_paper(&coop, PaperKind::Haccp, None).await;
        let mut noted = PHOTO[..2].to_vec();
        noted.extend([0xff, 0xe1, 0x00, 0x0e]);
        noted.extend(b"Exif\0\0GPS-21");
        noted.extend(&PHOTO[2..]);
        let put: Paper = coop.raw(upload(&paper, &noted)).await.json();
        assert_eq!(put.file.expect("a file").media_type, "image/jpeg");
        let brought = coop.raw(Request::get(&path_of(&paper))).await.body;
        assert!(brought.starts_with(&[0xff, 0xd8]));
        assert!(!brought.windows(6).any(|six| six == b"GPS-21"));
    }

    async fn what_is_no_scan_is_refused_and_leaves_nothing_behind(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let paper = app.pending_paper(&coop, PaperKind::Haccp, None).await;
        for bytes in [&b"<html><script>alert(1)</script>"[..], b"%PDF-1.4 without an end", b"MZ\x90"] {
            let problem = coop.raw(upload(&paper, bytes)).await.problem();
            assert_eq!(fields(&problem), [("file", FieldCode::Document)]);
        }
        let big = vec![b'x'; 10 * 1024 * 1024 + 1];
        assert_eq!(coop.raw(upload(&paper, &big)).await.problem().code, Code::BodyTooLarge);
        assert_eq!(coop.raw(Request::get(&path_of(&paper))).await.status, 404);
        assert_eq!(stored(&app), 0);
    }

    async fn only_those_whom_it_concerns_get_the_scan(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let (other, retailer) = (app.cooperative("HTX Mẫu Sơn").await, app.retailer("Siêu thị Xứ Lạng").await);
        let body = PaperAdd { public: true, ..app.paper_of(PaperKind::Vietgap, None) };
        let paper = coop.send(Call::<AddPaper>::new(()).body(&body)).await.unwrap();
        let paper: Paper = coop.raw(upload(&paper, PDF)).await.json();
        let paper = app.verify(&paper).await;
        let get = || Request::get(&path_of(&paper));
        assert_eq!(app.anonymous().raw(get()).await.status, 401);
        assert_eq!(other.raw(get()).await.status, 404);
        assert_eq!(other.raw(upload(&paper, PDF)).await.status, 404);
        // Public is its existence, never its file.
        assert_eq!(retailer.raw(get()).await.status, 404);
        assert_eq!(app.centre().raw(get()).await.status, 200);
        assert_eq!(app.authority().raw(get()).await.status, 200);
        let shared = PaperUpdate { shared_with_buyers: true, expires_on: paper.expires_on, ..body.facts() };
        let call = Call::<UpdatePaper>::new((paper.id,)).body(&shared).if_version(paper.version);
        coop.send(call).await.unwrap();
        assert_eq!(retailer.raw(get()).await.status, 200);
        // No address leads to the store itself.
        let names = walk(app.folder());
        let name = names.iter().find(|name| name.starts_with("paper_")).expect("a stored scan");
        assert_eq!(app.anonymous().raw(Request::get(&format!("/media/{name}"))).await.status, 404);
    }

    async fn a_new_scan_takes_the_place_of_the_old_and_is_compared_again(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let paper = app.pending_paper(&coop, PaperKind::Haccp, None).await;
        let paper: Paper = coop.raw(upload(&paper, PDF)).await.json();
        app.verify(&paper).await;
        let again: Paper = coop.raw(upload(&paper, PHOTO)).await.json();
        assert_eq!(again.status, PaperStatus::Pending);
        app.run_jobs().await;
        assert_eq!(stored(&app), 1);
        coop.send(Call::<RemovePaper>::new((paper.id,))).await.unwrap();
        app.run_jobs().await;
        assert_eq!(stored(&app), 0);
    }

    async fn an_upload_repeated_with_its_key_is_kept_once(app: TestApp) {
        let coop = app.cooperative("HTX Bảo Lâm").await;
        let paper = app.pending_paper(&coop, PaperKind::Haccp, None).await;
        let put = || upload(&paper, PDF).header("idempotency-key", "scan-1");
        let (first, second) = (coop.raw(put()).await, coop.raw(put()).await);
        assert_eq!((first.status, &first.body), (200, &second.body));
        assert_eq!(second.header("idempotent-replayed"), "true");
        assert_eq!(stored(&app), 1);
    }
}
