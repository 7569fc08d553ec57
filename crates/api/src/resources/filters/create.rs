//! Makes a filter.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::super::addresses::Remarked;
use super::input::FilterFields;
use super::{Filter, find};
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Make a filter
///
/// It needs a name and at least one action. It comes last in the order.
#[utoipa::path(post, path = "/filters", tag = "filters", request_body = FilterFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = Remarked<Filter>, description = "The filter."), OfInput))]
pub(crate) async fn create_filter(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<FilterFields>,
) -> Result<(StatusCode, Json<Remarked<Filter>>), Refusal> {
    let entered = input.entered();
    let id = flows::filters::create(api.office(), &actor, input.into()).await?;
    let made = (find(&api, actor.organisation, id).await?, entered);
    Ok((StatusCode::CREATED, Json(Remarked::of(&api, &actor, made).await)))
}
