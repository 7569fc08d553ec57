//! Returns that a person should look at.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use store::returns::ReturnRow;
use utoipa::ToSchema;

use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::resources::blocked_addresses::ReturnedMail;
use crate::rights::{self, May};
use crate::state::Api;

/// Returns that are shown.
const SHOWN: u64 = 200;

/// A return that a person should look at.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReturnToReview {
    /// The address.
    address: String,
    /// What is known of it.
    #[serde(flatten)]
    told: ReturnedMail,
}

impl From<ReturnRow> for ReturnToReview {
    fn from(row: ReturnRow) -> Self {
        Self { address: row.told.address.to_string(), told: row.into() }
    }
}

/// List returns to review
///
/// The newest 200 that no rule knows or that belong to no mail of ours. They block nobody.
#[utoipa::path(get, path = "/returns/review", tag = "returns",
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Rows<ReturnToReview>, description = "The returns, the newest first."), OfRight))]
pub(crate) async fn list_returns_to_review(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
) -> Answer<Rows<ReturnToReview>> {
    let rows = store::returns::list_to_review(&api.conn(), actor.organisation, SHOWN).await?;
    Ok(Json(Rows::of(rows, Into::into)))
}
