//! One entry.

use axum::Json;
use axum::extract::State;

use super::FaqEntry;
use crate::extract::{ById, Ids, SignedIn};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::schema::FaqKey;
use crate::state::Api;

/// Get an FAQ entry
#[utoipa::path(get, path = "/faq-entries/{id}", tag = "faq", params(ById),
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = FaqEntry, description = "The entry with its answer."), OfOne))]
pub(crate) async fn get_faq_entry(
    State(api): State<Api>,
    signed_in: SignedIn,
    Ids(id): Ids<FaqKey>,
) -> Answer<FaqEntry> {
    Ok(Json(flows::faq::find(api.office(), &signed_in.actor, id.into()).await?.into()))
}
