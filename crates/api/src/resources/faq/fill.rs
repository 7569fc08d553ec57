//! Fills an entry in for an answer.

use axum::Json;
use axum::extract::State;

use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::resources::templates::{FilledTemplate, TemplateUse};
use crate::rights::{self, May};
use crate::schema::FaqKey;
use crate::state::Api;

/// Fill in an FAQ entry
///
/// Its answer with its link, for what one writes oneself in a case that one may see, or in the first mail of a new
/// one. The language is the entry's own.
#[utoipa::path(post, path = "/faq-entries/{id}/fill", tag = "faq", params(ById), request_body = TemplateUse,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = FilledTemplate, description = "The answer with its values."), OfOneInput))]
pub(crate) async fn fill_faq_entry(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<FaqKey>,
    Input(input): Input<TemplateUse>,
) -> Answer<FilledTemplate> {
    let place = input.place()?;
    Ok(Json(flows::faq::put_in(api.office(), &actor, id.into(), &place).await?.into()))
}
