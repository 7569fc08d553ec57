//! One received mail.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Intake, MailDetails, open};
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::IntakeKey;
use crate::state::Api;

/// A received mail with what was read of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct IntakeDetails {
    /// The mail as listed.
    #[serde(flatten)]
    listed: Intake,
    /// What was read of it.
    #[serde(flatten)]
    mail: MailDetails,
}

/// Get a mail of the inbox queue
#[utoipa::path(get, path = "/intake/{id}", tag = "intake", params(ById),
    security(("session" = ["intake"]), ("token" = ["intake"])),
    responses((status = 200, body = IntakeDetails, description = "The mail and what was read of it."), OfOne))]
pub(crate) async fn get_intake(
    State(api): State<Api>,
    May(actor, _): May<rights::Intake>,
    Ids(id): Ids<IntakeKey>,
) -> Answer<IntakeDetails> {
    let row = open(&api, &actor, id.into()).await?;
    let mail = MailDetails::of(&api, &row).await?;
    Ok(Json(IntakeDetails { listed: row.into(), mail }))
}
