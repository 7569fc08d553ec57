//! Tries an outgoing server without keeping it.

use axum::Json;
use axum::extract::State;

use super::super::mailboxes::TestAnswer;
use super::TransportFields;
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Test the outgoing server
///
/// Connects and signs in; what is left out is taken from the settings that are kept.
#[utoipa::path(post, path = "/transport/test", tag = "transport", request_body = TransportFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = TestAnswer, description = "How it went, with the whole conversation."), OfInput))]
pub(crate) async fn test_transport(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<TransportFields>,
) -> Answer<TestAnswer> {
    let report = flows::transport::test(api.office(), &actor, input.into()).await?;
    Ok(Json(report.into()))
}
