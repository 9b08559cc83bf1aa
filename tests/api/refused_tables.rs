//! Files that would harm: each is refused at the door, by its name, and changes nothing.

use serde_json::Value;
use shared::{Call, FieldCode, catalogue::ListManagedProducts, exchange::ListImports};
use std::io::Write;
use tests::*;

/// A spreadsheet with one part more than its book.
fn packed(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/workbook.xml", options).expect("a part");
    zip.write_all(b"<workbook/>").expect("bytes");
    zip.start_file(name, options).expect("a part");
    zip.write_all(bytes).expect("bytes");
    zip.finish().expect("an archive").into_inner()
}

on_both_databases! {
    async fn what_bursts_runs_programs_or_is_written_in_old_letters_is_refused_by_name(app: TestApp) {
        let coop = app.cooperative("HTX Cẩn Thận").await;
        let bomb = packed("xl/worksheets/sheet1.xml", &vec![b'0'; 80 * 1024 * 1024]);
        assert!(bomb.len() < 1024 * 1024, "a small file that stands for a large one");
        // It says that it is small: a gigabyte cannot hide behind that.
        let mut liar = packed("xl/worksheets/sheet1.xml", &vec![b'0'; 70 * 1024 * 1024]);
        let real = u32::to_le_bytes(70 * 1024 * 1024);
        while let Some(at) = liar.windows(4).position(|window| window == real) {
            liar[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
        }
        let one = |code| vec![code];
        let files: Vec<(Vec<u8>, Vec<FieldCode>)> = vec![
            (bomb, one(FieldCode::SheetBursts)),
            (liar, vec![FieldCode::SheetBursts, FieldCode::SheetBroken]),
            (packed("xl/vbaProject.bin", b"x"), one(FieldCode::SheetMacros)),
            (packed("xl/macrosheets/sheet1.xml", b"x"), one(FieldCode::SheetMacros)),
            (b"name,group,description\nG\xb9o n\xd5p, h\xeep t\xb8c\n".to_vec(), one(FieldCode::SheetTcvn3)),
            (b"name,group,description\nG\x81\x8d\x90o,\xff\xfe,x\n".to_vec(), vec![
                FieldCode::SheetEncoding, FieldCode::SheetWindows1258, FieldCode::SheetVni, FieldCode::SheetTcvn3,
            ]),
        ];
        let before = app.audit().await.len();
        for (file, codes) in files {
            let request = Request::post("/api/v1/imports?kind=products").file("bang.xlsx", "application/octet-stream", &file);
            let answer = coop.raw(request).await;
            assert_eq!(answer.status, 422, "{codes:?}: {}", answer.text());
            let problem: Value = answer.json();
            assert_eq!(problem["code"], "sheet_refused");
            assert_eq!(problem["fields"][0]["field"], "file");
            let told = problem["fields"][0]["code"].as_str().unwrap_or_default().to_owned();
            assert!(codes.iter().any(|code| code.as_str() == told), "{told}, not {codes:?}");
            assert!(!problem["fields"][0]["message"].as_str().unwrap_or_default().is_empty());
        }
        app.run_jobs().await;
        assert!(coop.send(Call::<ListImports>::new(())).await.expect("imports").items.is_empty());
        assert!(coop.send(Call::<ListManagedProducts>::new(())).await.expect("products").items.is_empty());
        assert_eq!(app.audit().await.len(), before);
    }
}
