//! Blocks a sender.

use axum::Json;
use axum::extract::State;
use flows::filters::{self, Sender};

use super::{BlockedSenders, SenderInput};
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Block a sender
///
/// From now on his mail waits in Blocked mail, from where it can be imported. What came before stays where it is.
#[utoipa::path(post, path = "/blocked-senders", tag = "blocked", request_body = SenderInput,
    security(("session" = ["spam"]), ("token" = ["spam"])),
    responses((status = 200, body = BlockedSenders, description = "All that are blocked now."), OfInput))]
pub(crate) async fn block_sender(
    State(api): State<Api>,
    May(actor, _): May<rights::Spam>,
    Input(SenderInput { sender }): Input<SenderInput>,
) -> Answer<BlockedSenders> {
    filters::block_sender(api.office(), &actor, Sender::read(&sender)?).await?;
    Ok(Json(filters::blocked_senders(api.office(), &actor).await?.into()))
}
