//! Lists the shared senders.

use axum::Json;
use axum::extract::State;

use super::Identity;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List shared senders
#[utoipa::path(get, path = "/identities", tag = "identities",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<Identity>, description = "By address, archived ones behind the others."), OfRight))]
pub(crate) async fn list_identities(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Rows<Identity>> {
    Ok(Json(Rows::of(flows::identities::list(api.office(), actor.organisation).await?, Into::into)))
}
