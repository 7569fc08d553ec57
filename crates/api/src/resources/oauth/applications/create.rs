//! Registers an application.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::oauth::applications;

use super::{ApplicationFields, OauthApplication};
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Register an OAuth application
///
/// It is made at the provider first, with the redirect address of `GET /oauth/providers`. A known provider's endpoints
/// need not be named.
#[utoipa::path(post, path = "/oauth/applications", tag = "oauth", request_body = ApplicationFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = OauthApplication, description = "The application."), OfInput))]
pub(crate) async fn create_oauth_application(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<ApplicationFields>,
) -> Result<(StatusCode, Json<OauthApplication>), Refusal> {
    let id = applications::create(api.office(), &actor, input.try_into()?).await?;
    let made = applications::find(api.office(), actor.organisation, id).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}
