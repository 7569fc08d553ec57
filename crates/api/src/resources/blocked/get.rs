//! One blocked mail.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::intake::{Intake, MailDetails};
use super::open;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{FilterKey, IntakeKey, Moment};
use crate::state::Api;

/// A blocked mail with what was read of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct BlockedDetails {
    /// The mail as the inbox queue would list it.
    #[serde(flatten)]
    listed: Intake,
    /// When it was blocked.
    when: Moment,
    /// The filter.
    filter_id: Option<FilterKey>,
    /// That filter's name.
    filter_name: Option<String>,
    /// What was read of it.
    #[serde(flatten)]
    mail: MailDetails,
}

/// Get a blocked mail
#[utoipa::path(get, path = "/blocked/{id}", tag = "blocked", params(ById),
    security(("session" = ["blocked"]), ("token" = ["blocked"])),
    responses((status = 200, body = BlockedDetails, description = "The mail and what was read of it."), OfOne))]
pub(crate) async fn get_blocked(
    State(api): State<Api>,
    May(actor, _): May<rights::Blocked>,
    Ids(id): Ids<IntakeKey>,
) -> Answer<BlockedDetails> {
    let row = open(&api, &actor, id.into()).await?;
    let mail = MailDetails::of(&api, &row).await?;
    let (when, filter_id, filter_name) =
        (row.state_at.into(), row.filter_id.map(Into::into), row.filter_name.clone());
    Ok(Json(BlockedDetails { listed: row.into(), when, filter_id, filter_name, mail }))
}
