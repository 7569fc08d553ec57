//! How many mails may come back before an address is blocked.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::{OfInput, OfRight};
use crate::rights::{self, May};
use crate::state::Api;

/// What is done about mail that comes back.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct ReturnsSettings {
    /// Mails that may come back before the next one blocks their address, 1 to 100. What says for sure that there is
    /// no such mailbox blocks at once.
    accepted_returns: u32,
}

/// Get what is done about mail that comes back
#[utoipa::path(get, path = "/returns/settings", tag = "returns",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = ReturnsSettings, description = "The settings."), OfRight))]
pub(crate) async fn get_returns_settings(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<ReturnsSettings> {
    let accepted_returns = store::standings::accepted_returns(&api.conn(), actor.organisation).await?;
    Ok(Json(ReturnsSettings { accepted_returns }))
}

/// Set what is done about mail that comes back
#[utoipa::path(put, path = "/returns/settings", tag = "returns", request_body = ReturnsSettings,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = ReturnsSettings, description = "The settings as they are now."), OfInput))]
pub(crate) async fn put_returns_settings(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(wanted): Input<ReturnsSettings>,
) -> Answer<ReturnsSettings> {
    flows::returns::set_accepted_returns(api.office(), &actor, wanted.accepted_returns).await?;
    Ok(Json(wanted))
}
