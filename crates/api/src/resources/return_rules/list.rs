//! All own rules.

use axum::Json;
use axum::extract::State;

use super::OwnReturnRule;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List own rules on returns
///
/// In the order in which they are asked, before those that come with Posthus.
#[utoipa::path(get, path = "/return-rules", tag = "returns",
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Rows<OwnReturnRule>, description = "The rules."), OfRight))]
pub(crate) async fn list_return_rules(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
) -> Answer<Rows<OwnReturnRule>> {
    let rules = flows::returns::rules(api.office(), &actor).await?;
    Ok(Json(Rows::of(rules, Into::into)))
}
