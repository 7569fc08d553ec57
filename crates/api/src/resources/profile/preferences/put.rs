//! Keeps a choice.

use axum::Json;
use axum::extract::State;
use flows::preferences;

use super::{ByName, Preference, PreferenceInput};
use crate::extract::{Ids, Input, SignedIn};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::state::Api;

/// Set one of one's own preferences
///
/// At most 200 are kept.
#[utoipa::path(put, path = "/profile/preferences/{name}", tag = "profile", params(ByName), request_body = PreferenceInput,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Preference, description = "The preference as it is now."), OfOneInput))]
pub(crate) async fn put_preference(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(name): Ids<String>,
    Input(input): Input<PreferenceInput>,
) -> Answer<Preference> {
    let value = (!input.value.is_null()).then(|| input.value.to_string());
    preferences::put(api.office(), &signed_in.actor, name.clone(), value).await?;
    Ok(Json(Preference { name, value: input.value }))
}
