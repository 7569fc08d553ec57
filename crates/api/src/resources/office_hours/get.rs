//! The office hours.

use axum::Json;
use axum::extract::State;

use super::OfficeHoursBody;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// Get the office hours
#[utoipa::path(get, path = "/office-hours", tag = "priorities",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = OfficeHoursBody, description = "The office hours."), OfRight))]
pub(crate) async fn get_office_hours(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<OfficeHoursBody> {
    Ok(Json(flows::cases::office_hours(api.office(), &actor).await?.into()))
}
