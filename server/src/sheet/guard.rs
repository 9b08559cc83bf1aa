//! Looks at a packed spreadsheet before anything of it is read.

use super::{MAX_RATIO, MAX_UNPACKED, SheetProblem};
use flate2::read::DeflateDecoder;
use std::io::{Cursor, Read};
use zip::{CompressionMethod, ZipArchive};

/// A part so small cannot hurt however well it shrinks.
const HARMLESS: u64 = 1024 * 1024;

/// Refuses what would burst, what runs programs and what is no spreadsheet. What a file says of its sizes may be a
/// lie, so that each part is unpacked once into nothing, as far as the limit.
pub(super) fn guard(bytes: &[u8]) -> Result<(), SheetProblem> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetProblem::Broken)?;
    let mut is_book = false;
    let mut left = MAX_UNPACKED;
    for index in 0..zip.len() {
        let part = zip.by_index_raw(index).map_err(|_| SheetProblem::Broken)?;
        let name = part
            .name()
            .map_err(|_| SheetProblem::Broken)?
            .to_ascii_lowercase();
        if name.ends_with("vbaproject.bin") || name.contains("/macrosheets/") {
            return Err(SheetProblem::Macros);
        }
        is_book |= name == "xl/workbook.xml";
        let packed = part.compressed_size();
        if part.size() > left || bursts(packed, part.size()) {
            return Err(SheetProblem::Bursts);
        }
        let unpacked = match part.compression() {
            CompressionMethod::Stored => count(part, left),
            CompressionMethod::Deflated => count(DeflateDecoder::new(part), left),
            _ => return Err(SheetProblem::Broken),
        }?;
        if bursts(packed, unpacked) {
            return Err(SheetProblem::Bursts);
        }
        left = left.saturating_sub(unpacked);
    }
    if is_book {
        Ok(())
    } else {
        Err(SheetProblem::Broken)
    }
}

const fn bursts(packed: u64, unpacked: u64) -> bool {
    unpacked > HARMLESS && unpacked / MAX_RATIO > packed
}

/// How many bytes there are; refuses as soon as they are more than `most`.
fn count(part: impl Read, most: u64) -> Result<u64, SheetProblem> {
    let counted = std::io::copy(&mut part.take(most.saturating_add(1)), &mut std::io::sink());
    match counted {
        Ok(bytes) if bytes > most => Err(SheetProblem::Bursts),
        Ok(bytes) => Ok(bytes),
        Err(_) => Err(SheetProblem::Broken),
    }
}
