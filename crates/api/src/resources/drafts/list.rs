//! Lists one's drafts.

use axum::Json;
use axum::extract::State;

use super::Draft;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List one's drafts
///
/// Everywhere, the latest first.
#[utoipa::path(get, path = "/drafts", tag = "drafts",
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<Draft>, description = "The drafts."), OfRight))]
pub(crate) async fn list_drafts(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
) -> Answer<Rows<Draft>> {
    let rows = flows::compose::list_drafts(api.office(), &actor).await?;
    Ok(Json(Rows::of(Draft::of_all(&api, &actor, rows).await?, |draft| draft)))
}
