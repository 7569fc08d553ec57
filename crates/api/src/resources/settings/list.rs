//! All settings.

use axum::Json;
use axum::extract::State;

use super::Setting;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List all settings
///
/// Those of the organisation, and what the operator set for the whole installation, group by group.
#[utoipa::path(get, path = "/settings", tag = "settings",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<Setting>, description = "The settings."), OfRight))]
pub(crate) async fn list_settings(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Rows<Setting>> {
    let all = flows::settings::list(api.office(), &actor).await?;
    Ok(Json(Rows::of(all, Setting::from)))
}
