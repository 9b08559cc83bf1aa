//! Styles, scripts, pictures and fonts: part of the executable, compressed when it was built, and kept by browsers for
//! good, because a name changes with its bytes.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// One file, as it is and as browsers prefer it. A copy that would save nothing does not exist.
#[derive(Debug)]
pub struct Asset {
    /// What follows `/assets/`.
    pub path: &'static str,
    pub content_type: &'static str,
    pub identity: &'static [u8],
    pub br: Option<&'static [u8]>,
    pub gzip: Option<&'static [u8]>,
}

/// The address of a file by its logical name, such as `style.css` or `illustrations/tea.svg`.
///
/// A page must not fail for a picture: a name that nobody has gives an address that answers 404.
pub fn url(name: &str) -> Cow<'static, str> {
    let found = ADDRESSES
        .binary_search_by_key(&name, |(known, _)| known)
        .ok()
        .and_then(|at| ADDRESSES.get(at));
    match found {
        Some((_, address)) => Cow::Borrowed(address),
        None => Cow::Owned(format!("/assets/missing/{name}")),
    }
}

/// The file behind an address, named by what follows `/assets/`.
pub fn find(path: &str) -> Option<&'static Asset> {
    ASSETS
        .binary_search_by_key(&path, |asset| asset.path)
        .ok()
        .and_then(|at| ASSETS.get(at))
}

/// Answers `GET /assets/{*path}`.
pub async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    match find(
        path.strip_prefix("/assets/")
            .unwrap_or_else(|| path.trim_start_matches('/')),
    ) {
        Some(asset) => asset.respond(&headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Asset {
    fn respond(&self, headers: &HeaderMap) -> Response {
        let (coding, bytes) = self.choose(headers);
        let etag = self.etag(coding);
        let mut response = if is_known(headers, &etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(bytes))
        };
        let answer = response.headers_mut();
        if let Some(coding) = coding.token() {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            answer.insert(header::ETAG, etag);
        }
        for (name, value) in [
            (header::CONTENT_TYPE, self.content_type),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            (header::VARY, "Accept-Encoding"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ] {
            answer.insert(name, HeaderValue::from_static(value));
        }
        response
    }

    /// The copy that the client likes best; of those it likes equally, the smallest.
    fn choose(&self, headers: &HeaderMap) -> (Coding, &'static [u8]) {
        let accepted = Accepted::read(headers);
        let copies = [
            (Coding::Identity, Some(self.identity)),
            (Coding::Gzip, self.gzip),
            (Coding::Brotli, self.br),
        ];
        let liked = copies
            .into_iter()
            .filter_map(|(coding, copy)| Some((accepted.weight(coding), coding, copy?)));
        // Of equals, `max_by_key` takes the last, which is the smallest.
        let best = liked
            .filter(|(weight, ..)| *weight > 0)
            .max_by_key(|(weight, ..)| *weight);
        best.map_or((Coding::Identity, self.identity), |(_, coding, bytes)| {
            (coding, bytes)
        })
    }

    /// The path has the fingerprint; copies of one file are different bytes and have different tags.
    fn etag(&self, coding: Coding) -> String {
        match coding.token() {
            Some(coding) => format!("\"{}+{coding}\"", self.path),
            None => format!("\"{}\"", self.path),
        }
    }
}

fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let given = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok());
    given
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|tag| {
            // A proxy may have weakened the tag.
            tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag
        })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Brotli,
    Gzip,
    Identity,
}

