//! The API's own description: the document for programs, and a page of ours that lists it for
//! people. The page is three embedded files, since our policy lets it load nothing from elsewhere.

use std::sync::OnceLock;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::state::Api;

const PAGE: &str = include_str!("page.html");
const SCRIPT: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");

/// `/api/openapi.json` and `/api/docs`.
pub(crate) fn routes() -> Router<Api> {
    Router::new()
        .route("/api/openapi.json", get(document))
        .route("/api/docs", get(|| async { file("text/html; charset=utf-8", PAGE) }))
        .route("/api/docs/page.js", get(|| async { file("text/javascript; charset=utf-8", SCRIPT) }))
        .route("/api/docs/page.css", get(|| async { file("text/css; charset=utf-8", STYLE) }))
}

async fn document() -> impl IntoResponse {
    static DOCUMENT: OnceLock<String> = OnceLock::new();
    let text = DOCUMENT.get_or_init(|| {
        crate::openapi().to_pretty_json().expect("the document is built of strings and numbers")
    });
    file("application/json", text)
}

fn file(media_type: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "no-cache")], text)
}
