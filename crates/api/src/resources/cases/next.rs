//! The next case in the queue.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::schema::CaseKey;
use crate::state::Api;

/// What came of asking for the next case.
#[derive(Serialize, ToSchema)]
pub(crate) struct NextCase {
    /// The case, which is the actor's now; null when the queue is empty.
    id: Option<CaseKey>,
}

/// Take the next case
///
/// The open case of nobody that is due next among the actor's categories becomes his.
#[utoipa::path(post, path = "/cases/next", tag = "cases",
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = NextCase, description = "The case, or nothing."), OfRight))]
pub(crate) async fn take_next_case(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
) -> Answer<NextCase> {
    let id = flows::cases::take_next(api.office(), &actor).await?;
    Ok(Json(NextCase { id: id.map(Into::into) }))
}
