//! Figures for Prometheus.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use domain::Secret;
use sha2::{Digest, Sha256};

use crate::extract::bearer_token;
use crate::problem::Refusal;
use crate::refusals::OfAnybody;
use crate::state::Api;

/// Get figures for Prometheus
///
/// In its text format. Needs the operator's own bearer token where one is configured.
#[utoipa::path(get, path = "/metrics", tag = "machine", security(()),
    responses((status = 200, content_type = "text/plain", body = String, description = "The figures."), OfAnybody))]
pub(crate) async fn get_metrics(
    State(api): State<Api>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refusal> {
    if let Some(wanted) = &api.config().metrics_token
        && !bearer_token(&headers).is_some_and(|given| is_same(given, wanted))
    {
        return Err(Refusal::not_signed_in());
    }
    let text = api.config().metrics.as_ref().map(|metrics| metrics.render()).unwrap_or_default();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
}

/// Compares hashes, so that the time it takes says nothing about the token.
fn is_same(given: &str, wanted: &Secret) -> bool {
    Sha256::digest(given) == Sha256::digest(wanted.expose())
}
