//! The signature of an answer in a case.

use axum::Json;
use axum::extract::State;
use flows::signatures::Occasion;

use super::Signature;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::CaseKey;
use crate::state::Api;

/// Get the signature of an answer
///
/// One's own with the mailbox's under it, their variables filled in for this case; empty where nobody set one.
#[utoipa::path(get, path = "/cases/{id}/signature", tag = "cases", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Signature, description = "The signature."), OfOne))]
pub(crate) async fn get_case_signature(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
) -> Answer<Signature> {
    let text = flows::signatures::for_reply(api.office(), &actor, id.into(), Occasion::Reply).await?;
    Ok(Json(Signature { text }))
}
