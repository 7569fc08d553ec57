//! Orders saved views.

use axum::Json;
use axum::extract::State;

use super::CaseView;
use crate::extract::{Input, Selection};
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::CaseViewKey;
use crate::state::Api;

/// The views in their new order.
type Ordered = Selection<CaseViewKey>;

/// Order saved views
///
/// The views that are named stand in this order; each must be one that the actor may change.
#[utoipa::path(post, path = "/case-views/order", tag = "case-views", request_body = Ordered,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<CaseView>, description = "All views, in their order."), OfOneInput))]
pub(crate) async fn order_case_views(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(ordered): Input<Ordered>,
) -> Answer<Rows<CaseView>> {
    let ids = ordered.ids.into_iter().map(Into::into).collect();
    flows::case_views::order(api.office(), &actor, ids).await?;
    let rows = flows::case_views::list(api.office(), &actor).await?;
    Ok(Json(Rows::of(rows, |row| CaseView::of(&actor, row))))
}
