//! Deletes an application.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::OauthApplicationKey;
use crate::state::Api;

/// Delete an OAuth application
///
/// One that mailboxes or the outgoing server sign in with stays.
#[utoipa::path(delete, path = "/oauth/applications/{id}", tag = "oauth", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 204, description = "The application is gone."), OfOne))]
pub(crate) async fn delete_oauth_application(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<OauthApplicationKey>,
) -> Result<StatusCode, Refusal> {
    flows::oauth::applications::delete(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
