//! Makes a token.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::sign_in::tokens;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ApiToken;
use crate::extract::{Input, SignedIn};
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::schema::Moment;
use crate::state::Api;

/// A token to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ApiTokenInput {
    /// What to call it.
    name: String,
    /// When it ends; never when left out.
    expires_at: Option<Moment>,
}

/// A new token with its secret, which is shown this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewApiToken {
    /// The token as listed.
    #[serde(flatten)]
    listed: ApiToken,
    /// The secret, for `Authorization: Bearer`.
    token: String,
}

/// Make an API token
///
/// It has the rights of its user, whatever they are at the time. Its secret is shown this once.
#[utoipa::path(post, path = "/profile/tokens", tag = "profile", request_body = ApiTokenInput,
    security(("session" = []), ("token" = [])),
    responses((status = 201, body = NewApiToken, description = "The token with its secret."), OfInput))]
pub(crate) async fn create_token(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<ApiTokenInput>,
) -> Result<(StatusCode, Json<NewApiToken>), Refusal> {
    let expires_at = input.expires_at.map(|Moment(at)| at);
    let made = tokens::create(api.office(), &signed_in.actor, input.name, expires_at).await?;
    let answer = NewApiToken { listed: made.row.into(), token: made.token.expose().to_owned() };
    Ok((StatusCode::CREATED, Json(answer)))
}
