//! The organisation as it is.

use axum::Json;
use axum::extract::State;

use super::Organisation;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// Get the organisation
#[utoipa::path(get, path = "/organisation", tag = "organisation",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Organisation, description = "The organisation."), OfRight))]
pub(crate) async fn get_organisation(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Organisation> {
    Ok(Json(flows::organisation::get(api.office(), actor.organisation).await?.into()))
}
