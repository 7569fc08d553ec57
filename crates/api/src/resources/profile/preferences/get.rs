//! One of one's own choices.

use axum::Json;
use axum::extract::State;
use flows::preferences;

use super::{ByName, Preference};
use crate::extract::{Ids, SignedIn};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::state::Api;

/// Get one of one's own preferences
#[utoipa::path(get, path = "/profile/preferences/{name}", tag = "profile", params(ByName),
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Preference, description = "The preference; its value is null until it is set."), OfOne))]
pub(crate) async fn get_preference(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(name): Ids<String>,
) -> Answer<Preference> {
    let value = preferences::find(api.office(), &signed_in.actor, &name).await?;
    Ok(Json(Preference::of(name, value.as_deref())))
}
