//! Whom mail makes known.

use axum::Json;
use axum::extract::State;

use super::AcquaintanceBody;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// Get whom mail makes known
#[utoipa::path(get, path = "/acquaintance", tag = "persons",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = AcquaintanceBody, description = "The setting."), OfRight))]
pub(crate) async fn get_acquaintance(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<AcquaintanceBody> {
    Ok(Json(flows::people::find_acquaintance(api.office(), &actor).await?.into()))
}
