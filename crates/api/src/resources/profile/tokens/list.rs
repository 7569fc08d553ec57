//! One's own tokens.

use axum::Json;
use axum::extract::State;
use flows::sign_in::tokens;

use super::ApiToken;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// List one's own API tokens
#[utoipa::path(get, path = "/profile/tokens", tag = "profile", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<ApiToken>, description = "The tokens, newest first."), OfSignedIn))]
pub(crate) async fn list_tokens(State(api): State<Api>, signed_in: SignedIn) -> Answer<Rows<ApiToken>> {
    let rows = tokens::list(api.office(), &signed_in.actor).await?;
    Ok(Json(Rows::of(rows, ApiToken::from)))
}
