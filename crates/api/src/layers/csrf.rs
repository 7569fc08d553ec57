//! Refuses unsafe requests that a browser sent from another site.
//!
//! `SameSite=Lax` keeps the cookie away from most of them; this layer does not rely on it.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Problem;
use domain::problem::ProblemKind;

use crate::config::BaseUrl;
use crate::extract::bearer_token;
use crate::problem::Refusal;
use crate::state::Api;

/// Lets a request through unless it is unsafe and from another site.
pub(crate) async fn same_site_only(State(api): State<Api>, request: Request, next: Next) -> Response {
    let has_cookie = api.cookies().find(request.headers()).is_some();
    if is_allowed(request.method(), request.headers(), &api.config().base_url, has_cookie) {
        return next.run(request).await;
    }
    let detail = "a browser sent this from another site; open Posthus itself and try again";
    Refusal::from(Problem::new(ProblemKind::Forbidden, "cross_site", detail)).into_response()
}

fn is_allowed(method: &Method, headers: &HeaderMap, base_url: &BaseUrl, has_cookie: bool) -> bool {
    // A page of another site cannot set Authorization without our consent, and such a request's
    // cookie is not looked at.
    if method.is_safe() || bearer_token(headers).is_some() {
        return true;
    }
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text(header::ORIGIN.as_str()) {
        Some(origin) => origin == base_url.origin() || is_origin_of(origin, text(header::HOST.as_str())),
        // Browsers that write neither header are older than our support; programs without a
        // cookie have nothing that another site could misuse.
        None => !has_cookie,
    }
}

/// RFC 6454 6.2: an origin is scheme://host\[:port\]; its host and port are those of the request.
fn is_origin_of(origin: &str, host: Option<&str>) -> bool {
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some() && authority == host
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(method: &Method, lines: &[(&'static str, &'static str)], has_cookie: bool) -> bool {
        let base_url = BaseUrl::parse("https://mail.example.org").unwrap();
        let headers =
            lines.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_allowed(method, &headers, &base_url, has_cookie)
    }

    #[test]
    fn unsafe_requests_come_from_our_own_pages() {
        assert!(allows(&Method::GET, &[("sec-fetch-site", "cross-site")], true));
        assert!(allows(&Method::POST, &[("sec-fetch-site", "same-origin")], true));
        assert!(allows(&Method::POST, &[("sec-fetch-site", "none")], true));
        assert!(!allows(&Method::POST, &[("sec-fetch-site", "same-site")], true));
        assert!(!allows(&Method::DELETE, &[("sec-fetch-site", "cross-site")], true));
        assert!(!allows(&Method::POST, &[("sec-fetch-site", "cross-site")], false));
    }

    #[test]
    fn without_fetch_metadata_the_origin_decides() {
        assert!(allows(&Method::POST, &[("origin", "https://mail.example.org")], true));
        assert!(allows(&Method::POST, &[("origin", "http://other.test"), ("host", "other.test")], true));
        assert!(!allows(
            &Method::POST,
            &[("origin", "https://evil.example"), ("host", "mail.example.org")],
            true
        ));
        assert!(!allows(&Method::POST, &[("origin", "null"), ("host", "mail.example.org")], true));
        assert!(!allows(&Method::PATCH, &[], true));
        assert!(allows(&Method::POST, &[], false));
    }

    #[test]
    fn bearer_tokens_need_no_origin() {
        assert!(allows(
            &Method::POST,
            &[("authorization", "Bearer x"), ("sec-fetch-site", "cross-site")],
            true
        ));
    }
}
