//! Ends a pause.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::BudgetKey;
use crate::state::Api;

/// Lift a pause of automatic replies
///
/// The next one is sent, and counting begins anew.
#[utoipa::path(delete, path = "/auto-replies/pauses/{id}", tag = "auto-replies", params(ById),
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 204, description = "The pause is over."), OfOne))]
pub(crate) async fn lift_pause(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Ids(id): Ids<BudgetKey>,
) -> Result<StatusCode, Refusal> {
    flows::auto_reply::lift(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
