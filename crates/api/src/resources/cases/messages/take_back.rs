//! Takes a message back before it is tried.

use axum::Json;
use axum::extract::State;
use domain::compose::Mode;
use flows::compose;
use serde::Serialize;
use utoipa::ToSchema;

use super::ByMessage;
use crate::extract::Ids;
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::{self, CaseKey, MessageKey};
use crate::state::Api;

/// Where the draft of a mail lies.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftPlace {
    /// The mode of the draft in its case.
    #[schema(value_type = schema::Mode)]
    pub(super) mode: Mode,
}

/// Take a message back
///
/// Its mail is out of the outbox and the case, and a draft of its author again. Only while nothing of it was tried.
#[utoipa::path(post, path = "/cases/{id}/messages/{mid}/take-back", tag = "cases", params(ByMessage),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = DraftPlace, description = "Where its draft lies."), OfOne))]
pub(crate) async fn take_back_message(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids((id, mid)): Ids<(CaseKey, MessageKey)>,
) -> Answer<DraftPlace> {
    let mode = compose::take_back(api.office(), &actor, id.into(), mid.into()).await?;
    Ok(Json(DraftPlace { mode }))
}
