//! When mail that a server did not take yet is tried again.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// When mail that a server did not take yet is tried again; the installation's configuration says so.
#[derive(Serialize, ToSchema)]
pub(crate) struct Retries {
    /// Waits after the first, second ... attempt, seconds; the last one repeats.
    waits_s: Vec<i64>,
    /// How long a mail is tried before it is given up, seconds.
    lifetime_s: i64,
}

impl Retries {
    /// Those of this installation.
    pub(crate) fn of(api: &Api) -> Self {
        let schedule = &api.office().settings().schedule;
        let waits_s = schedule.waits_ms.iter().map(|wait| wait / 1000).collect();
        Self { waits_s, lifetime_s: schedule.lifetime_ms / 1000 }
    }
}

/// Get when mail is tried again
#[utoipa::path(get, path = "/sending/retries", tag = "transport",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Retries, description = "The schedule."), OfRight))]
pub(crate) async fn get_retries(
    State(api): State<Api>,
    May(_actor, _): May<rights::Mailboxes>,
) -> Answer<Retries> {
    Ok(Json(Retries::of(&api)))
}