impl Coding {
    fn token(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// The weights that `Accept-Encoding` gives, in thousandths: 0 is a refusal.
///
/// What is not named is not sent, except the file as it is: whoever refuses that as well gets it all the same.
#[derive(Default)]
struct Accepted {
    br: Option<u16>,
    gzip: Option<u16>,
    identity: Option<u16>,
    any: Option<u16>,
}

impl Accepted {
    fn read(headers: &HeaderMap) -> Self {
        let mut accepted = Self::default();
        let given = headers
            .get_all(header::ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok());
        for item in given.flat_map(|value| value.split(',')) {
            let mut parts = item.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default().to_ascii_lowercase();
            let weight = Some(parts.find_map(quality).unwrap_or(1000));
            match name.as_str() {
                "br" => accepted.br = weight,
                "gzip" | "x-gzip" => accepted.gzip = weight,
                "identity" => accepted.identity = weight,
                "*" => accepted.any = weight,
                _ => (),
            }
        }
        accepted
    }

    fn weight(&self, coding: Coding) -> u16 {
        let named = match coding {
            Coding::Brotli => self.br,
            Coding::Gzip => self.gzip,
            // Not by `*`, which a client says that takes any compression.
            Coding::Identity => return self.identity.unwrap_or(0),
        };
        named.or(self.any).unwrap_or(0)
    }
}

/// Reads `q=0.8` as 800. A weight that is no weight counts as a refusal: the file as it is can be read by everybody.
fn quality(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let thousandths = format!("{fraction:0<3}")
        .parse::<u16>()
        .ok()
        .filter(|_| fraction.len() <= 3);
    match (whole, thousandths) {
        ("0", Some(thousandths)) => Some(thousandths),
        ("1", Some(0)) => Some(1000),
        _ => Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Asset = Asset {
        path: "style.0123456789.css",
        content_type: "text/css; charset=utf-8",
        identity: b"identity",
        br: Some(b"br"),
        gzip: Some(b"gzip"),
    };
    const FONT: Asset = Asset {
        path: "a.0123456789.woff2",
        content_type: "font/woff2",
        br: None,
        gzip: None,
        ..STYLE
    };

    fn headers(accept_encoding: &[&'static str]) -> HeaderMap {
        let values = accept_encoding
            .iter()
            .map(|value| (header::ACCEPT_ENCODING, HeaderValue::from_static(value)));
        values.collect()
    }

    fn chosen(accept_encoding: &'static str) -> Coding {
        STYLE.choose(&headers(&[accept_encoding])).0
    }

    #[test]
    fn the_best_liked_copy_is_sent() {
        for (given, wanted) in [
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("gzip", Coding::Gzip),
            ("GZip", Coding::Gzip),
            ("gzip;q=1.0, br;q=0.5", Coding::Gzip),
            ("gzip; q=0.5 , br ;Q=0.501", Coding::Brotli),
            ("br;q=0, gzip", Coding::Gzip),
            ("br;q=0.000, gzip;q=0", Coding::Identity),
            ("*", Coding::Brotli),
            ("*;q=0.1, br;q=0", Coding::Gzip),
            ("gzip, *;q=0", Coding::Gzip),
            ("identity", Coding::Identity),
            ("identity, br;q=0.9", Coding::Identity),
            ("identity, gzip", Coding::Gzip),
            ("identity;q=0.5, gzip;q=0.6", Coding::Gzip),
            ("identity;q=0, zstd", Coding::Identity),
            ("", Coding::Identity),
            ("br;q=nonsense", Coding::Identity),
            ("br;q=1.001", Coding::Identity),
            ("br;q=0.0001", Coding::Identity),
        ] {
            assert_eq!(chosen(given), wanted, "{given}");
        }
        assert_eq!(STYLE.choose(&HeaderMap::new()).0, Coding::Identity);
    }

    #[test]
    fn several_header_lines_count_as_one() {
        assert_eq!(STYLE.choose(&headers(&["gzip", "br"])).0, Coding::Brotli);
    }

    #[test]
    fn what_has_no_copies_is_sent_as_it_is() {
        let response = FONT.respond(&headers(&["br, gzip"]));
        assert_eq!(response.headers().get(header::CONTENT_ENCODING), None);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "font/woff2");
    }

    #[test]
    fn browsers_keep_it_for_good() {
        let response = STYLE.respond(&headers(&["br"]));
        let answer = response.headers();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(answer[header::CONTENT_ENCODING], "br");
        assert_eq!(
            answer[header::CACHE_CONTROL],
            "public, max-age=31536000, immutable"
        );
        assert_eq!(answer[header::VARY], "Accept-Encoding");
        assert_eq!(answer[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(answer[header::ETAG], "\"style.0123456789.css+br\"");
    }

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        for (given, wanted) in [
            ("\"style.0123456789.css+br\"", StatusCode::NOT_MODIFIED),
            ("\"x\", W/\"style.0123456789.css+br\"", StatusCode::NOT_MODIFIED),
            ("*", StatusCode::NOT_MODIFIED),
            ("\"style.0123456789.css\"", StatusCode::OK),
        ] {
            let mut headers = headers(&["br"]);
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(given));
            assert_eq!(STYLE.respond(&headers).status(), wanted, "{given}");
        }
    }

    #[test]
    fn unknown_names_answer_404_and_break_no_page() {
        assert_eq!(url("no/such.svg"), "/assets/missing/no/such.svg");
        assert!(find("missing/no/such.svg").is_none());
    }

    #[test]
    fn every_address_leads_to_its_file() {
        for (name, address) in ADDRESSES {
            assert_eq!(url(name), *address);
            assert!(
                find(address.trim_start_matches("/assets/")).is_some(),
                "{address}"
            );
        }
    }
}
