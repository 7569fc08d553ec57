//! The saved views.

use axum::Json;
use axum::extract::State;

use super::CaseView;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List saved views
///
/// One's own, then those shared with everybody, each in their order.
#[utoipa::path(get, path = "/case-views", tag = "case-views",
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<CaseView>, description = "The views."), OfRight))]
pub(crate) async fn list_case_views(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
) -> Answer<Rows<CaseView>> {
    let rows = flows::case_views::list(api.office(), &actor).await?;
    Ok(Json(Rows::of(rows, |row| CaseView::of(&actor, row))))
}
