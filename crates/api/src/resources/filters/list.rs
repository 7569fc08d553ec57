//! All filters.

use axum::Json;
use axum::extract::State;

use super::Filter;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List filters
#[utoipa::path(get, path = "/filters", tag = "filters",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<Filter>, description = "All filters, in the order they are applied."), OfRight))]
pub(crate) async fn list_filters(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Rows<Filter>> {
    let rows = store::filters::list(&api.conn(), actor.organisation).await?;
    Ok(Json(Rows::of(rows, Filter::from)))
}
