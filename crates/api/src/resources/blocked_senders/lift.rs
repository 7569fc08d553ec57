//! Lifts the block of a sender.

use axum::Json;
use axum::extract::State;
use flows::filters::{self, Sender};

use super::{BlockedSenders, SenderInput};
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Lift the block of a sender
///
/// His mail comes through again; what was blocked waits on.
#[utoipa::path(post, path = "/blocked-senders/lift", tag = "blocked", request_body = SenderInput,
    security(("session" = ["spam"]), ("token" = ["spam"])),
    responses((status = 200, body = BlockedSenders, description = "All that are blocked now."), OfInput))]
pub(crate) async fn lift_blocked_sender(
    State(api): State<Api>,
    May(actor, _): May<rights::Spam>,
    Input(SenderInput { sender }): Input<SenderInput>,
) -> Answer<BlockedSenders> {
    filters::lift_sender(api.office(), &actor, Sender::read(&sender)?).await?;
    Ok(Json(filters::blocked_senders(api.office(), &actor).await?.into()))
}
