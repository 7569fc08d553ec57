//! Stops all mail.

use axum::Json;
use axum::extract::State;
use flows::outbox::{self, Stopper};
use serde::Deserialize;
use utoipa::ToSchema;

use super::SendingStop;
use crate::extract::Input;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Why all mail is stopped.
#[derive(Deserialize, ToSchema)]
#[schema(as = SendingStopInput)]
pub(crate) struct StopFields {
    /// The reason, for whoever wonders where mail is; at most 500 characters.
    why: String,
    /// Whether a stop that holds gets these words: it holds since it did. Without it all mail is stopped, which is refused as
    /// `sending_stop.stands` where it is.
    #[serde(default)]
    rewords: bool,
}

/// Stop all mail of the organisation
///
/// Mail enters the outbox and waits there, on all nodes from the answer on; what is with a server, or was being begun by another
/// node in that instant, ends there. Nothing uses up an attempt. Where somebody of the organisation has stopped it already, that
/// stop stands, and the refusal names who did (`user`), when (`at`) and why (`why`); `rewords` gives it other words.
#[utoipa::path(put, path = "/sending-stop", tag = "outbox", request_body = StopFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<SendingStop>, description = "The stops that hold."), OfInput))]
pub(crate) async fn put_sending_stop(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(StopFields { why, rewords }): Input<StopFields>,
) -> Answer<Rows<SendingStop>> {
    let stopper = Stopper { organisation: actor.organisation, user: Some(actor.user) };
    if rewords {
        outbox::reword(api.office(), stopper, &why).await?;
    } else {
        outbox::stop(api.office(), stopper, &why).await?;
    }
    Ok(Json(super::stops(&api, stopper).await?))
}
