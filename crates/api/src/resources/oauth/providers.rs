//! The providers whose endpoints are known.

use axum::Json;
use axum::extract::State;
use flows::oauth::{applications, sign_ins};
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// A provider that an application can be registered with.
#[derive(Serialize, ToSchema)]
pub(crate) struct OauthProvider {
    /// The stable name; `own` is any other, whose endpoints a person enters.
    key: String,
    /// The name that people know; empty for `own`.
    name: String,
    /// The redirect address to register there.
    redirect_address: String,
    /// What is asked for unless a person says otherwise.
    scopes: String,
    /// Where the browser goes.
    authorization_endpoint: String,
    /// Where tokens come from.
    token_endpoint: String,
    /// Where device codes come from; empty for none.
    device_endpoint: String,
    /// Where tokens are taken back; empty for none.
    revocation_endpoint: String,
    /// The domains of its mail servers: a mailbox on one of them signs in this way.
    hosts: Vec<String>,
}

/// List providers
///
/// The last is `own`.
#[utoipa::path(get, path = "/oauth/providers", tag = "oauth",
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<OauthProvider>, description = "The providers."), OfSignedIn))]
pub(crate) async fn list_oauth_providers(
    State(api): State<Api>,
    _signed_in: SignedIn,
) -> Answer<Rows<OauthProvider>> {
    let redirect = |key: &str| sign_ins::redirect_address(api.office(), key);
    let mut rows: Vec<OauthProvider> = applications::known_providers()
        .iter()
        .map(|known| OauthProvider {
            key: known.key.clone(),
            name: known.name.clone(),
            redirect_address: redirect(&known.key),
            scopes: known.scopes.clone(),
            authorization_endpoint: known.authorization_endpoint.clone(),
            token_endpoint: known.token_endpoint.clone(),
            device_endpoint: known.device_endpoint.clone(),
            revocation_endpoint: known.revocation_endpoint.clone(),
            hosts: known.hosts.clone(),
        })
        .collect();
    rows.push(OauthProvider {
        key: applications::OWN.to_owned(),
        name: String::new(),
        redirect_address: redirect(applications::OWN),
        scopes: String::new(),
        authorization_endpoint: String::new(),
        token_endpoint: String::new(),
        device_endpoint: String::new(),
        revocation_endpoint: String::new(),
        hosts: Vec::new(),
    });
    Ok(Json(Rows::of(rows, |row| row)))
}
