//! Changes an application.

use axum::Json;
use axum::extract::State;
use flows::oauth::applications;

use super::{ApplicationFields, OauthApplication};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::OauthApplicationKey;
use crate::state::Api;

/// Change an OAuth application
///
/// A new client secret is enough where the old one ended: nobody has to sign in again. Another client ID or token
/// endpoint ends all sign-ins with it, and forgets the secret.
#[utoipa::path(patch, path = "/oauth/applications/{id}", tag = "oauth", params(ById), request_body = ApplicationFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = OauthApplication, description = "The application as it is now."), OfOneInput))]
pub(crate) async fn update_oauth_application(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<OauthApplicationKey>,
    Input(input): Input<ApplicationFields>,
) -> Answer<OauthApplication> {
    applications::change(api.office(), &actor, id.into(), input.try_into()?).await?;
    Ok(Json(applications::find(api.office(), actor.organisation, id.into()).await?.into()))
}
