//! A user's own sign-in with a provider: how it stands, and its end.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::oauth::sign_ins;

use super::OauthSignIn;
use crate::extract::{ById, Ids, SignedIn};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOne;
use crate::schema::OauthSignInKey;
use crate::state::Api;

/// Get a sign-in
///
/// One's own: whether the code was typed. The server asks the provider by itself.
#[utoipa::path(get, path = "/oauth/sign-ins/{id}", tag = "oauth", params(ById),
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = OauthSignIn, description = "The sign-in."), OfOne))]
pub(crate) async fn get_oauth_sign_in(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(id): Ids<OauthSignInKey>,
) -> Answer<OauthSignIn> {
    Ok(Json(OauthSignIn::of(sign_ins::find(api.office(), &signed_in.actor, id.into()).await?, None)))
}

/// Cancel a sign-in
///
/// One's own: whatever the provider still says to it is thrown away.
#[utoipa::path(delete, path = "/oauth/sign-ins/{id}", tag = "oauth", params(ById),
    security(("session" = []), ("token" = [])),
    responses((status = 204, description = "It is forgotten."), OfOne))]
pub(crate) async fn cancel_oauth_sign_in(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(id): Ids<OauthSignInKey>,
) -> Result<StatusCode, Refusal> {
    sign_ins::cancel(api.office(), &signed_in.actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
