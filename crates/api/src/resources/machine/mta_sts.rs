//! The policy files of MTA-STS (RFC 8461 3.3), which any server that brings mail may ask for: at the host `mta-sts.` before
//! each domain that serves one. A proxy in front of this program hands that host's requests on with their `Host`, and
//! has a certificate for it.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::extract::Params;
use crate::problem::Refusal;
use crate::refusals::OfAnybody;
use crate::state::Api;

/// The policy file of the host that is asked
///
/// By the name of the host: `mta-sts.` and the domain.
#[utoipa::path(get, path = "/.well-known/mta-sts.txt", tag = "machine", security(()),
    responses((status = 200, body = String, content_type = "text/plain", description = "The policy."),
        (status = 404, description = "None is served at this host."), OfAnybody))]
pub(crate) async fn get_mta_sts_policy(
    State(api): State<Api>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let host = asked_host(&uri, &headers);
    match flows::sender_domains::policy_at(api.office(), host).await? {
        // RFC 8461 3.2: its media type is text/plain.
        Some(text) => Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()),
        None => Ok(StatusCode::NOT_FOUND.into_response()),
    }
}

/// Of which host.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AskedHost {
    /// The host's name.
    domain: String,
}

/// Tell whether a policy file is served at a host
///
/// For a proxy that fetches certificates as they are needed, and asks before.
#[utoipa::path(get, path = "/mta-sts/known", tag = "machine", params(AskedHost), security(()),
    responses((status = 200, description = "One is served there."),
        (status = 404, description = "None is served there."), OfAnybody))]
pub(crate) async fn knows_mta_sts_host(
    State(api): State<Api>,
    Params(AskedHost { domain }): Params<AskedHost>,
) -> Result<StatusCode, Refusal> {
    let served = flows::sender_domains::policy_at(api.office(), &domain).await?;
    Ok(if served.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND })
}

/// RFC 9110 7.2: HTTP/2 names it in the address. Without its port.
fn asked_host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> &'a str {
    let named = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let place = uri.host().or(named).unwrap_or_default();
    match place.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|octet| octet.is_ascii_digit()) => host,
        Some(_) | None => place,
    }
}
