//! Changes an entry.

use axum::Json;
use axum::extract::State;

use super::FaqEntry;
use super::input::FaqFields;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::FaqKey;
use crate::state::Api;

/// Change an FAQ entry
///
/// Answers that were made of it stay as they are.
#[utoipa::path(patch, path = "/faq-entries/{id}", tag = "faq", params(ById), request_body = FaqFields,
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 200, body = FaqEntry, description = "The entry as it is now."), OfOneInput))]
pub(crate) async fn update_faq_entry(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Ids(id): Ids<FaqKey>,
    Input(input): Input<FaqFields>,
) -> Answer<FaqEntry> {
    flows::faq::change(api.office(), &actor, id.into(), input.into()).await?;
    Ok(Json(flows::faq::find(api.office(), &actor, id.into()).await?.into()))
}
