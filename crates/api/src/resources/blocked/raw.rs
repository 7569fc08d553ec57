//! A blocked mail byte for byte.

use axum::extract::State;

use super::open;
use crate::download::Download;
use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::IntakeKey;
use crate::state::Api;

/// Download a blocked mail as it was received
#[utoipa::path(get, path = "/blocked/{id}/raw", tag = "blocked", params(ById),
    security(("session" = ["blocked"]), ("token" = ["blocked"])),
    responses((status = 200, content_type = "message/rfc822", body = Vec<u8>, description = "The mail."), OfOne))]
pub(crate) async fn get_blocked_raw(
    State(api): State<Api>,
    May(actor, _): May<rights::Blocked>,
    Ids(id): Ids<IntakeKey>,
) -> Result<Download, Refusal> {
    let row = open(&api, &actor, id.into()).await?;
    let bytes = flows::view::raw(api.office(), actor.organisation, row.raw_hash).await?;
    Ok(Download::mail(&row.id.to_string(), bytes))
}
