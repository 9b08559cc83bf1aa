//! Why a file cannot be read as a table.

use super::{MAX_BYTES, MAX_ROWS, MAX_TEXT, MAX_UNPACKED};
use crate::http::Error;
use shared::{Code, FieldCode};

/// Why a file cannot be read as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetProblem {
    #[error("at most {MAX_BYTES} bytes are read")]
    TooLarge,
    #[error(
        "unpacked, the spreadsheet would have more than {MAX_UNPACKED} bytes, or shrinks too well to be honest"
    )]
    Bursts,
    #[error("at most {MAX_ROWS} rows are read")]
    TooManyRows,
    #[error("the cells hold more than {MAX_TEXT} bytes of text")]
    TooMuchText,
    #[error("there are no rows")]
    Empty,
    #[error("this is neither CSV nor a spreadsheet that can be read")]
    Broken,
    #[error("this is an old spreadsheet (.xls)")]
    Old,
    #[error("the spreadsheet is locked with a password")]
    Locked,
    #[error("the spreadsheet has macros")]
    Macros,
    #[error("this is a web page, whatever its name says")]
    WebPage,
    #[error("line {line}, character {column}: the text is in {encoding}, not in UTF-8")]
    Encoding {
        encoding: Encoding,
        line: usize,
        column: usize,
    },
}

/// What text looks like that is not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Vietnamese standard of 1993, written with fonts named `.Vn…`.
    Tcvn3,
    /// Written with fonts named `VNI-…`.
    Vni,
    Windows1258,
    Unknown,
}

impl std::fmt::Display for Encoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
            Self::Windows1258 => "Windows-1258",
            Self::Unknown => "an unknown encoding",
        })
    }
}

impl SheetProblem {
    /// The word for programs, and the sentence for people.
    pub const fn code(self) -> FieldCode {
        match self {
            Self::TooLarge => FieldCode::SheetTooLarge,
            Self::Bursts => FieldCode::SheetBursts,
            Self::TooManyRows => FieldCode::SheetTooManyRows,
            Self::TooMuchText => FieldCode::SheetTooMuchText,
            Self::Empty => FieldCode::SheetEmpty,
            Self::Broken => FieldCode::SheetBroken,
            Self::Old => FieldCode::SheetOld,
            Self::Locked => FieldCode::SheetLocked,
            Self::Macros => FieldCode::SheetMacros,
            Self::WebPage => FieldCode::SheetWebPage,
            Self::Encoding { encoding, .. } => match encoding {
                Encoding::Tcvn3 => FieldCode::SheetTcvn3,
                Encoding::Vni => FieldCode::SheetVni,
                Encoding::Windows1258 => FieldCode::SheetWindows1258,
                Encoding::Unknown => FieldCode::SheetEncoding,
            },
        }
    }

    /// The number in the sentence.
    pub fn limit(self) -> Option<i64> {
        let limit = match self {
            Self::TooLarge => MAX_BYTES / 1024 / 1024,
            Self::TooManyRows => MAX_ROWS,
            Self::Encoding { line, .. } => line,
            _ => return None,
        };
        i64::try_from(limit).ok()
    }
}

/// Refuses the upload `file`.
impl From<SheetProblem> for Error {
    fn from(problem: SheetProblem) -> Self {
        Self::refuse(Code::SheetRefused).with_field("file", problem.code(), problem.limit())
    }
}
