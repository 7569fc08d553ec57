//! Removes a token.

use axum::extract::State;
use axum::http::StatusCode;
use flows::sign_in::tokens;

use crate::extract::{ById, Ids, SignedIn};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::schema::ApiTokenKey;
use crate::state::Api;

/// Remove an API token
///
/// Programs that use it are refused from then on.
#[utoipa::path(delete, path = "/profile/tokens/{id}", tag = "profile", params(ById),
    security(("session" = []), ("token" = [])),
    responses((status = 204, description = "The token is gone."), OfOne))]
pub(crate) async fn delete_token(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(id): Ids<ApiTokenKey>,
) -> Result<StatusCode, Refusal> {
    tokens::delete(api.office(), &signed_in.actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
