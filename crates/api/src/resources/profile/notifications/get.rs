//! One's own choices of notices.

use axum::Json;
use axum::extract::State;

use super::NoticeChoice;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// Get how one is told of events
#[utoipa::path(get, path = "/profile/notifications", tag = "profile",
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<NoticeChoice>, description = "All events."), OfSignedIn))]
pub(crate) async fn get_notifications(
    State(api): State<Api>,
    signed_in: SignedIn,
) -> Answer<Rows<NoticeChoice>> {
    let choices = flows::notify::choices(api.office(), &signed_in.actor).await?;
    Ok(Json(Rows::of(choices, NoticeChoice::of)))
}
