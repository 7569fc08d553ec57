//! One span, one log line and two metrics per request.
//!
//! They carry the route's template, never the path or the query: those hold ids and search words.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};
use tracing::{Instrument, info, info_span, warn};

use crate::state::Api;

/// Names the request in the answer and in every log line written on its behalf.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const REQUEST_ID_OCTETS: usize = 8;

/// Runs the request in a span of its own and counts it.
pub(crate) async fn traced(State(api): State<Api>, request: Request, next: Next) -> Response {
    let office = api.office();
    let began = office.now();
    let id = office.entropy().hex(REQUEST_ID_OCTETS);
    let method = known_method(request.method());
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or_else(|| "app".to_owned(), |path| path.as_str().to_owned());
    let span = info_span!("request", request.id = %id, method, route);

    let mut response = next.run(request).instrument(span.clone()).await;

    let status = response.status();
    let duration_ms = office.now().millis_since(began);
    let _entered = span.enter();
    log(&route, status, duration_ms);
    count(method, route, status, duration_ms);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// A client may send any word as a method; as labels there must be few.
fn known_method(method: &Method) -> &'static str {
    let known = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
    ];
    let names = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    known.iter().zip(names).find(|(one, _)| *one == method).map_or("other", |(_, name)| name)
}

fn log(route: &str, status: StatusCode, duration_ms: i64) {
    let status = status.as_u16();
    if status >= 500 {
        warn!(status, duration_ms, "request failed");
    } else if route.starts_with("/health") || route == "/metrics" || route == "app" {
        tracing::debug!(status, duration_ms, "request answered");
    } else {
        info!(status, duration_ms, "request answered");
    }
}

#[expect(clippy::cast_precision_loss, reason = "a request's milliseconds are far below 2^52")]
fn count(method: &'static str, route: String, status: StatusCode, duration_ms: i64) {
    let seconds = duration_ms.max(0) as f64 / 1000.0;
    let class = status.as_str().to_owned();
    counter!("posthus_http_requests_total", "method" => method, "route" => route.clone(), "status" => class)
        .increment(1);
    histogram!("posthus_http_request_duration_seconds", "method" => method, "route" => route).record(seconds);
}
