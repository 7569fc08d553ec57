//! All applications.

use axum::Json;
use axum::extract::State;

use super::OauthApplication;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List OAuth applications
#[utoipa::path(get, path = "/oauth/applications", tag = "oauth",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<OauthApplication>, description = "All, by name."), OfRight))]
pub(crate) async fn list_oauth_applications(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Rows<OauthApplication>> {
    let rows = flows::oauth::applications::list(api.office(), actor.organisation).await?;
    Ok(Json(Rows::of(rows, OauthApplication::from)))
}
