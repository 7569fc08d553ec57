//! How all mail of the organisation is sent.

use axum::Json;
use axum::extract::State;
use flows::compose::{self, SendingRules};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::{OfInput, OfRight};
use crate::rights::{self, May};
use crate::state::Api;

/// How all mail of the organisation is sent.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Sending {
    /// Whether the agent's name stands before the mailbox's: "Ingrid Solberg, Vestvik Energi".
    agent_name: bool,
}

/// Get how mail is sent
#[utoipa::path(get, path = "/sending", tag = "transport",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Sending, description = "The rules."), OfRight))]
pub(crate) async fn get_sending(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Sending> {
    let SendingRules { agent_name } = compose::rules(api.office(), &actor).await?;
    Ok(Json(Sending { agent_name }))
}

/// Change how mail is sent
#[utoipa::path(put, path = "/sending", tag = "transport", request_body = Sending,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Sending, description = "The rules as they are now."), OfInput))]
pub(crate) async fn put_sending(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(Sending { agent_name }): Input<Sending>,
) -> Answer<Sending> {
    compose::change_rules(api.office(), &actor, SendingRules { agent_name }).await?;
    Ok(Json(Sending { agent_name }))
}
