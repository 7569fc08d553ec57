//! Pages for people outside, who were sent a link to a file: what it leads to, and the file itself.
//!
//! They are no part of the API: nobody signs in, nothing is listed, and all that can go wrong is said on a page in the
//! browser's language. The address is a secret: it stands in no log, and no other site is told of it.

mod download;
mod page;
mod words;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::org::Language;
use flows::file_links::{self, Fetched};

use crate::config::ApiConfig;
use crate::extract::Peer;
use crate::layers::timeout;
use crate::state::Api;

const STYLE: &str = include_str!("files/page.css");

/// `/files/{token}` and what belongs to it.
pub(crate) fn routes(config: &ApiConfig) -> Router<Api> {
    let long = from_fn_with_state(config.long_request_timeout, timeout::within);
    Router::new()
        .route("/files/{token}", get(look))
        .route("/files/{token}/download", get(fetch))
        .route("/file-page.css", get(style))
        .layer(long)
}

async fn look(
    State(api): State<Api>,
    Peer(peer): Peer,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let language = language_of(&headers);
    let looked = file_links::look(api.office(), &token, peer).await;
    let (status, html) = match &looked {
        Ok(looked) => page::of(language, looked, &token),
        Err(problem) => page::of_problem(language, problem),
    };
    shown(status, html)
}

async fn fetch(
    State(api): State<Api>,
    Peer(peer): Peer,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    let language = language_of(request.headers());
    // Whoever asks for the header alone takes nothing along.
    if request.method() == Method::HEAD {
        return look(State(api), Peer(peer), Path(token), request.headers().clone()).await;
    }
    let (status, html) = match file_links::fetch(api.office(), &token, peer).await {
        Ok(Fetched::File { name, media_type, content, room }) => {
            return download::of((name, media_type), *content, room);
        }
        Ok(Fetched::Over(looked)) => page::of(language, &looked, &token),
        Err(problem) => page::of_problem(language, &problem),
    };
    shown(status, html)
}

async fn style() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, STYLE)
}

/// Nothing runs on it, it sends nothing, and nobody frames it.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

fn shown(status: StatusCode, html: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
        (header::VARY, HeaderValue::from_static("accept-language")),
    ];
    (status, headers, html).into_response()
}

/// RFC 9110 12.5.4: the first of ours among the languages of the browser; English where it names none of them.
fn language_of(headers: &HeaderMap) -> Language {
    let named =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut ranked: Vec<(u32, Language)> = named.split(',').take(20).filter_map(known).collect();
    // Stable: of equal weights the first stays first.
    ranked.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    ranked.first().map_or(Language::En, |(_, language)| *language)
}

/// A language that we speak, with its weight in thousandths.
fn known(entry: &str) -> Option<(u32, Language)> {
    let mut parts = entry.split(';').map(str::trim);
    let range = parts.next()?.to_ascii_lowercase();
    let language = match range.split('-').next()? {
        // Whoever reads Danish reads Norwegian.
        "nb" | "nn" | "no" | "da" => Language::Nb,
        "sv" => Language::Sv,
        "en" => Language::En,
        _ => return None,
    };
    let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|weight| weight.parse::<f32>().ok());
    let weight = (weight.unwrap_or(1.0).clamp(0.0, 1.0) * 1000.0).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
    let weight = weight as u32;
    (weight > 0).then_some((weight, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_speaks_the_first_language_of_the_browser_that_we_speak() {
        let of = |value: &'static str| {
            language_of(&HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(value))]))
        };
        assert_eq!(of("nn-NO,nn;q=0.9,en;q=0.8"), Language::Nb);
        assert_eq!(of("de-DE,de;q=0.9,en;q=0.7,sv;q=0.8"), Language::Sv);
        assert_eq!(of("en-GB,sv"), Language::En);
        assert_eq!(of("sv;q=0,de"), Language::En);
        assert_eq!(language_of(&HeaderMap::new()), Language::En);
    }
}
