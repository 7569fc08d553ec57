//! Sets the days of the bins.

use axum::Json;
use axum::extract::State;

use super::BinDays;
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Set the days of the bins
///
/// What lies in the bins already goes by the new days, too.
#[utoipa::path(put, path = "/bins", tag = "organisation", request_body = BinDays,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = BinDays, description = "The days as they are now."), OfInput))]
pub(crate) async fn put_bins(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(BinDays { cases, spam, queues }): Input<BinDays>,
) -> Answer<BinDays> {
    flows::bins::set_days(api.office(), &actor, store::bins::BinDays { cases, spam, queues }).await?;
    Ok(Json(flows::bins::days(api.office(), actor.organisation).await?.into()))
}
