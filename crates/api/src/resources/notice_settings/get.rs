//! The notices as they are set.

use axum::Json;
use axum::extract::State;

use super::NoticeSettings;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// Get the settings of notices
#[utoipa::path(get, path = "/notice-settings", tag = "notices",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = NoticeSettings, description = "The settings."), OfRight))]
pub(crate) async fn get_notice_settings(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<NoticeSettings> {
    Ok(Json(flows::notify::get(api.office(), &actor).await?.into()))
}
