//! How many mails may come back before an address is blocked, how long a mail must stay with one on trial, and whether mail from a
//! blocked address lifts its block.

use axum::Json;
use axum::extract::State;
use domain::OrganisationId;
use flows::returns::ReturnsChange;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::{OfInput, OfRight};
use crate::rights::{self, May};
use crate::state::Api;

/// What is done about mail that comes back.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnsSettings {
    /// Mails that may come back before the next one blocks their address, 1 to 100. What says for sure that there is
    /// no such mailbox blocks at once.
    accepted_returns: u32,
    /// How many days the mail of an address on trial must stay there before its block is lifted, 1 to 30.
    trial_days: u32,
    /// Whether a mail that is proved to be from a blocked address lifts a block that returns made for all mail.
    mail_lifts_blocks: bool,
}

/// What shall be done about mail that comes back.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReturnsInput {
    /// Mails that may come back before the next one blocks their address, 1 to 100.
    accepted_returns: u32,
    /// How many days the mail of an address on trial must stay there before its block is lifted, 1 to 30; it stays as it is where
    /// nothing is said.
    trial_days: Option<u32>,
    /// Whether a mail that is proved to be from a blocked address (DMARC, or SPF or DKIM of its very domain) lifts a block that returns
    /// made for all mail; it stays as it is where nothing is said.
    mail_lifts_blocks: Option<bool>,
}

/// Get what is done about mail that comes back
#[utoipa::path(get, path = "/returns/settings", tag = "returns",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = ReturnsSettings, description = "The settings."), OfRight))]
pub(crate) async fn get_returns_settings(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<ReturnsSettings> {
    shown(&api, actor.organisation).await
}

/// Set what is done about mail that comes back
#[utoipa::path(put, path = "/returns/settings", tag = "returns", request_body = ReturnsInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = ReturnsSettings, description = "The settings as they are now."), OfInput))]
pub(crate) async fn put_returns_settings(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(ReturnsInput { accepted_returns, trial_days, mail_lifts_blocks }): Input<ReturnsInput>,
) -> Answer<ReturnsSettings> {
    let change = ReturnsChange { accepted: Some(accepted_returns), trial_days, mail_lifts_blocks };
    flows::returns::set_rules(api.office(), &actor, change).await?;
    shown(&api, actor.organisation).await
}

async fn shown(api: &Api, organisation: OrganisationId) -> Answer<ReturnsSettings> {
    let conn = api.conn();
    let accepted_returns = store::standings::accepted_returns(&conn, organisation).await?;
    let trial_days = store::standings::trial_days(&conn, organisation).await?;
    let mail_lifts_blocks = store::standings::mail_lifts_blocks(&conn, organisation).await?;
    Ok(Json(ReturnsSettings { accepted_returns, trial_days, mail_lifts_blocks }))
}
