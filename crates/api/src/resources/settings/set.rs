//! Sets a setting by its name.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{BySetting, Setting};
use crate::extract::{Ids, Input};
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::state::Api;

/// What a setting is to be.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SettingInput {
    /// The value; null sets what it is by default.
    value: Value,
}

/// Set a setting
///
/// Only those that are changed here; the others have a page of their own, or belong to the installation.
#[utoipa::path(put, path = "/settings/{name}", tag = "settings", request_body = SettingInput,
    params(BySetting),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<Setting>, description = "All settings as they are now."), OfOneInput))]
pub(crate) async fn set_setting(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(name): Ids<String>,
    Input(input): Input<SettingInput>,
) -> Answer<Rows<Setting>> {
    flows::settings::set(api.office(), &actor, &name, input.value).await?;
    let all = flows::settings::list(api.office(), &actor).await?;
    Ok(Json(Rows::of(all, Setting::from)))
}
