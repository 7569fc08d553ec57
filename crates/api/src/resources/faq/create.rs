//! Makes an entry.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::FaqEntry;
use super::input::FaqFields;
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Make an FAQ entry
///
/// It needs a title, and an answer or a link.
#[utoipa::path(post, path = "/faq-entries", tag = "faq", request_body = FaqFields,
    security(("session" = ["templates"]), ("token" = ["templates"])),
    responses((status = 201, body = FaqEntry, description = "The entry."), OfInput))]
pub(crate) async fn create_faq_entry(
    State(api): State<Api>,
    May(actor, _): May<rights::Templates>,
    Input(input): Input<FaqFields>,
) -> Result<(StatusCode, Json<FaqEntry>), Refusal> {
    let id = flows::faq::create(api.office(), &actor, input.into()).await?;
    let made = flows::faq::find(api.office(), &actor, id).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}
