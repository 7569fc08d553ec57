//! Sets the notices.

use axum::Json;
use axum::extract::State;

use super::NoticeSettings;
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Set the settings of notices
#[utoipa::path(put, path = "/notice-settings", tag = "notices", request_body = NoticeSettings,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = NoticeSettings, description = "The settings as they are now."), OfInput))]
pub(crate) async fn put_notice_settings(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<NoticeSettings>,
) -> Answer<NoticeSettings> {
    flows::notify::put(api.office(), &actor, flows::notify::NotifySettings::from(input)).await?;
    Ok(Json(flows::notify::get(api.office(), &actor).await?.into()))
}
