//! Puts the filters into an order.

use axum::Json;
use axum::extract::State;

use super::Filter;
use crate::extract::{Input, Selection};
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::FilterKey;
use crate::state::Api;

/// The filters in their new order.
type Order = Selection<FilterKey>;

/// Order the filters
///
/// Those not named follow, in the order they had.
#[utoipa::path(post, path = "/filters/order", tag = "filters", request_body = Order,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<Filter>, description = "All filters in their new order."), OfInput))]
pub(crate) async fn order_filters(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(order): Input<Order>,
) -> Answer<Rows<Filter>> {
    let ids = order.ids.into_iter().map(Into::into).collect();
    flows::filters::order(api.office(), &actor, ids).await?;
    let rows = store::filters::list(&api.conn(), actor.organisation).await?;
    Ok(Json(Rows::of(rows, Filter::from)))
}
