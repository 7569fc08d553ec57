//! The entries that fit a case.

use axum::Json;
use axum::extract::State;

use super::FaqSuggestion;
use crate::extract::{ById, Ids};
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::CaseKey;
use crate::state::Api;

/// Suggest FAQ entries for a case
///
/// Those that fit what the customer wrote last, the best first, by the same rules as in receipts: entries of the
/// folder that its mailbox suggests from, or of all, in the language that the case is answered in.
#[utoipa::path(get, path = "/cases/{id}/faq", tag = "faq", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<FaqSuggestion>, description = "The entries that fit."), OfOne))]
pub(crate) async fn suggest_faq_entries(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
) -> Answer<Rows<FaqSuggestion>> {
    let found = flows::faq::of_case(api.office(), &actor, id.into()).await?;
    Ok(Json(Rows::of(found, FaqSuggestion::from)))
}
