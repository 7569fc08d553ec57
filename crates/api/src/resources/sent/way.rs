//! A mail that its author's own server does not take is sent another way by him.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::{compose, outbox};

use super::super::outbox::{WayInput, WayOut};
use crate::extract::{ById, Ids, Input};
use crate::page::Rows;
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfOneInput, OfRight};
use crate::rights::{self, May};
use crate::schema::OutboxKey;
use crate::state::Api;

/// List the ways out of one's own mail
///
/// As `GET /outbox/ways`, for authors.
#[utoipa::path(get, path = "/sent/ways", tag = "outbox",
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<WayOut>, description = "The ways, and which of them are open."), OfRight))]
pub(crate) async fn list_sent_ways(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
) -> Answer<Rows<WayOut>> {
    Ok(Json(Rows::of(outbox::ways(api.office(), &actor).await?, Into::into)))
}

/// Send one's own mail another way
///
/// Mail that waits or failed, and that a server of its author's own takes, is due at once and goes the way that he names. Of other
/// mail the way is chosen in the outbox.
#[utoipa::path(post, path = "/sent/{id}/way", tag = "outbox", params(ById), request_body = WayInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 204, description = "It is due."), OfOneInput))]
pub(crate) async fn choose_sent_way(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<OutboxKey>,
    Input(way): Input<WayInput>,
) -> Result<StatusCode, Refusal> {
    compose::send_sent_another_way(api.office(), &actor, id.into(), way.read()?).await?;
    Ok(StatusCode::NO_CONTENT)
}
