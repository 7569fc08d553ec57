//! What one can sign in to a server with, for those who set up their own.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::schema::OauthApplicationKey;
use crate::state::Api;

/// An application that one can sign in with.
#[derive(Serialize, ToSchema)]
pub(crate) struct OauthChoice {
    /// The id.
    id: OauthApplicationKey,
    /// Its name.
    name: String,
    /// The provider: one that is known, or `own`.
    provider: String,
    /// Whether one can sign in on any device, with a code.
    by_device: bool,
}

/// List what one can sign in to a server with
#[utoipa::path(get, path = "/oauth/choices", tag = "oauth",
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<OauthChoice>, description = "All applications, by name."), OfSignedIn))]
pub(crate) async fn list_oauth_choices(
    State(api): State<Api>,
    signed_in: SignedIn,
) -> Answer<Rows<OauthChoice>> {
    let rows = flows::oauth::applications::list(api.office(), signed_in.actor.organisation).await?;
    Ok(Json(Rows::of(rows, |row| OauthChoice {
        id: row.id.into(),
        by_device: !row.settings.endpoints.device.is_empty(),
        name: row.settings.name,
        provider: row.settings.provider,
    })))
}
