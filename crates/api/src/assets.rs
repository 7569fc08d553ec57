//! The built web app, embedded in the binary (read from disk in debug builds).
//!
//! Files under `assets/` carry a hash in their name and never change; every other path that no
//! route claims is a page of the app and gets `index.html`.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::Problem;
use rust_embed::{Embed, EmbeddedFile};

use crate::problem::Refusal;

#[derive(Embed)]
#[folder = "../../web/dist"]
struct WebApp;

const INDEX: &str = "index.html";
/// Vite puts files with a content hash in their name here.
const HASHED: &str = "assets/";
/// Octets of the SHA-256 that tell one version of a file from another.
const TAG_OCTETS: usize = 12;

/// Answers whatever no route claims: a file of the app, one of its pages, or "not found".
pub(crate) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return Refusal::from(Problem::not_found("operation")).into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        // RFC 9110 15.5.6: a 405 says what would be allowed.
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    match WebApp::get(path) {
        Some(file) if !path.is_empty() => answer(path, file, &headers),
        Some(_) | None if is_file_name(path) => StatusCode::NOT_FOUND.into_response(),
        Some(_) | None => match WebApp::get(INDEX) {
            Some(file) => answer(INDEX, file, &headers),
            None => (StatusCode::NOT_FOUND, NOT_BUILT).into_response(),
        },
    }
}

const NOT_BUILT: &str = "This build of Posthus has no web application in it.\n\
    Build it with `make run`, or use the API: /api/docs describes it.\n";

/// Pages of the app have no dot in their last part; a missing script must not become a page.
fn is_file_name(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|last| last.contains('.'))
}

fn answer(path: &str, file: EmbeddedFile, request: &HeaderMap) -> Response {
    let (file, encoding) = best_encoding(path, file, request);
    let tag = entity_tag(&file, encoding);
    let caching = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, tag.clone());
    if is_unchanged(request, &tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if let Ok(media_type) = HeaderValue::from_str(&media_type(path)) {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    (headers, Body::from(file.data)).into_response()
}

fn media_type(path: &str) -> String {
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = guess.type_() == "text" || guess.subtype() == "javascript";
    if is_text { format!("{guess}; charset=utf-8") } else { guess.to_string() }
}

/// The compressed twin beside the file, where the build made one and the browser takes it.
fn best_encoding(
    path: &str,
    file: EmbeddedFile,
    request: &HeaderMap,
) -> (EmbeddedFile, Option<&'static str>) {
    let accepted =
        request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let twins = [("br", "br"), ("gz", "gzip")];
    let mut twins = twins.into_iter().filter(|(_, encoding)| accepts(accepted, encoding));
    match twins.find_map(|(ending, encoding)| Some((WebApp::get(&format!("{path}.{ending}"))?, encoding))) {
        Some((twin, encoding)) => (twin, Some(encoding)),
        None => (file, None),
    }
}

/// RFC 9110 12.5.3: codings by name, a weight of zero refuses one.
fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let is_refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        is_named && !is_refused
    })
}

/// RFC 9110 8.8.3: weak, since the file may be compressed on its way and then has other bytes.
fn entity_tag(file: &EmbeddedFile, encoding: Option<&str>) -> HeaderValue {
    let hash = file.metadata.sha256_hash();
    let hex: String = hash.iter().take(TAG_OCTETS).map(|octet| format!("{octet:02x}")).collect();
    let text = format!("W/\"{hex}{}\"", encoding.unwrap_or_default());
    HeaderValue::try_from(text).expect("hexadecimal digits and letters are visible ASCII")
}

/// RFC 9110 13.1.2: If-None-Match compares weakly, so that `W/` makes no difference.
fn is_unchanged(request: &HeaderMap, tag: &HeaderValue) -> bool {
    let wanted = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let ours = tag.to_str().map(opaque).unwrap_or_default();
    wanted.split(',').map(opaque).any(|theirs| theirs == "*" || theirs == ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_taken_by_name_and_refused_by_weight() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("BR;q=0.5", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("brotli", "br"));
        assert!(!accepts("", "gzip"));
    }

    #[test]
    fn missing_files_are_not_pages() {
        assert!(is_file_name("assets/gone-1234.js"));
        assert!(is_file_name("favicon.ico"));
        assert!(!is_file_name("cases/17"));
        assert!(!is_file_name(""));
    }

    #[test]
    fn an_unchanged_file_is_known_by_its_tag() {
        let tag = HeaderValue::from_static("W/\"abc\"");
        let request = |value: &'static str| {
            HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(value))])
        };
        assert!(is_unchanged(&request("\"abc\""), &tag));
        assert!(is_unchanged(&request("\"x\", W/\"abc\""), &tag));
        assert!(!is_unchanged(&request("\"x\""), &tag));
        assert!(!is_unchanged(&HeaderMap::new(), &tag));
    }

    #[test]
    fn texts_say_their_character_set() {
        assert_eq!(media_type("index.html"), "text/html; charset=utf-8");
        assert_eq!(media_type("assets/a.js"), "text/javascript; charset=utf-8");
        assert_eq!(media_type("assets/a.woff2"), "font/woff2");
    }
}
