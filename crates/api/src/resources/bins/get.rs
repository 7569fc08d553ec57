//! The days of the bins.

use axum::Json;
use axum::extract::State;

use super::BinDays;
use crate::extract::SignedIn;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// Get the days of the bins
#[utoipa::path(get, path = "/bins", tag = "organisation", security(("session" = []), ("token" = [])),
    responses((status = 200, body = BinDays, description = "The days of each bin."), OfSignedIn))]
pub(crate) async fn get_bins(State(api): State<Api>, signed_in: SignedIn) -> Answer<BinDays> {
    Ok(Json(flows::bins::days(api.office(), signed_in.actor.organisation).await?.into()))
}
