//! All of one's own choices.

use axum::Json;
use axum::extract::State;
use flows::preferences;

use super::Preference;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// List one's own preferences
///
/// What was chosen about the interface: the columns of lists and the like.
#[utoipa::path(get, path = "/profile/preferences", tag = "profile", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<Preference>, description = "The preferences, by name."), OfSignedIn))]
pub(crate) async fn list_preferences(
    State(api): State<Api>,
    signed_in: SignedIn,
) -> Answer<Rows<Preference>> {
    let rows = preferences::list(api.office(), &signed_in.actor).await?;
    Ok(Json(Rows::of(rows, |row| Preference::of(row.name, Some(&row.value)))))
}
