//! A mail of the outbox byte for byte.

use axum::extract::State;

use super::open;
use crate::download::Download;
use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::OutboxKey;
use crate::state::Api;

/// Download a mail of the outbox as it is sent
#[utoipa::path(get, path = "/outbox/{id}/raw", tag = "outbox", params(ById),
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, content_type = "message/rfc822", body = Vec<u8>, description = "The mail."), OfOne))]
pub(crate) async fn get_outbox_raw(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Ids(id): Ids<OutboxKey>,
) -> Result<Download, Refusal> {
    let row = open(&api, &actor, id.into()).await?;
    let bytes = flows::view::raw(api.office(), actor.organisation, row.raw_hash).await?;
    Ok(Download::mail(&row.id.to_string(), bytes))
}
