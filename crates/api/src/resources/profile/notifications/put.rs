//! Chooses how one is told.

use axum::Json;
use axum::extract::State;
use domain::Problem;
use domain::notice::NoticeEvent;
use serde::Deserialize;
use utoipa::ToSchema;

use super::NoticeChoice;
use crate::extract::{Input, SignedIn};
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::state::Api;

/// Choices; events that are left out stay as they are.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NoticeChoices {
    /// One for each event that changes.
    rows: Vec<NoticeChoice>,
}

/// Choose how one is told of events
#[utoipa::path(put, path = "/profile/notifications", tag = "profile", request_body = NoticeChoices,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<NoticeChoice>, description = "All events."), OfInput))]
pub(crate) async fn put_notifications(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<NoticeChoices>,
) -> Answer<Rows<NoticeChoice>> {
    if input.rows.len() > NoticeEvent::ALL.len() {
        let detail = "name each event once";
        return Err(Problem::invalid("rows", "notifications.twice", detail).into());
    }
    let choices = input.rows.into_iter().map(NoticeChoice::chosen).collect();
    flows::notify::choose(api.office(), &signed_in.actor, choices).await?;
    let choices = flows::notify::choices(api.office(), &signed_in.actor).await?;
    Ok(Json(Rows::of(choices, NoticeChoice::of)))
}
