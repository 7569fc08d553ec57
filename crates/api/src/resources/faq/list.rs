//! All entries.

use axum::Json;
use axum::extract::State;
use store::faq::FaqFilter;

use super::FaqSummary;
use super::input::FaqAsked;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfList;
use crate::state::Api;

/// List FAQ entries
#[utoipa::path(get, path = "/faq-entries", tag = "faq", params(FaqAsked),
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<FaqSummary>, description = "The entries, by folder and title."), OfList))]
pub(crate) async fn list_faq_entries(
    State(api): State<Api>,
    signed_in: SignedIn,
    asked: FaqAsked,
) -> Answer<Rows<FaqSummary>> {
    let filter = FaqFilter { search: asked.search, archived: asked.archived.unwrap_or(false) };
    let rows = flows::faq::list(api.office(), &signed_in.actor, &filter).await?;
    Ok(Json(Rows::of(rows, FaqSummary::from)))
}
