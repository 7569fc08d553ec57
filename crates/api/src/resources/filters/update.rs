//! Changes a filter.

use axum::Json;
use axum::extract::State;

use super::super::addresses::Remarked;
use super::input::FilterFields;
use super::{Filter, find};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::FilterKey;
use crate::state::Api;

/// Change a filter
///
/// Mail that it blocked stays blocked.
#[utoipa::path(patch, path = "/filters/{id}", tag = "filters", params(ById), request_body = FilterFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Remarked<Filter>, description = "The filter as it is now."), OfOneInput))]
pub(crate) async fn update_filter(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<FilterKey>,
    Input(input): Input<FilterFields>,
) -> Answer<Remarked<Filter>> {
    let entered = input.entered();
    flows::filters::change(api.office(), &actor, id.into(), input.into()).await?;
    let changed = (find(&api, actor.organisation, id.into()).await?, entered);
    Ok(Json(Remarked::of(&api, &actor, changed).await))
}
